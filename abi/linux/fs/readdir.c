/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Listing directories: the helper for trees of dentries, and the calls' layouts. */
#include "fs/fsnotify.h"
#include "syscall.h"
#include "uapi/dirent.h"

int64_t generic_read_dir(__unused struct file *f, __unused struct iov_iter *to,
			 __unused loff_t *pos)
{
	return -EISDIR;
}

/* "." and ".." at positions 0 and 1. False: the buffer is full. */
static bool emit_dots(struct file *f, struct dir_context *ctx)
{
	const struct dentry *d = f->path.dentry;

	if (ctx->pos == 0) {
		if (!ctx->emit(ctx, ".", 1, 1, d->inode->ino, DT_DIR))
			return false;
		ctx->pos = 1;
	}
	if (ctx->pos == 1) {
		if (!ctx->emit(ctx, "..", 2, 2, d->parent->inode->ino, DT_DIR))
			return false;
		ctx->pos = 2;
	}
	return true;
}

/*
 * A listing that was cut short leaves a mark among the directory's children, so that the next call
 * need not search for its place. The mark is a dentry without a name that only the file refers to;
 * its cookie is the position that it stands for. Without memory for it, the search is made.
 */
static void leave_mark(struct file *f, struct dentry *next, loff_t pos)
{
	struct dentry *mark = f->priv;

	if (!mark)
		mark = f->priv = d_alloc(f->path.dentry, "", 0);
	if (!mark)
		return;
	mark->cookie = (uint64_t)pos;
	list_del(&mark->sibling);
	list_add_tail(&mark->sibling, &next->sibling); /* before it */
}

/* The first child that can be at pos or behind it. */
static struct list_head *find_mark(const struct file *f, loff_t pos)
{
	const struct dentry *mark = f->priv;

	return mark && (loff_t)mark->cookie == pos ? mark->sibling.next :
						     f->path.dentry->children.next;
}

void dcache_dir_release(struct file *f)
{
	if (f->priv)
		dput(f->priv);
}

/* Entries have ascending positions for life: what is removed or added leaves the others' alone. */
int dcache_iterate(struct file *f, struct dir_context *ctx)
{
	struct list_head *head = &f->path.dentry->children, *at;
	struct dentry *child;

	if (!emit_dots(f, ctx))
		return 0;
	for (at = find_mark(f, ctx->pos); at != head; at = at->next) {
		child = list_entry(at, struct dentry, sibling);
		if (!(child->flags & D_PERSISTENT) || (loff_t)child->cookie < ctx->pos)
			continue;
		if (!ctx->emit(ctx, child->name, child->name_len, (loff_t)child->cookie + 1,
			       child->inode->ino, MODE_TO_DT(child->inode->mode))) {
			leave_mark(f, child, ctx->pos);
			break;
		}
		ctx->pos = (loff_t)child->cookie + 1;
	}
	return 0;
}

loff_t dcache_dir_llseek(struct file *f, loff_t offset, int whence)
{
	if (whence == SEEK_CUR)
		offset += f->pos;
	else if (whence != SEEK_SET)
		return -EINVAL;
	if (offset < 0)
		return -EINVAL;
	f->pos = offset;
	return offset;
}

/* What getdents fills: records at to, count bytes left; error tells why it stopped early. */
struct getdents {
	struct dir_context ctx;
	uaddr_t to;
	size_t left, done;
	int error;
};

#define getdents_of(c) container_of(c, struct getdents, ctx)

/* A record of size bytes fits, and nobody wants us to stop. */
static bool room_for(struct getdents *g, size_t size)
{
	g->error = -EINVAL; /* the caller's, should this be the first record */
	if (size > g->left)
		return false;
	return !g->done || !signal_pending(current);
}

static bool record_done(struct getdents *g, size_t size, bool fault)
{
	if (fault) {
		g->error = -EFAULT;
		return false;
	}
	g->to += size;
	g->left -= size;
	g->done += size;
	return true;
}

/* Bytes between the name and the end of a record stay as they were. */
static bool emit64(struct dir_context *ctx, const char *name, unsigned len, loff_t next,
		   uint64_t ino, unsigned type)
{
	struct getdents *g = getdents_of(ctx);
	struct linux_dirent64 d = { .d_ino = ino, .d_off = next, .d_type = (uint8_t)type };
	size_t head = offsetof(struct linux_dirent64, d_name);
	size_t size = align_up(head + len + 1, 8ul);

	if (!room_for(g, size))
		return false;
	d.d_reclen = (uint16_t)size;
	memcpy(d.d_name, name, len);
	d.d_name[len] = '\0';
	return record_done(g, size, copy_to_user(g->to, &d, head + len + 1));
}

static bool emit_x64(struct dir_context *ctx, const char *name, unsigned len, loff_t next,
		     uint64_t ino, unsigned type)
{
	struct getdents *g = getdents_of(ctx);
	struct x64_dirent d = { .d_ino = ino, .d_off = (uint64_t)next };
	size_t head = offsetof(struct x64_dirent, d_name);
	size_t size = align_up(head + len + 2, 8ul);
	uint8_t dt = (uint8_t)type; /* in the record's last byte */

	if (!room_for(g, size))
		return false;
	d.d_reclen = (uint16_t)size;
	memcpy(d.d_name, name, len);
	d.d_name[len] = '\0';
	return record_done(g, size, copy_to_user(g->to, &d, head + len + 1) ||
					    copy_to_user(g->to + size - 1, &dt, 1));
}

static bool emit_i386(struct dir_context *ctx, const char *name, unsigned len, loff_t next,
		      uint64_t ino, unsigned type)
{
	struct getdents *g = getdents_of(ctx);
	struct i386_dirent d = { .d_ino = (uint32_t)ino, .d_off = (uint32_t)next };
	size_t head = offsetof(struct i386_dirent, d_name);
	size_t size = align_up(head + len + 2, 4ul);
	uint8_t dt = (uint8_t)type;

	if (!room_for(g, size))
		return false;
	if (d.d_ino != ino) {
		g->error = -EOVERFLOW;
		return false;
	}
	d.d_reclen = (uint16_t)size;
	memcpy(d.d_name, name, len);
	d.d_name[len] = '\0';
	return record_done(g, size, copy_to_user(g->to, &d, head + len + 1) ||
					    copy_to_user(g->to + size - 1, &dt, 1));
}

/* One entry a call, for programs older than getdents. */
static bool emit_old(struct dir_context *ctx, const char *name, unsigned len, __unused loff_t next,
		     uint64_t ino, __unused unsigned type)
{
	struct getdents *g = getdents_of(ctx);
	struct i386_old_dirent d = { (uint32_t)ino, (uint32_t)ctx->pos, (uint16_t)len, "" };
	size_t head = offsetof(struct i386_old_dirent, d_name);

	if (g->done)
		return false;
	if (d.d_ino != ino) {
		g->error = -EOVERFLOW;
		return false;
	}
	memcpy(d.d_name, name, len);
	d.d_name[len] = '\0';
	return record_done(g, 1, copy_to_user(g->to, &d, head + len + 1));
}

static int iterate_dir(struct file *f, struct dir_context *ctx)
{
	int err;

	if (!f->op->iterate)
		return -ENOTDIR;
	if (f->inode->i_flags & S_DEAD)
		return -ENOENT;
	ctx->pos = f->pos;
	err = f->op->iterate(f, ctx);
	f->pos = ctx->pos;
	fsnotify_access(f);
	touch_atime(f);
	return err;
}

static long do_getdents(fd_t fd, struct getdents *g)
{
	auto_file *f = file_get(fd);
	int err;

	if (!f)
		return -EBADF;
	err = iterate_dir(f, &g->ctx);
	if (err < 0 && !g->done)
		return err;
	return g->done ? (long)g->done : g->error;
}

SYSCALL_DEFINE3(getdents64, fd_t, fd, udirent64_out_t, dirent, uint_t, count)
{
	struct getdents g = { .ctx.emit = emit64, .to = dirent, .left = count };

	return do_getdents(fd, &g);
}

SYSCALL_DEFINE3(getdents, fd_t, fd, udirent_out_t, dirent, uint_t, count)
{
	struct getdents g = { .ctx.emit = emit_x64, .to = dirent, .left = count };

	return do_getdents(fd, &g);
}

COMPAT_SYSCALL_DEFINE3(getdents, fd_t, fd, udirent_out_t, dirent, uint_t, count)
{
	struct getdents g = { .ctx.emit = emit_i386, .to = dirent, .left = count };

	return do_getdents(fd, &g);
}

COMPAT_SYSCALL_DEFINE3(old_readdir, fd_t, fd, uold_dirent_out_t, dirent, uint_t, count)
{
	struct getdents g = { .ctx.emit = emit_old, .to = dirent, .left = 1 };

	return do_getdents(fd, &g);
}
