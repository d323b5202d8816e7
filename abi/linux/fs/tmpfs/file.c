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

/* F_SEAL_WRITE, and F_SEAL_GROW where the write would end behind the file. */
static int check_seals(const struct inode *inode, loff_t pos, size_t n)
{
	if (inode->seals & (F_SEAL_WRITE | F_SEAL_FUTURE_WRITE))
		return -EPERM;
	if ((inode->seals & F_SEAL_GROW) && (uint64_t)pos + n > inode->size)
		return -EPERM;
	return 0;
}

static int64_t tmpfs_write(struct file *f, struct iov_iter *from, loff_t *pos)
{
	struct inode *inode = f->inode;
	int64_t n = generic_write_checks(f, from, pos, inode->size);

	if (n <= 0)
		return n;
	n = check_seals(inode, *pos, from->count);
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
		if (attr->size != inode->size) {
			uint64_t old = inode->size;

			inode->size = attr->size;
			if (attr->size < old)
				truncate_pagecache(&inode->mapping, attr->size);
			attr->valid |= ATTR_MTIME;
		}
	}
	setattr_copy(inode, attr);
	return 0;
}

const struct inode_ops tmpfs_file_inode_ops = {
	.setattr = tmpfs_setattr,
};

const struct file_ops tmpfs_file_ops = {
	.read = tmpfs_read,
	.write = tmpfs_write,
	.llseek = tmpfs_llseek,
	.mmap = generic_file_mmap,
	.open = generic_file_open,
	.fsync = noop_fsync,
};
