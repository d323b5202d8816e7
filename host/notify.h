/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Being told of changes to directories (inotify): a cached answer about a name needs no question
 * to the host while nothing has been told about its directory.
 */
#ifndef HOST_NOTIFY_H
#define HOST_NOTIFY_H

#include <stdbool.h>

struct host_notify {
	int events; /* what is told; negative: nothing ever is, and everything must be asked */
	int any;    /* epoll over it: to ask whether there is something costs a third of reading */
};

struct host_notify host_notify_create(void);
void host_notify_destroy(struct host_notify *n);
/* Watch the names in a directory and their attributes. fd: O_PATH. The watch's number or -errno. */
int host_notify_add(const struct host_notify *n, int fd);
void host_notify_remove(const struct host_notify *n, int watch);
/* changed(ctx, watch) for each watch that something was told about; -1: about any of them. */
void host_notify_read(const struct host_notify *n, void (*changed)(void *ctx, int watch), void *ctx);
/* Are all changes made by this host's kernel, so that it can tell of them? fd: any. */
bool host_fs_is_local(int fd);

#endif
