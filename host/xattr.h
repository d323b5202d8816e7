/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Extended attributes of the host's files. fd: any, O_PATH, too; of a symlink: its own. Results are
 * the calls' own, or negative errno.
 */
#ifndef HOST_XATTR_H
#define HOST_XATTR_H

#include <stddef.h>

long host_getxattr(int fd, const char *name, void *value, size_t size);
long host_listxattr(int fd, char *names, size_t size);
int host_setxattr(int fd, const char *name, const void *value, size_t size, unsigned flags);
int host_removexattr(int fd, const char *name);

#endif
