/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * devtmpfs: as in Linux a tmpfs that the kernel has filled; the guest's root may change it. Which
 * device a node means is a matter of its number alone (chrdev_ops), wherever the node lies: in
 * here, in a tmpfs, or on the host.
 */
#include "fs/dev/internal.h"
#include "fs/tty/tty.h"

#include <stdio.h>

#include "kernel/ext.h"
#include "kernel/slab.h"

const struct fs_type devfs_type = { .name = "devtmpfs", .nodev = true, .single = true };

static const struct node {
	const char *name;
	uint32_t mode, rdev;
	const char *target;
} nodes[] = {
	{ "null", S_IFCHR | 0666, MKDEV(MEM_MAJOR, 3) },
	{ "zero", S_IFCHR | 0666, MKDEV(MEM_MAJOR, 5) },
	{ "full", S_IFCHR | 0666, MKDEV(MEM_MAJOR, 7) },
	{ "random", S_IFCHR | 0666, MKDEV(MEM_MAJOR, 8) },
	{ "urandom", S_IFCHR | 0666, MKDEV(MEM_MAJOR, 9) },
	{ "tty", S_IFCHR | 0666, MKDEV(TTYAUX_MAJOR, 0) },
	{ "console", S_IFCHR | 0600, MKDEV(TTYAUX_MAJOR, 1) },
	{ "ptmx", S_IFCHR | 0666, MKDEV(TTYAUX_MAJOR, 2) },
	{ "pts", S_IFDIR | 0755 },
	{ "shm", S_IFDIR | S_ISVTX | 0777 },
	{ "fd", S_IFLNK, 0, "/proc/self/fd" },
	{ "stdin", S_IFLNK, 0, "/proc/self/fd/0" },
	{ "stdout", S_IFLNK, 0, "/proc/self/fd/1" },
	{ "stderr", S_IFLNK, 0, "/proc/self/fd/2" },
};

static int make(struct inode *dir, struct dentry *dentry, const struct node *n)
{
	if (n->target)
		return dir->op->symlink(dir, dentry, n->target);
	if (S_ISDIR(n->mode))
		return dir->op->mkdir(dir, dentry, n->mode & S_IALLUGO);
	return dir->op->mknod(dir, dentry, n->mode, n->rdev);
}

/* With exactly that mode, owned by uid and gid. 0, -EEXIST, -ENOMEM. */
static int add_node(struct dentry *parent, const struct node *n, uid_t uid, gid_t gid)
{
	struct inode *dir = parent->inode;
	struct dentry *d = d_lookup(parent, n->name, (unsigned)strlen(n->name));
	int err = 0;

	if (d && d->inode) {
		dput(d);
		return -EEXIST;
	}
	if (!d) {
		d = d_alloc(parent, n->name, (unsigned)strlen(n->name));
		if (!d)
			return -ENOMEM;
		err = dir->op->lookup(dir, d);
	}
	if (!err)
		err = make(dir, d, n);
	if (!err && !n->target)
		d->inode->mode = n->mode;
	if (!err) {
		d->inode->uid = uid;
		d->inode->gid = gid;
	}
	dput(d);
	return err;
}

struct super_block *devfs_create(void)
{
	struct super_block *sb = tmpfs_create(0, 0755);
	int err;

	if (IS_ERR(sb))
		return sb;
	sb->type = &devfs_type;
	for (unsigned i = 0; i < ARRAY_SIZE(nodes); i++) {
		gid_t gid = MAJOR(nodes[i].rdev) == TTYAUX_MAJOR ? TTY_GID : 0;

		err = add_node(sb->root, &nodes[i], 0, gid);
		if (err) {
			sb_put(sb);
			return ERR_PTR(err);
		}
	}
	return sb;
}

const struct file_ops *chrdev_ops(uint32_t rdev)
{
	switch (MAJOR(rdev)) {
	case MEM_MAJOR:
		switch (MINOR(rdev)) {
		case 3:
			return &null_ops;
		case 5:
			return &zero_ops;
		case 7:
			return &full_ops;
		case 8:
			return &random_ops;
		case 9:
			return &urandom_ops;
		}
		return NULL;
	case TTYAUX_MAJOR:
		if (MINOR(rdev) == 2)
			return &ptmx_ops;
		return MINOR(rdev) < 2 ? &tty_file_ops : NULL;
	case PTS_MAJOR:
		return &tty_file_ops;
	case EXT_MAJOR:
		return &ext_device_ops;
	default:
		return NULL;
	}
}
