/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * hostfs: data of regular files. read and write go straight between the host's file and the
 * guest's frames; mappings go through the page cache. The two are kept in step: writes update
 * cached pages, and while a shared mapping may hold newer bytes, reads go through the cache.
 */
#include "fs/hostfs/internal.h"

#include "kernel/sched.h"
#include "kernel/slab.h"

#define IOV_BATCH 64
#define CHUNK (1ul << 20) /* between two looks at whether to stop */

static int readpage(struct inode *inode, uint64_t index, void *page)
{
	struct host_iov v = { page, PAGE_SIZE };
	int fd = hostfs_read_fd(inode);
	int64_t n;

	if (fd < 0)
		return fd;
	n = host_preadv(fd, &v, 1, (int64_t)(index << PAGE_SHIFT));
	return n < 0 ? (int)n : 0;
}

static int writepage(struct inode *inode, uint64_t index, const void *page, size_t bytes)
{
	struct host_iov v = { (void *)(uintptr_t)page, bytes };
	int fd = hostfs_write_fd(inode);
	int64_t n, end;

	if (fd < 0)
		return fd;
	n = host_pwritev(fd, &v, 1, (int64_t)(index << PAGE_SHIFT), 0, &end);
	hostfs_i(inode)->wrote = true;
	if (n < 0)
		return (int)n;
	return (size_t)n == bytes ? 0 : -EIO;
}

const struct address_space_ops hostfs_aops = { .readpage = readpage, .writepage = writepage };

/* Bytes of shared mappings reach the host; afterwards its file is as new as our pages. */
static int write_back(struct inode *inode, loff_t start, loff_t end)
{
	struct hostfs_inode *hi = hostfs_i(inode);
	int err;

	if (!hi->may_be_newer)
		return 0;
	err = filemap_writeback(&inode->mapping, (uint64_t)start, (uint64_t)end);
	if (!err && !inode->mapping.writable_maps && start == 0 && end == INT64_MAX)
		hi->may_be_newer = false;
	return err;
}

/* --- open and release --- */

/* O_NOATIME is a property of the host's open file: such a file has a descriptor of its own. */
static int own_fd(const struct file *f)
{
	return (int)(intptr_t)f->priv - 1;
}

static int data_read_fd(struct file *f)
{
	return f->priv ? own_fd(f) : hostfs_read_fd(f->inode);
}

/* The guest is the owner, or root; if the host sees that otherwise, it updates the time. */
static void open_noatime(struct inode *inode, struct file *f)
{
	int fd = hostfs_open_private(inode, O_RDONLY | O_NOATIME);

	if (fd >= 0)
		f->priv = (void *)(intptr_t)(fd + 1);
}

static int file_open(struct inode *inode, struct file *f)
{
	struct hostfs_inode *hi = hostfs_i(inode);
	int fd = generic_file_open(inode, f);

	if (fd < 0)
		return fd;
	if (f->mode & FMODE_WRITE) {
		fd = hostfs_write_fd(inode);
		if (fd < 0)
			return fd;
		hostfs_count_opens(hi, 0, 1);
	}
	if (f->mode & FMODE_READ) {
		fd = hostfs_read_fd(inode);
		if (fd < 0) {
			hostfs_count_opens(hi, 0, f->mode & FMODE_WRITE ? -1 : 0);
			return fd;
		}
		hostfs_count_opens(hi, 1, 0);
		if (f->flags & O_NOATIME)
			open_noatime(inode, f);
	}
	return 0;
}

static void file_release(struct file *f)
{
	struct inode *inode = f->inode;

	if (f->mode & FMODE_WRITE)
		write_back(inode, 0, INT64_MAX);
	host_close(own_fd(f));
	hostfs_count_opens(hostfs_i(inode), f->mode & FMODE_READ ? -1 : 0,
			   f->mode & FMODE_WRITE ? -1 : 0);
}

/* --- read --- */

static int64_t read_cached(struct file *f, struct iov_iter *to, loff_t *pos)
{
	struct inode *inode = f->inode;
	int err = hostfs_refresh_now(inode);
	int64_t n;

	if (err)
		return err;
	n = filemap_read(&inode->mapping, to, *pos, inode->size);
	if (n > 0)
		*pos += n;
	return n;
}

static int64_t file_read(struct file *f, struct iov_iter *to, loff_t *pos)
{
	struct host_iov v[IOV_BATCH];
	int64_t done = 0, n;
	size_t want;
	unsigned nr;
	int fd;

	if (unlikely(hostfs_i(f->inode)->may_be_newer))
		return read_cached(f, to, pos);
	fd = data_read_fd(f);
	if (fd < 0)
		return fd;
	while (to->count) {
		nr = iov_iter_host(to, true, v, IOV_BATCH, CHUNK);
		if (!nr)
			return done ? done : -EFAULT;
		want = 0;
		for (unsigned i = 0; i < nr; i++)
			want += v[i].len;
		n = likely(nr == 1) ? host_pread(fd, v->base, v->len, *pos)
				    : host_preadv(fd, v, nr, *pos);
		if (n < 0)
			return done ? done : n;
		iov_iter_advance(to, (size_t)n);
		done += n;
		*pos += n;
		if ((size_t)n < want || (to->count && need_break()))
			break;
	}
	return done;
}

/* --- write --- */

static void update_cache(struct inode *inode, const struct host_iov *v, int64_t pos, int64_t n)
{
	if (!inode->mapping.nr_pages)
		return;
	for (; n > 0; v++) {
		size_t part = min(v->len, (size_t)n);

		filemap_update(&inode->mapping, pos, v->base, part);
		pos += (int64_t)part;
		n -= (int64_t)part;
	}
}

static void wrote(struct inode *inode, loff_t end)
{
	struct hostfs_inode *hi = hostfs_i(inode);

	if ((uint64_t)end > inode->size)
		inode->size = (uint64_t)end;
	hi->wrote = true;
	hi->checked = 0;
}

static unsigned write_flags(const struct file *f, const struct iov_iter *from)
{
	bool append = (f->flags & O_APPEND) && !(from->rwf & RWF_NOAPPEND);
	unsigned how = append || (from->rwf & RWF_APPEND) ? HOST_APPEND : 0;

	if ((f->flags & O_SYNC) == O_SYNC || (from->rwf & RWF_SYNC))
		how |= HOST_SYNC;
	else if ((f->flags & O_DSYNC) || (from->rwf & RWF_DSYNC))
		how |= HOST_DSYNC;
	return how;
}

/* One batch of frames to the host; *pos is behind it afterwards. Bytes, or negative errno. */
static int64_t write_batch(struct inode *inode, int fd, const struct host_iov *v, unsigned nr,
			   loff_t *pos, unsigned how)
{
	int64_t end = 0;
	int64_t n = likely(nr == 1 && !how) ? host_pwrite(fd, v->base, v->len, *pos)
					    : host_pwritev(fd, v, nr, *pos, how, &end);

	if (n < 0)
		return n;
	*pos = how & HOST_APPEND ? end : *pos + n;
	pagecache_isize_extended(&inode->mapping, inode->size, (uint64_t)(*pos - n));
	update_cache(inode, v, *pos - n, n);
	wrote(inode, *pos);
	return n;
}

static int64_t file_write(struct file *f, struct iov_iter *from, loff_t *pos)
{
	struct host_iov v[IOV_BATCH];
	unsigned how = write_flags(f, from), nr;
	int64_t done = 0, n;
	size_t want;
	int fd, err;

	if (how & HOST_APPEND)
		hostfs_refresh_now(f->inode); /* the end, for limits: the host's pwrite finds it itself */
	n = generic_write_checks(f, from, pos, f->inode->size);
	if (n <= 0)
		return n;
	err = file_remove_privs(f);
	if (err)
		return err;
	fd = hostfs_write_fd(f->inode);
	if (fd < 0)
		return fd;
	while (from->count) {
		nr = iov_iter_host(from, false, v, IOV_BATCH, CHUNK);
		if (!nr)
			return done ? done : -EFAULT;
		want = 0;
		for (unsigned i = 0; i < nr; i++)
			want += v[i].len;
		n = write_batch(f->inode, fd, v, nr, pos, how);
		if (n < 0)
			return done ? done : n;
		iov_iter_advance(from, (size_t)n);
		done += n;
		if ((size_t)n < want || (from->count && need_break()))
			break;
	}
	return done;
}

/* --- the rest --- */

#define SEEK_DATA 3
#define SEEK_HOLE 4

static loff_t file_llseek(struct file *f, loff_t offset, int whence)
{
	struct inode *inode = f->inode;
	loff_t where;
	int fd;

	if (whence == SEEK_END)
		hostfs_refresh(inode);
	if (whence != SEEK_DATA && whence != SEEK_HOLE)
		return generic_file_llseek(f, offset, whence);
	write_back(inode, 0, INT64_MAX);
	fd = hostfs_any_fd(inode);
	if (f->mode & (FMODE_READ | FMODE_WRITE))
		fd = f->mode & FMODE_READ ? hostfs_read_fd(inode) : hostfs_write_fd(inode);
	where = fd < 0 ? fd : host_lseek(fd, offset, whence);
	if (where >= 0)
		f->pos = where;
	return where;
}

/* Whoever maps a file that he may write may make pages newer than the host's file. */
static int file_mmap(struct file *f, struct vma *vma)
{
	int err = hostfs_refresh_now(f->inode);

	if (err)
		return err;
	if (f->mode & FMODE_WRITE)
		hostfs_i(f->inode)->may_be_newer = true;
	return generic_file_mmap(f, vma);
}

struct fsync_args {
	int fd;
	bool datasync;
};

static long fsync_call(void *arg)
{
	const struct fsync_args *a = arg;

	return host_fsync(a->fd, a->datasync);
}

/* May sleep. */
static int file_fsync(struct file *f, loff_t start, loff_t end, bool datasync)
{
	struct fsync_args a = { .datasync = datasync };
	struct hostfs_inode *hi = hostfs_i(f->inode);
	int err = write_back(f->inode, start, end);

	if (err)
		return err;
	a.fd = hi->writers ? hostfs_write_fd(f->inode) : hostfs_read_fd(f->inode);
	return a.fd < 0 ? a.fd : (int)host_call(fsync_call, &a);
}

struct fallocate_args {
	int fd, mode;
	loff_t offset, len;
};

static long fallocate_call(void *arg)
{
	const struct fallocate_args *a = arg;

	return host_fallocate(a->fd, a->mode, a->offset, a->len);
}

/* The host's bytes changed under cached pages. */
static void fallocate_pages(struct inode *inode, int mode, loff_t offset, loff_t len)
{
	if (mode & (FALLOC_FL_PUNCH_HOLE | FALLOC_FL_ZERO_RANGE))
		filemap_punch(&inode->mapping, (uint64_t)offset, (uint64_t)(offset + len));
	else if (mode & (FALLOC_FL_COLLAPSE_RANGE | FALLOC_FL_INSERT_RANGE))
		truncate_pagecache(&inode->mapping, (uint64_t)offset);
}

/* May sleep. */
static int file_fallocate(struct file *f, int mode, loff_t offset, loff_t len)
{
	struct fallocate_args a = { .mode = mode, .offset = offset, .len = len };
	uint64_t size = f->inode->size;
	int err = 0;

	if (!(mode & FALLOC_FL_KEEP_SIZE))
		err = inode_newsize_ok(f->inode, (uint64_t)offset + (uint64_t)len);
	if (!err)
		err = write_back(f->inode, 0, INT64_MAX);
	if (err)
		return err;
	a.fd = hostfs_write_fd(f->inode);
	err = a.fd < 0 ? a.fd : (int)host_call(fallocate_call, &a);
	if (err)
		return err;
	fallocate_pages(f->inode, mode, offset, len);
	hostfs_i(f->inode)->wrote = true;
	err = hostfs_refresh_now(f->inode);
	pagecache_isize_extended(&f->inode->mapping, size, f->inode->size);
	return err;
}

const struct file_ops hostfs_file_ops = {
	.open = file_open,
	.release = file_release,
	.read = file_read,
	.write = file_write,
	.llseek = file_llseek,
	.mmap = file_mmap,
	.fsync = file_fsync,
	.fallocate = file_fallocate,
	.page_cache = true,
};
