/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Calls to the host's kernel about files. Nothing here follows a symlink: names are single
 * components, looked up with openat2(RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS) or with calls that
 * never follow the last component. An inode that was found is opened for use through
 * /proc/self/fd/N of our own O_PATH descriptor, so that what was checked is what is opened: a name
 * that has become a FIFO or a device since then is not touched.
 */
#include "host/file.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "host/journal.h"
#include "host/syscall.h"
#include "lib/compiler.h"

#ifndef SYS_fchmodat2
#define SYS_fchmodat2 452
#endif

_Static_assert(sizeof(struct host_iov) == sizeof(struct iovec) &&
		       offsetof(struct host_iov, len) == offsetof(struct iovec, iov_len),
	       "host_iov is passed on as iovec");
_Static_assert(HOST_UTIME_NOW == UTIME_NOW && HOST_UTIME_OMIT == UTIME_OMIT, "passed on");

static long result(long r)
{
	return r < 0 ? -errno : r;
}

static bool is_component(const char *name)
{
	if (!*name || strchr(name, '/'))
		return false;
	return strcmp(name, ".") && strcmp(name, "..");
}

/* "N" of a descriptor, for /proc/self/fd. */
struct fd_name {
	char s[12];
};

static struct fd_name fd_name(int fd)
{
	struct fd_name n;

	snprintf(n.s, sizeof(n.s), "%d", fd);
	return n;
}

int host_open_named(const char *path)
{
	return host_journal_opened((int)result(open(path, O_PATH | O_CLOEXEC)));
}

int host_open_self_fds(void)
{
	int fd = open("/proc/self/fd", O_PATH | O_DIRECTORY | O_CLOEXEC);
	struct statfs sf;

	if (fd < 0)
		return -errno;
	if (fstatfs(fd, &sf) || sf.f_type != PROC_SUPER_MAGIC) {
		close(fd);
		return -ENOENT;
	}
	return host_journal_opened(fd);
}

int host_open_path(int dir, const char *name)
{
	struct open_how how = {
		.flags = O_PATH | O_NOFOLLOW | O_CLOEXEC,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
	};
	long fd;

	if (!is_component(name))
		return -EINVAL;
	fd = syscall(SYS_openat2, dir, name, &how, sizeof(how));
	/* A host before 5.6, or a filter that does not know the call: as safe for one component. */
	if (fd < 0 && (errno == ENOSYS || errno == EPERM))
		fd = openat(dir, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	return host_journal_opened((int)result(fd));
}

int host_reopen(int self_fds, int fd, unsigned flags)
{
	return host_journal_opened(
		(int)result(openat(self_fds, fd_name(fd).s, (int)flags | O_CLOEXEC | O_NOCTTY)));
}

int host_dup(int fd)
{
	return host_journal_opened((int)result(fcntl(fd, F_DUPFD_CLOEXEC, 10)));
}

void host_close(int fd)
{
	if (fd >= 0 && host_journal_closes(fd))
		close(fd);
}

static struct host_time from_statx(const struct statx_timestamp *t)
{
	return (struct host_time){ t->tv_sec, t->tv_nsec };
}

static int do_statx(int dir, const char *name, int flags, struct host_stat *st)
{
	struct statx sx;
	long err = host_syscall5(SYS_statx, dir, (long)name,
				 flags | AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT,
				 STATX_BASIC_STATS | STATX_BTIME, (long)&sx);

	if (err)
		return (int)err;
	*st = (struct host_stat){
		.dev = makedev(sx.stx_dev_major, sx.stx_dev_minor),
		.ino = sx.stx_ino,
		.mode = sx.stx_mode,
		.nlink = sx.stx_nlink,
		.uid = sx.stx_uid,
		.gid = sx.stx_gid,
		.blksize = sx.stx_blksize,
		.rdev = (sx.stx_rdev_minor & 0xff) | sx.stx_rdev_major << 8 |
			(sx.stx_rdev_minor & ~0xffu) << 12,
		.size = sx.stx_size,
		.blocks = sx.stx_blocks,
		.attributes = sx.stx_attributes,
		.attributes_mask = sx.stx_attributes_mask,
		.mount_root = sx.stx_attributes & STATX_ATTR_MOUNT_ROOT,
		.has_btime = sx.stx_mask & STATX_BTIME,
		.atime = from_statx(&sx.stx_atime),
		.mtime = from_statx(&sx.stx_mtime),
		.ctime = from_statx(&sx.stx_ctime),
		.btime = from_statx(&sx.stx_btime),
	};
	return 0;
}

int host_stat(int fd, struct host_stat *st)
{
	return do_statx(fd, "", AT_EMPTY_PATH, st);
}

int host_stat_at(int dir, const char *name, struct host_stat *st)
{
	return is_component(name) ? do_statx(dir, name, 0, st) : -EINVAL;
}

int host_readlink_at(int dir, const char *name, char *buf, size_t size)
{
	return is_component(name) ? result(readlinkat(dir, name, buf, size)) : -EINVAL;
}

int host_readlink(int fd, char *buf, size_t size)
{
	return result(readlinkat(fd, "", buf, size));
}

int host_statfs(int fd, struct host_statfs *st)
{
	struct statfs sf;

	if (fstatfs(fd, &sf))
		return -errno;
	*st = (struct host_statfs){
		.type = (uint64_t)sf.f_type,
		.bsize = (uint64_t)sf.f_bsize,
		.blocks = sf.f_blocks,
		.bfree = sf.f_bfree,
		.bavail = sf.f_bavail,
		.files = sf.f_files,
		.ffree = sf.f_ffree,
		.namelen = (uint64_t)sf.f_namelen,
		.frsize = (uint64_t)sf.f_frsize,
	};
	return 0;
}

int host_access(int fd, unsigned mask)
{
	if (!syscall(SYS_faccessat2, fd, "", mask, AT_EMPTY_PATH | AT_EACCESS))
		return 0;
	/* A host before 5.8 cannot be asked; the access itself will tell. */
	return errno == ENOSYS || errno == EPERM ? 0 : -errno;
}

uint32_t host_euid(void)
{
	return geteuid();
}

bool host_is_kernel_fs(int fd)
{
	static const uint32_t magic[] = {
		PROC_SUPER_MAGIC, SYSFS_MAGIC,	   CGROUP_SUPER_MAGIC, CGROUP2_SUPER_MAGIC,
		DEBUGFS_MAGIC,	  TRACEFS_MAGIC,   SECURITYFS_MAGIC,   SELINUX_MAGIC,
		SMACK_MAGIC,	  BPF_FS_MAGIC,	   PSTOREFS_MAGIC,     EFIVARFS_MAGIC,
		DEVPTS_SUPER_MAGIC, BINFMTFS_MAGIC, NSFS_MAGIC,	       0x62656570 /* configfs */,
		0x19800202 /* mqueue */, 0x65735543 /* fusectl */, 0x67596969 /* rpc_pipefs */,
		0x0187 /* autofs */,
	};
	struct statfs sf;

	if (fstatfs(fd, &sf))
		return true;
	for (size_t i = 0; i < sizeof(magic) / sizeof(*magic); i++)
		if ((uint32_t)sf.f_type == magic[i])
			return true;
	return false;
}

/* --- changing directories --- */

int host_create(int dir, const char *name, unsigned mode)
{
	if (!is_component(name))
		return -EINVAL;
	return host_journal_opened((int)result(
		openat(dir, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)));
}

/* A directory is opened anew: O_TMPFILE on an O_PATH descriptor needs a name to go by. */
int host_tmpfile(int self_fds, int dir, unsigned mode, bool linkable)
{
	int flags = O_TMPFILE | O_RDWR | O_CLOEXEC | (linkable ? 0 : O_EXCL);

	return host_journal_opened((int)result(openat(self_fds, fd_name(dir).s, flags, mode)));
}

int host_mkdir(int dir, const char *name, unsigned mode)
{
	return is_component(name) ? result(mkdirat(dir, name, mode)) : -EINVAL;
}

int host_mknod(int dir, const char *name, unsigned mode)
{
	if (!is_component(name))
		return -EINVAL;
	if (S_ISCHR(mode) || S_ISBLK(mode))
		return -EPERM;
	return result(mknodat(dir, name, mode, 0));
}

int host_symlink(int dir, const char *name, const char *target)
{
	return is_component(name) ? result(symlinkat(target, dir, name)) : -EINVAL;
}

/*
 * AT_EMPTY_PATH asks for a capability on most hosts; the magic link of our own descriptor does
 * not, and leads to exactly what the descriptor holds (a symlink, too: it is not followed on).
 */
int host_link(int self_fds, int fd, int dir, const char *name)
{
	if (!is_component(name))
		return -EINVAL;
	return result(linkat(self_fds, fd_name(fd).s, dir, name, AT_SYMLINK_FOLLOW));
}

int host_unlink(int dir, const char *name)
{
	return is_component(name) ? result(unlinkat(dir, name, 0)) : -EINVAL;
}

int host_rmdir(int dir, const char *name)
{
	return is_component(name) ? result(unlinkat(dir, name, AT_REMOVEDIR)) : -EINVAL;
}

int host_rename(int odir, const char *oname, int ndir, const char *nname, unsigned flags)
{
	if (!is_component(oname) || !is_component(nname))
		return -EINVAL;
	return result(syscall(SYS_renameat2, odir, oname, ndir, nname, flags));
}

/* --- changing inodes --- */

int host_chmod(int self_fds, int fd, unsigned mode)
{
	if (!syscall(SYS_fchmodat2, fd, "", mode, AT_EMPTY_PATH))
		return 0;
	if (errno != ENOSYS && errno != EPERM)
		return -errno;
	return result(fchmodat(self_fds, fd_name(fd).s, mode, 0));
}

int host_chown(int fd, uint32_t uid, uint32_t gid)
{
	return result(fchownat(fd, "", uid, gid, AT_EMPTY_PATH));
}

int host_utimes(int self_fds, int fd, const struct host_time times[2])
{
	struct timespec ts[2] = { { times[0].sec, times[0].nsec }, { times[1].sec, times[1].nsec } };

	if (!utimensat(fd, "", ts, AT_EMPTY_PATH))
		return 0;
	if (errno != EINVAL && errno != ENOENT)
		return -errno;
	return result(utimensat(self_fds, fd_name(fd).s, ts, 0)); /* a host before 5.8 */
}

int host_truncate(int self_fds, int fd, uint64_t size)
{
	int w = host_reopen(self_fds, fd, O_WRONLY | O_NONBLOCK);
	int err;

	if (w < 0)
		return w;
	err = host_ftruncate(w, size);
	close(w);
	return err;
}

/* --- data --- */

/*
 * A buffer of the guest's that crosses a page is two pieces here. Up to a page's bytes are cheaper
 * copied once more than given to the host as a vector.
 */
#define GATHER_MAX 4096u

_Static_assert(HOST_SYS_PREAD64 == SYS_pread64 && HOST_SYS_PWRITE64 == SYS_pwrite64, "x86-64's");

static size_t small_total(const struct host_iov *v, unsigned n)
{
	size_t total = 0;

	for (unsigned i = 0; i < n && total <= GATHER_MAX; i++)
		total += v[i].len;
	return total <= GATHER_MAX ? total : 0;
}

static int64_t read_scattered(int fd, const struct host_iov *v, size_t total, int64_t pos)
{
	uint8_t buf[GATHER_MAX], *from = buf;
	int64_t n = host_pread(fd, buf, total, pos), left = n;

	for (; left > 0; v++) {
		size_t part = min(v->len, (size_t)left);

		memcpy(v->base, from, part);
		from += part;
		left -= (int64_t)part;
	}
	return n;
}

static int64_t write_gathered(int fd, const struct host_iov *v, unsigned n, int64_t pos)
{
	uint8_t buf[GATHER_MAX], *to = buf;

	for (unsigned i = 0; i < n; i++) {
		memcpy(to, v[i].base, v[i].len);
		to += v[i].len;
	}
	return host_pwrite(fd, buf, (size_t)(to - buf), pos);
}

int64_t host_preadv(int fd, const struct host_iov *v, unsigned n, int64_t pos)
{
	size_t total;

	if (n == 1)
		return host_pread(fd, v->base, v->len, pos);
	total = small_total(v, n);
	if (total)
		return read_scattered(fd, v, total, pos);
	return result(preadv(fd, (const struct iovec *)(const void *)v, (int)n, pos));
}

int64_t host_pwritev(int fd, const struct host_iov *v, unsigned n, int64_t pos, unsigned flags,
		     int64_t *end)
{
	const struct iovec *iov = (const struct iovec *)(const void *)v;
	int rwf = (flags & HOST_SYNC ? RWF_SYNC : 0) | (flags & HOST_DSYNC ? RWF_DSYNC : 0);
	int64_t done;

	if (flags & HOST_APPEND) {
		/* Position -1 is the descriptor's own: nothing else of ours uses that. */
		done = pwritev2(fd, iov, (int)n, -1, rwf | RWF_APPEND);
		if (done < 0)
			return -errno;
		*end = lseek(fd, 0, SEEK_CUR);
		return done;
	}
	if (rwf)
		return result(pwritev2(fd, iov, (int)n, pos, rwf));
	if (n == 1)
		return host_pwrite(fd, v->base, v->len, pos);
	if (small_total(v, n))
		return write_gathered(fd, v, n, pos);
	return result(pwritev(fd, iov, (int)n, pos));
}

int64_t host_lseek(int fd, int64_t offset, int whence)
{
	return result(lseek(fd, offset, whence));
}

int64_t host_position(int fd)
{
	return result(lseek(fd, 0, SEEK_CUR));
}

void host_set_position(int fd, int64_t offset)
{
	if (offset >= 0)
		lseek(fd, offset, SEEK_SET);
}

int host_ftruncate(int fd, uint64_t size)
{
	return result(ftruncate(fd, (off_t)size));
}

int host_fallocate(int fd, int mode, int64_t offset, int64_t len)
{
	return result(fallocate(fd, mode, offset, len));
}

int host_fsync(int fd, bool datasync)
{
	return result(datasync ? fdatasync(fd) : fsync(fd));
}

int host_fadvise(int fd, int64_t offset, int64_t len, int advice)
{
	return -posix_fadvise(fd, offset, len, advice);
}

/* --- directories --- */

/* The kernel's record; glibc's dirent is not it. */
struct raw_dirent {
	uint64_t ino;
	int64_t next;
	uint16_t reclen;
	uint8_t type;
	char name[];
};

int host_getdents(int fd, void *buf, size_t size)
{
	return result(syscall(SYS_getdents64, fd, buf, size));
}

size_t host_dirent_next(const void *buf, size_t size, struct host_dirent *d)
{
	const struct raw_dirent *r = buf;
	size_t head = offsetof(struct raw_dirent, name);

	if (size < head || r->reclen <= head || r->reclen > size)
		return 0;
	*d = (struct host_dirent){
		.ino = r->ino,
		.next = r->next,
		.type = r->type,
		.name_len = (unsigned)strnlen(r->name, r->reclen - head),
		.name = r->name,
	};
	return r->reclen;
}
