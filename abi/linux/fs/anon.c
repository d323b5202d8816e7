/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files that no directory names: one internal filesystem holds their inodes, and each has a dentry
 * whose name is what /proc/self/fd shows. Objects without anything of an inode (eventfd) share one.
 */
#include "fs/internal.h"
#include <stdio.h>

#define ANON_INODE_FS_MAGIC 0x09041934
#define PIPEFS_MAGIC 0x50495045
#define SOCKFS_MAGIC 0x534f434b

static const struct inode_ops pseudo_inode_ops = {};

static const struct super_ops pseudo_super_ops = {};

static const struct {
	struct fs_type type;
	unsigned magic;
} pseudo_fs[NR_PSEUDO_FS] = {
	[PSEUDO_ANON] = { { .name = "anon_inodefs", .nodev = true }, ANON_INODE_FS_MAGIC },
	[PSEUDO_PIPE] = { { .name = "pipefs", .nodev = true }, PIPEFS_MAGIC },
	[PSEUDO_SOCK] = { { .name = "sockfs", .nodev = true }, SOCKFS_MAGIC },
};

static enum pseudo_fs pseudo_fs_of(uint32_t mode)
{
	return S_ISSOCK(mode) ? PSEUDO_SOCK : S_ISFIFO(mode) ? PSEUDO_PIPE : PSEUDO_ANON;
}

static struct super_block *pseudo_create(enum pseudo_fs which)
{
	struct super_block *sb = sb_alloc(&pseudo_fs[which].type, &pseudo_super_ops);
	struct inode *root;

	if (!sb)
		return NULL;
	sb->magic = pseudo_fs[which].magic;
	root = inode_alloc(sb, S_IFDIR | 0500);
	if (root)
		root->op = &pseudo_inode_ops;
	sb->root = d_make_root(root);
	if (!sb->root) {
		sb_put(sb);
		return NULL;
	}
	return sb;
}

/* A mount that is in no tree. */
static struct mount *internal_mount(struct super_block *sb)
{
	struct mount *mnt = mount_alloc(sb, sb->root, 0, sb->type->name);

	sb_put(sb); /* the mount's reference stays */
	return mnt;
}

/* stat shows no file type, and nothing can be changed. */
static int nameless_getattr(const struct path *path, struct kstat *stat, __unused uint32_t mask)
{
	generic_fillattr(path->dentry->inode, stat);
	stat->mode &= ~S_IFMT;
	return 0;
}

static int nameless_setattr(__unused struct dentry *dentry, __unused struct iattr *attr)
{
	return -EOPNOTSUPP;
}

static const struct inode_ops nameless_inode_ops = {
	.getattr = nameless_getattr,
	.setattr = nameless_setattr,
};

int anon_init(struct fs_state *fs)
{
	struct super_block *sb;

	for (unsigned i = 0; i < NR_PSEUDO_FS; i++) {
		sb = pseudo_create(i);
		if (!sb)
			return -ENOMEM;
		fs->pseudo_mnt[i] = internal_mount(sb);
		if (!fs->pseudo_mnt[i])
			return -ENOMEM;
	}
	/* Linux's shared inode has no file type. */
	fs->anon_inode = pseudo_inode(0600);
	if (!fs->anon_inode)
		return -ENOMEM;
	fs->anon_inode->op = &nameless_inode_ops;
	sb = tmpfs_create(0, 0777);
	if (IS_ERR(sb))
		return PTR_ERR(sb);
	fs->shm_mnt = internal_mount(sb);
	return fs->shm_mnt ? 0 : -ENOMEM;
}

void anon_exit(struct fs_state *fs)
{
	if (fs->anon_inode)
		inode_put(fs->anon_inode);
	if (fs->shm_mnt)
		mnt_put(fs->shm_mnt);
	for (unsigned i = 0; i < NR_PSEUDO_FS; i++)
		if (fs->pseudo_mnt[i])
			mnt_put(fs->pseudo_mnt[i]);
}

struct inode *pseudo_inode(uint32_t mode)
{
	struct inode *inode = inode_alloc(fs_state()->pseudo_mnt[pseudo_fs_of(mode)]->sb, mode);

	if (!inode)
		return NULL;
	inode->op = &pseudo_inode_ops;
	inode->uid = current_fsuid();
	inode->gid = current_fsgid();
	return inode;
}

/* A path to inode under a name that is shown as it is. Takes the inode's reference. */
static int name_inode(struct mount *mnt, const char *name, struct inode *inode, struct path *path)
{
	struct dentry *d = d_alloc_pseudo(mnt->sb, name);

	if (!d) {
		inode_put(inode);
		return -ENOMEM;
	}
	d->inode = inode;
	mnt_get(mnt);
	path->mnt = mnt;
	path->dentry = d;
	return 0;
}

int pseudo_path(const char *prefix, struct inode *inode, struct path *path)
{
	char name[64];

	snprintf(name, sizeof(name), "%s:[%llu]", prefix, (unsigned long long)inode->ino);
	return name_inode(fs_state()->pseudo_mnt[pseudo_fs_of(inode->mode)], name, inode, path);
}

/* Takes the inode's reference. */
static struct file *file_on(const char *name, struct inode *inode, const struct file_ops *op,
			    void *priv, unsigned flags)
{
	struct path path;
	struct file *f;
	char text[64];
	int err;

	snprintf(text, sizeof(text), "anon_inode:%s", name);
	err = name_inode(fs_state()->pseudo_mnt[PSEUDO_ANON], text, inode, &path);
	if (err)
		return ERR_PTR(err);
	f = file_alloc(&path, flags, op);
	path_put(&path);
	if (!IS_ERR(f))
		f->priv = priv;
	return f;
}

struct file *anon_file(const char *name, const struct file_ops *op, void *priv, unsigned flags)
{
	struct inode *inode = fs_state()->anon_inode;

	inode_get(inode);
	return file_on(name, inode, op, priv, flags);
}

struct file *anon_file_of(const char *name, const struct file_ops *op, void *priv, unsigned flags,
			  uint64_t ino)
{
	struct inode *inode = pseudo_inode(S_IFREG | 0700);

	if (!inode)
		return ERR_PTR(-ENOMEM);
	inode->ino = ino;
	inode->op = &nameless_inode_ops;
	return file_on(name, inode, op, priv, flags);
}

struct file *shmem_file_setup(const char *name, uint64_t size, unsigned flags)
{
	struct mount *mnt = fs_state()->shm_mnt;
	struct inode *inode;
	struct path path;
	char text[NAME_MAX + 32];
	struct file *f;
	int err;

	if (size > INT64_MAX)
		return ERR_PTR(-EINVAL);
	inode = tmpfs_new_file(mnt->sb, 0777, size);
	if (IS_ERR(inode))
		return (struct file *)inode;
	snprintf(text, sizeof(text), "/%s (deleted)", name);
	err = name_inode(mnt, text, inode, &path);
	if (err)
		return ERR_PTR(err);
	f = file_open_path(&path, flags, FMODE_CREATED);
	path_put(&path);
	if (!IS_ERR(f))
		f->mode |= FMODE_NODIRECT; /* who opens it again by /proc may have it */
	return f;
}

int anon_fd(const char *name, const struct file_ops *op, void *priv, unsigned flags)
{
	struct file *f;
	int fd, err = fd_reserve(&fd, flags);

	if (err)
		return err;
	f = anon_file(name, op, priv, flags & (O_ACCMODE | O_NONBLOCK));
	if (IS_ERR(f)) {
		fd_unreserve(fd);
		return PTR_ERR(f);
	}
	f->mode |= FMODE_STREAM | FMODE_NOWAIT | FMODE_NOSPLICE;
	fd_install(fd, f);
	return fd;
}
