/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * devpts: a node for each pseudo-terminal whose master is open, and ptmx. Every mount is an instance
 * with numbers of its own. /dev/ptmx works on the instance that is mounted at "pts" beside it.
 */
#include "fs/fsnotify.h"
#include "fs/internal.h"
#include "fs/tty/tty.h"

#include <stdio.h>

#include "uapi/magic.h"

#define MAX_PTYS 4096u /* kernel.pty.max */
#define PTMX_INO 2
#define FIRST_PTY_INO 3

struct devpts_options {
	bool set_uid, set_gid;
	uid_t uid;
	gid_t gid;
	uint32_t mode, ptmxmode;
	unsigned max;
};

struct devpts {
	struct devpts_options opts;
	uint64_t used[MAX_PTYS / 64]; /* numbers */
};

static struct devpts *devpts_of(const struct super_block *sb)
{
	return sb->priv;
}

/* --- numbers --- */

int devpts_new_index(struct super_block *sb)
{
	struct devpts *fs = devpts_of(sb);

	for (unsigned i = 0; i < fs->opts.max; i++) {
		if (fs->used[i / 64] >> (i % 64) & 1)
			continue;
		fs->used[i / 64] |= BIT(i % 64);
		kernel->nr_ptys++;
		return (int)i;
	}
	return -ENOSPC;
}

void devpts_kill_index(struct super_block *sb, unsigned index)
{
	devpts_of(sb)->used[index / 64] &= ~BIT(index % 64);
	kernel->nr_ptys--;
}

/* --- nodes --- */

static int devpts_lookup(__unused struct inode *dir, __unused struct dentry *dentry)
{
	return 0; /* what is not in the cache is not there */
}

static const struct inode_ops devpts_dir_ops = { .lookup = devpts_lookup };
static const struct inode_ops devpts_node_ops = { 0 };

static const struct file_ops devpts_dir_file_ops = {
	.read = generic_read_dir,
	.iterate = dcache_iterate,
	.release = dcache_dir_release,
	.llseek = dcache_dir_llseek,
	.fsync = noop_fsync,
};

/* A character device in the root; the dentry is referenced, and kept by the tree. Or ERR_PTR. */
static struct dentry *add_node(struct super_block *sb, const char *name, uint32_t mode,
			       uint32_t rdev, uint64_t ino)
{
	struct dentry *d = d_alloc(sb->root, name, (unsigned)strlen(name));
	struct inode *inode = d ? inode_alloc(sb, S_IFCHR | mode) : NULL;

	if (!inode) {
		if (d)
			dput(d);
		return ERR_PTR(-ENOMEM);
	}
	inode->op = &devpts_node_ops;
	inode->ino = ino;
	inode->rdev = rdev;
	d_add(d, inode);
	d_make_persistent(d);
	return d;
}

struct dentry *devpts_pty_new(struct super_block *sb, struct tty *slave)
{
	const struct devpts_options *o = &devpts_of(sb)->opts;
	struct dentry *d;
	char name[12];

	snprintf(name, sizeof(name), "%u", slave->index);
	d = d_lookup(sb->root, name, (unsigned)strlen(name));
	if (d) { /* somebody has just looked in vain */
		d_drop(d);
		dput(d);
	}
	d = add_node(sb, name, o->mode, MKDEV(PTS_MAJOR, slave->index),
		     FIRST_PTY_INO + slave->index);
	if (IS_ERR(d))
		return d;
	d->inode->uid = o->set_uid ? o->uid : current_fsuid();
	d->inode->gid = o->set_gid ? o->gid : current_fsgid();
	d->priv = slave;
	fsnotify_name(sb->root->inode, IN_CREATE, d);
	return d;
}

void devpts_pty_kill(struct dentry *node)
{
	node->priv = NULL;
	node->inode->nlink--;
	d_remove(node);
	fsnotify_name(node->parent->inode, IN_DELETE, node);
	dput(node);
}

struct tty *devpts_tty(const struct dentry *node)
{
	return node->sb->type == &devpts_type ? node->priv : NULL;
}

/* --- the instance of a ptmx --- */

/* Where it is mounted: the mount of f itself, or what is at "pts" beside f. */
static struct mount *devpts_mount(const struct file *f)
{
	struct mount *mnt = f->path.mnt, *m;
	struct dentry *d;

	if (mnt->sb->type == &devpts_type)
		return mnt;
	d = d_lookup(f->path.dentry->parent, "pts", 3);
	if (!d)
		return ERR_PTR(-ENOENT);
	for (struct dentry *at = d; (m = lookup_mount(mnt, at)); at = m->root)
		mnt = m;
	dput(d);
	return mnt->sb->type == &devpts_type && mnt->root == mnt->sb->root ? mnt :
									      ERR_PTR(-ENODEV);
}

struct super_block *devpts_acquire(const struct file *f)
{
	struct mount *mnt = devpts_mount(f);

	if (IS_ERR(mnt))
		return ERR_PTR(PTR_ERR(mnt));
	mnt->sb->refs++;
	return mnt->sb;
}

int devpts_node_path(const struct file *master, struct dentry *node, struct path *path)
{
	struct mount *mnt = devpts_mount(master);

	if (IS_ERR(mnt))
		return PTR_ERR(mnt);
	if (mnt->sb != node->sb)
		return -ENODEV;
	*path = (struct path){ mnt, node };
	path_get(path);
	return 0;
}

/* --- the filesystem --- */

static void devpts_put_super(struct super_block *sb)
{
	kfree(sb->priv);
}

static void devpts_show_options(struct super_block *sb, struct seq_buf *s)
{
	const struct devpts_options *o = &devpts_of(sb)->opts;

	if (o->set_uid)
		seq_printf(s, ",uid=%u", o->uid);
	if (o->set_gid)
		seq_printf(s, ",gid=%u", o->gid);
	seq_printf(s, ",mode=%03o,ptmxmode=%03o", o->mode, o->ptmxmode);
	if (o->max < MAX_PTYS)
		seq_printf(s, ",max=%u", o->max);
}

static const struct super_ops devpts_super_ops = {
	.put_super = devpts_put_super,
	.show_options = devpts_show_options,
};

static bool make_root(struct super_block *sb)
{
	struct inode *root = inode_alloc(sb, S_IFDIR | 0755);

	if (!root)
		return false;
	root->op = &devpts_dir_ops;
	root->fop = &devpts_dir_file_ops;
	root->nlink = 2;
	sb->root = d_make_root(root);
	return sb->root;
}

static struct super_block *create(const struct devpts_options *o)
{
	struct super_block *sb = sb_alloc(&devpts_type, &devpts_super_ops);
	struct devpts *fs = kzalloc(sizeof(*fs));
	struct dentry *ptmx = NULL;

	if (!sb || !fs)
		goto fail;
	fs->opts = *o;
	sb->priv = fs;
	sb->magic = DEVPTS_SUPER_MAGIC;
	sb->blocksize = 1024;
	fs = NULL;
	if (make_root(sb))
		ptmx = add_node(sb, "ptmx", o->ptmxmode, MKDEV(TTYAUX_MAJOR, 2), PTMX_INO);
	if (ptmx && !IS_ERR(ptmx)) {
		dput(ptmx);
		return sb;
	}
fail:
	kfree(fs);
	if (sb)
		sb_put(sb);
	return ERR_PTR(-ENOMEM);
}

struct super_block *devpts_create(void)
{
	static const struct devpts_options boot = {
		.set_gid = true, .gid = TTY_GID, .mode = 0620, .ptmxmode = 0666, .max = MAX_PTYS
	};

	return create(&boot);
}

/* --- mount options --- */

static bool parse_number(const char *text, unsigned base, unsigned long *value, const char **end)
{
	unsigned long n = 0;
	const char *p = text;

	for (; *p >= '0' && *p < (char)('0' + base) && n <= UINT32_MAX; p++)
		n = n * base + (unsigned long)(*p - '0');
	*value = n;
	*end = p;
	return p != text && n <= UINT32_MAX;
}

enum option { OPT_UID, OPT_GID, OPT_MODE, OPT_PTMXMODE, OPT_MAX };

static const struct {
	const char *name;
	unsigned base;
} options[] = {
	[OPT_UID] = { "uid=", 10 },	      [OPT_GID] = { "gid=", 10 },
	[OPT_MODE] = { "mode=", 8 },	      [OPT_PTMXMODE] = { "ptmxmode=", 8 },
	[OPT_MAX] = { "max=", 10 },
};

static bool set_option(struct devpts_options *o, enum option which, unsigned long n)
{
	switch (which) {
	case OPT_UID:
		o->set_uid = true;
		o->uid = (uid_t)n;
		break;
	case OPT_GID:
		o->set_gid = true;
		o->gid = (gid_t)n;
		break;
	case OPT_MODE:
		o->mode = n & S_IALLUGO;
		break;
	case OPT_PTMXMODE:
		o->ptmxmode = n & S_IALLUGO;
		break;
	case OPT_MAX:
		o->max = (unsigned)min(n, (unsigned long)MAX_PTYS);
		break;
	}
	return true;
}

static bool parse_option(struct devpts_options *o, const char *text, const char **end)
{
	unsigned long n;

	if (!strncmp(text, "newinstance", 11)) { /* as every mount is */
		*end = text + 11;
		return true;
	}
	for (unsigned i = 0; i < ARRAY_SIZE(options); i++) {
		size_t len = strlen(options[i].name);

		if (!strncmp(text, options[i].name, len))
			return parse_number(text + len, options[i].base, &n, end) &&
			       set_option(o, i, n);
	}
	return false;
}

static struct super_block *devpts_mount_new(const char *text)
{
	struct devpts_options o = { .mode = 0600, .max = MAX_PTYS };

	while (*text) {
		if (*text != ',' && (!parse_option(&o, text, &text) || (*text && *text != ',')))
			return ERR_PTR(-EINVAL);
		text += *text == ',';
	}
	return create(&o);
}

const struct fs_type devpts_type = {
	.name = "devpts",
	.nodev = true,
	.mount = devpts_mount_new,
};
