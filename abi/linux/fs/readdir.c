/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Listing directories: the helper for trees of dentries, and the calls' layouts. */
#include "fs/internal.h"
#include "syscall.h"

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

/* Entries have ascending positions for life: what is removed or added leaves the others' alone. */
int dcache_iterate(struct file *f, struct dir_context *ctx)
{
	const struct dentry *child;

	if (!emit_dots(f, ctx))
		return 0;
	list_for_each_entry(child, &f->path.dentry->children, sibling) {
		loff_t next = (loff_t)child->cookie + 1;

		if (!(child->flags & D_PERSISTENT) || (loff_t)child->cookie < ctx->pos)
			continue;
		if (!ctx->emit(ctx, child->name, child->name_len, next, child->inode->ino,
			       MODE_TO_DT(child->inode->mode)))
			break;
		ctx->pos = next;
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
