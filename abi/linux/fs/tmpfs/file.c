/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Regular files of tmpfs: the page cache is the data. */
#include "fs/tmpfs/tmpfs.h"

static int64_t tmpfs_read(struct file *f, struct iov_iter *to, loff_t *pos)
{
	int64_t n = filemap_read(&f->inode->mapping, to, *pos, f->inode->size);

	if (n > 0)
		*pos += n;
	touch_atime(f);
	return n;
}

/*
 * F_SEAL_WRITE, and F_SEAL_GROW where the write would end behind the file: like Linux, which looks
 * page by page, it goes as far as whole pages of the file do.
 */
static int check_seals(const struct inode *inode, loff_t pos, struct iov_iter *from)
{
	uint64_t whole = inode->size & PAGE_MASK;

	if (inode->seals & (F_SEAL_WRITE | F_SEAL_FUTURE_WRITE))
		return -EPERM;
	if (!(inode->seals & F_SEAL_GROW) || (uint64_t)pos + from->count <= inode->size)
		return 0;
	if (whole <= (uint64_t)pos)
		return -EPERM;
	from->count = whole - (uint64_t)pos;
	return 0;
}

static int64_t tmpfs_write(struct file *f, struct iov_iter *from, loff_t *pos)
{
	struct inode *inode = f->inode;
	int64_t n = generic_write_checks(f, from, pos, inode->size);

	if (n <= 0)
		return n;
	n = check_seals(inode, *pos, from);
	if (!n)
		n = file_remove_privs(f);
	if (n)
		return n;
	file_update_time(f);
	n = filemap_write(&inode->mapping, from, *pos);
	if (n > 0) {
		*pos += n;
		if ((uint64_t)*pos > inode->size)
			inode->size = (uint64_t)*pos;
	}
	return n;
}

static loff_t tmpfs_llseek(struct file *f, loff_t offset, int whence)
{
	struct inode *inode = f->inode;
	loff_t pos;

	if (whence != SEEK_DATA && whence != SEEK_HOLE)
		return generic_file_llseek(f, offset, whence);
	if (offset < 0 || (uint64_t)offset >= inode->size)
		return -ENXIO;
	pos = filemap_seek_hole_data(&inode->mapping, offset, inode->size, whence == SEEK_DATA);
	if (pos >= 0)
		f->pos = pos;
	return pos;
}

static int punch_hole(struct inode *inode, uint64_t start, uint64_t end)
{
	if (inode->seals & (F_SEAL_WRITE | F_SEAL_FUTURE_WRITE))
		return -EPERM;
	filemap_punch(&inode->mapping, start, end);
	inode->mtime = inode->ctime = current_time();
	return 0;
}

/* Pages of [first, end) that were not there are taken back. */
static void undo(struct inode *inode, const uint64_t *born, uint64_t first, uint64_t end)
{
	for (uint64_t i = first; i < end; i++)
		if (born[(i - first) / 64] >> ((i - first) % 64) & 1)
			filemap_punch(&inode->mapping, i << PAGE_SHIFT, (i + 1) << PAGE_SHIFT);
}

/* All pages of the range are born, or none. */
static int reserve(struct inode *inode, uint64_t first, uint64_t end)
{
	uint64_t *born = kcalloc((end - first + 63) / 64, sizeof(*born));
	int err = born ? 0 : -ENOMEM;
	uint64_t i;

	for (i = first; !err && i < end; i++) {
		if (filemap_peek(&inode->mapping, i))
			continue;
		if (filemap_get(&inode->mapping, i, true, &err))
			born[(i - first) / 64] |= BIT((i - first) % 64);
		if (!err && signal_pending(current) && need_break())
			err = -EINTR;
	}
	if (err && born)
		undo(inode, born, first, i);
	kfree(born);
	return err;
}

/* May sleep, so that a large range can be interrupted. */
static int tmpfs_fallocate(struct file *f, int mode, loff_t offset, loff_t len)
{
	struct inode *inode = f->inode;
	uint64_t end = (uint64_t)offset + (uint64_t)len, first = (uint64_t)offset >> PAGE_SHIFT;
	uint64_t last = (end + PAGE_SIZE - 1) >> PAGE_SHIFT;
	int err;

	if (mode & ~(FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE))
		return -EOPNOTSUPP;
	if (mode & FALLOC_FL_PUNCH_HOLE)
		return punch_hole(inode, (uint64_t)offset, end);
	err = inode_newsize_ok(inode, end);
	if (err)
		return err;
	if ((inode->seals & F_SEAL_GROW) && end > inode->size)
		return -EPERM;
	if (last - first > tmpfs_limit(inode->sb))
		return -ENOSPC;
	err = reserve(inode, first, last);
	if (err)
		return err;
	if (!(mode & FALLOC_FL_KEEP_SIZE) && end > inode->size)
		inode->size = end;
	inode->ctime = current_time();
	return 0;
}

static void resize(struct inode *inode, uint64_t size)
{
	uint64_t old = inode->size;

	inode->size = size;
	if (size < old)
		truncate_pagecache(&inode->mapping, size);
}

static int tmpfs_setattr(struct dentry *dentry, struct iattr *attr)
{
	struct inode *inode = dentry->inode;
	int err = setattr_prepare(dentry, attr);

	if (err)
		return err;
	if ((attr->valid & ATTR_MODE) && (inode->seals & F_SEAL_EXEC) &&
	    ((inode->mode ^ attr->mode) & 0111))
		return -EPERM;
	if (attr->valid & ATTR_SIZE) {
		if ((attr->size < inode->size && (inode->seals & F_SEAL_SHRINK)) ||
		    (attr->size > inode->size && (inode->seals & F_SEAL_GROW)))
			return -EPERM;
		resize(inode, attr->size);
		attr->valid |= ATTR_MTIME;
	}
	setattr_copy(inode, attr);
	return 0;
}

const struct inode_ops tmpfs_file_inode_ops = {
	.setattr = tmpfs_setattr,
	.getattr = tmpfs_getattr,
};

const struct file_ops tmpfs_file_ops = {
	.read = tmpfs_read,
	.write = tmpfs_write,
	.llseek = tmpfs_llseek,
	.mmap = generic_file_mmap,
	.open = generic_file_open,
	.fsync = noop_fsync,
	.fallocate = tmpfs_fallocate,
	.page_cache = true,
};
