/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hostfs superblocks. */
#include "fs/hostfs/internal.h"
#include "fs/hostfs/shows.h"

#include "kernel/cred.h"
#include "kernel/slab.h"

static const struct fs_type hostfs_type = { .name = "hostfs", .nodev = true };

/*
 * How large and how full the host's filesystem is changes from run to run: a deterministic machine
 * sees 64 GiB and four million files, half of each free.
 */
static void fixed_space(struct kstatfs *st)
{
	st->bsize = st->frsize = PAGE_SIZE;
	st->blocks = 1ull << 24;
	st->bfree = st->bavail = st->blocks / 2;
	st->files = 1ull << 22;
	st->ffree = st->files / 2;
}

static int hostfs_statfs(struct super_block *sb, struct kstatfs *st)
{
	struct host_statfs hst;
	int fd = hostfs_any_fd(sb->root->inode);
	int err = fd < 0 ? fd : host_statfs(fd, &hst);

	if (err)
		return err;
	*st = (struct kstatfs){
		.type = sb->magic,
		.bsize = hst.bsize,
		.blocks = hst.blocks,
		.bfree = hst.bfree,
		.bavail = hst.bavail,
		.files = hst.files,
		.ffree = hst.ffree,
		.namelen = hst.namelen,
		.frsize = hst.frsize,
		.fsid = { sb->dev, 0 },
	};
	if (kernel->config.deterministic)
		fixed_space(st);
	return 0;
}

static void hostfs_put_super(struct super_block *sb)
{
	struct hostfs_sb *hs = hostfs_s(sb);

	if (!hs)
		return;
	host_close(hs->self_fds);
	host_notify_destroy(&hs->notify);
	sb->priv = NULL;
	kfree(hs);
}

static const struct super_ops hostfs_super_ops = {
	.destroy_inode = hostfs_destroy_inode,
	.keep_inode = hostfs_keep_inode,
	.statfs = hostfs_statfs,
	.put_super = hostfs_put_super,
	.has_handles = true,
	.xattrs = &hostfs_xattr_ops,
};

static struct hostfs_sb *hostfs_sb_alloc(struct super_block *sb, bool writable)
{
	struct hostfs_sb *hs = kzalloc(sizeof(*hs));

	if (!hs)
		return NULL;
	hs->sb = sb;
	hs->writable = writable;
	hs->self_fds = -1;
	hs->notify = host_notify_create();
	for (unsigned i = 0; i < HOSTFS_HASH; i++)
		list_init(&hs->hash[i]);
	for (unsigned i = 0; i < HOSTFS_WATCH_HASH; i++)
		list_init(&hs->watches[i]);
	list_init(&hs->lru);
	return hs;
}

static int make_root(struct super_block *sb, int host_fd, const struct host_stat *st)
{
	struct inode *inode = hostfs_iget(sb, NULL, NULL, st);
	struct hostfs_inode *hi;

	if (IS_ERR(inode)) {
		host_close(host_fd);
		return PTR_ERR(inode);
	}
	hi = hostfs_i(inode);
	hi->path_fd = host_fd;
	hostfs_set_nameless(hi, true);
	sb->root = d_make_root(inode);
	return sb->root ? 0 : -ENOMEM;
}

/* What the user may not name: nothing but files and directories; no writing into /proc and such. */
static int check_root(int host_fd, bool writable, struct host_stat *st)
{
	int err = host_stat(host_fd, st);

	if (err)
		return err;
	if (!S_ISDIR(st->mode) && !S_ISREG(st->mode))
		return -ENOTDIR;
	return writable && host_is_kernel_fs(host_fd) ? -EPERM : 0;
}

/* host_fd, an O_PATH descriptor, is ours whatever happens. */
struct super_block *hostfs_create(int host_fd, bool writable, __unused const char *source)
{
	struct super_block *sb = NULL;
	struct hostfs_sb *hs;
	struct host_stat st;
	int err = check_root(host_fd, writable, &st);

	if (err)
		goto close;
	err = -ENOMEM;
	sb = sb_alloc(&hostfs_type, &hostfs_super_ops);
	hs = sb ? hostfs_sb_alloc(sb, writable) : NULL;
	if (!hs)
		goto close;
	sb->priv = hs;
	sb->magic = HOSTFS_MAGIC;
	sb->blocksize = st.blksize;
	if (!writable)
		sb->flags |= MS_RDONLY;
	/* Root may become anybody; anybody else stays who he is. */
	hs->foreign = kernel->config.uid != host_euid() && host_euid() != 0;
	hs->self_fds = host_open_self_fds();
	err = hs->self_fds;
	if (err < 0)
		goto close;
	err = make_root(sb, host_fd, &st);
	if (err)
		goto put_sb;
	return sb;
close:
	host_close(host_fd);
put_sb:
	if (sb)
		sb_put(sb);
	return ERR_PTR(err);
}

bool hostfs_shows(const struct path *path, const struct host_stat *st)
{
	const struct mount *mnt = path->mnt;

	return mnt->sb->magic == HOSTFS_MAGIC && mnt->sb->flags & MS_RDONLY &&
	       path->dentry == mnt->root && hostfs_same(hostfs_i(mnt->root->inode), st);
}
