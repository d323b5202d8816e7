/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of the machine's own tree: made from memory, read back, shown elsewhere. */
#include <string.h>

#include "api/machine.h"
#include "fs/fs.h"
#include "kernel/slab.h"
#include "kernel/task.h"

struct file_call {
	const char *guest, *target;
	const void *data;
	void *buf;
	size_t size;
	uint64_t offset;
	unsigned flags;
	int64_t done;
};

/* The directory that a path's last name is in: made if need be. */
static int make_parents_of(const char *name)
{
	const char *slash = strrchr(name, '/');
	char *dir = kstrdup(name);
	struct path path;
	int err;

	if (!dir)
		return -ENOMEM;
	dir[slash == name ? 1 : slash - name] = '\0';
	err = kern_mkdir_p(dir, 0755, &path);
	if (!err)
		path_put(&path);
	kfree(dir);
	return err;
}

static int write_whole(struct file *f, const uint8_t *data, size_t size)
{
	loff_t pos = 0;

	while ((size_t)pos < size) {
		int64_t n = kernel_write(f, data + pos, size - (size_t)pos, &pos);

		if (n <= 0)
			return n ? (int)n : -EIO;
	}
	return 0;
}

static int do_add_file(void *arg)
{
	struct file_call *c = arg;
	struct iattr mode = { .valid = ATTR_MODE | ATTR_FORCE, .mode = c->flags };
	struct file *f;
	int err = make_parents_of(c->guest);

	if (err)
		return err;
	f = filp_open(c->guest, O_WRONLY | O_CREAT | O_TRUNC | O_LARGEFILE, 0600);
	if (IS_ERR(f))
		return PTR_ERR(f);
	err = write_whole(f, c->data, c->size);
	if (!err)
		err = notify_change(f->path.dentry, &mode);
	file_put(f);
	return err;
}

static int bad_path(struct r3_machine *m, const char *guest)
{
	if (!guest || guest[0] != '/')
		return machine_fail(m, -EINVAL, "guest path '%s' is not absolute",
				    guest ? guest : "(null)");
	return 0;
}

int r3_add_file(struct r3_machine *m, const char *guest, const void *data, size_t size,
		unsigned mode)
{
	struct file_call c = { .guest = guest, .data = data, .size = size, .flags = mode };
	int err;

	if (!machine_ok(m))
		return machine_bad();
	err = bad_path(m, guest);
	if (err)
		return err;
	if (mode & ~07777u || (size && !data))
		return machine_fail(m, -EINVAL, "that is no mode, or no data");
	err = machine_call(m, do_add_file, &c);
	return err ? machine_fail(m, err, "cannot make %s: %s", guest, strerror(-err)) : 0;
}

static int do_read_file(void *arg)
{
	struct file_call *c = arg;
	struct file *f = filp_open(c->guest, O_RDONLY | O_NONBLOCK | O_LARGEFILE, 0);

	if (IS_ERR(f))
		return PTR_ERR(f);
	c->done = kernel_read(f, c->buf, c->size, (loff_t)c->offset);
	file_put(f);
	return c->done < 0 ? (int)c->done : 0;
}

int64_t r3_read_file(struct r3_machine *m, const char *guest, uint64_t offset, void *buf, size_t n)
{
	struct file_call c = { .guest = guest, .buf = buf, .size = n, .offset = offset };
	int err;

	if (!machine_ok(m))
		return machine_bad();
	err = bad_path(m, guest);
	if (err)
		return err;
	if ((n && !buf) || offset > INT64_MAX)
		return machine_fail(m, -EINVAL, "that is no buffer, or no offset");
	err = machine_call(m, do_read_file, &c);
	return err ? machine_fail(m, err, "cannot read %s: %s", guest, strerror(-err)) : c.done;
}

/* The part of the tree at target, here, too. */
static int do_bind(void *arg)
{
	struct file_call *c = arg;
	struct path from, at;
	int err = path_lookup(AT_FDCWD, c->target, LOOKUP_KERNEL | LOOKUP_FOLLOW, &from);

	if (err)
		return err;
	if (S_ISDIR(from.dentry->inode->mode))
		err = kern_mkdir_p(c->guest, 0755, &at);
	else
		err = path_lookup(AT_FDCWD, c->guest, LOOKUP_KERNEL | LOOKUP_FOLLOW, &at);
	if (!err) {
		err = do_mount(from.mnt->sb, from.dentry, &at,
			       c->flags & R3_WRITABLE ? from.mnt->flags : MS_RDONLY, c->target);
		path_put(&at);
	}
	path_put(&from);
	return err;
}

int r3_bind(struct r3_machine *m, const char *from, const char *to, unsigned flags)
{
	struct file_call c = { .guest = to, .target = from, .flags = flags };
	int err;

	if (!machine_ok(m))
		return machine_bad();
	err = bad_path(m, from);
	if (!err)
		err = bad_path(m, to);
	if (err)
		return err;
	if (flags & ~R3_WRITABLE)
		return machine_fail(m, -EINVAL, "unknown mount flags");
	err = machine_call(m, do_bind, &c);
	return err ? machine_fail(m, err, "cannot show %s at %s: %s", from, to, strerror(-err)) : 0;
}
