/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tmpfs: files in the page cache, the tree of dentries is the directory tree. Data is charged to
 * the superblock's limit page by page, whoever makes the page be born (write, mmap, fallocate).
 */
#include "fs/simple_xattr.h"
#include "fs/tmpfs/tmpfs.h"
#include "kernel/slab.h"
#include "uapi/ioctl.h"
#include "uapi/magic.h"

static int tmpfs_charge(struct inode *inode, long n)
{
	struct tmpfs *fs = tmpfs_of(inode->sb);

	if (n > 0 && fs->max_pages && (uint64_t)n > fs->max_pages - fs->used_pages)
		return -ENOSPC;
	fs->used_pages += (uint64_t)n;
	inode->blocks += (uint64_t)n * (PAGE_SIZE / 512);
	return 0;
}

struct inode *tmpfs_inode(struct super_block *sb, const struct inode *dir, uint32_t mode,
			  uint32_t rdev)
{
	struct tmpfs *fs = tmpfs_of(sb);
	struct inode *inode;

	if (tmpfs_inode_space(fs) < BOGO_INODE_SIZE)
		return ERR_PTR(-ENOSPC);
	inode = inode_alloc(sb, mode);
	if (!inode)
		return ERR_PTR(-ENOMEM);
	fs->used_inodes++;
	inode_init_owner(inode, dir, mode);
	inode->op = &tmpfs_special_inode_ops;
	inode->rdev = rdev;
	if (S_ISDIR(mode)) {
		inode->op = &tmpfs_dir_ops;
		inode->fop = &tmpfs_dir_file_ops;
		inode->nlink = 2; /* "." */
		inode->size = 2 * BYTES_PER_DIRENT;
	} else if (S_ISREG(mode)) {
		inode->op = &tmpfs_file_inode_ops;
		inode->fop = &tmpfs_file_ops;
		inode->mapping.charge = tmpfs_charge;
		inode->seals = F_SEAL_SEAL; /* memfd_create alone takes it away */
	}
	return inode;
}

uint64_t tmpfs_limit(const struct super_block *sb)
{
	const struct tmpfs *fs = tmpfs_of(sb);

	return fs->max_pages ? fs->max_pages : kernel->mem->nr_frames;
}

int tmpfs_getattr(const struct path *path, struct kstat *st, uint32_t mask)
{
	struct inode *inode = path->dentry->inode;

	generic_fillattr(inode, st);
	st->attributes_mask |= STATX_ATTR_IMMUTABLE | STATX_ATTR_APPEND | STATX_ATTR_NODUMP;
	if (inode->i_flags & S_IMMUTABLE)
		st->attributes |= STATX_ATTR_IMMUTABLE;
	if (inode->i_flags & S_APPEND)
		st->attributes |= STATX_ATTR_APPEND;
	if (inode->i_flags & S_NODUMP)
		st->attributes |= STATX_ATTR_NODUMP;
	if (mask & STATX_BTIME)
		st->result_mask |= STATX_BTIME;
	return 0;
}

struct inode *tmpfs_new_file(struct super_block *sb, uint32_t mode, uint64_t size)
{
	struct inode *inode = tmpfs_inode(sb, NULL, S_IFREG | mode, 0);

	if (!IS_ERR(inode)) {
		inode->nlink = 0;
		inode->size = size;
	}
	return inode;
}

static void tmpfs_destroy_inode(struct inode *inode)
{
	tmpfs_of(inode->sb)->used_inodes--;
	kfree(inode->priv); /* a symlink's text */
}

static int tmpfs_charge_xattr(struct super_block *sb, int64_t bytes)
{
	struct tmpfs *fs = tmpfs_of(sb);

	if (bytes > 0 && tmpfs_inode_space(fs) <= bytes)
		return -ENOSPC;
	fs->xattr_bytes += bytes;
	return 0;
}

static void tmpfs_put_super(struct super_block *sb)
{
	kfree(sb->priv);
}

static int tmpfs_statfs(struct super_block *sb, struct kstatfs *st)
{
	const struct tmpfs *fs = tmpfs_of(sb);

	if (fs->max_pages) {
		st->blocks = fs->max_pages;
		st->bfree = st->bavail = fs->max_pages - fs->used_pages;
	}
	if (fs->max_inodes) {
		st->files = fs->max_inodes;
		st->ffree = (uint64_t)tmpfs_inode_space(fs) / BOGO_INODE_SIZE;
	}
	return 0;
}

static const struct super_ops tmpfs_super_ops = {
	.destroy_inode = tmpfs_destroy_inode,
	.statfs = tmpfs_statfs,
	.put_super = tmpfs_put_super,
	.has_handles = true,
	.xattrs = &simple_xattr_ops,
	.charge_xattr = tmpfs_charge_xattr,
	.inode_flags = FS_IMMUTABLE_FL | FS_APPEND_FL | FS_NODUMP_FL | FS_NOATIME_FL,
};

struct super_block *tmpfs_create(uint64_t max_bytes, uint32_t root_mode)
{
	struct super_block *sb = sb_alloc(&tmpfs_type, &tmpfs_super_ops);
	struct tmpfs *fs = kzalloc(sizeof(*fs));
	struct inode *root;

	if (!sb || !fs)
		goto fail;
	fs->max_pages = max_bytes / PAGE_SIZE;
	fs->max_inodes = fs->max_pages;
	sb->priv = fs;
	sb->magic = TMPFS_MAGIC;
	root = tmpfs_inode(sb, NULL, S_IFDIR | root_mode, 0);
	sb->root = IS_ERR(root) ? NULL : d_make_root(root);
	if (sb->root)
		return sb;
	sb_put(sb);
	return ERR_PTR(-ENOMEM);
fail:
	kfree(fs);
	if (sb)
		sb_put(sb);
	return ERR_PTR(-ENOMEM);
}

/* What mount(2) may say. */
struct tmpfs_options {
	uint64_t size, inodes;
	uint32_t mode;
	uid_t uid;
	gid_t gid;
};

static unsigned shift_of(char unit)
{
	switch (unit | 0x20) {
	case 'k':
		return 10;
	case 'm':
		return 20;
	case 'g':
		return 30;
	default:
		return 0;
	}
}

/* A number with k, m, g or, of the machine's memory, %; *end is behind it. */
static bool parse_size(const char *text, uint64_t *value, const char **end)
{
	const char *p = text;
	uint64_t n = 0;

	for (; *p >= '0' && *p <= '9'; p++)
		if (__builtin_mul_overflow(n, 10, &n) ||
		    __builtin_add_overflow(n, (uint64_t)(*p - '0'), &n))
			return false;
	if (p == text)
		return false;
	if (*p == '%') {
		n = n * (kernel->mem->size / 100);
		p++;
	} else if (shift_of(*p)) {
		if (n > UINT64_MAX >> shift_of(*p))
			return false;
		n <<= shift_of(*p++);
	}
	*value = n;
	*end = p;
	return true;
}

static bool parse_octal(const char *text, uint32_t *value, const char **end)
{
	uint32_t n = 0;

	for (*end = text; **end >= '0' && **end <= '7'; (*end)++)
		n = n * 8 + (uint32_t)(**end - '0');
	*value = n;
	return *end != text && n <= S_IALLUGO;
}

/* One "key=value", up to a comma or the end. */
static bool parse_option(struct tmpfs_options *o, const char *text, const char **end)
{
	uint64_t n;
	bool ok;

	if (!strncmp(text, "mode=", 5))
		return parse_octal(text + 5, &o->mode, end);
	if (!strncmp(text, "size=", 5))
		return parse_size(text + 5, &o->size, end);
	if (!strncmp(text, "nr_inodes=", 10))
		return parse_size(text + 10, &o->inodes, end);
	if (!strncmp(text, "nr_blocks=", 10)) {
		ok = parse_size(text + 10, &n, end);
		o->size = n * PAGE_SIZE;
		return ok;
	}
	if (strncmp(text, "uid=", 4) && strncmp(text, "gid=", 4))
		return false;
	ok = parse_size(text + 4, &n, end) && n <= UINT32_MAX;
	if (ok && *text == 'u')
		o->uid = (uid_t)n;
	else if (ok)
		o->gid = (gid_t)n;
	return ok;
}

static struct super_block *tmpfs_mount(const char *text)
{
	struct tmpfs_options o = { .size = kernel->mem->size / 2,
				   .inodes = kernel->mem->size / PAGE_SIZE / 2,
				   .mode = 0777 | S_ISVTX,
				   .uid = current_fsuid(),
				   .gid = current_fsgid() };
	struct super_block *sb;

	while (*text) {
		if (*text != ',' && (!parse_option(&o, text, &text) || (*text && *text != ',')))
			return ERR_PTR(-EINVAL);
		text += *text == ',';
	}
	sb = tmpfs_create(o.size, o.mode);
	if (IS_ERR(sb))
		return sb;
	tmpfs_of(sb)->max_inodes = o.inodes; /* 0: as many as there is memory for */
	sb->root->inode->uid = o.uid;
	sb->root->inode->gid = o.gid;
	return sb;
}

const struct fs_type tmpfs_type = {
	.name = "tmpfs",
	.nodev = true,
	.mount = tmpfs_mount,
};
