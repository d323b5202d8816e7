/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a machine shows of the host's files. */
#include <string.h>

#include "api/machine.h"
#include "fs/fs.h"
#include "host/file.h"
#include "kernel/cred.h"
#include "kernel/task.h"

struct mount_call {
	const char *host, *guest;
	bool writable, root;
	int err;
};

static int do_host_mount(const struct mount_call *c)
{
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

/* The embedder's authority, not the program's, makes mount points. */
static void mount_as_root(void *arg)
{
	struct mount_call *c = arg;
	const struct cred *own = current->cred, *root = cred_create(0, 0);

	c->err = -ENOMEM;
	if (!root)
		return;
	current->cred = root;
	c->err = do_host_mount(c);
	current->cred = own;
	put_cred(root);
}

static int host_mount(struct r3_machine *m, struct mount_call *c)
{
	int err = kernel_call(m->kernel, mount_as_root, c);

	if (!err)
		err = c->err;
	if (err)
		return machine_fail(m, err, "cannot show %s%s%s: %s", c->host,
			       !c->root && strcmp(c->host, c->guest) ? " at " : "",
			       !c->root && strcmp(c->host, c->guest) ? c->guest : "",
			       strerror(-err));
	return 0;
}

int r3_mount(struct r3_machine *m, const char *host, const char *guest, unsigned flags)
{
	struct mount_call c = { .host = host, .guest = guest, .writable = flags & R3_WRITABLE };

	if (flags & ~R3_WRITABLE)
		return machine_fail(m, -EINVAL, "unknown mount flags");
	if (guest[0] != '/')
		return machine_fail(m, -EINVAL, "guest path '%s' is not absolute", guest);
	return host_mount(m, &c);
}

int r3_mount_root(struct r3_machine *m, const char *host, unsigned flags)
{
	struct mount_call c = { .host = host, .root = true, .writable = flags & R3_WRITABLE };

	if (flags & ~R3_WRITABLE)
		return machine_fail(m, -EINVAL, "unknown mount flags");
	return host_mount(m, &c);
}
