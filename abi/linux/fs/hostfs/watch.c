// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which cached names still hold without asking. A directory that is walked through again and again
 * gets a watch; each of its names that was checked bears the directory's generation, and the
 * directory gets a new one with each change that the host tells of. The host tells before the
 * change's own system call returns, so that nobody can know of a change that we do not.
 *
 * Only names (absent ones, too) and what a walk needs of directories and links are believed;
 * attributes that stat shows, and all of a regular file's, are asked for each time.
 */
#include "fs/hostfs/internal.h"

#define WORTH_IT 4 /* checks of names in a directory before it is watched */

static struct list_head *watch_bucket(struct hostfs_sb *hs, int watch)
{
	return &hs->watches[(unsigned)watch % HOSTFS_WATCH_HASH];
}

static void new_generation(struct hostfs_sb *hs, struct hostfs_inode *dir)
{
	dir->generation = ++hs->generation;
}

static void all_changed(struct hostfs_sb *hs)
{
	struct hostfs_inode *hi;

	for (unsigned i = 0; i < HOSTFS_WATCH_HASH; i++)
		list_for_each_entry(hi, &hs->watches[i], watches)
			new_generation(hs, hi);
}

static void changed(void *ctx, int watch)
{
	struct hostfs_sb *hs = ctx;
	struct hostfs_inode *hi;

	if (watch < 0) {
		all_changed(hs);
		return;
	}
	list_for_each_entry(hi, watch_bucket(hs, watch), watches)
		if (hi->watch == watch)
			new_generation(hs, hi);
}

static void begin(struct hostfs_sb *hs, struct hostfs_inode *dir)
{
	int fd;

	if (kernel->snapshot) /* a watch cannot be brought back */
		return;
	if (hs->notify.events < 0 || hs->nr_watches >= HOSTFS_MAX_WATCHES || ++dir->checks < WORTH_IT)
		return;
	dir->checks = 0; /* if it cannot be now, ask again later */
	fd = hostfs_path_fd(dir->inode);
	if (fd < 0 || !host_fs_is_local(fd))
		return;
	dir->watch = host_notify_add(&hs->notify, fd);
	if (dir->watch < 0)
		return;
	new_generation(hs, dir);
	list_add(&dir->watches, watch_bucket(hs, dir->watch));
	hs->nr_watches++;
}

void hostfs_unwatch(struct hostfs_inode *dir)
{
	struct hostfs_sb *hs = hostfs_s(dir->inode->sb);

	if (dir->watch < 0)
		return;
	list_del(&dir->watches);
	hs->nr_watches--;
	host_notify_remove(&hs->notify, dir->watch);
	dir->watch = -1;
}

uint64_t hostfs_generation(struct inode *inode)
{
	struct hostfs_inode *dir = hostfs_i(inode);
	struct hostfs_sb *hs = hostfs_s(inode->sb);

	if (dir->watch < 0)
		begin(hs, dir);
	if (dir->watch < 0)
		return 0;
	if (hs->told != hostfs_epoch()) {
		host_notify_read(&hs->notify, changed, hs);
		hs->told = hostfs_epoch();
	}
	return dir->generation;
}

static void unwatch_all_of(struct hostfs_sb *hs)
{
	struct hostfs_inode *hi, *tmp;

	for (unsigned i = 0; i < HOSTFS_WATCH_HASH; i++)
		list_for_each_entry_safe(hi, tmp, &hs->watches[i], watches)
			hostfs_unwatch(hi);
}

void hostfs_unwatch_all(void)
{
	struct super_block *sb;

	list_for_each_entry(sb, fs_supers(), node)
		if (sb->magic == HOSTFS_MAGIC)
			unwatch_all_of(hostfs_s(sb));
}
