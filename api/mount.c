/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a machine shows of the host's files. */
#include <string.h>

#include "api/machine.h"
#include "fs/fs.h"
#include "fs/hostfs/shows.h"
#include "host/file.h"

struct mount_call {
	const char *host, *guest;
	bool writable, root;
};

static int do_host_mount(void *arg)
{
	const struct mount_call *c = arg;
	struct host_stat st;
	struct super_block *sb;
	unsigned flags;
	int fd, err;

	fd = host_open_named(c->host);
	if (fd < 0)
		return fd;
	err = host_stat(fd, &st);
	if (!err && c->root && !S_ISDIR(st.mode))
		err = -ENOTDIR;
	if (err) {
		host_close(fd);
		return err;
	}
	sb = hostfs_create(fd, c->writable, c->host);
	if (IS_ERR(sb))
		return PTR_ERR(sb);
	flags = c->writable ? 0 : MS_RDONLY;
	return c->root ? kern_mount_root(sb, flags, c->host) :
			 kern_mount(sb, c->guest, flags, c->host);
}

static int host_mount(struct r3_machine *m, int (*fn)(void *arg), struct mount_call *c)
{
	int err = machine_call(m, fn, c);

	if (err)
		return machine_fail(m, err, "cannot show %s%s%s: %s", c->host,
			       !c->root && strcmp(c->host, c->guest) ? " at " : "",
			       !c->root && strcmp(c->host, c->guest) ? c->guest : "",
			       strerror(-err));
	return 0;
}

/* So that a program that is loaded again finds its pages, and their translated code. */
static bool is_shown(const struct mount_call *c)
{
	struct host_stat st;
	struct path path;
	bool shown;
	int fd;

	if (path_lookup(AT_FDCWD, c->guest, 0, &path))
		return false;
	fd = host_open_named(c->host);
	shown = fd >= 0 && !host_stat(fd, &st) && hostfs_shows(&path, &st);
	if (fd >= 0)
		host_close(fd);
	path_put(&path);
	return shown;
}

static int do_show_program(void *arg)
{
	return is_shown(arg) ? 0 : do_host_mount(arg);
}

int machine_show_program(struct r3_machine *m, const char *path)
{
	struct mount_call c = { .host = path, .guest = path };

	return host_mount(m, do_show_program, &c);
}

int r3_mount(struct r3_machine *m, const char *host, const char *guest, unsigned flags)
{
	struct mount_call c = { .host = host, .guest = guest, .writable = flags & R3_WRITABLE };

	if (!machine_ok(m))
		return machine_bad();
	if (!host || !guest || flags & ~R3_WRITABLE)
		return machine_fail(m, -EINVAL, "no path, or unknown mount flags");
	if (guest[0] != '/')
		return machine_fail(m, -EINVAL, "guest path '%s' is not absolute", guest);
	return host_mount(m, do_host_mount, &c);
}

int r3_mount_root(struct r3_machine *m, const char *host, unsigned flags)
{
	struct mount_call c = { .host = host, .root = true, .writable = flags & R3_WRITABLE };

	if (!machine_ok(m))
		return machine_bad();
	if (!host || flags & ~R3_WRITABLE)
		return machine_fail(m, -EINVAL, "no path, or unknown mount flags");
	return host_mount(m, do_host_mount, &c);
}
