/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files: names, descriptors, what is read and written, and what is asked about them. */
#include "calls.h"

#include <asm/stat.h>
#include <asm/statfs.h>
#include <linux/aio_abi.h>
#include <linux/eventpoll.h>
#include <linux/fadvise.h>
#include <linux/falloc.h>
#include <linux/fanotify.h>
#include <linux/fcntl.h>
#include <linux/fs.h>
#include <linux/inotify.h>
#include <linux/memfd.h>
#include <linux/mount.h>
#include <linux/openat2.h>
#include <linux/stat.h>
#include <linux/time_types.h>
#include <linux/uio.h>
#include <linux/utime.h>
#include <linux/xattr.h>
#include <asm/poll.h>

#define CWD I(AT_FDCWD)
static const char name[] = "some/name", other[] = "other \"name\"\n\t\001";
static char buf[256] = "data\0\1\2\3\177\200\377with\\binary", zeros[4096];
static struct iovec iov[] = { { buf, 4 }, { buf + 5, 12 }, { (void *)0, 0 }, { (void *)BAD, 8 } };
static struct stat st = { .st_mode = S_IFREG | 0644, .st_size = 12345, .st_nlink = 2, .st_ino = 77,
			  .st_blksize = 4096, .st_blocks = 32, .st_uid = 1, .st_gid = 2, .st_mtime = 1700000000,
			  .st_mtime_nsec = 123456789 };
static struct stat dev_st = { .st_mode = S_IFCHR | S_ISVTX | 0620, .st_rdev = 0x8803, .st_dev = 0x1234 };
#ifdef __i386__
static struct stat64 st64 = { .st_mode = S_IFDIR | S_ISGID | 0755, .st_size = 1ll << 33, .st_nlink = 3 };
#endif
static struct statfs fs = { .f_type = 0xef53, .f_bsize = 4096, .f_blocks = 1000, .f_bfree = 500,
			    .f_bavail = 400, .f_files = 100, .f_ffree = 50, .f_namelen = 255,
			    .f_frsize = 4096, .f_flags = 0x1026 };
static struct statx stx = { .stx_mask = 0x17ff, .stx_blksize = 512, .stx_mode = S_IFLNK | 0777,
			    .stx_size = 7, .stx_attributes = 0x10 };
static struct open_how how = { .flags = O_RDWR | O_CREAT | O_CLOEXEC, .mode = 0600,
			       .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS };
static struct __kernel_timespec ts[2] = { { 1700000000, 5 }, { 0, 0x3ffffffe } };
static struct { long sec, nsec; } ots[2] = { { 1, 2 }, { 0, 0x3fffffff } };
static struct { long sec, usec; } tv[2] = { { 1700000000, 5 }, { 3, 999999 } };
static struct { long actime, modtime; } utb = { 1, 1700000000 };
static struct pollfd pfd[] = { { 0, POLLIN | POLLPRI, 0 }, { -1, POLLOUT, POLLERR },
			       { 5, POLLIN | POLLRDHUP | 0x1000, POLLIN | POLLHUP } };
static struct epoll_event ev[] = { { EPOLLIN | EPOLLET | EPOLLONESHOT, 0x1234567890 }, { EPOLLOUT, 5 } };
static unsigned long fdset[32] = { 0x29 }, fdset2[32] = { 2 };
static int two[2] = { 3, 4 };
static int64_t off = 4096, off2 = -1;
static struct flock lk = { F_WRLCK, SEEK_SET, 10, 20, 0 };
static struct { short type, whence; int64_t start, len; int pid; }
#ifdef __i386__
	__attribute__((packed, aligned(4)))
#endif
	lk64 = { F_RDLCK, SEEK_END, -10, 1ll << 33, 0 };
static struct { int type, pid; } owner = { 1, 55 };
static uint64_t hint = 3;
static struct mount_attr attr = { .attr_set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID };
static uint64_t sigset = 0x5;
static struct { struct file_handle_ { unsigned bytes; int type; } h; unsigned char data[8]; } handle =
	{ { 8, 1 }, { 1, 2, 3, 4, 5, 6, 7, 8 } };

TABLE = {
	C(open, P(name), O_RDONLY), C(open, P(other), O_RDWR | O_CREAT | O_EXCL, 0644),
	C(open, P(name), O_WRONLY | O_APPEND | O_NONBLOCK | O_DIRECTORY), C(open, BAD, 3),
	C(openat, CWD, P(name), O_PATH | O_NOFOLLOW | O_CLOEXEC),
	C(openat, 5, P(name), 020200000 | O_RDWR, 01777),
	C(openat, I(-1), 0, O_SYNC),
	C(openat, CWD, P(name), O_DSYNC | O_TRUNC | O_NOATIME | O_DIRECT | O_NOCTTY | FASYNC),
	C(creat, P(name), 0777), C(openat2, CWD, P(name), P(&how), sizeof(how)),
	C(openat2, CWD, P(name), BAD, sizeof(how)),
	C(openat2, CWD, P(name), P(&how), 8), C(close, 3), C(close_range, 3, I(~0u), 2),
	C(read, 0, P(buf), 16), C(write, 1, P(buf), 20), C(write, 1, P(buf), 0),
	C(write, 1, P(zeros), 100),
	C(pread64, 3, P(buf), 4, L(1ll << 33)), C(pwrite64, 3, P(buf), 4, L(-1)),
	C(readv, 3, P(iov), 2), C(writev, 3, P(iov), 3), C(writev, 3, P(iov), 4),
	C(writev, 3, P(iov), 0), C(writev, 3, BAD, 1),
	C(preadv, 3, P(iov), 2, 5, 0), C(pwritev, 3, P(iov), 2, 5, 0),
	C(preadv2, 3, P(iov), 1, 5, 0, 0x5), C(pwritev2, 3, P(iov), 1, -1, -1, 0x10),
	C(lseek, 3, -5, SEEK_END), C(lseek, 3, 0, 9), C(_llseek, 3, 1, 2, P(&off), SEEK_SET),
	C(stat, P(name), P(&st)), C(lstat, P(name), P(&dev_st)), C(fstat, 3, P(&st)), C(fstat, 3, BAD),
#ifdef __x86_64__
	C(newfstatat, CWD, P(name), P(&st), AT_SYMLINK_NOFOLLOW),
	C(newfstatat, 3, P(""), P(&dev_st), AT_EMPTY_PATH | 0x8000),
#else
	C(stat64, P(name), P(&st64)), C(lstat64, P(name), P(&st64)), C(fstat64, 3, P(&st64)),
	C(fstatat64, CWD, P(name), P(&st64), AT_SYMLINK_NOFOLLOW),
	C(statfs64, P(name), 84, P(zeros)), C(fstatfs64, 3, 84, P(zeros)),
	C(truncate64, P(name), L(1ll << 33)), C(ftruncate64, 3, L(-1)), C(fcntl64, 3, 12, P(&lk64)),
	C(fcntl64, 3, 14, P(&lk64)), C(sendfile64, 1, 2, P(&off), 100), C(chown32, P(name), 0, -1),
	C(fchown32, 3, 5, 6), C(lchown32, P(name), -1, 65535),
#endif
	C(statfs, P(name), P(&fs)), C(fstatfs, 3, P(&fs)),
	C(statx, CWD, P(name), AT_STATX_FORCE_SYNC | AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, P(&stx)),
	C(statx, 3, P(""), AT_EMPTY_PATH, STATX_MODE | STATX_INO | 0x1000, P(&stx)),
	C(access, P(name), 7), C(access, P(name), 0), C(faccessat, CWD, P(name), 5),
	C(faccessat2, CWD, P(name), 1, AT_EACCESS),
	C(chmod, P(name), 04755), C(fchmod, 3, 0), C(fchmodat, CWD, P(name), 01777),
	C(chown, P(name), 1, 2), C(fchown, 3, -1, 0), C(lchown, P(name), 65535, 65536),
	C(fchownat, CWD, P(name), 1, -1, AT_SYMLINK_NOFOLLOW),
	C(mkdir, P(name), 0755), C(mkdirat, CWD, P(name), 07777), C(rmdir, P(name)),
	C(unlink, P(other)),
	C(unlinkat, CWD, P(name), AT_REMOVEDIR), C(rename, P(name), P(other)),
	C(renameat, CWD, P(name), 3, P(other)),
	C(renameat2, CWD, P(name), CWD, P(other), 3), C(link, P(name), P(other)),
	C(linkat, CWD, P(name), 4, P(other), AT_SYMLINK_FOLLOW),
	C(symlink, P(name), P(other)), C(symlinkat, P(name), CWD, P(other)),
	C(readlink, P(name), P(buf), 64),
	C(readlinkat, CWD, P(name), P(buf), 64), C(mknod, P(name), S_IFCHR | 0600, 0x501),
	C(mknod, P(name), S_IFIFO | 0644, 0x501),
	C(mknodat, CWD, P(name), S_IFBLK | 0660, 0x12345), C(mknodat, CWD, P(name), 0644, 0),
	C(truncate, P(name), 5), C(ftruncate, 3, 1 << 30), C(chdir, P(name)), C(fchdir, 3),
	C(chroot, P(name)), C(getcwd, P(buf), 64),
	C(umask, 022), C(dup, 3), C(dup2, 3, I(-1)), C(dup3, 3, 4, O_CLOEXEC), C(pipe, P(two)),
	C(pipe2, P(two), O_CLOEXEC | O_NONBLOCK | O_DIRECT),
	C(fcntl, 3, F_DUPFD, 10), C(fcntl, 3, 1030, 10), C(fcntl, 3, F_GETFD),
	C(fcntl, 3, F_SETFD, 1), C(fcntl, 3, F_GETFL),
	C(fcntl, 3, F_SETFL, O_APPEND | O_NONBLOCK),
	C(fcntl, 3, F_GETLK, P(&lk)), C(fcntl, 3, F_SETLK, P(&lk)), C(fcntl, 3, F_SETLKW, BAD),
	C(fcntl, 3, F_SETOWN, -5), C(fcntl, 3, F_GETOWN),
	C(fcntl, 3, F_SETSIG, 10), C(fcntl, 3, F_GETSIG), C(fcntl, 3, 15, P(&owner)),
	C(fcntl, 3, 16, P(&owner)), C(fcntl, 3, F_SETLEASE, F_WRLCK),
	C(fcntl, 3, F_GETLEASE), C(fcntl, 3, F_NOTIFY, 0x80000003),
	C(fcntl, 3, F_SETPIPE_SZ, 65536), C(fcntl, 3, F_ADD_SEALS, 0x1f),
	C(fcntl, 3, F_GET_SEALS),
	C(fcntl, 3, F_GET_RW_HINT, P(&hint)), C(fcntl, 3, F_SET_RW_HINT, P(&hint)),
	C(fcntl, 3, 37, P(&lk64)), C(fcntl, 3, 999, 5),
	C(flock, 3, 2 | 4), C(flock, 3, 8), C(fsync, 3), C(fdatasync, 3), C(sync), C(syncfs, 3),
	C(sync_file_range, 3, L(5), L(6), 7),
	C(fallocate, 3, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, L(4096), L(8192)),
	C(fallocate, 3, 0, L(0), L(1)),
	C(fadvise64, 3, L(0), 100, POSIX_FADV_DONTNEED), C(fadvise64_64, 3, L(1), L(2), 3),
	C(readahead, 3, L(5), 6),
	C(getdents, 3, P(zeros), 0), C(getdents64, 3, P(zeros), 4096), C(sendfile, 1, 2, 0, 100),
	C(splice, 3, P(&off), 4, 0, 100, 5), C(tee, 3, 4, 100, 2), C(vmsplice, 3, P(iov), 2, 8),
	C(copy_file_range, 3, P(&off), 4, P(&off2), 100, 0),
	C(utime, P(name), P(&utb)), C(utime, P(name), 0), C(utimes, P(name), P(tv)),
	C(futimesat, CWD, P(name), P(tv)),
	C(utimensat, CWD, P(name), P(ots), AT_SYMLINK_NOFOLLOW), C(utimensat, 3, 0, 0, 0),
	C(utimensat_time64, CWD, P(name), P(ts), 0),
	C(poll, P(pfd), 3, -1), C(poll, P(pfd), 3, 100), C(poll, 0, 0, 5), C(poll, BAD, 2, 5),
	C(ppoll, P(pfd), 2, P(ots), P(&sigset), 8),
	C(ppoll, P(pfd), 1, 0, 0, 8), C(ppoll_time64, P(pfd), 2, P(ts), P(&sigset), 8),
	C(select, 6, P(fdset), P(fdset2), 0, P(tv)),
	C(_newselect, 6, P(fdset), P(fdset2), 0, P(tv)),
	C(pselect6, 6, P(fdset), 0, P(fdset2), P(ots), 0),
	C(pselect6_time64, 6, P(fdset), 0, 0, P(ts), 0),
	C(epoll_create, 5), C(epoll_create1, 0x80000), C(epoll_ctl, 3, 1, 4, P(ev)),
	C(epoll_ctl, 3, 2, 4, 0), C(epoll_ctl, 3, 3, 4, P(ev + 1)),
	C(epoll_ctl, 3, 9, 4, P(ev)), C(epoll_wait, 3, P(ev), 2, -1),
	C(epoll_pwait, 3, P(ev), 2, 100, P(&sigset), 8),
	C(epoll_pwait2, 3, P(ev), 2, P(ts), 0, 8),
	C(inotify_init), C(inotify_init1, 0x80800),
	C(inotify_add_watch, 3, P(name), IN_CREATE | IN_DELETE | IN_ONLYDIR),
	C(inotify_add_watch, 3, P(name), IN_ALL_EVENTS),
	C(inotify_rm_watch, 3, 1),
	C(fanotify_init, FAN_CLASS_CONTENT | FAN_CLOEXEC, O_RDONLY | O_LARGEFILE),
	C(fanotify_mark, 3, FAN_MARK_ADD | FAN_MARK_MOUNT, L(FAN_OPEN | FAN_CLOSE), CWD, P(name)),
	C(setxattr, P(name), P("user.a"), P("value"), 5, XATTR_CREATE),
	C(lsetxattr, P(name), P("user.a"), P("value"), 5, 0),
	C(fsetxattr, 3, P("user.a"), 0, 0, XATTR_REPLACE),
	C(getxattr, P(name), P("user.a"), P(buf), 64), C(lgetxattr, P(name), P("user.a"), 0, 0),
	C(fgetxattr, 3, P("user.a"), P(buf), 64),
	C(listxattr, P(name), P(buf), 64), C(llistxattr, P(name), 0, 0),
	C(flistxattr, 3, P(buf), 64), C(removexattr, P(name), P("user.a")),
	C(lremovexattr, P(name), P("user.a")), C(fremovexattr, 3, P("user.a")),
	C(mount, P("/dev/x"), P(name), P("ext4"), 1 | 2 | 4096, P("opt=1")),
	C(mount, 0, P(name), 0, 32 | 1, 0),
	C(mount, P("t"), P(name), P("tmpfs"), (1 << 18) | 16384, 0),
	C(umount2, P(name), 3), C(umount, P(name)), C(pivot_root, P(name), P(other)),
	C(open_tree, CWD, P(name), 0x80001), C(move_mount, CWD, P(name), 3, P(""), 0x40),
	C(fsopen, P("ext4"), 1), C(fsconfig, 3, 1, P("key"), P("value"), 0),
	C(fsconfig, 3, 6, 0, 0, 0), C(fsmount, 3, 1, 5), C(fspick, CWD, P(name), 9),
	C(mount_setattr, CWD, P(name), AT_RECURSIVE, P(&attr), sizeof(attr)),
	C(swapon, P(name), 0x8005), C(swapoff, P(name)),
	C(quotactl, 0x80000700, P(name), 0, P(zeros)),
	C(eventfd, 5), C(eventfd2, 5, 0x80801), C(signalfd, I(-1), P(&sigset), 8),
	C(signalfd4, 3, P(&sigset), 8, 0x80800), C(timerfd_create, 1, 0x80800),
	C(memfd_create, P("mem"), MFD_CLOEXEC | MFD_ALLOW_SEALING),
	C(name_to_handle_at, CWD, P(name), P(&handle), P(two), AT_SYMLINK_FOLLOW),
	C(open_by_handle_at, 3, P(&handle), O_RDWR),
	C(io_setup, 5, P(zeros)), C(io_destroy, 5), C(io_getevents, 5, 1, 1, P(zeros), 0),
	C(io_submit, 5, 0, 0), C(io_cancel, 5, P(zeros), P(zeros)),
	C(io_uring_setup, 5, P(zeros)), C(io_uring_enter, 3, 1, 1, 1, 0, 8),
	C(io_uring_register, 3, 0, 0, 0), C(lookup_dcookie, L(1), P(buf), 64),
	C(ustat, 0x801, P(zeros)), C(sysfs, 3), C(sysfs, 1, P("ext4")), C(acct, P(name)),
	C(vhangup), C(bdflush, 0, 0), C(uselib, P(name)),
};
