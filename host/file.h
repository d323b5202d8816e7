/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The host's files, as a host filesystem needs them. Numbers are Linux's on both sides; results
 * are negative errno.
 *
 * Names: every function that takes a directory descriptor and a name accepts one component only
 * (no '/', not "", "." or ".."), never follows a symlink and never a magic link, so that no name,
 * whatever happens on the host meanwhile, leads out of the directory that the descriptor holds.
 * All descriptors are close-on-exec; none of ours is ever a controlling terminal.
 */
#ifndef HOST_FILE_H
#define HOST_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "host/iov.h"
#include "host/syscall.h"

struct host_time {
	int64_t sec;
	uint32_t nsec;
};

struct host_stat {
	uint64_t dev, ino; /* the host's numbers: identity, not for the guest's eyes (dev) */
	uint32_t mode, nlink, uid, gid, blksize;
	uint32_t rdev; /* new encoding */
	uint64_t size, blocks;
	uint64_t attributes, attributes_mask; /* STATX_ATTR_* */
	bool mount_root;		      /* another filesystem of the host begins here */
	bool has_btime;
	struct host_time atime, mtime, ctime, btime;
};

struct host_statfs {
	uint64_t type, bsize, blocks, bfree, bavail, files, ffree, namelen, frsize;
};

/* --- finding --- */
/* What the embedder named, symlinks followed as for himself: an O_PATH descriptor. */
int host_open_named(const char *path);
/* The host's /proc/self/fd, through which an O_PATH descriptor of ours is opened for use. */
int host_open_self_fds(void);
int host_open_path(int dir, const char *name); /* an O_PATH descriptor; of a symlink: itself */
/*
 * Open what an O_PATH descriptor holds, whatever its name is now. flags: access mode and O_NOATIME,
 * O_DIRECTORY, O_NONBLOCK. Without O_NONBLOCK it may block (a lease of somebody else).
 */
int host_reopen(int self_fds, int fd, unsigned flags);
int host_dup(int fd); /* number >= 10, away from 0..2 */
void host_close(int fd);
int host_stat(int fd, struct host_stat *st);
int host_stat_at(int dir, const char *name, struct host_stat *st);
int host_readlink_at(int dir, const char *name, char *buf, size_t size); /* length, no NUL */
int host_readlink(int fd, char *buf, size_t size); /* of an O_PATH descriptor of a symlink */
int host_statfs(int fd, struct host_statfs *st);
/* Would the host let this process? mask: 4 read, 2 write, 1 execute. 0 or -errno. */
int host_access(int fd, unsigned mask);
uint32_t host_euid(void);
/* A filesystem of the host's kernel about the host itself (proc, sysfs, cgroup ...). */
bool host_is_kernel_fs(int fd);

/* --- changing directories --- */
/* O_CREAT|O_EXCL: a new regular file, open for reading and writing. */
int host_create(int dir, const char *name, unsigned mode);
int host_tmpfile(int self_fds, int dir, unsigned mode, bool linkable);
int host_mkdir(int dir, const char *name, unsigned mode);
int host_mknod(int dir, const char *name, unsigned mode); /* no devices: -EPERM */
int host_symlink(int dir, const char *name, const char *target);
int host_link(int self_fds, int fd, int dir, const char *name); /* fd: any, O_PATH, too */
int host_unlink(int dir, const char *name);
int host_rmdir(int dir, const char *name);
int host_rename(int odir, const char *oname, int ndir, const char *nname, unsigned flags);

/* --- changing inodes (fd: any, O_PATH, too) --- */
int host_chmod(int self_fds, int fd, unsigned mode);
int host_chown(int fd, uint32_t uid, uint32_t gid); /* -1: leave */
#define HOST_UTIME_NOW 0x3fffffffu /* in nsec */
#define HOST_UTIME_OMIT 0x3ffffffeu
int host_utimes(int self_fds, int fd, const struct host_time times[2]);
int host_truncate(int self_fds, int fd, uint64_t size);

/* --- data (fd: open for it) --- */
#define HOST_APPEND 1 /* of host_pwritev: at the end; the new end is in *end */
#define HOST_DSYNC 2
#define HOST_SYNC 4
/* The usual case is inlined, for the sake of one return less: host/syscall.h. */
static inline int64_t host_pread(int fd, void *to, size_t n, int64_t pos)
{
	return host_syscall4(HOST_SYS_PREAD64, fd, (long)to, (long)n, pos);
}

static inline int64_t host_pwrite(int fd, const void *from, size_t n, int64_t pos)
{
	return host_syscall4(HOST_SYS_PWRITE64, fd, (long)from, (long)n, pos);
}

int64_t host_preadv(int fd, const struct host_iov *v, unsigned n, int64_t pos);
int64_t host_pwritev(int fd, const struct host_iov *v, unsigned n, int64_t pos, unsigned flags,
		     int64_t *end);
int64_t host_lseek(int fd, int64_t offset, int whence);
int64_t host_position(int fd); /* of the open file, which others may share; -errno */
void host_set_position(int fd, int64_t offset);
int host_ftruncate(int fd, uint64_t size);
int host_fallocate(int fd, int mode, int64_t offset, int64_t len);
int host_fsync(int fd, bool datasync); /* may block long */
int host_fadvise(int fd, int64_t offset, int64_t len, int advice);

/* --- directories --- */
struct host_dirent {
	uint64_t ino;
	int64_t next; /* the host's cookie of the entry after this one */
	unsigned type; /* DT_* */
	unsigned name_len;
	const char *name; /* in the caller's buffer */
};
/* Fill buf with what the host calls getdents64 from its own position: bytes, 0 at the end. */
int host_getdents(int fd, void *buf, size_t size);
/* Take one apart: bytes it occupied in buf, or 0 when there is none (or it is malformed). */
size_t host_dirent_next(const void *buf, size_t size, struct host_dirent *d);

#endif
