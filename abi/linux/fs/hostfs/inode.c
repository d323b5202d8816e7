/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hostfs inodes: identity, attributes, and the cache of those that nobody uses. */
#include "fs/hostfs/internal.h"

#include "kernel/slab.h"

static struct list_head *bucket(struct hostfs_sb *hs, uint64_t dev, uint64_t ino)
{
	uint64_t h = (ino ^ dev << 32) * 0x9e3779b97f4a7c15ull;

	return &hs->hash[h >> 32 & (HOSTFS_HASH - 1)];
}

static bool same_time(const struct host_time *a, const struct host_time *b)
{
	return a->sec == b->sec && a->nsec == b->nsec;
}

static bool has_fd(const struct hostfs_inode *hi)
{
	return hi->path_fd >= 0 || hi->read_fd >= 0 || hi->write_fd >= 0;
}

/*
 * A number can be used again by the host for another file, but not while we hold the inode: then
 * the number alone decides. (The time of birth does not, on overlays: it changes with copy-up.)
 */
bool hostfs_same(const struct hostfs_inode *hi, const struct host_stat *st)
{
	if (hi->dev != st->dev || hi->ino != st->ino)
		return false;
	if ((hi->inode->mode ^ st->mode) & S_IFMT)
		return false;
	if (has_fd(hi) || !hi->has_btime || !st->has_btime)
		return true;
	return same_time(&hi->btime, &st->btime);
}

static struct timespec64 to_timespec64(const struct host_time *t)
{
	return (struct timespec64){ t->sec, t->nsec };
}

/* The host's device as the guest sees it: numbers of ours, in order of appearance. */
static uint32_t guest_dev(struct hostfs_sb *hs, uint64_t dev)
{
	unsigned i;

	for (i = 0; i < hs->nr_devs && hs->devs[i] != dev;)
		i++;
	if (i == hs->nr_devs && i < HOSTFS_MAX_DEVS)
		hs->devs[hs->nr_devs++] = dev;
	return MKDEV(0, MINOR(hs->sb->dev) + (i << 10));
}

uint32_t hostfs_guest_dev(struct inode *inode)
{
	return guest_dev(hostfs_s(inode->sb), hostfs_i(inode)->dev);
}

static void check_pages(struct hostfs_inode *hi, const struct host_stat *st)
{
	bool changed = !same_time(&hi->mtime, &st->mtime) || !same_time(&hi->ctime, &st->ctime) ||
		       hi->size != st->size;

	if (changed && hi->inode->mapping.nr_pages && !hi->wrote)
		filemap_invalidate(&hi->inode->mapping);
	hi->wrote = false;
	hi->mtime = st->mtime;
	hi->ctime = st->ctime;
	hi->size = st->size;
}

void hostfs_take(struct inode *inode, const struct host_stat *st)
{
	struct hostfs_inode *hi = hostfs_i(inode);

	if (S_ISREG(st->mode))
		check_pages(hi, st);
	inode->mode = st->mode;
	inode->nlink = st->nlink;
	inode->uid = st->uid;
	inode->gid = st->gid;
	inode->size = st->size;
	inode->blocks = st->blocks;
	inode->blksize = st->blksize;
	inode->rdev = st->rdev;
	inode->atime = to_timespec64(&st->atime);
	inode->mtime = to_timespec64(&st->mtime);
	inode->ctime = to_timespec64(&st->ctime);
	inode->btime = to_timespec64(&st->btime);
	hi->btime = st->btime;
	hi->has_btime = st->has_btime;
	hi->attributes = st->attributes;
	hi->attributes_mask = st->attributes_mask;
	hi->checked = hostfs_epoch();
}

/* The inode's own: by a descriptor, else by its name. */
static int stat_inode(struct inode *inode, struct host_stat *st)
{
	struct hostfs_inode *hi = hostfs_i(inode);
	int fd, err;

	if (has_fd(hi))
		return host_stat(hostfs_any_fd(inode), st);
	if (!hi->parent)
		return -ESTALE;
	fd = hostfs_path_fd(hi->parent);
	if (fd < 0)
		return fd;
	err = host_stat_at(fd, hi->name, st);
	if (err == -ENOENT || (!err && !hostfs_same(hi, st)))
		return -ESTALE;
	return err;
}

int hostfs_refresh_now(struct inode *inode)
{
	struct host_stat st;
	int err = stat_inode(inode, &st);

	if (!err)
		hostfs_take(inode, &st);
	return err;
}

int hostfs_refresh(struct inode *inode)
{
	return hostfs_i(inode)->checked == hostfs_epoch() ? 0 : hostfs_refresh_now(inode);
}

/* --- names --- */

/*
 * A directory may go with its last child, its own directory with it, and so on up: by a loop, the
 * guest's nesting is deeper than a kernel stack.
 */
static void put_dir(struct hostfs_sb *hs, struct hostfs_inode *dir)
{
	if (!dir->puts++) {
		dir->put_next = hs->to_put;
		hs->to_put = dir;
	}
	if (hs->putting)
		return;
	hs->putting = true;
	while ((dir = hs->to_put)) {
		if (dir->puts == 1)
			hs->to_put = dir->put_next;
		dir->puts--;
		inode_put(dir->inode);
	}
	hs->putting = false;
}

void hostfs_forget_name(struct hostfs_inode *hi)
{
	struct inode *parent = hi->parent;

	kfree(hi->name);
	hi->name = NULL;
	hi->parent = NULL;
	if (parent)
		put_dir(hostfs_s(parent->sb), hostfs_i(parent));
}

int hostfs_set_name(struct hostfs_inode *hi, struct inode *parent, const char *name)
{
	char *copy;

	if (hi->parent == parent && !strcmp(hi->name, name))
		return 0;
	copy = kstrdup(name);
	if (!copy)
		return -ENOMEM;
	inode_get(parent);
	hostfs_forget_name(hi);
	hi->parent = parent;
	hi->name = copy;
	return 0;
}

/* --- the cache --- */

static struct inode *find(struct hostfs_sb *hs, const struct host_stat *st)
{
	struct hostfs_inode *hi;

	list_for_each_entry(hi, bucket(hs, st->dev, st->ino), hash)
		if (hostfs_same(hi, st))
			return hi->inode;
	return NULL;
}

/* Another file has its number now: whoever holds the inode keeps it, nobody finds it. */
static void unhash_stale(struct hostfs_sb *hs, const struct host_stat *st)
{
	struct hostfs_inode *hi, *tmp;

	list_for_each_entry_safe(hi, tmp, bucket(hs, st->dev, st->ino), hash) {
		if (hi->dev != st->dev || hi->ino != st->ino)
			continue;
		list_del(&hi->hash);
		hi->keep = false;
	}
}

/*
 * A FIFO or device of the host is never opened: without operations of its own the inode is served
 * by its type, by a pipe or the device of that number of our own.
 */
static void set_ops(struct inode *inode)
{
	struct hostfs_inode *hi = hostfs_i(inode);

	inode->op = &hostfs_special_inode_ops;
	if (hi->hidden) {
		inode->op = &hostfs_hidden_inode_ops;
		inode->fop = &hostfs_hidden_ops;
	} else if (S_ISREG(inode->mode)) {
		inode->op = &hostfs_file_inode_ops;
		inode->fop = &hostfs_file_ops;
	} else if (S_ISDIR(inode->mode)) {
		inode->op = &hostfs_dir_inode_ops;
		inode->fop = &hostfs_dir_ops;
	} else if (S_ISLNK(inode->mode)) {
		inode->op = &hostfs_link_inode_ops;
	}
}

static struct inode *new_inode(struct super_block *sb, const struct host_stat *st)
{
	struct inode *inode = inode_alloc(sb, st->mode);
	struct hostfs_inode *hi;

	if (!inode)
		return NULL;
	hi = kzalloc(sizeof(*hi));
	if (!hi) {
		inode_put(inode);
		return NULL;
	}
	hi->inode = inode;
	hi->dev = st->dev;
	hi->ino = st->ino;
	hi->path_fd = hi->read_fd = hi->write_fd = -1;
	hi->mtime = st->mtime;
	hi->ctime = st->ctime;
	hi->size = st->size;
	hi->keep = true;
	list_init(&hi->hash);
	list_init(&hi->lru);
	list_init(&hi->watches);
	hi->watch = -1;
	inode->priv = hi;
	inode->ino = st->ino;
	inode->i_flags |= S_NOATIME; /* the host does that */
	address_space_init(&inode->mapping, inode, &hostfs_aops);
	guest_dev(hostfs_s(sb), st->dev); /* its number is drawn now */
	return inode;
}

/*
 * Below the directory that the user named, a filesystem that tells about the host's kernel is not
 * what he meant to show: the name is there, nothing is in it.
 */
static int look_behind(struct inode *inode)
{
	struct hostfs_inode *hi = hostfs_i(inode);
	int fd;

	if (!hi->parent || hostfs_i(hi->parent)->dev == hi->dev)
		return 0;
	fd = hostfs_path_fd(inode);
	if (fd < 0)
		return fd;
	hi->hidden = host_is_kernel_fs(fd);
	return 0;
}

static struct inode *make(struct super_block *sb, struct inode *dir, const char *name,
			  const struct host_stat *st)
{
	struct hostfs_sb *hs = hostfs_s(sb);
	struct inode *inode = new_inode(sb, st);
	int err = 0;

	if (!inode)
		return ERR_PTR(-ENOMEM);
	hostfs_take(inode, st);
	if (dir)
		err = hostfs_set_name(hostfs_i(inode), dir, name);
	if (!err)
		err = look_behind(inode);
	if (err) {
		hostfs_i(inode)->keep = false;
		inode_put(inode);
		return ERR_PTR(err);
	}
	set_ops(inode);
	unhash_stale(hs, st);
	list_add(&hostfs_i(inode)->hash, bucket(hs, st->dev, st->ino));
	return inode;
}

struct inode *hostfs_iget(struct super_block *sb, struct inode *dir, const char *name,
			  const struct host_stat *st)
{
	struct hostfs_sb *hs = hostfs_s(sb);
	struct inode *inode = find(hs, st);
	struct hostfs_inode *hi;
	int err;

	if (!inode)
		return make(sb, dir, name, st);
	hi = hostfs_i(inode);
	inode_get(inode);
	err = dir ? hostfs_set_name(hi, dir, name) : 0;
	if (err) {
		inode_put(inode);
		return ERR_PTR(err);
	}
	hostfs_take(inode, st);
	return inode;
}

/* The VFS has written dirty pages back (which may have opened descriptors) and frees the rest. */
void hostfs_destroy_inode(struct inode *inode)
{
	struct hostfs_inode *hi = hostfs_i(inode);

	if (!hi)
		return;
	list_del(&hi->hash);
	hostfs_unwatch(hi);
	hostfs_close_fds(hi);
	hostfs_forget_name(hi);
	inode->priv = NULL;
	kfree(hi);
}

/* Nobody uses it: worth keeping for its pages? */
bool hostfs_keep_inode(struct inode *inode)
{
	struct hostfs_inode *hi = hostfs_i(inode);

	if (!hi || !hi->keep || hi->nameless || !inode->nlink || !inode->mapping.nr_pages)
		return false;
	if (hi->may_be_newer && filemap_writeback(&inode->mapping, 0, UINT64_MAX))
		return false;
	hi->may_be_newer = false;
	hostfs_close_fds(hi);
	hostfs_forget_name(hi);
	return true;
}
