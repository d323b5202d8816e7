/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the VFS show each other and nobody else. */
#ifndef FS_INTERNAL_H
#define FS_INTERNAL_H

#include <string.h>
#include "fs/fs.h"
#include "kernel/cred.h"
#include "kernel/slab.h"

/* The internal filesystems of what has no name. */
enum pseudo_fs { PSEUDO_ANON, PSEUDO_PIPE, PSEUDO_SOCK, NR_PSEUDO_FS };

/* One machine's file system state; kernel->fs. */
struct fs_state {
	/* mount.c */
	struct mount *root; /* of the only namespace */
	struct list_head mounts;
	int next_mount_id;
	/* super.c */
	struct list_head supers;
	uint32_t next_dev; /* minor number of the next superblock's device */
	/* dcache.c: names by hash, and those that nobody uses in order of their last use */
	struct list_head *hash;
	unsigned hash_bits;
	unsigned long nr_dentries, nr_unused;
	struct list_head unused;
	/* inode.c: inodes that nobody uses, kept for their pages */
	struct list_head kept;
	unsigned long nr_inodes, nr_kept;
	/* open files */
	unsigned long nr_files;
	/* fsnotify.c, inotify.c */
	unsigned long nr_marks;
	struct list_head inotify_groups;
	uint32_t move_cookie;
	unsigned long nr_busy_inodes, nr_busy_dentries; /* referenced when their superblock ended */
	/* anon.c: mounts of the internal filesystems, and the one shared inode of the first */
	struct mount *pseudo_mnt[NR_PSEUDO_FS];
	struct inode *anon_inode;
	struct mount *shm_mnt;
};

/* A 64-bit value that i386 passes in two registers. */
static inline loff_t pair(uint32_t high, uint32_t low)
{
	return (loff_t)((uint64_t)high << 32 | low);
}

static inline struct fs_state *fs_state(void)
{
	return kernel->fs;
}

/* Before the first task runs there are no credentials: the machine itself may do everything. */
static inline uid_t current_fsuid(void)
{
	return current ? current->cred->fsuid : 0;
}

static inline gid_t current_fsgid(void)
{
	return current ? current->cred->fsgid : 0;
}

static inline bool fs_capable(int cap)
{
	return !current || capable(cap);
}

static inline uint32_t current_umask(void)
{
	return current && current->fs ? current->fs->umask : 0;
}

/* dcache.c */
int dcache_init(struct fs_state *fs);
void dcache_exit(struct fs_state *fs);
uint32_t name_hash(const char *name, unsigned len);
struct dentry *d_lookup_hash(struct dentry *parent, const char *name, unsigned len, uint32_t hash);
struct dentry *d_alloc_pseudo(struct super_block *sb, const char *name);
void d_invalidate(struct dentry *dentry);	 /* a cached answer turned out wrong */
void d_remove(struct dentry *dentry);		 /* its file is unlinked here */
void d_move(struct dentry *dentry, struct dentry *target); /* takes target's place and name */
void d_exchange(struct dentry *a, struct dentry *b);
void dcache_prune_below(struct dentry *top); /* what is unused there goes */
void dcache_prune_all(void);
void dcache_kill_tree(struct dentry *root);	 /* the superblock ends */
bool is_subdir(const struct dentry *dentry, const struct dentry *ancestor);

/*
 * Hashing is open-coded in the walk: a name is read once. No step waits long for the one before,
 * as one that multiplies would; nine characters of a name do not get in each other's way.
 */
static inline uint64_t name_hash_step(uint64_t h, unsigned char c)
{
	return (h << 7 | h >> 57) ^ c;
}

static inline uint32_t name_hash_end(uint64_t h)
{
	return (uint32_t)(h * 0x9e3779b97f4a7c15ull >> 32);
}

/* inode.c */
void inode_evict(struct inode *inode);
void inodes_prune(void); /* kept ones that nobody uses go */

/* super.c */
int supers_init(struct fs_state *fs);

/* mount.c */
struct mount *mount_alloc(struct super_block *sb, struct dentry *root, unsigned flags,
			  const char *source);
struct mount *lookup_mount(const struct mount *parent, const struct dentry *mountpoint);
void mnt_get(struct mount *mnt);
void mnt_put(struct mount *mnt);
void mount_attach(struct mount *mnt, struct mount *parent, struct dentry *mountpoint);
void mount_unhook(struct mount *mnt);
void mount_detach(struct mount *mnt);
struct mount *child_mount(const struct mount *mnt); /* one on mnt, or NULL */
void detach_mounts(struct mount *top); /* with everything below it, leaves first */
void mounts_after(struct mount *top);  /* it was moved to the end of the list of mounts */
bool is_mountpoint(const struct dentry *dentry);
int mounts_init(struct fs_state *fs);

/* kern_mount.c */
void fs_root_path(struct path *path); /* of the namespace; referenced */
/* fs_struct.c */
void fs_struct_reroot(struct fs_struct *fs, const struct path *root);
void fs_struct_follow_root(struct fs_struct *fs, const struct path *old, const struct path *new);

/* anon.c */
int anon_init(struct fs_state *fs);
void anon_exit(struct fs_state *fs);

/* tmpfs: a regular file without a name. ERR_PTR. */
struct inode *tmpfs_new_file(struct super_block *sb, uint32_t mode, uint64_t size);

/* namei.c: a walk in progress. */
#define MAXSYMLINKS 40

enum last_type { LAST_NORM, LAST_ROOT, LAST_DOT, LAST_DOTDOT };

struct nameidata {
	struct path path; /* where we are; referenced */
	struct path root; /* never above it; referenced */
	bool scoped;	  /* RESOLVE_BENEATH, RESOLVE_IN_ROOT: root is the start */
	unsigned flags;	  /* LOOKUP_* */
	const char *name; /* what is left of the current text */
	const char *last; /* the component at hand: not NUL-terminated */
	unsigned last_len;
	uint32_t last_hash;
	enum last_type last_type;
	unsigned nr_links; /* followed; their texts live until the end of the walk */
	unsigned depth;	   /* texts to go back to */
	char *text[MAXSYMLINKS];
	const char *rest[MAXSYMLINKS];
};

/* Start at dfd, walk all but the last component. 0 or -errno; nd_end() is due in any case. */
int nd_start(struct nameidata *nd, dfd_t dfd, const char *name, unsigned flags);
int walk_to_last(struct nameidata *nd);
void nd_end(struct nameidata *nd);
/* Look the last component up in nd->path: referenced dentry (maybe negative) or ERR_PTR. */
struct dentry *lookup_last_dentry(struct nameidata *nd);
/* Go to a dentry found by it (its reference is taken): 0, 1 a link's text is next, -errno. */
int step_into(struct nameidata *nd, struct dentry *dentry, bool trailing);
int handle_dots(struct nameidata *nd);
static inline bool trailing_slash(const struct nameidata *nd)
{
	return nd->last[nd->last_len] != '\0';
}
struct dentry *lookup_one(struct dentry *parent, const char *name, unsigned len);

/* namei_create.c and others: checks of namei's kind */
int may_create(struct inode *dir, const struct dentry *child);
int may_delete(struct inode *dir, const struct dentry *victim, bool isdir);
uint32_t prepare_mode(const struct inode *dir, uint32_t mode);
bool check_sticky(const struct inode *dir, const struct inode *inode);

/* open.c, namei_open.c */
#define O_TMPFILE_BIT (O_TMPFILE & ~O_DIRECTORY)

struct open_flags {
	unsigned open_flag; /* O_* */
	uint32_t mode;
	unsigned acc_mode; /* MAY_* */
	unsigned lookup;
};
struct open_how {
	uint64_t flags, mode, resolve;
};
int build_open_flags(const struct open_how *how, struct open_flags *op);
int open_flags_of(unsigned flags, struct open_flags *op); /* of an open(2) that makes nothing */
struct file *do_filp_open(dfd_t dfd, const char *name, const struct open_flags *op);
struct file *file_reopen(const struct path *path, const struct open_flags *op);
/*
 * Opens f, which has its flags and nothing else, on path; permissions were checked. fmode:
 * FMODE_CREATED. 0 or -errno; the file is the caller's to put either way. May sleep (op->open).
 */
int file_open_on(struct file *f, const struct path *path, unsigned fmode);
struct file *file_open_path(const struct path *path, unsigned flags, unsigned fmode);
struct file *file_alloc_empty(unsigned flags); /* or ERR_PTR */
void file_set_path(struct file *f, const struct path *path); /* takes references */
/* attr.c */
void send_sigxfsz(void); /* RLIMIT_FSIZE was passed */
unsigned setattr_kill_sgid(const struct inode *inode);
int do_truncate(struct dentry *dentry, uint64_t length, unsigned time_attrs, struct file *f);
bool can_odirect(const struct file *f); /* may it have O_DIRECT */
const struct file_ops *inode_file_ops(const struct inode *inode);

/* file.c */
bool fd_get_cloexec(int fd);
void fd_set_cloexec(int fd, bool on);
void files_close_range(unsigned fd, unsigned last, bool only_mark);
int fd_replace(unsigned fd, struct file *f, unsigned oflags); /* fd becomes another of f */

static inline bool special_file(uint32_t mode)
{
	return S_ISCHR(mode) || S_ISBLK(mode) || S_ISFIFO(mode) || S_ISSOCK(mode);
}

#endif
