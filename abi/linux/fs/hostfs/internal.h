/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * hostfs: a directory or file of the host as a filesystem.
 *
 * An inode is known by the host's (device, inode number). It is reached by the name under which it
 * was last looked up, relative to its directory's O_PATH descriptor; descriptors are opened when
 * needed, identity checked, and closed again when there are too many. An inode with cached pages
 * is kept when nobody uses it, so that a program run again finds the frames, and with them the
 * translated code, of its last run.
 */
#ifndef FS_HOSTFS_INTERNAL_H
#define FS_HOSTFS_INTERNAL_H

#include "fs/fs.h"
#include "host/file.h"
#include "host/notify.h"

#define HOSTFS_HASH 256	    /* buckets */
#define HOSTFS_MAX_FDS 256  /* descriptors kept open without being in use */
#define HOSTFS_MAX_DEVS 64
#define HOSTFS_MAX_WATCHES 512
#define HOSTFS_WATCH_HASH 64
#define HOSTFS_MAGIC 0x00c0ffee /* as of User Mode Linux's filesystem of this name */

struct hostfs_sb {
	struct super_block *sb;
	int self_fds; /* the host's /proc/self/fd */
	bool writable;
	bool foreign; /* our guest may be more than we are to the host: ask it, too */
	struct list_head hash[HOSTFS_HASH];
	struct list_head lru; /* inodes with descriptors not in use, least recent first */
	unsigned nr_fds;      /* descriptors of those on lru */
	/* watch.c */
	struct host_notify notify;
	unsigned nr_watches;
	uint64_t generation; /* the last one given */
	uint64_t told;	     /* epoch in which the host was asked for news */
	struct list_head watches[HOSTFS_WATCH_HASH];
	struct hostfs_inode *to_put; /* directories that lost a child, see forget_name */
	bool putting;
	uint64_t devs[HOSTFS_MAX_DEVS]; /* the host's devices seen; [0] is the root's */
	unsigned nr_devs;
};

struct hostfs_inode {
	struct inode *inode;
	struct list_head hash, lru;
	uint64_t dev, ino; /* the host's */
	struct host_time btime;
	bool has_btime;

	/* Where it was found last: NULL at the root and for what has no name any more. */
	struct inode *parent; /* referenced */
	char *name;
	struct hostfs_inode *put_next; /* on to_put */
	unsigned puts;

	int path_fd, read_fd, write_fd; /* -1: not open */
	bool write_fd_reads;		/* write_fd is O_RDWR */
	unsigned readers, writers;	/* open files that use the descriptors */
	unsigned pins;			/* uses of path_fd in progress */
	bool nameless; /* no name leads to it: what is open must stay open */

	unsigned checks; /* of names in it; of a regular file: of its own */
	/* of a directory: watch.c */
	int watch; /* -1: none */
	uint64_t generation;
	struct list_head watches;

	bool keep;	 /* may be kept for its pages when unused */
	bool hidden;	 /* a kernel filesystem of the host begins here */
	bool may_be_newer; /* cached pages may hold what the host's file does not, yet */
	bool wrote;	 /* our own writes changed the stamps below */
	uint64_t checked; /* epoch in which the inode's fields were taken from the host */
	/* of the cached pages */
	struct host_time mtime, ctime;
	uint64_t size, attributes, attributes_mask;
};

static inline struct hostfs_sb *hostfs_s(const struct super_block *sb)
{
	return sb->priv;
}

static inline struct hostfs_inode *hostfs_i(const struct inode *inode)
{
	return inode->priv;
}

/* inode.c */
/*
 * A number that differs from one system call to the next: what was asked of the host within a call
 * need not be asked again (a path walk ends at an inode that stat then describes).
 */
static inline uint64_t hostfs_epoch(void)
{
	const struct kernel_stats *s = &kernel->stats;

	return s->calls_x64 + s->calls_ia32 + s->calls_kernel + 1;
}
/* The inode that st describes, by the name in dir (NULL: root); referenced, or ERR_PTR. */
struct inode *hostfs_iget(struct super_block *sb, struct inode *dir, const char *name,
			  const struct host_stat *st);
bool hostfs_same(const struct hostfs_inode *hi, const struct host_stat *st);
/* Take the host's attributes over; forget pages that are older. */
void hostfs_take(struct inode *inode, const struct host_stat *st);
/* Ask the host, unless the current system call has done so. 0 or -errno. */
int hostfs_refresh(struct inode *inode);
int hostfs_refresh_now(struct inode *inode);
uint32_t hostfs_guest_dev(struct inode *inode);
int hostfs_set_name(struct hostfs_inode *hi, struct inode *parent, const char *name);
void hostfs_forget_name(struct hostfs_inode *hi);
void hostfs_destroy_inode(struct inode *inode);
bool hostfs_keep_inode(struct inode *inode);

/* watch.c */
/*
 * A number that the directory's names may be marked with, and which it keeps until the host tells
 * of a change; 0: it is not watched.
 */
uint64_t hostfs_generation(struct inode *dir);
void hostfs_unwatch(struct hostfs_inode *dir);

/* fd.c: borrowed descriptors, good until the next call of one of these */
int hostfs_path_fd(struct inode *inode);
int hostfs_any_fd(struct inode *inode); /* open for whatever */
int hostfs_read_fd(struct inode *inode);
int hostfs_write_fd(struct inode *inode);
void hostfs_adopt_write_fd(struct hostfs_inode *hi, int fd); /* O_RDWR */
void hostfs_pin(struct hostfs_inode *hi);
void hostfs_unpin(struct hostfs_inode *hi);
void hostfs_set_nameless(struct hostfs_inode *hi, bool nameless);
/* Open files come and go (+1, -1): the descriptors that they need stay open. */
void hostfs_count_opens(struct hostfs_inode *hi, int readers, int writers);
void hostfs_close_fds(struct hostfs_inode *hi);
void hostfs_shrink_fds(struct hostfs_sb *hs, unsigned leave);
/* A descriptor for one open file of its own (directories; O_NOATIME), owned by the caller. */
int hostfs_open_private(struct inode *inode, unsigned flags);

extern const struct inode_ops hostfs_dir_inode_ops, hostfs_file_inode_ops, hostfs_link_inode_ops,
	hostfs_special_inode_ops, hostfs_hidden_inode_ops;
extern const struct file_ops hostfs_file_ops, hostfs_dir_ops, hostfs_hidden_ops;
extern const struct address_space_ops hostfs_aops;
extern const struct xattr_ops hostfs_xattr_ops;

#endif
