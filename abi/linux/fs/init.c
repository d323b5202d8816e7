/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Boot: the tmpfs root with /tmp, /dev and /proc; then what the embedder mounts. And the end. */
#include "fs/internal.h"
#include "fs/tty/tty.h"

static int mount_new(struct super_block *sb, const char *at, unsigned flags, const char *source)
{
	return IS_ERR(sb) ? PTR_ERR(sb) : kern_mount(sb, at, flags, source);
}

static int mount_root(struct fs_state *fs)
{
	/* As Linux's default: half of memory. */
	struct super_block *sb = tmpfs_create(kernel->mem->size / 2, 0755);

	if (IS_ERR(sb))
		return PTR_ERR(sb);
	fs->root = mount_alloc(sb, sb->root, 0, "tmpfs");
	sb_put(sb);
	if (!fs->root)
		return -ENOMEM;
	list_add_tail(&fs->root->node, &fs->mounts);
	return 0;
}

static int make_tmp(void)
{
	struct path tmp;
	int err = kern_mkdir_p("/tmp", 0777 | S_ISVTX, &tmp);

	if (!err)
		path_put(&tmp);
	return err;
}

static int build_tree(struct fs_state *fs)
{
	int err = mount_root(fs);

	if (!err)
		err = make_tmp();
	if (!err)
		err = mount_new(devfs_create(), "/dev", MS_NOSUID, "devtmpfs");
	if (!err)
		err = mount_new(devpts_create(), "/dev/pts", MS_NOSUID | MS_NOEXEC, "devpts");
	if (!err) /* as much as POSIX shared memory has by default: half of memory */
		err = mount_new(tmpfs_create(kernel->mem->size / 2, 0777 | S_ISVTX), "/dev/shm",
				MS_NOSUID | MS_NODEV, "tmpfs");
	if (!err)
		err = mount_new(proc_create(), "/proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, "proc");
	return err;
}

int fs_init(struct kernel *k)
{
	struct fs_state *fs = kzalloc(sizeof(*fs));
	int err;

	if (!fs)
		return -ENOMEM;
	k->fs = fs;
	list_init(&fs->mounts);
	list_init(&fs->inotify_groups);
	supers_init(fs);
	err = dcache_init(fs);
	if (!err)
		err = anon_init(fs);
	if (!err)
		err = build_tree(fs);
	return err;
}

/* Children before parents: the youngest mount first. */
void fs_exit(struct kernel *k, struct fs_counts *left)
{
	struct fs_state *fs = k->fs;

	*left = (struct fs_counts){};
	if (!fs)
		return;
	left->files = fs->nr_files;
	while (!list_empty(&fs->mounts))
		mount_detach(list_last_entry(&fs->mounts, struct mount, node));
	anon_exit(fs);
	left->inodes = fs->nr_inodes + fs->nr_busy_inodes;
	left->dentries = fs->nr_dentries + fs->nr_busy_dentries;
	dcache_exit(fs);
	kfree(fs);
	k->fs = NULL;
}

void fs_shrink(void)
{
	dcache_prune_all();
	inodes_prune();
}

void fs_count(struct fs_counts *counts)
{
	struct fs_state *fs = fs_state();
	struct mount *mnt;

	fs_shrink();
	*counts = (struct fs_counts){ fs->nr_inodes, fs->nr_dentries, fs->nr_files, 0 };
	list_for_each_entry(mnt, &fs->mounts, node)
		counts->mounts++;
}
