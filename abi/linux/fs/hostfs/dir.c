/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * hostfs: reading directories. The guest's position is the number of the entry in this reading of
 * the directory (0 ".", 1 "..", then the host's order), which fits any off_t; the host's own
 * cookies, 64-bit hashes on some filesystems, are remembered for seekdir. Rewinding begins anew.
 */
#include "fs/hostfs/internal.h"

#include "kernel/sched.h"
#include "kernel/slab.h"

#define BUF_SIZE 8192
#define FIRST 2 /* position of the first entry that the host gives */

struct hostfs_dir {
	int fd;
	/* cookies[i]: where the host continues for position FIRST + i */
	int64_t *cookies;
	size_t nr, cap;
	/* what has been read and not passed on: the entry at buf + off has position next */
	size_t off, len;
	loff_t next;
	char buf[];
};

static int dir_open(struct inode *inode, struct file *f)
{
	struct hostfs_dir *d = kzalloc(sizeof(*d) + BUF_SIZE);

	if (!d)
		return -ENOMEM;
	d->fd = hostfs_open_private(inode, O_RDONLY | O_DIRECTORY);
	if (d->fd < 0) {
		int err = d->fd;

		kfree(d);
		return err;
	}
	d->next = -1;
	f->priv = d;
	return 0;
}

static void dir_release(struct file *f)
{
	struct hostfs_dir *d = f->priv;

	host_close(d->fd);
	kfree(d->cookies);
	kfree(d);
}

/* Position pos continues at the host's cookie. */
static int remember(struct hostfs_dir *d, loff_t pos, int64_t cookie)
{
	size_t i = (size_t)(pos - FIRST);

	if (i < d->nr) {
		d->cookies[i] = cookie;
		return 0;
	}
	if (i == d->cap) {
		size_t cap = d->cap ? d->cap * 2 : 64;
		int64_t *p = kcalloc(cap, sizeof(*p));

		if (!p)
			return -ENOMEM;
		if (d->cookies)
			memcpy(p, d->cookies, d->nr * sizeof(*p));
		kfree(d->cookies);
		d->cookies = p;
		d->cap = cap;
	}
	d->cookies[d->nr++] = cookie;
	return 0;
}

/* Make the buffer begin with the entry at pos. 1, 0 at the end, or -errno. */
static int seek_to(struct hostfs_dir *d, loff_t pos)
{
	int64_t where = 0;

	if (pos == d->next)
		return 1;
	d->off = d->len = 0;
	if (pos == FIRST) {
		d->nr = 0;
		if (remember(d, FIRST, 0))
			return -ENOMEM;
	} else {
		if ((uint64_t)(pos - FIRST) >= d->nr)
			return 0;
		where = d->cookies[pos - FIRST];
	}
	where = host_lseek(d->fd, where, SEEK_SET);
	d->next = pos;
	return where < 0 ? (int)where : 1;
}

static bool is_dot(const struct host_dirent *e)
{
	return (e->name_len == 1 && e->name[0] == '.') ||
	       (e->name_len == 2 && e->name[0] == '.' && e->name[1] == '.');
}

/* The entry at d->next, not consumed. *size is its length in the buffer. 1, 0 at the end, -errno */
static int peek(struct hostfs_dir *d, struct host_dirent *e, size_t *size)
{
	for (;;) {
		if (d->off == d->len) {
			int n = host_getdents(d->fd, d->buf, BUF_SIZE);

			d->off = d->len = 0;
			if (n <= 0)
				return n;
			d->len = (size_t)n;
		}
		*size = host_dirent_next(d->buf + d->off, d->len - d->off, e);
		if (!*size)
			return -EIO;
		if (!is_dot(e))
			return 1;
		d->off += *size;
	}
}

/* The host's ".." would tell of what lies above. */
static bool emit_dots(struct file *f, struct dir_context *ctx)
{
	struct dentry *self = f->path.dentry;

	if (ctx->pos == 0) {
		if (!ctx->emit(ctx, ".", 1, 1, self->inode->ino, DT_DIR))
			return false;
		ctx->pos = 1;
	}
	if (ctx->pos == 1) {
		if (!ctx->emit(ctx, "..", 2, FIRST, self->parent->inode->ino, DT_DIR))
			return false;
		ctx->pos = FIRST;
	}
	return true;
}

static int dir_iterate(struct file *f, struct dir_context *ctx)
{
	struct hostfs_dir *d = f->priv;
	struct host_dirent e;
	size_t size;
	int err;

	if (!emit_dots(f, ctx))
		return 0;
	err = seek_to(d, ctx->pos);
	while (err > 0) {
		err = peek(d, &e, &size);
		if (err <= 0)
			break;
		/* First: an entry that was emitted must be findable. */
		if (remember(d, ctx->pos + 1, e.next))
			return -ENOMEM;
		if (!ctx->emit(ctx, e.name, e.name_len, ctx->pos + 1, e.ino, e.type))
			return 0;
		d->off += size;
		d->next = ++ctx->pos;
	}
	return err;
}

/* Positions are ours: only the beginning, the end of what was read, and between. */
static loff_t dir_llseek(struct file *f, loff_t offset, int whence)
{
	bool moves = whence != SEEK_CUR || offset;

	if (whence == SEEK_CUR && __builtin_add_overflow(offset, f->pos, &offset))
		return -EOVERFLOW;
	if ((whence != SEEK_SET && whence != SEEK_CUR) || offset < 0)
		return -EINVAL;
	if (offset == 0 && moves)
		((struct hostfs_dir *)f->priv)->next = -1; /* read anew what the host has now */
	f->pos = offset;
	return offset;
}

struct dir_sync {
	int fd;
	bool datasync;
};

static long sync_call(void *arg)
{
	const struct dir_sync *a = arg;

	return host_fsync(a->fd, a->datasync);
}

/* May sleep. */
static int dir_fsync(struct file *f, __unused loff_t start, __unused loff_t end, bool datasync)
{
	struct dir_sync a = { ((struct hostfs_dir *)f->priv)->fd, datasync };

	return (int)host_call(sync_call, &a);
}

const struct file_ops hostfs_dir_ops = {
	.open = dir_open,
	.release = dir_release,
	.read = generic_read_dir,
	.iterate = dir_iterate,
	.llseek = dir_llseek,
	.fsync = dir_fsync,
};

/* A directory that is not shown. */
static int hidden_open(__unused struct inode *inode, __unused struct file *f)
{
	return -EACCES;
}

const struct file_ops hostfs_hidden_ops = { .open = hidden_open };
