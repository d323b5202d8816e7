/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Standard input, output and error: the host's descriptors as files of the guest. A regular file
 * keeps the position that it shares with the host's other users (the shell's `>>log; cmd`), pipes
 * and sockets are streams, a terminal is one of ours (fs/tty), and /dev/null and its like are our
 * own devices of those numbers. The host's names of them are not shown.
 */
#include "fs/dev/internal.h"
#include "fs/tty/tty.h"

#include "kernel/slab.h"
#include "uapi/ioctl.h"

struct stream {
	struct hostio io;
	struct inode *inode; /* not a reference: the files have theirs */
	unsigned users;	     /* open files; the last one closes the host's descriptor */
	int self_fds;
};

static struct stream *stream_of(const struct inode *inode)
{
	return inode->priv;
}

static const char *prefix_of(enum host_stream_kind kind)
{
	static const char *const name[] = { "file", "pipe", "socket", "tty", "device" };

	return name[kind];
}

/* --- streams --- */

static int64_t stream_read(struct file *f, struct iov_iter *to, __unused loff_t *pos)
{
	return hostio_read(&stream_of(f->inode)->io, to, file_nonblock(f, to));
}

static int64_t stream_write(struct file *f, struct iov_iter *from, __unused loff_t *pos)
{
	return hostio_write(&stream_of(f->inode)->io, from, file_nonblock(f, from));
}

static unsigned stream_poll(struct file *f, struct poll_table *pt)
{
	return hostio_poll(&stream_of(f->inode)->io, f, pt);
}

static long stream_ioctl(struct file *f, unsigned cmd, uint64_t arg)
{
	int n;

	if (cmd != FIONREAD)
		return -ENOTTY;
	n = host_stream_pending(&stream_of(f->inode)->io.host, false);
	return n < 0 ? n : put_user(n, arg);
}

/* /proc/self/fd/N opened: another file on the same stream, within the rights that we were given. */
static int stream_open(struct inode *inode, struct file *f)
{
	struct stream *s = stream_of(inode);
	unsigned have;

	if (!s)
		return -ENXIO;
	have = s->io.host.flags & O_ACCMODE;
	if (have != O_RDWR && (f->flags & O_ACCMODE) != have)
		return -EACCES;
	if (s->io.host.kind == HOST_STREAM_SOCKET)
		return -ENXIO;
	s->users++;
	if (s->io.host.kind != HOST_STREAM_FILE)
		f->mode |= FMODE_STREAM | FMODE_NOSEEK;
	return 0;
}

static void stream_release(struct file *f)
{
	struct stream *s = stream_of(f->inode);

	if (--s->users)
		return;
	if (f->inode->mapping.nr_pages)
		filemap_writeback(&f->inode->mapping, 0, UINT64_MAX);
	f->inode->priv = NULL; /* an O_PATH descriptor may still show it */
	hostio_destroy(&s->io);
	host_close(s->self_fds);
	kfree(s);
}

static const struct file_ops stream_ops = {
	.read = stream_read,
	.write = stream_write,
	.poll = stream_poll,
	.ioctl = stream_ioctl,
	.open = stream_open,
	.release = stream_release,
};

/* --- regular files --- */

/* An open of its own has a position of its own, on a descriptor of its own. */
static int regular_fd(const struct file *f)
{
	return f->priv ? (int)(intptr_t)f->priv - 1 : stream_of(f->inode)->io.host.fd;
}

static int regular_open(struct inode *inode, struct file *f)
{
	struct stream *s = stream_of(inode);
	int err = stream_open(inode, f), fd;

	if (err)
		return err;
	fd = host_stream_reopen(&s->io.host, s->self_fds, f->flags);
	if (fd < 0) {
		stream_release(f);
		return fd;
	}
	f->priv = (void *)(intptr_t)(fd + 1);
	return 0;
}

static void regular_release(struct file *f)
{
	if (f->priv)
		host_close(regular_fd(f));
	stream_release(f);
}

/*
 * read(2) and write(2) come with the file's own position, pread and pwrite with another: the
 * first kind goes to the host's, which is the truth.
 */
static int64_t transfer(struct file *f, const struct host_iov *v, unsigned nr, loff_t pos,
			bool at_own, bool write)
{
	struct host_stream s = stream_of(f->inode)->io.host;
	int64_t end;

	s.io_fd = regular_fd(f);
	if (at_own)
		return write ? host_stream_write(&s, v, nr) : host_stream_read(&s, v, nr);
	return write ? host_pwritev(s.io_fd, v, nr, pos, 0, &end) :
		       host_preadv(s.io_fd, v, nr, pos);
}

static int64_t regular_rw(struct file *f, struct iov_iter *i, loff_t *pos, bool write)
{
	bool at_own = pos == &f->pos;
	struct host_iov v[8];
	int64_t done = 0, n;
	size_t want;
	unsigned nr;

	while (i->count) {
		nr = iov_iter_host(i, !write, v, ARRAY_SIZE(v), 1ul << 20);
		if (!nr)
			return done ? done : -EFAULT;
		want = 0;
		for (unsigned k = 0; k < nr; k++)
			want += v[k].len;
		n = transfer(f, v, nr, *pos, at_own, write);
		if (n < 0)
			return done ? done : n;
		iov_iter_advance(i, (size_t)n);
		*pos += n;
		done += n;
		if ((size_t)n < want || (i->count && need_break()))
			break;
	}
	return done;
}

/* Bytes that a shared mapping wrote come first. */
static int64_t regular_read(struct file *f, struct iov_iter *to, loff_t *pos)
{
	if (f->inode->mapping.nr_pages)
		filemap_writeback(&f->inode->mapping, 0, UINT64_MAX);
	return regular_rw(f, to, pos, false);
}

static int refresh(struct inode *inode)
{
	struct stream *s = stream_of(inode);
	struct host_stat st;
	int err = s ? host_stat(s->io.host.fd, &st) : 0;

	if (err || !s)
		return err;
	inode->mode = st.mode;
	inode->uid = st.uid;
	inode->gid = st.gid;
	inode->nlink = st.nlink;
	inode->size = st.size;
	inode->blocks = st.blocks;
	inode->blksize = st.blksize;
	inode->atime = (struct timespec64){ st.atime.sec, st.atime.nsec };
	inode->mtime = (struct timespec64){ st.mtime.sec, st.mtime.nsec };
	inode->ctime = (struct timespec64){ st.ctime.sec, st.ctime.nsec };
	return 0;
}

static int64_t regular_write(struct file *f, struct iov_iter *from, loff_t *pos)
{
	int64_t n;

	if (f->inode->mapping.nr_pages)
		filemap_writeback(&f->inode->mapping, 0, UINT64_MAX);
	n = regular_rw(f, from, pos, true);
	if (list_empty(&f->inode->mapping.vmas)) {
		filemap_invalidate(&f->inode->mapping);
		return n;
	}
	filemap_reread(&f->inode->mapping);
	refresh(f->inode); /* mappings end with the file */
	return n;
}

static loff_t regular_llseek(struct file *f, loff_t offset, int whence)
{
	loff_t where = host_lseek(regular_fd(f), offset, whence);

	if (where >= 0)
		f->pos = where;
	return where;
}

static int regular_mmap(struct file *f, struct vma *vma)
{
	filemap_invalidate(&f->inode->mapping);
	refresh(f->inode);
	return generic_file_mmap(f, vma);
}

static int readpage(struct inode *inode, uint64_t index, void *page)
{
	struct host_iov v = { page, PAGE_SIZE };
	int64_t n;

	if (!stream_of(inode))
		return -EIO;
	n = host_preadv(stream_of(inode)->io.host.fd, &v, 1, (int64_t)(index << PAGE_SHIFT));
	return n < 0 ? (int)n : 0;
}

static int writepage(struct inode *inode, uint64_t index, const void *page, size_t bytes)
{
	struct host_iov v = { (void *)(uintptr_t)page, bytes };
	int64_t n, end;

	if (!stream_of(inode))
		return -EIO;
	n = host_pwritev(stream_of(inode)->io.host.fd, &v, 1, (int64_t)(index << PAGE_SHIFT), 0,
			 &end);
	return n < 0 ? (int)n : 0;
}

static const struct address_space_ops stream_aops = {
	.readpage = readpage,
	.writepage = writepage,
};

struct sync_args {
	int fd;
	bool datasync;
};

static long sync_call(void *arg)
{
	const struct sync_args *a = arg;

	return host_fsync(a->fd, a->datasync);
}

/* May sleep. */
static int regular_fsync(struct file *f, loff_t start, loff_t end, bool datasync)
{
	struct sync_args a = { regular_fd(f), datasync };
	int err = filemap_writeback(&f->inode->mapping, (uint64_t)start, (uint64_t)end);

	return err ? err : (int)host_call(sync_call, &a);
}

static long regular_ioctl(struct file *f, unsigned cmd, uint64_t arg)
{
	int64_t left;
	int n;

	if (cmd != FIONREAD)
		return -ENOTTY;
	refresh(f->inode);
	left = (int64_t)f->inode->size - host_lseek(regular_fd(f), 0, SEEK_CUR);
	n = (int)left;
	return put_user(n, arg);
}

static const struct file_ops regular_ops = {
	.read = regular_read,
	.write = regular_write,
	.llseek = regular_llseek,
	.mmap = regular_mmap,
	.fsync = regular_fsync,
	.ioctl = regular_ioctl,
	.open = regular_open,
	.release = regular_release,
};

/* --- the inode --- */

static int stream_getattr(const struct path *path, struct kstat *stat, __unused uint32_t mask)
{
	struct inode *inode = path->dentry->inode;
	int err = S_ISREG(inode->mode) ? refresh(inode) : 0;

	if (!err)
		generic_fillattr(inode, stat);
	return err;
}

static struct host_time host_time_of(const struct timespec64 *t, unsigned valid, unsigned which,
				     unsigned set)
{
	if (!(valid & which))
		return (struct host_time){ .nsec = HOST_UTIME_OMIT };
	if (!(valid & set))
		return (struct host_time){ .nsec = HOST_UTIME_NOW };
	return (struct host_time){ t->tv_sec, (uint32_t)t->tv_nsec };
}

static int set_regular(struct stream *s, const struct iattr *a)
{
	struct host_time times[2] = {
		host_time_of(&a->atime, a->valid, ATTR_ATIME, ATTR_ATIME_SET),
		host_time_of(&a->mtime, a->valid, ATTR_MTIME, ATTR_MTIME_SET),
	};
	int fd = s->io.host.fd, err = 0;

	if (a->valid & ATTR_SIZE)
		err = host_ftruncate(fd, a->size);
	if (!err && (a->valid & (ATTR_UID | ATTR_GID)))
		err = host_chown(fd, a->valid & ATTR_UID ? a->uid : (uid_t)-1,
				 a->valid & ATTR_GID ? a->gid : (gid_t)-1);
	if (!err && (a->valid & ATTR_MODE))
		err = host_chmod(s->self_fds, fd, a->mode & S_IALLUGO);
	if (!err && !(a->valid & ATTR_SIZE) && (a->valid & (ATTR_ATIME | ATTR_MTIME)))
		err = host_utimes(s->self_fds, fd, times);
	return err;
}

/* A file that we were given to read is not ours to change; a pipe's attributes are our own. */
static int stream_setattr(struct dentry *dentry, struct iattr *attr)
{
	struct inode *inode = dentry->inode;
	struct stream *s = stream_of(inode);
	uint64_t size = inode->size;
	int err = setattr_prepare(dentry, attr);

	if (err || !s)
		return err ? err : -EIO;
	if (s->io.host.kind != HOST_STREAM_FILE) {
		setattr_copy(inode, attr);
		return 0;
	}
	if ((s->io.host.flags & O_ACCMODE) == O_RDONLY)
		return -EROFS;
	err = set_regular(s, attr);
	if (!err && (attr->valid & ATTR_SIZE)) {
		pagecache_isize_extended(&inode->mapping, size, attr->size);
		truncate_pagecache(&inode->mapping, attr->size);
	}
	refresh(inode);
	return err;
}

static const struct inode_ops stream_inode_ops = {
	.getattr = stream_getattr,
	.setattr = stream_setattr,
};

static int make_inode(struct stream *s, struct path *path)
{
	const struct host_stat *st = &s->io.host.stat;
	bool regular = s->io.host.kind == HOST_STREAM_FILE;
	struct inode *inode = pseudo_inode(st->mode);
	int err;

	if (!inode)
		return -ENOMEM;
	inode->op = &stream_inode_ops;
	inode->fop = regular ? &regular_ops : &stream_ops;
	inode->uid = st->uid;
	inode->gid = st->gid;
	inode->i_flags |= S_NOATIME;
	inode->priv = s;
	s->inode = inode;
	if (regular) {
		address_space_init(&inode->mapping, inode, &stream_aops);
		refresh(inode);
	}
	err = pseudo_path(prefix_of(s->io.host.kind), inode, path);
	if (err)
		inode->priv = NULL;
	return err;
}

#define KEPT_FLAGS (O_ACCMODE | O_APPEND | O_NONBLOCK | O_DSYNC | O_SYNC | O_DIRECT | O_LARGEFILE)

static struct file *make_file(struct stream *s)
{
	bool regular = s->io.host.kind == HOST_STREAM_FILE;
	struct path path;
	struct file *f;
	int err = make_inode(s, &path);

	if (err)
		return ERR_PTR(err);
	f = file_alloc(&path, s->io.host.flags & KEPT_FLAGS, regular ? &regular_ops : &stream_ops);
	if (IS_ERR(f))
		s->inode->priv = NULL;
	path_put(&path);
	if (IS_ERR(f))
		return f;
	s->users = 1;
	if (!regular)
		f->mode |= FMODE_STREAM | FMODE_NOSEEK;
	return f;
}

/* Our own device of the same number answers for the host's; its name is in our /dev. */
static struct file *open_twin(const struct host_stream *h)
{
	static const struct {
		uint32_t rdev;
		const char *name;
	} twin[] = {
		{ MKDEV(MEM_MAJOR, 3), "/dev/null" },	{ MKDEV(MEM_MAJOR, 5), "/dev/zero" },
		{ MKDEV(MEM_MAJOR, 7), "/dev/full" },	{ MKDEV(MEM_MAJOR, 8), "/dev/random" },
		{ MKDEV(MEM_MAJOR, 9), "/dev/urandom" },
	};
	struct path path;
	struct file *f;

	if (!S_ISCHR(h->stat.mode))
		return NULL;
	for (unsigned i = 0; i < ARRAY_SIZE(twin); i++) {
		if (twin[i].rdev != h->stat.rdev)
			continue;
		if (path_lookup(AT_FDCWD, twin[i].name, LOOKUP_KERNEL | LOOKUP_FOLLOW, &path))
			return NULL;
		f = dentry_open(&path, h->flags & KEPT_FLAGS);
		path_put(&path);
		return IS_ERR(f) ? NULL : f;
	}
	return NULL;
}

const char *host_stream_state(const struct file *f, int *host_fd)
{
	static const char *const what[] = {
		[HOST_STREAM_PIPE] = "a pipe of the host's is open",
		[HOST_STREAM_SOCKET] = "a socket of the host's is open",
		[HOST_STREAM_TTY] = "a terminal of the host's is open",
		[HOST_STREAM_OTHER] = "a device of the host's is open",
	};

	if (f->op == &stream_ops)
		return what[stream_of(f->inode)->io.host.kind];
	if (f->op == &regular_ops)
		*host_fd = regular_fd(f);
	return NULL;
}

struct file *host_stream_open(int host_fd)
{
	struct stream *s = kzalloc(sizeof(*s));
	struct file *f;
	int err;

	if (!s)
		return ERR_PTR(-ENOMEM);
	err = hostio_init(&s->io, host_fd);
	if (err) {
		kfree(s);
		return ERR_PTR(err);
	}
	s->self_fds = -1;
	if (s->io.host.kind == HOST_STREAM_TTY)
		f = tty_open_host(host_fd, s->io.host.flags & (O_ACCMODE | O_NONBLOCK));
	else
		f = open_twin(&s->io.host);
	if (!f) {
		s->self_fds = s->io.host.kind == HOST_STREAM_FILE ? host_open_self_fds() : -1;
		f = make_file(s);
		if (!IS_ERR(f))
			return f;
	}
	hostio_destroy(&s->io);
	host_close(s->self_fds);
	kfree(s);
	return f;
}
