/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening and closing: flags, files from paths, and the calls. */
#include "fs/fsnotify.h"
#include "syscall.h"

#define VALID_OPEN_FLAGS                                                                          \
	(O_ACCMODE | O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC | O_APPEND | O_NONBLOCK | O_SYNC |     \
	 O_DSYNC | O_ASYNC | O_DIRECT | O_LARGEFILE | O_DIRECTORY | O_NOFOLLOW | O_NOATIME |      \
	 O_CLOEXEC | O_PATH | O_TMPFILE)
#define O_PATH_FLAGS (O_DIRECTORY | O_NOFOLLOW | O_PATH | O_CLOEXEC)
#define O_SYNC_BIT (O_SYNC & ~O_DSYNC)
#define VALID_RESOLVE                                                                             \
	(RESOLVE_NO_XDEV | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS | RESOLVE_BENEATH |        \
	 RESOLVE_IN_ROOT | RESOLVE_CACHED)

static unsigned resolve_to_lookup(uint64_t resolve)
{
	static const struct {
		unsigned resolve, lookup;
	} map[] = {
		{ RESOLVE_NO_XDEV, LOOKUP_NO_XDEV },	     { RESOLVE_BENEATH, LOOKUP_BENEATH },
		{ RESOLVE_NO_SYMLINKS, LOOKUP_NO_SYMLINKS }, { RESOLVE_IN_ROOT, LOOKUP_IN_ROOT },
		{ RESOLVE_CACHED, LOOKUP_CACHED },	     { RESOLVE_NO_MAGICLINKS,
								       LOOKUP_NO_MAGICLINKS },
	};
	unsigned lookup = 0;

	for (unsigned i = 0; i < ARRAY_SIZE(map); i++)
		if (resolve & map[i].resolve)
			lookup |= map[i].lookup;
	/* Who may follow no link follows no magic one. */
	return lookup;
}

/* Linux's build_open_flags: everything that openat2 refuses and open has silently cleared. */
int build_open_flags(const struct open_how *how, struct open_flags *op)
{
	static const unsigned char acc[] = { MAY_READ, MAY_WRITE, MAY_READ | MAY_WRITE,
					     MAY_READ | MAY_WRITE };
	unsigned flags = (unsigned)how->flags & ~(unsigned)O_CLOEXEC;

	if (how->flags & ~(uint64_t)VALID_OPEN_FLAGS)
		return -EINVAL;
	if (how->resolve & ~(uint64_t)VALID_RESOLVE)
		return -EINVAL;
	if ((how->resolve & RESOLVE_BENEATH) && (how->resolve & RESOLVE_IN_ROOT))
		return -EINVAL;
	op->mode = 0;
	if (flags & (O_CREAT | O_TMPFILE_BIT)) {
		if (how->mode & ~(uint64_t)S_IALLUGO)
			return -EINVAL;
		op->mode = (uint32_t)how->mode | S_IFREG;
	} else if (how->mode) {
		return -EINVAL;
	}
	if ((flags & (O_DIRECTORY | O_CREAT)) == (O_DIRECTORY | O_CREAT))
		return -EINVAL;
	op->acc_mode = acc[flags & O_ACCMODE];
	if ((flags & O_TMPFILE_BIT) && (!(flags & O_DIRECTORY) || !(op->acc_mode & MAY_WRITE)))
		return -EINVAL;
	if (flags & O_PATH) {
		if (flags & ~(unsigned)O_PATH_FLAGS)
			return -EINVAL;
		op->acc_mode = 0;
	}
	if (flags & O_SYNC_BIT)
		flags |= O_DSYNC;
	op->open_flag = flags;
	if (flags & O_TRUNC)
		op->acc_mode |= MAY_WRITE;
	op->lookup = resolve_to_lookup(how->resolve);
	if (flags & O_DIRECTORY)
		op->lookup |= LOOKUP_DIRECTORY;
	if (!(flags & O_NOFOLLOW) && (flags & (O_CREAT | O_EXCL)) != (O_CREAT | O_EXCL))
		op->lookup |= LOOKUP_FOLLOW;
	if ((how->resolve & RESOLVE_CACHED) && (flags & (O_TRUNC | O_CREAT | O_TMPFILE_BIT)))
		return -EAGAIN;
	return 0;
}

/*
 * What serves an inode: its own operations (host streams have them), else by type, for special
 * files whatever filesystem they stand in.
 */
const struct file_ops *inode_file_ops(const struct inode *inode)
{
	const struct file_ops *op;

	if (inode->fop)
		return inode->fop;
	switch (inode->mode & S_IFMT) {
	case S_IFCHR:
		op = chrdev_ops(inode->rdev);
		return op ? op : ERR_PTR(-ENXIO);
	case S_IFIFO:
		return &fifo_ops;
	case S_IFBLK:
	case S_IFSOCK:
		return ERR_PTR(-ENXIO);
	default:
		return ERR_PTR(-ENODEV);
	}
}

bool can_odirect(const struct file *f)
{
	return S_ISFIFO(f->inode->mode) || (f->op->page_cache && !(f->mode & FMODE_NODIRECT));
}

/* Who writes is counted, and may not where the mount is read-only. */
static int take_write_access(struct file *f)
{
	int err = get_write_access(f->inode);

	if (err)
		return err;
	f->mode |= FMODE_WRITER;
	return f->mode & FMODE_CREATED ? 0 : mnt_want_write(f->path.mnt);
}

static int call_open(struct file *f)
{
	struct inode *inode = f->inode;
	int err = 0;

	if (f->op->open)
		err = f->op->open(inode, f);
	else if (S_ISREG(inode->mode))
		err = generic_file_open(inode, f);
	if (err)
		f->op = &bad_file_ops; /* it never was open: nothing to release */
	else if ((f->flags & O_DIRECT) && !can_odirect(f))
		err = -EINVAL;
	return err;
}

int file_open_on(struct file *f, const struct path *path, unsigned fmode)
{
	struct inode *inode = path->dentry->inode;
	const struct file_ops *op;
	int err = 0;

	if (f->flags & O_PATH) {
		file_set_path(f, path);
		f->mode = FMODE_PATH;
		f->flags &= O_PATH_FLAGS;
		return 0;
	}
	op = inode_file_ops(inode);
	if (IS_ERR(op))
		return PTR_ERR(op);
	file_set_path(f, path);
	f->mode |= fmode;
	if ((f->mode & FMODE_WRITE) && !special_file(inode->mode))
		err = take_write_access(f);
	if (err)
		return err;
	f->op = op;
	err = call_open(f);
	if (!err)
		fsnotify_file(f, IN_OPEN);
	return err;
}

struct file *file_open_path(const struct path *path, unsigned flags, unsigned fmode)
{
	struct file *f = file_alloc_empty(flags);
	int err = IS_ERR(f) ? PTR_ERR(f) : file_open_on(f, path, fmode);

	if (!err)
		return f;
	if (!IS_ERR(f))
		file_put(f);
	return ERR_PTR(err);
}

#define MAX_NON_LFS 0x7fffffffull

int generic_file_open(struct inode *inode, struct file *f)
{
	return !(f->flags & O_LARGEFILE) && inode->size > MAX_NON_LFS ? -EOVERFLOW : 0;
}

struct file *dentry_open(const struct path *path, unsigned flags)
{
	return file_open_path(path, flags, 0);
}

struct file *filp_open(const char *name, unsigned flags, uint32_t mode)
{
	struct open_how how = { .flags = flags | O_LARGEFILE };
	struct open_flags op;
	int err;

	if (flags & (O_CREAT | O_TMPFILE_BIT))
		how.mode = mode & S_IALLUGO;
	err = build_open_flags(&how, &op);
	return err ? ERR_PTR(err) : do_filp_open(AT_FDCWD, name, &op);
}

int open_flags_of(unsigned flags, struct open_flags *op)
{
	struct open_how how = { .flags = flags & VALID_OPEN_FLAGS };

	how.flags &= how.flags & O_PATH ? O_PATH_FLAGS : ~(uint64_t)(O_CREAT | O_TMPFILE_BIT);
	return build_open_flags(&how, op);
}

static long do_sys_openat2(dfd_t dfd, uaddr_t upath, const struct open_how *how)
{
	struct open_flags op;
	char name[PATH_MAX];
	struct file *f;
	int fd, err;

	err = build_open_flags(how, &op);
	if (!err)
		err = getname(name, upath);
	if (!err)
		err = fd_reserve(&fd, (unsigned)how->flags);
	if (err)
		return err;
	f = do_filp_open(dfd, name, &op);
	if (IS_ERR(f)) {
		fd_unreserve(fd);
		return PTR_ERR(f);
	}
	fd_install(fd, f);
	return fd;
}

/* open(2) ignores what it does not know, and the mode where no file can be made. */
static long do_sys_open(dfd_t dfd, uaddr_t upath, int flags, umode_t mode)
{
	struct open_how how = { .flags = (unsigned)flags & VALID_OPEN_FLAGS,
				.mode = mode & S_IALLUGO };

	if (how.flags & O_PATH)
		how.flags &= O_PATH_FLAGS;
	if (!(how.flags & (O_CREAT | O_TMPFILE_BIT)))
		how.mode = 0;
	return do_sys_openat2(dfd, upath, &how);
}

/* A structure that grew over time: what we do not know of it must be zero. */
int copy_struct_from_user(void *to, size_t size, uaddr_t from, size_t usize)
{
	char rest[64];

	for (size_t done = size; done < usize;) {
		size_t n = min(usize - done, sizeof(rest));

		if (copy_from_user(rest, from + done, n))
			return -EFAULT;
		for (size_t i = 0; i < n; i++)
			if (rest[i])
				return -E2BIG;
		done += n;
	}
	memset(to, 0, size);
	return copy_from_user(to, from, min(size, usize)) ? -EFAULT : 0;
}

SYSCALL_DEFINE3(open, upath_t, filename, oflags_t, flags, umode_t, mode)
{
	return do_sys_open(AT_FDCWD, filename, flags | O_LARGEFILE, mode);
}

COMPAT_SYSCALL_DEFINE3(open, upath_t, filename, oflags_t, flags, umode_t, mode)
{
	return do_sys_open(AT_FDCWD, filename, flags, mode);
}

SYSCALL_DEFINE4(openat, dfd_t, dfd, upath_t, filename, oflags_t, flags, umode_t, mode)
{
	return do_sys_open(dfd, filename, flags | O_LARGEFILE, mode);
}

COMPAT_SYSCALL_DEFINE4(openat, dfd_t, dfd, upath_t, filename, oflags_t, flags, umode_t, mode)
{
	return do_sys_open(dfd, filename, flags, mode);
}

SYSCALL_DEFINE4(openat2, dfd_t, dfd, upath_t, filename, uopen_how_t, how, usize_t, usize)
{
	struct open_how k;
	int err;

	if (usize < sizeof(k))
		return -EINVAL;
	if (usize > PAGE_SIZE)
		return -E2BIG;
	err = copy_struct_from_user(&k, sizeof(k), how, usize);
	if (err)
		return err;
	if (!(k.flags & O_PATH))
		k.flags |= O_LARGEFILE; /* for i386, too */
	return do_sys_openat2(dfd, filename, &k);
}

SYSCALL_DEFINE2(creat, upath_t, pathname, umode_t, mode)
{
	/* A 64-bit kernel has no creat of i386's own: large files are for all. */
	return do_sys_open(AT_FDCWD, pathname, O_CREAT | O_WRONLY | O_TRUNC | O_LARGEFILE, mode);
}

SYSCALL_DEFINE1(close, fd_t, fd)
{
	int err = fd_close(fd);

	/* The descriptor is gone already: the call cannot be done again. */
	switch (err) {
	case -ERESTARTSYS:
	case -ERESTARTNOINTR:
	case -ERESTARTNOHAND:
	case -ERESTART_RESTARTBLOCK:
		return -EINTR;
	}
	return err;
}
