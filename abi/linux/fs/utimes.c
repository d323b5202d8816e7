/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Times of files: one routine, and the forms that five generations of the call gave it. */
#include "fs/internal.h"
#include "syscall.h"

#define UTIME_NOW 0x3fffffff
#define UTIME_OMIT 0x3ffffffe

static bool nsec_valid(int64_t nsec)
{
	return nsec == UTIME_NOW || nsec == UTIME_OMIT || (nsec >= 0 && nsec < NSEC_PER_SEC);
}

static int check_times(const struct timespec64 times[2])
{
	return nsec_valid(times[0].tv_nsec) && nsec_valid(times[1].tv_nsec) ? 0 : -EINVAL;
}

static void set_time(struct iattr *attr, struct timespec64 *to, const struct timespec64 *t,
		     unsigned which, unsigned set)
{
	if (t->tv_nsec == UTIME_OMIT)
		attr->valid &= ~which;
	else if (t->tv_nsec != UTIME_NOW)
		attr->valid |= set;
	*to = *t;
}

/* times NULL: both now, for which the right to write is enough. */
static int vfs_utimes(const struct path *path, const struct timespec64 *times)
{
	struct iattr attr = { .valid = ATTR_CTIME | ATTR_ATIME | ATTR_MTIME };
	int err = times ? check_times(times) : 0;

	if (!err)
		err = mnt_want_write(path->mnt);
	if (err)
		return err;
	if (times && times[0].tv_nsec == UTIME_NOW && times[1].tv_nsec == UTIME_NOW)
		times = NULL;
	if (times) {
		set_time(&attr, &attr.atime, &times[0], ATTR_ATIME, ATTR_ATIME_SET);
		set_time(&attr, &attr.mtime, &times[1], ATTR_MTIME, ATTR_MTIME_SET);
		attr.valid |= ATTR_TIMES_SET;
	} else {
		attr.valid |= ATTR_TOUCH;
	}
	return notify_change(path->dentry, &attr);
}

static long utimes_fd(fd_t fd, const struct timespec64 *times, int flags)
{
	auto_file *f = NULL;

	if (flags)
		return -EINVAL;
	f = file_get(fd);
	return f ? vfs_utimes(&f->path, times) : -EBADF;
}

static long utimes_path(dfd_t dfd, uaddr_t upath, const struct timespec64 *times, int flags)
{
	unsigned lookup = flags & AT_SYMLINK_NOFOLLOW ? 0 : LOOKUP_FOLLOW;
	struct path path;
	int err;

	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	if (flags & AT_EMPTY_PATH)
		lookup |= LOOKUP_EMPTY;
	err = user_path_at(dfd, upath, lookup, &path);
	if (err)
		return err;
	err = vfs_utimes(&path, times);
	path_put(&path);
	return err;
}

static long do_utimes(dfd_t dfd, uaddr_t upath, const struct timespec64 *times, int flags)
{
	if (!upath && dfd != AT_FDCWD)
		return utimes_fd(dfd, times, flags);
	return utimes_path(dfd, upath, times, flags);
}

typedef int get_timespec_fn(struct timespec64 *t, uaddr_t ua);

static long do_utimensat(dfd_t dfd, uaddr_t upath, uaddr_t utimes, int flags, get_timespec_fn *get,
			 size_t size)
{
	struct timespec64 times[2];

	if (!utimes)
		return do_utimes(dfd, upath, NULL, flags);
	if (get(&times[0], utimes) || get(&times[1], utimes + size))
		return -EFAULT;
	/* Nothing to do: the path is not even looked at. */
	if (times[0].tv_nsec == UTIME_OMIT && times[1].tv_nsec == UTIME_OMIT)
		return 0;
	return do_utimes(dfd, upath, times, flags);
}

/* Seconds and microseconds. */
static long do_timevals(dfd_t dfd, uaddr_t upath, const int64_t *v)
{
	struct timespec64 times[2];

	for (int i = 0; i < 2; i++) {
		if (v[2 * i + 1] < 0 || v[2 * i + 1] >= 1000000)
			return -EINVAL;
		times[i] = (struct timespec64){ v[2 * i], v[2 * i + 1] * NSEC_PER_USEC };
	}
	return do_utimes(dfd, upath, times, 0);
}

static long do_futimesat(dfd_t dfd, uaddr_t upath, uaddr_t utimes)
{
	int64_t v[4];

	if (!utimes)
		return do_utimes(dfd, upath, NULL, 0);
	return copy_from_user(v, utimes, sizeof(v)) ? -EFAULT : do_timevals(dfd, upath, v);
}

static long do_futimesat32(dfd_t dfd, uaddr_t upath, uaddr_t utimes)
{
	int32_t v[4];

	if (!utimes)
		return do_utimes(dfd, upath, NULL, 0);
	if (copy_from_user(v, utimes, sizeof(v)))
		return -EFAULT;
	return do_timevals(dfd, upath, (int64_t[]){ v[0], v[1], v[2], v[3] });
}

SYSCALL_DEFINE4(utimensat, dfd_t, dfd, upath_t, filename, utimespec2_in_t, utimes, atflags_t, flags)
{
	return do_utimensat(dfd, filename, utimes, flags, get_timespec64, 16);
}

SYSCALL_DEFINE4(utimensat_time32, dfd_t, dfd, upath_t, filename, utimespec322_in_t, t,
		atflags_t, flags)
{
	return do_utimensat(dfd, filename, t, flags, get_old_timespec32, 8);
}

SYSCALL_DEFINE3(futimesat, dfd_t, dfd, upath_t, filename, utimeval2_in_t, utimes)
{
	return do_futimesat(dfd, filename, utimes);
}

SYSCALL_DEFINE3(futimesat_time32, dfd_t, dfd, upath_t, filename, utimeval322_in_t, t)
{
	return do_futimesat32(dfd, filename, t);
}

SYSCALL_DEFINE2(utimes, upath_t, filename, utimeval2_in_t, utimes)
{
	return do_futimesat(AT_FDCWD, filename, utimes);
}

SYSCALL_DEFINE2(utimes_time32, upath_t, filename, utimeval322_in_t, t)
{
	return do_futimesat32(AT_FDCWD, filename, t);
}

SYSCALL_DEFINE2(utime, upath_t, filename, uutimbuf_in_t, times)
{
	int64_t v[2];

	if (!times)
		return do_utimes(AT_FDCWD, filename, NULL, 0);
	if (copy_from_user(v, times, sizeof(v)))
		return -EFAULT;
	return do_utimes(AT_FDCWD, filename, (struct timespec64[2]){ { v[0], 0 }, { v[1], 0 } }, 0);
}

SYSCALL_DEFINE2(utime32, upath_t, filename, uutimbuf_in_t, t)
{
	int32_t v[2];

	if (!t)
		return do_utimes(AT_FDCWD, filename, NULL, 0);
	if (copy_from_user(v, t, sizeof(v)))
		return -EFAULT;
	return do_utimes(AT_FDCWD, filename, (struct timespec64[2]){ { v[0], 0 }, { v[1], 0 } }, 0);
}
