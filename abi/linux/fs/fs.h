/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The virtual file system: inodes, dentries, mounts, open files, and what a filesystem supplies.
 * Linux's shapes and names, at our size. References: inode and dentry and file are counted;
 * `_get` takes one, `_put` drops it.
 */
#ifndef FS_FS_H
#define FS_FS_H

#include "argtypes.h"
#include "kernel/sched.h"
#include "kernel/task.h"
#include "kernel/time.h"
#include "lib/list.h"
#include "mm/mm.h"
#include "uaccess.h"
#include "uapi/fcntl.h"
#include "uapi/poll.h"
#include "uapi/stat.h"

struct dentry;
struct dir_context;
struct file;
struct inode;
struct kstat;
struct mount;
struct pid;
struct poll_table;
struct seq_buf;
struct super_block;

#define PATH_MAX 4096
#define NAME_MAX 255

struct path {
	struct mount *mnt;
	struct dentry *dentry;
};

struct iattr {
	unsigned valid; /* ATTR_* */
	uint32_t mode;
	uid_t uid;
	gid_t gid;
	uint64_t size;
	struct timespec64 atime, mtime, ctime;
	struct file *file; /* of ftruncate, or NULL */
};
#define ATTR_MODE 0x001
#define ATTR_UID 0x002
#define ATTR_GID 0x004
#define ATTR_SIZE 0x008
#define ATTR_ATIME 0x010
#define ATTR_MTIME 0x020
#define ATTR_CTIME 0x040
#define ATTR_ATIME_SET 0x080 /* to the given time, else now */
#define ATTR_MTIME_SET 0x100
#define ATTR_FORCE 0x400       /* the VFS's own change: no owner checks */
#define ATTR_TOUCH 0x800       /* utimes with "now" for both: write permission is enough */
#define ATTR_TIMES_SET 0x1000  /* utimes with anything else: the owner's right */
#define ATTR_KILL_SUID 0x2000  /* notify_change turns both into ATTR_MODE */
#define ATTR_KILL_SGID 0x4000
#define ATTR_OPEN 0x8000       /* truncated by open(O_TRUNC) */

/*
 * An absent operation: lookup -ENOTDIR; create, link, unlink, symlink, mkdir, rmdir, mknod, rename
 * -EPERM; get_link "not a symlink"; permission by mode bits (generic_permission); setattr and
 * getattr from the inode's fields; tmpfile -EOPNOTSUPP; xattrs -EOPNOTSUPP.
 * All are called with nothing held and may sleep only where the filesystem says so.
 *
 * The caller (namei.c) has checked permissions, types, existence and mounts, and does afterwards
 * what concerns names alone: a removed dentry is dropped, a renamed one moved (d_move, d_exchange).
 * A filesystem whose tree of dentries is the directory calls d_make_persistent() in create, link,
 * symlink, mkdir and mknod; nothing in unlink, rmdir and rename.
 */
struct inode_ops {
	/* Fill dentry with d_add(dentry, inode or NULL). 0 or -errno. */
	int (*lookup)(struct inode *dir, struct dentry *dentry);
	int (*create)(struct inode *dir, struct dentry *dentry, uint32_t mode, bool excl);
	int (*link)(struct dentry *old, struct inode *dir, struct dentry *dentry);
	int (*unlink)(struct inode *dir, struct dentry *dentry);
	int (*symlink)(struct inode *dir, struct dentry *dentry, const char *target);
	int (*mkdir)(struct inode *dir, struct dentry *dentry, uint32_t mode);
	int (*rmdir)(struct inode *dir, struct dentry *dentry);
	int (*mknod)(struct inode *dir, struct dentry *dentry, uint32_t mode, uint32_t rdev);
	int (*rename)(struct inode *odir, struct dentry *odentry, struct inode *ndir,
		      struct dentry *ndentry, unsigned flags);
	/* Text of the link into buf (NUL-terminated); length or -errno. */
	int (*get_link)(struct inode *inode, char *buf, size_t size);
	/* Magic links (/proc/self/fd/N): the target itself, referenced, instead of text. */
	int (*get_link_path)(struct inode *inode, struct path *path);
	int (*permission)(struct inode *inode, int mask); /* MAY_* */
	int (*setattr)(struct dentry *dentry, struct iattr *attr);
	int (*getattr)(const struct path *path, struct kstat *stat, uint32_t mask);
	int (*tmpfile)(struct inode *dir, struct dentry *dentry, uint32_t mode);
	/* Host and proc directories change behind us: is the cached answer still right? */
	bool (*revalidate)(struct inode *dir, struct dentry *dentry);
};

#define MAY_EXEC 1
#define MAY_WRITE 2
#define MAY_READ 4

struct inode {
	unsigned refs;
	struct super_block *sb;
	uint64_t ino;
	uint32_t mode; /* S_IFMT | permissions */
	uid_t uid;
	gid_t gid;
	unsigned nlink;
	uint32_t rdev;
	uint64_t size;	 /* bytes */
	uint64_t blocks; /* 512-byte units */
	uint32_t blksize;
	struct timespec64 atime, mtime, ctime, btime;
	unsigned i_flags; /* S_* below */
	const struct inode_ops *op;
	const struct file_ops *fop;
	struct address_space mapping;
	struct wait_queue_head wait; /* FIFO opens and the like */
	struct list_head flocks;     /* fs/locks.c */
	struct list_head marks;	     /* fs/fsnotify.c: who watches it */
	struct list_head xattrs;     /* fs/simple_xattr.c */
	struct list_head sb_node;
	struct list_head kept; /* inode.c: unused, kept for its pages */
	struct pipe *pipe;   /* FIFO */
	int writecount;	     /* > 0 open for write, < 0 being executed */
	unsigned seals;	     /* F_SEAL_* of memfd */
	uint8_t rw_hint;     /* F_SET_RW_HINT */
	void *priv;	     /* the filesystem's */
};

#define S_APPEND 0x004
#define S_IMMUTABLE 0x008
#define S_DEAD 0x010	 /* a removed directory: nothing can be made in it */
#define S_LINKABLE 0x020 /* O_TMPFILE: may be linked though nlink is 0 */
#define S_NOATIME 0x040	 /* never touch atime by reading */
#define S_NODUMP 0x080	 /* kept for backup programs */

/* Open for writing and being executed exclude each other. 0 or -ETXTBSY. */
static inline int get_write_access(struct inode *inode)
{
	if (inode->writecount < 0)
		return -ETXTBSY;
	inode->writecount++;
	return 0;
}
static inline void put_write_access(struct inode *inode)
{
	inode->writecount--;
}
static inline int deny_write_access(struct inode *inode)
{
	if (inode->writecount > 0)
		return -ETXTBSY;
	inode->writecount--;
	return 0;
}
static inline void allow_write_access(struct inode *inode)
{
	inode->writecount++;
}

/*
 * A name in a directory. The tree of dentries is the authority for filesystems whose tree lives
 * in memory (tmpfs: D_PERSISTENT keeps an entry that nobody uses), a cache for the others.
 */
struct dentry {
	unsigned refs;
	unsigned flags; /* D_* */
	struct dentry *parent; /* itself at a root */
	struct inode *inode;   /* NULL: negative */
	struct super_block *sb;
	struct list_head children, sibling; /* sibling: in the parent's children */
	struct list_head hash, lru;
	uint64_t cookie; /* position in the parent's listing; persistent entries, ascending */
	uint64_t next_cookie; /* of a directory: for its next entry */
	unsigned name_len;
	uint32_t name_hash;
	struct mount *mounts; /* on it, anywhere: a list by mount.next_on */
	void *priv;
	const char *name; /* NUL-terminated: iname, or shared text (dcache.c) */
	char iname[32];
};
#define D_PERSISTENT 1 /* in-memory filesystems: the tree holds a reference */
#define D_UNHASHED 2   /* new or removed: not found by lookup; "(deleted)" */
#define D_PSEUDO 4     /* of no directory: d_path gives the name as it is ("pipe:[7]") */

struct super_block {
	const struct fs_type *type;
	uint32_t dev; /* guest's st_dev, new encoding */
	unsigned magic, blocksize, flags; /* MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC */
	struct dentry *root; /* set by the filesystem: d_make_root() */
	struct list_head inodes;
	uint64_t next_ino;
	const struct super_ops *op;
	void *priv;
	unsigned refs; /* its maker's and one per mount */
	struct list_head node;
};

struct kstatfs {
	uint64_t type, bsize, blocks, bfree, bavail, files, ffree, namelen, frsize, flags;
	uint32_t fsid[2];
};

/*
 * Who keeps extended attributes. The caller has checked the name and what it needs. Sizes are as
 * the calls have them: 0 asks how long, -ERANGE says too short.
 */
struct xattr_ops {
	bool users_only; /* user.* alone; else security.* and trusted.*, too */
	long (*get)(struct inode *inode, const char *name, void *value, size_t size);
	int (*set)(struct inode *inode, const char *name, const void *value, size_t size,
		   unsigned flags); /* XATTR_CREATE, XATTR_REPLACE */
	int (*remove)(struct inode *inode, const char *name);
	long (*list)(struct inode *inode, char *names, size_t size); /* each with its NUL */
};

struct super_ops {
	/* The inode goes: give back priv. Pages (dirty ones were written) and inode are the VFS's. */
	void (*destroy_inode)(struct inode *inode);
	/* st has magic, block size, name length and fsid; absent: nothing more. */
	int (*statfs)(struct super_block *sb, struct kstatfs *st);
	void (*put_super)(struct super_block *sb); /* all inodes are gone; free priv, not sb */
	void (*show_options)(struct super_block *sb, struct seq_buf *s); /* ",key=value..." */
	bool (*keep_inode)(struct inode *inode); /* refs fell to 0: keep it cached? absent: no */
	const struct xattr_ops *xattrs; /* absent: there are none */
	/* Room for bytes more of simple_xattr_ops' attributes: 0 or -ENOSPC. */
	int (*charge_xattr)(struct super_block *sb, int64_t bytes);
	unsigned inode_flags; /* FS_*_FL that chattr may set; 0: there are none */
	bool has_handles; /* name_to_handle_at works: inode numbers are never used again */
};

struct fs_type {
	const char *name; /* "tmpfs", "proc", "devtmpfs", "hostfs" */
	bool nodev;	  /* for /proc/filesystems */
	bool single;	  /* one superblock, which mount(2) shows again */
	/* For mount(2): a superblock by option text ("" if none), or ERR_PTR. Absent: -ENODEV. */
	struct super_block *(*mount)(const char *options);
};
extern const struct fs_type tmpfs_type, proc_type, devfs_type;

struct mount {
	unsigned refs;
	struct mount *parent; /* itself at the root */
	struct dentry *mountpoint; /* in the parent; NULL at the root */
	struct dentry *root;
	struct mount *next_on; /* other mounts on the same dentry */
	struct super_block *sb;
	unsigned flags; /* MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC */
	int id;
	char *source; /* for /proc/mounts */
	bool expiring; /* MNT_EXPIRE was here once */
	struct list_head node; /* fs_mounts(), in order of mounting */
};

struct file;

/*
 * An absent operation: read, write -EINVAL; llseek -ESPIPE unless generic_file_llseek is named;
 * iterate -ENOTDIR; poll "always ready" (EPOLLIN|EPOLLOUT); ioctl -ENOTTY; mmap -ENODEV; fsync
 * -EINVAL; fallocate -EOPNOTSUPP; setfl anything goes; fasync -ENOTTY; flush, release, show_fdinfo nothing.
 * read, write, open, fsync, ioctl, fallocate and flush may sleep. What O_APPEND, O_SYNC and the
 * iterator's rwf ask for is write's to do (generic_write_checks helps).
 */
struct file_ops {
	int64_t (*read)(struct file *f, struct iov_iter *to, loff_t *pos);
	int64_t (*write)(struct file *f, struct iov_iter *from, loff_t *pos);
	loff_t (*llseek)(struct file *f, loff_t offset, int whence);
	int (*iterate)(struct file *f, struct dir_context *ctx);
	unsigned (*poll)(struct file *f, struct poll_table *pt); /* EPOLL* mask */
	long (*ioctl)(struct file *f, unsigned cmd, uint64_t arg); /* -ENOIOCTLCMD: unknown */
	int (*mmap)(struct file *f, struct vma *vma);
	int (*open)(struct inode *inode, struct file *f);
	int (*flush)(struct file *f); /* a descriptor is closed */
	void (*release)(struct file *f); /* the last reference goes */
	int (*fsync)(struct file *f, loff_t start, loff_t end, bool datasync);
	int (*fallocate)(struct file *f, int mode, loff_t offset, loff_t len);
	int (*setfl)(struct file *f, unsigned flags);
	int (*fasync)(struct file *f, fd_t fd, bool on); /* by fasync_helper() */
	void (*show_fdinfo)(struct file *f, struct seq_buf *out);
	bool no_splice_read, no_splice_write; /* -EINVAL, though there is read, write */
	bool page_cache; /* read from one: it may be gone around (O_DIRECT), splice takes its pages */
};

struct file {
	unsigned refs;
	unsigned flags; /* O_* without O_CLOEXEC, O_CREAT and the like */
	unsigned mode;	/* FMODE_* */
	struct path path;
	struct inode *inode;
	const struct file_ops *op;
	loff_t pos;
	/* fs/fasync.c: who gets SIGIO, with whose rights */
	unsigned owner_sig; /* F_SETSIG */
	int owner_type;	    /* F_OWNER_* */
	struct pid *owner;  /* NULL: nobody */
	uid_t owner_uid, owner_euid;
	struct list_head epoll_items; /* watchers (eventpoll) */
	const struct cred *cred;      /* of the opener; NULL: the kernel */
	void *priv;
};
#define FMODE_READ 1
#define FMODE_WRITE 2
#define FMODE_PATH 4	/* O_PATH: no operations */
#define FMODE_STREAM 8	/* no position: pread is -ESPIPE */
#define FMODE_NOSEEK 16 /* lseek is -ESPIPE, too */
#define FMODE_NOWAIT 32 /* read and write honour RWF_NOWAIT (struct iov_iter's rwf) */
#define FMODE_WRITER 64 /* counted in the inode's writecount; open.c's alone */
#define FMODE_CREATED 128 /* this open made the file; open.c's alone */
#define FMODE_SPLICE_NOWAIT 512 /* SPLICE_F_NONBLOCK counts for reading it, not for the pipe alone */
#define FMODE_NOSPLICE 256 /* splice and sendfile refuse it: -EINVAL */
#define FMODE_NOCTTY 1024 /* opened with O_NOCTTY */
#define FMODE_NODIRECT 2048 /* no O_DIRECT, though its kind of file could have it */

struct dir_context {
	loff_t pos;
	/* false: the buffer is full, stop without advancing pos. */
	bool (*emit)(struct dir_context *ctx, const char *name, unsigned len, loff_t next,
		     uint64_t ino, unsigned type /* DT_* */);
};

struct kstat {
	uint32_t mode, nlink, blksize, result_mask;
	uint64_t attributes, attributes_mask;
	uint64_t ino, size, blocks;
	uid_t uid;
	gid_t gid;
	uint32_t dev, rdev; /* new encoding */
	struct timespec64 atime, mtime, ctime, btime;
	uint64_t mnt_id;
};

/*
 * poll and friends: an object calls poll_wait for each queue that may change its answer. Without a
 * table nobody will wait for that; with one an object that learns of events only on request (a
 * host's descriptor) has to ask for those in key.
 */
struct poll_table {
	void (*queue)(struct poll_table *pt, struct file *f, struct wait_queue_head *q);
	/* queue is NULL when every queue is known already */
	unsigned key; /* EPOLL* that the caller cares for */
};
static inline void poll_wait(struct file *f, struct wait_queue_head *q, struct poll_table *pt)
{
	if (pt && pt->queue)
		pt->queue(pt, f, q);
}

/* What f says it is ready for now; pt NULL: only ask. */
static inline unsigned vfs_poll(struct file *f, struct poll_table *pt)
{
	return f->op->poll ? f->op->poll(f, pt) : EPOLLIN | EPOLLRDNORM | EPOLLOUT | EPOLLWRNORM;
}
/* The last reference of a watched file goes (for file_put, if epoll_items is not empty). */
void eventpoll_release_file(struct file *f);

/* Text that /proc files and fdinfo build (fs/seq_buf.c); grows in the arena. */
struct seq_buf {
	char *data;
	size_t len, cap;
	bool failed; /* no memory */
};
void seq_printf(struct seq_buf *s, const char *fmt, ...) __printf(2, 3);
void seq_write(struct seq_buf *s, const void *data, size_t n);
void seq_puts(struct seq_buf *s, const char *text);
void seq_putc(struct seq_buf *s, char c);
/* A path with blanks, newlines and backslashes as \ooo, as /proc/mounts and maps have it. */
void seq_path(struct seq_buf *s, const struct path *path);
void seq_escape(struct seq_buf *s, const char *text, const char *which);
void seq_free(struct seq_buf *s);

/* --- descriptors (fs/file.c) --- */
struct files_struct;
struct fs_struct {
	unsigned refs;
	uint32_t umask;
	struct path root, pwd;
};

struct files_struct *files_create(void); /* empty; NULL: no memory */
struct files_struct *files_get(struct files_struct *files);
struct files_struct *files_dup(const struct files_struct *old); /* NULL: no memory */
int files_unshare(void);
void files_put(struct files_struct *files);
struct fs_struct *fs_struct_create(void); /* at the root mount */
struct fs_struct *fs_struct_dup(const struct fs_struct *old); /* NULL: no memory */
void fs_struct_put(struct fs_struct *fs);
void files_close_on_exec(struct files_struct *files);

struct file *file_get(fd_t fd);	    /* not O_PATH; a reference; NULL: bad descriptor */
struct file *file_get_raw(fd_t fd); /* O_PATH too */
void file_put(struct file *f);
void file_putp(struct file **f); /* for auto_file */
#define auto_file __cleanup(file_putp) struct file
static inline struct file *file_ref(struct file *f)
{
	f->refs++;
	return f;
}

/* A free number >= min, taken but empty: fd or -EMFILE, -ENOMEM. */
int fd_reserve_from(unsigned min, unsigned oflags);
/* *fd = lowest free number; 0 or -EMFILE, -ENOMEM. O_CLOEXEC in oflags counts. */
int fd_reserve(int *fd, unsigned oflags);
void fd_unreserve(int fd);
void fd_install(int fd, struct file *f); /* takes the reference */
int fd_close(int fd);			 /* -EBADF, or what flush said */
/* For /proc: the file at fd of a task, referenced, or NULL; next descriptor >= fd, or -1. */
struct file *files_lookup(struct files_struct *files, unsigned fd, bool *cloexec);
int files_next(struct files_struct *files, unsigned fd);
unsigned files_max_fds(const struct files_struct *files); /* of the table as it is now: >= 64 */

/*
 * Record locks (fs/locks.c); the layout at ua is chosen by cmd and ABI (F_*LK of i386: 32 bits).
 * The command is known to be one of F_GETLK, F_SETLK, F_SETLKW, their *64 and their OFD forms.
 */
long fcntl_dirnotify(fd_t fd, struct file *f, unsigned arg); /* dnotify.c */
long fcntl_getlk(struct file *f, unsigned cmd, uaddr_t ua);
long fcntl_setlk(fd_t fd, struct file *f, unsigned cmd, uaddr_t ua); /* may sleep */
/* A descriptor of files goes: POSIX locks of that table on the inode end. */
void locks_remove_posix(struct file *f, struct files_struct *owner);
void locks_remove_file(struct file *f); /* the last reference goes: flock and OFD locks end */
/* kcmp: the toff-th file that an epoll set watches at descriptor tfd, borrowed; -EINVAL, -ENOENT. */
struct file *eventpoll_watched(const struct file *f, int tfd, unsigned toff);
/* What an epoll set watches, as long as fn says true; of other files nothing. */
void eventpoll_each(const struct file *f,
		    bool (*fn)(void *ctx, int fd, const struct file *f, unsigned events), void *ctx);
/* The process that a directory of /proc is of, borrowed; -EBADF: of none; -ESRCH: it is gone. */
struct pid *proc_process(const struct file *f);
/* F_SETOWN and F_GETOWN: who gets SIGIO; a negative number is a process group. 0 or -errno. */
int file_setown(struct file *f, int who);
int file_getown(const struct file *f);
int file_setown_ex(struct file *f, uaddr_t ua);
int file_getown_ex(const struct file *f, uaddr_t ua);
int file_getowner_uids(const struct file *f, uaddr_t ua);
void file_drop_owner(struct file *f);
/* O_ASYNC, by descriptor fd: 0, -ENOTTY (no such signals from f), -ENOMEM. */
int file_set_async(struct file *f, fd_t fd, bool on);
/* For file_ops.fasync: f enters or leaves a list of those who want signals. 0 or -ENOMEM. */
int fasync_helper(struct file *f, fd_t fd, bool on, struct list_head *list);
/* Something happened (POLL_IN, POLL_OUT ...) on the object of the list. */
void __kill_fasync(struct list_head *list, int reason);
static inline void kill_fasync(struct list_head *list, int reason)
{
	if (!list_empty(list))
		__kill_fasync(list, reason);
}
void file_send_sigio(const struct file *f, fd_t fd, int reason); /* POLL_*: why */
void file_send_sigurg(const struct file *f); /* to the owner, whoever wants signals */
void send_sigpipe(void); /* to current (fs/pipe.c) */
/* Pipes' F_SETPIPE_SZ and F_GETPIPE_SZ (fs/pipe.c); -EBADF when f is no pipe. */
long pipe_fcntl(struct file *f, unsigned cmd, uint64_t arg);
/* F_ADD_SEALS and F_GET_SEALS (mm/memfd.c); -EINVAL when f cannot be sealed. */
long memfd_fcntl(struct file *f, unsigned cmd, uint64_t arg);

/* --- making files (fs/open.c, fs/anon.c) --- */
/* Open what path names. A file or ERR_PTR. May sleep. */
struct file *dentry_open(const struct path *path, unsigned flags);
struct file *filp_open(const char *name, unsigned flags, uint32_t mode); /* from the task's root */
/* No name, no directory: eventfd and friends; "anon_inode:[name]". A file or ERR_PTR. */
struct file *anon_file(const char *name, const struct file_ops *op, void *priv, unsigned flags);
/*
 * The same behind a new descriptor, for what is read and written as a stream: the access mode,
 * O_NONBLOCK and O_CLOEXEC count. The descriptor, or -errno: priv is the caller's still.
 */
int anon_fd(const char *name, const struct file_ops *op, void *priv, unsigned flags);
/* The same on an inode of its own, a regular file's with that number. */
struct file *anon_file_of(const char *name, const struct file_ops *op, void *priv, unsigned flags,
			  uint64_t ino);
/* A file on path (both references are taken), mode from flags; op->open is not called. */
struct file *file_alloc(const struct path *path, unsigned flags, const struct file_ops *op);
/*
 * An object with an inode of its own and no directory (pipes, sockets): an inode of the internal
 * filesystem, and a path to it whose d_path is "prefix:[ino]". NULL, -ENOMEM: no memory.
 */
struct inode *pseudo_inode(uint32_t mode);
int pseudo_path(const char *prefix, struct inode *inode, struct path *path); /* takes the inode */
/* An unlinked tmpfs file for memfd and shared anonymous memory; d_path "/name (deleted)". */
struct file *shmem_file_setup(const char *name, uint64_t size, unsigned flags);

/* --- names (fs/namei.c) --- */
#define LOOKUP_FOLLOW 0x01
#define LOOKUP_DIRECTORY 0x02
#define LOOKUP_EMPTY 0x04     /* AT_EMPTY_PATH */
#define LOOKUP_PARENT 0x08
#define LOOKUP_NO_XDEV 0x10   /* RESOLVE_* of openat2 */
#define LOOKUP_NO_MAGICLINKS 0x20
#define LOOKUP_NO_SYMLINKS 0x40
#define LOOKUP_BENEATH 0x80
#define LOOKUP_IN_ROOT 0x100
#define LOOKUP_CACHED 0x200
#define LOOKUP_KERNEL 0x400 /* of the machine itself: from its root, no permission checks */

/* One copy of a path: what was checked is what is used. 0, -EFAULT, -ENAMETOOLONG, -ENOENT. */
int getname(char name[PATH_MAX], uaddr_t upath);
int getname_flags(char name[PATH_MAX], uaddr_t upath, bool empty_ok);
/* Resolve; *path is referenced. 0 or -errno. */
int path_lookup(dfd_t dfd, const char *name, unsigned lookup, struct path *path);
/*
 * A new node of type and mode (without the task's umask) at a path, for the kernel itself: *path is
 * referenced. kern_unlink takes it back while it stands where it was made.
 */
int kern_mknod(const char *name, uint32_t mode, struct path *path);
void kern_unlink(const struct path *path);
int user_path_at(dfd_t dfd, uaddr_t upath, unsigned lookup, struct path *path);
void path_get(const struct path *path);
void path_put(const struct path *path);
int inode_permission(struct inode *inode, int mask); /* read-only mounts are the caller's check */
int generic_permission(struct inode *inode, int mask);
bool inode_owner_or_capable(const struct inode *inode);
int mnt_want_write(struct mount *mnt); /* -EROFS */
bool path_noexec(const struct path *path);
bool path_nosuid(const struct path *path);
/* setattr through the VFS's checks of set-id bits: chmod, truncate and what the kernel does so. */
int notify_change(struct dentry *dentry, struct iattr *attr);
int vfs_getattr(const struct path *path, struct kstat *stat, uint32_t mask);
int vfs_truncate(const struct path *path, loff_t length);
/* Set-id bits go when somebody without the right writes: call before changing data. */
int file_remove_privs(struct file *f);
/* Path of a dentry as the task sees it, at the end of buf; ERR_PTR(-ENAMETOOLONG). */
char *d_path(const struct path *path, char *buf, size_t size);
const char *path_name(const struct path *path); /* the last component of that */

/* --- dentries and inodes for filesystems (fs/dcache.c, fs/inode.c) --- */
struct inode *inode_alloc(struct super_block *sb, uint32_t mode); /* refs 1, times now; or NULL */
/* Owner and group of a new inode in dir (set-group-ID directories), mode as it will be. */
void inode_init_owner(struct inode *inode, const struct inode *dir, uint32_t mode);
void inode_get(struct inode *inode);
void inode_put(struct inode *inode);
struct dentry *d_alloc(struct dentry *parent, const char *name, unsigned len);
struct dentry *d_make_root(struct inode *inode); /* takes the inode's reference */
void d_add(struct dentry *dentry, struct inode *inode); /* takes the reference; NULL: negative */
void d_instantiate(struct dentry *dentry, struct inode *inode); /* a negative one becomes real */
void d_make_persistent(struct dentry *dentry); /* the tree takes a reference; listed last */
void d_tmpfile(struct dentry *dentry, struct inode *inode); /* O_TMPFILE: named "#ino", unhashed */
void d_drop(struct dentry *dentry); /* removed: unhash */
void dget(struct dentry *dentry);
void dput(struct dentry *dentry);
struct dentry *d_lookup(struct dentry *parent, const char *name, unsigned len); /* cached; ref */

/* --- superblocks and mounts (fs/super.c, fs/mount.c) --- */
/* refs 1: the maker's, to be dropped once it is mounted (or was not). NULL: no memory. */
struct super_block *sb_alloc(const struct fs_type *type, const struct super_ops *op);
void sb_put(struct super_block *sb);
/* Mounts sb's root (or a dentry of it) at path; takes over nothing. 0 or -errno. */
int do_mount(struct super_block *sb, struct dentry *root, const struct path *at, unsigned flags,
	     const char *source);
struct list_head *fs_supers(void); /* struct super_block by node */
struct list_head *fs_mounts(void); /* struct mount by node */
/* mkdir -p in the tmpfs root, for mount points; path in *out, referenced. */
int kern_mkdir_p(const char *name, uint32_t mode, struct path *out);
/* The embedder's: mount sb at an absolute path, making it and its parents. Takes sb's reference. */
int kern_mount(struct super_block *sb, const char *at, unsigned flags, const char *source);
/* The embedder's: sb becomes the whole tree; /dev and /proc move to it where it has them. */
int kern_mount_root(struct super_block *sb, unsigned flags, const char *source);
int kern_chdir(const char *name); /* of current; 0 or as chdir(2) */

/* --- helpers for file_ops --- */
int generic_file_open(struct inode *inode, struct file *f); /* -EOVERFLOW without O_LARGEFILE */
/*
 * Before a write to a regular file: O_APPEND, RLIMIT_FSIZE (SIGXFSZ), the largest offset. Bytes to
 * write (0: nothing to do), from's count cut to it; or -errno.
 */
int64_t generic_write_checks(struct file *f, struct iov_iter *from, loff_t *pos, uint64_t i_size);
/* The limits alone, of count bytes at pos: bytes to write, or -EFBIG. */
int64_t generic_write_limit(const struct file *f, loff_t pos, uint64_t count);
/* The same limits for a size: 0, -EFBIG. */
int inode_newsize_ok(const struct inode *inode, uint64_t size);
loff_t generic_file_llseek(struct file *f, loff_t offset, int whence);
int generic_file_mmap(struct file *f, struct vma *vma);
int64_t generic_read_dir(struct file *f, struct iov_iter *to, loff_t *pos); /* -EISDIR */
/* Directories of persistent dentries: listing, and lseek over its positions. */
int dcache_iterate(struct file *f, struct dir_context *ctx);
loff_t dcache_dir_llseek(struct file *f, loff_t offset, int whence);
void dcache_dir_release(struct file *f);
int noop_fsync(struct file *f, loff_t start, loff_t end, bool datasync);
void generic_fillattr(struct inode *inode, struct kstat *stat);
int setattr_prepare(struct dentry *dentry, struct iattr *attr); /* owner and capability checks */
void setattr_copy(struct inode *inode, const struct iattr *attr);
void touch_atime(struct file *f); /* by the rules of relatime, O_NOATIME, read-only mounts */
void touch_atime_path(const struct path *path);
void file_update_time(struct file *f); /* mtime and ctime: now */
struct timespec64 current_time(void); /* CLOCK_REALTIME */

int64_t vfs_read(struct file *f, uaddr_t buf, size_t count);
int64_t vfs_write(struct file *f, uaddr_t buf, size_t count);
/* Kernel buffers: exec reads headers, /proc. */
int64_t kernel_read(struct file *f, void *buf, size_t n, loff_t pos);
int64_t kernel_write(struct file *f, const void *buf, size_t n, loff_t *pos);

/* --- boot (fs/init.c): the tmpfs root, /dev, /proc, /tmp; then what the embedder mounts --- */
int fs_init(struct kernel *k);
/* How many there are, for tests that count: nothing may leak. */
struct fs_counts {
	unsigned long inodes, dentries, files, mounts;
};
void fs_count(struct fs_counts *counts); /* unused cached entries are dropped before */
void fs_exit(struct kernel *k, struct fs_counts *left); /* left: what was still in use */
/* Memory is short: drop unused dentries and inodes with their clean pages. */
void fs_shrink(void);

/* Filesystems, one constructor each: a superblock or ERR_PTR. */
struct super_block *tmpfs_create(uint64_t max_bytes, uint32_t root_mode);
struct super_block *proc_create(void);
struct super_block *devfs_create(void);
/* host_fd: a directory or regular file, owned by the superblock from here. */
struct super_block *hostfs_create(int host_fd, bool writable, const char *source);

/*
 * Descriptors 0..2 onto the host's own (host_fd stays the caller's), with its access mode;
 * terminals get a tty. A file or ERR_PTR.
 */
struct file *host_stream_open(int host_fd);
/*
 * What of f cannot be brought back later (a static line): a host's pipe, socket or device. NULL:
 * nothing; of a regular file with a position of the host's, *host_fd is its descriptor there.
 */
const char *host_stream_state(const struct file *f, int *host_fd);
/* Nothing is told of changes on the host any more; who wants to know asks. */
void hostfs_unwatch_all(void);
void tty_exit(struct kernel *k); /* terminals get their modes back; after the last file is closed */

/* Character devices by number, for device nodes anywhere. NULL: -ENXIO. */
const struct file_ops *chrdev_ops(uint32_t rdev);
extern const struct file_ops fifo_ops, bad_file_ops;

#endif
