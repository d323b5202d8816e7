/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Superblocks: one per mounted filesystem, counted by their mounts. */
#include "fs/fsnotify.h"

int supers_init(struct fs_state *fs)
{
	list_init(&fs->supers);
	list_init(&fs->kept);
	fs->next_dev = 1;
	return 0;
}

struct super_block *sb_alloc(const struct fs_type *type, const struct super_ops *op)
{
	struct fs_state *fs = fs_state();
	struct super_block *sb = kzalloc(sizeof(*sb));

	if (!sb)
		return NULL;
	sb->type = type;
	sb->op = op;
	sb->blocksize = PAGE_SIZE;
	sb->dev = MKDEV(0, fs->next_dev);
	fs->next_dev++;
	sb->refs = 1;
	list_init(&sb->inodes);
	list_add_tail(&sb->node, &fs->supers);
	return sb;
}

/* Nothing is mounted or open: names, inodes, the filesystem's own state, the superblock. */
static void sb_kill(struct super_block *sb)
{
	struct inode *inode;

	fsnotify_super_ends(sb);
	if (sb->root)
		dcache_kill_tree(sb->root);
	while (!list_empty(&sb->inodes)) {
		inode = list_first_entry(&sb->inodes, struct inode, sb_node);
		fs_state()->nr_busy_inodes += inode->refs > 0;
		inode_evict(inode);
	}
	if (sb->op->put_super)
		sb->op->put_super(sb);
	list_del(&sb->node);
	kfree(sb);
}

void sb_put(struct super_block *sb)
{
	if (!--sb->refs)
		sb_kill(sb);
}

struct list_head *fs_supers(void)
{
	return &fs_state()->supers;
}
