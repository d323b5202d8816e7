/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A filesystem that functions of the embedder's serve, by path: they say what is there, list it, read
 * and write it. Nothing is believed for longer than a lookup; data goes through a buffer, and there
 * are no mappings of it.
 */
#include <string.h>

#include "fs/internal.h"
#include "kernel/ext.h"
#include "kernel/slab.h"

#define EXTFS_MAGIC 0x72336673
#define MAX_TRANSFER (64ul << 10)

struct extfs {
	struct ext_fs_ops ops;
	void *ctx;
};

static const struct inode_ops extfs_dir_ops, extfs_file_inode_ops;
static const struct file_ops extfs_dir_file_ops, extfs_file_ops;

static const struct extfs *fs_of(const struct inode *inode)
{
	return inode->sb->priv;
}

/* "" is the root; no slash in front. */
static const char *path_of(const struct inode *inode)
{
	return inode->priv;
}

static char *join(const struct inode *dir, const char *name)
{
	const char *parent = path_of(dir);
	size_t n = strlen(parent), m = strlen(name);
	char *path = kmalloc(n + m + 2);

	if (!path)
		return NULL;
	memcpy(path, parent, n);
	if (n)
		path[n++] = '/';
	memcpy(path + n, name, m + 1);
	return path;
}

/* What the embedder says of a path: files and directories only. 0, or its errno. */
static int ask(const struct extfs *fs, const char *path, struct ext_attributes *a)
{
	int err;

	*a = (struct ext_attributes){ 0 };
	err = fs->ops.attributes ? fs->ops.attributes(fs->ctx, path, a) : -ENOENT;
	if (err)
		return err < 0 ? err : -EIO;
	return S_ISREG(a->mode) || S_ISDIR(a->mode) ? 0 : -EIO;
}

static void take(struct inode *inode, const struct ext_attributes *a)
{
	inode->mode = a->mode & (S_IFMT | S_IALLUGO);
	inode->uid = a->uid;
	inode->gid = a->gid;
	inode->size = a->size;
	inode->blocks = (a->size + 511) / 512;
}

/* Takes path over. NULL: no memory. */
static struct inode *make_inode(struct super_block *sb, char *path, const struct ext_attributes *a)
{
	struct inode *inode = path ? inode_alloc(sb, a->mode) : NULL;

	if (!inode) {
		kfree(path);
		return NULL;
	}
	inode->priv = path;
	inode->op = S_ISDIR(a->mode) ? &extfs_dir_ops : &extfs_file_inode_ops;
	inode->fop = S_ISDIR(a->mode) ? &extfs_dir_file_ops : &extfs_file_ops;
	inode->nlink = S_ISDIR(a->mode) ? 2 : 1;
	take(inode, a);
	return inode;
}

/* --- names --- */

static int extfs_lookup(struct inode *dir, struct dentry *dentry)
{
	char *path = join(dir, dentry->name);
	struct ext_attributes a;
	struct inode *inode;
	int err = path ? ask(fs_of(dir), path, &a) : -ENOMEM;

	if (err == -ENOENT)
		d_add(dentry, NULL);
	if (err) {
		kfree(path);
		return err == -ENOENT ? 0 : err;
	}
	inode = make_inode(dir->sb, path, &a);
	if (!inode)
		return -ENOMEM;
	d_add(dentry, inode);
	return 0;
}

static bool extfs_revalidate(__unused struct inode *dir, struct dentry *dentry)
{
	struct inode *inode = dentry->inode;
	struct ext_attributes a;

	if (!inode || ask(fs_of(inode), path_of(inode), &a) || (a.mode ^ inode->mode) & S_IFMT)
		return false;
	take(inode, &a);
	return true;
}

static int make(struct inode *dir, struct dentry *dentry, uint32_t mode)
{
	const struct extfs *fs = fs_of(dir);
	char *path = join(dir, dentry->name);
	struct ext_attributes a;
	struct inode *inode;
	int err = path ? 0 : -ENOMEM;

	if (!err)
		err = fs->ops.make ? fs->ops.make(fs->ctx, path, mode) : -EPERM;
	if (!err)
		err = ask(fs, path, &a);
	if (err) {
		kfree(path);
		return err;
	}
	inode = make_inode(dir->sb, path, &a);
	if (!inode)
		return -ENOMEM;
	d_instantiate(dentry, inode);
	return 0;
}

static int extfs_create(struct inode *dir, struct dentry *dentry, uint32_t mode,
			__unused bool excl)
{
	return make(dir, dentry, S_IFREG | (mode & S_IALLUGO));
}

static int extfs_mkdir(struct inode *dir, struct dentry *dentry, uint32_t mode)
{
	return make(dir, dentry, S_IFDIR | (mode & S_IALLUGO));
}

static int extfs_remove(struct inode *dir, struct dentry *dentry)
{
	const struct extfs *fs = fs_of(dir);

	return fs->ops.remove ? fs->ops.remove(fs->ctx, path_of(dentry->inode)) : -EPERM;
}

static int extfs_getattr(const struct path *path, struct kstat *stat, __unused uint32_t mask)
{
	struct inode *inode = path->dentry->inode;
	struct ext_attributes a;

	if (!ask(fs_of(inode), path_of(inode), &a) && !((a.mode ^ inode->mode) & S_IFMT))
		take(inode, &a);
	generic_fillattr(inode, stat);
	return 0;
}

/* Sizes are the embedder's to change; of the rest it is not told. */
static int extfs_setattr(struct dentry *dentry, struct iattr *attr)
{
	struct inode *inode = dentry->inode;
	const struct extfs *fs = fs_of(inode);
	int err = setattr_prepare(dentry, attr);

	if (!err && attr->valid & (ATTR_MODE | ATTR_UID | ATTR_GID))
		err = -EPERM;
	if (!err && attr->valid & ATTR_SIZE)
		err = fs->ops.resize ? fs->ops.resize(fs->ctx, path_of(inode), attr->size) : -EPERM;
	if (!err)
		setattr_copy(inode, attr);
	return err;
}

/* --- contents --- */

static int64_t extfs_read(struct file *f, struct iov_iter *to, loff_t *pos)
{
	const struct extfs *fs = fs_of(f->inode);
	size_t n = min(to->count, MAX_TRANSFER), copied;
	void *buf = fs->ops.read ? kmalloc(n) : NULL;
	int64_t got;

	if (!buf)
		return fs->ops.read ? -ENOMEM : -EINVAL;
	got = fs->ops.read(fs->ctx, path_of(f->inode), buf, n, (uint64_t)*pos);
	if (got > (int64_t)n)
		got = -EIO;
	if (got > 0) {
		copied = copy_to_iter(buf, (size_t)got, to);
		*pos += (loff_t)copied;
		got = copied ? (int64_t)copied : -EFAULT;
	}
	kfree(buf);
	return got;
}

static int64_t write_part(struct file *f, struct iov_iter *from, loff_t pos, void *buf, size_t n)
{
	const struct extfs *fs = fs_of(f->inode);
	size_t copied = copy_from_iter(buf, n, from);
	int64_t put;

	if (n && !copied)
		return -EFAULT;
	put = fs->ops.write(fs->ctx, path_of(f->inode), buf, copied, (uint64_t)pos);
	if (put > (int64_t)copied)
		put = -EIO;
	iov_iter_revert(from, copied - (size_t)max(put, (int64_t)0));
	return put;
}

static int64_t extfs_write(struct file *f, struct iov_iter *from, loff_t *pos)
{
	const struct extfs *fs = fs_of(f->inode);
	struct ext_attributes a;
	int64_t n;
	void *buf;

	if (!fs->ops.write)
		return -EINVAL;
	if (!ask(fs, path_of(f->inode), &a))
		take(f->inode, &a); /* for O_APPEND */
	n = generic_write_checks(f, from, pos, f->inode->size);
	if (n <= 0)
		return n;
	n = min(n, (int64_t)MAX_TRANSFER);
	buf = kmalloc((size_t)n);
	if (!buf)
		return -ENOMEM;
	n = write_part(f, from, *pos, buf, (size_t)n);
	kfree(buf);
	if (n > 0) {
		*pos += n;
		f->inode->size = max(f->inode->size, (uint64_t)*pos);
	}
	return n;
}

static int extfs_iterate(struct file *f, struct dir_context *ctx)
{
	const struct extfs *fs = fs_of(f->inode);
	char name[NAME_MAX + 1];

	for (; ctx->pos < 2; ctx->pos++)
		if (!ctx->emit(ctx, "..", (unsigned)ctx->pos + 1, ctx->pos + 1, 1, DT_DIR))
			return 0;
	for (; fs->ops.list && ctx->pos < INT32_MAX; ctx->pos++) {
		int err = fs->ops.list(fs->ctx, path_of(f->inode), (unsigned)(ctx->pos - 2), name);

		if (err)
			return err == -ENOENT ? 0 : err < 0 ? err : -EIO;
		name[NAME_MAX] = '\0';
		if (!*name || strchr(name, '/'))
			return -EIO;
		if (!ctx->emit(ctx, name, (unsigned)strlen(name), ctx->pos + 1,
			       (uint64_t)ctx->pos, DT_UNKNOWN))
			return 0;
	}
	return 0;
}

static const struct inode_ops extfs_dir_ops = {
	.lookup = extfs_lookup,
	.revalidate = extfs_revalidate,
	.create = extfs_create,
	.mkdir = extfs_mkdir,
	.unlink = extfs_remove,
	.rmdir = extfs_remove,
	.getattr = extfs_getattr,
	.setattr = extfs_setattr,
};

static const struct inode_ops extfs_file_inode_ops = {
	.getattr = extfs_getattr,
	.setattr = extfs_setattr,
};

static const struct file_ops extfs_dir_file_ops = {
	.read = generic_read_dir,
	.iterate = extfs_iterate,
	.llseek = generic_file_llseek,
	.fsync = noop_fsync,
};

static const struct file_ops extfs_file_ops = {
	.read = extfs_read,
	.write = extfs_write,
	.llseek = generic_file_llseek,
	.fsync = noop_fsync,
};

/* --- the whole --- */

static void extfs_destroy_inode(struct inode *inode)
{
	kfree(inode->priv);
}

static void extfs_put_super(struct super_block *sb)
{
	kfree(sb->priv);
}

static const struct super_ops extfs_super_ops = {
	.destroy_inode = extfs_destroy_inode,
	.put_super = extfs_put_super,
};

static const struct fs_type extfs_type = { .name = "callbacks", .nodev = true };

int ext_mount(const char *at, bool writable, const struct ext_fs_ops *ops, void *ctx)
{
	struct ext_attributes root = { .mode = S_IFDIR | 0755 };
	struct super_block *sb = sb_alloc(&extfs_type, &extfs_super_ops);
	struct extfs *fs = kzalloc(sizeof(*fs));
	struct inode *inode;

	if (!sb || !fs) {
		kfree(fs);
		if (sb)
			sb_put(sb);
		return -ENOMEM;
	}
	*fs = (struct extfs){ *ops, ctx };
	sb->priv = fs;
	sb->magic = EXTFS_MAGIC;
	inode = make_inode(sb, kstrdup(""), &root);
	sb->root = inode ? d_make_root(inode) : NULL;
	if (!sb->root) {
		sb_put(sb);
		return -ENOMEM;
	}
	return kern_mount(sb, at, MS_NOSUID | MS_NODEV | (writable ? 0 : MS_RDONLY), "callbacks");
}
