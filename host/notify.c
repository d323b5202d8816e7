// SPDX-License-Identifier: GPL-2.0-or-later
#include "host/notify.h"

#include <errno.h>
#include <linux/magic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "host/file.h"
#include "host/journal.h"
#include "host/syscall.h"

#define EVENTS (IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF | \
		IN_MOVE_SELF)

void host_notify_destroy(struct host_notify *n)
{
	host_close(n->events);
	host_close(n->any);
	*n = (struct host_notify){ -1, -1 };
}

struct host_notify host_notify_create(void)
{
	struct host_notify n = {
		.events = host_journal_opened(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)),
		.any = host_journal_opened(epoll_create1(EPOLL_CLOEXEC)),
	};
	struct epoll_event e = { .events = EPOLLIN };

	if (n.events < 0 || n.any < 0 || epoll_ctl(n.any, EPOLL_CTL_ADD, n.events, &e))
		host_notify_destroy(&n);
	return n;
}

int host_notify_add(const struct host_notify *notify, int fd)
{
	char name[32];
	int watch;

	/* The link of our own descriptor: what it holds, whatever its name is now. */
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	watch = inotify_add_watch(notify->events, name, EVENTS | IN_ONLYDIR);
	return watch < 0 ? -errno : watch;
}

void host_notify_remove(const struct host_notify *n, int watch)
{
	inotify_rm_watch(n->events, watch);
}

static void read_events(int fd, void (*changed)(void *ctx, int watch), void *ctx)
{
	union {
		struct inotify_event event;
		char bytes[4096];
	} buf;
	ssize_t n, at;

	while ((n = read(fd, &buf, sizeof(buf))) > 0) {
		const struct inotify_event *e;

		for (at = 0; at < n; at += (ssize_t)(sizeof(*e) + e->len)) {
			e = (const struct inotify_event *)(const void *)(buf.bytes + at);
			changed(ctx, e->mask & IN_Q_OVERFLOW ? -1 : e->wd);
		}
	}
}

void host_notify_read(const struct host_notify *n, void (*changed)(void *ctx, int watch), void *ctx)
{
	struct epoll_event e;

	if (host_syscall4(SYS_epoll_wait, n->any, (long)&e, 1, 0) > 0)
		read_events(n->events, changed, ctx);
}

bool host_fs_is_local(int fd)
{
	static const uint32_t magic[] = {
		EXT4_SUPER_MAGIC, XFS_SUPER_MAGIC,  BTRFS_SUPER_MAGIC, TMPFS_MAGIC,
		RAMFS_MAGIC,	  F2FS_SUPER_MAGIC, SQUASHFS_MAGIC,    OVERLAYFS_SUPER_MAGIC,
		0xe0f5e1e2 /* erofs */,
		0x2fc12fc1 /* zfs */,
	};
	struct statfs sf;

	if (fstatfs(fd, &sf))
		return false;
	for (size_t i = 0; i < sizeof(magic) / sizeof(*magic); i++)
		if ((uint32_t)sf.f_type == magic[i])
			return true;
	return false;
}
