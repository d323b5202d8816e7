// SPDX-License-Identifier: GPL-2.0-or-later
#include "host/notify.h"

#include <errno.h>
#include <linux/magic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/inotify.h>
#include <sys/vfs.h>
#include <unistd.h>

#define EVENTS (IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF | \
		IN_MOVE_SELF)

int host_notify_create(void)
{
	int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

int host_notify_add(int notify, int fd)
{
	char name[32];
	int watch;

	/* The link of our own descriptor: what it holds, whatever its name is now. */
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	watch = inotify_add_watch(notify, name, EVENTS | IN_ONLYDIR);
	return watch < 0 ? -errno : watch;
}

void host_notify_remove(int notify, int watch)
{
	inotify_rm_watch(notify, watch);
}

void host_notify_read(int notify, void (*changed)(void *ctx, int watch), void *ctx)
{
	union {
		struct inotify_event event;
		char bytes[4096];
	} buf;
	ssize_t n, at;

	while ((n = read(notify, &buf, sizeof(buf))) > 0) {
		const struct inotify_event *e;

		for (at = 0; at < n; at += (ssize_t)(sizeof(*e) + e->len)) {
			e = (const struct inotify_event *)(const void *)(buf.bytes + at);
			changed(ctx, e->mask & IN_Q_OVERFLOW ? -1 : e->wd);
		}
	}
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
