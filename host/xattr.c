/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Extended attributes of the host's files, by /proc/self/fd/N: the calls that take a descriptor
 * refuse those of O_PATH, and those that take a directory are too new (6.13).
 */
#include "host/xattr.h"

#include <errno.h>
#include <stdio.h>
#include <sys/xattr.h>

struct fd_path {
	char s[32];
};

static struct fd_path fd_path(int fd)
{
	struct fd_path p;

	snprintf(p.s, sizeof(p.s), "/proc/self/fd/%d", fd);
	return p;
}

static long result(long r)
{
	return r < 0 ? -errno : r;
}

long host_getxattr(int fd, const char *name, void *value, size_t size)
{
	return result(getxattr(fd_path(fd).s, name, value, size));
}

long host_listxattr(int fd, char *names, size_t size)
{
	return result(listxattr(fd_path(fd).s, names, size));
}

int host_setxattr(int fd, const char *name, const void *value, size_t size, unsigned flags)
{
	return (int)result(setxattr(fd_path(fd).s, name, value, size, (int)flags));
}

int host_removexattr(int fd, const char *name)
{
	return (int)result(removexattr(fd_path(fd).s, name));
}
