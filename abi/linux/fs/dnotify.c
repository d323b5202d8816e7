/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * F_NOTIFY: a signal to a directory's owner for what happens in it. A notice belongs to an open
 * directory and the table of descriptors by which it was asked for, and ends when it is closed there.
 */
#include "fs/fsnotify.h"

#include "kernel/signal.h"

struct dnotify {
	struct fsnotify_mark mark;	  /* first; of no group */
	struct file *file;		  /* not counted: its end is the notice's */
	const struct files_struct *files; /* not counted likewise; for comparison */
	fd_t fd;			  /* what the signal tells */
};

static const struct {
	unsigned dn;
	uint32_t mask;
} events[] = {
	{ DN_ACCESS, IN_ACCESS },
	{ DN_MODIFY, IN_MODIFY },
	{ DN_CREATE, IN_CREATE | IN_MOVED_TO },
	{ DN_DELETE, IN_DELETE | IN_MOVED_FROM },
	{ DN_RENAME, FSNOTIFY_RENAME },
	{ DN_ATTRIB, IN_ATTRIB },
};

static uint32_t mask_of(unsigned arg)
{
	uint32_t mask = arg & DN_MULTISHOT ? FSNOTIFY_MULTISHOT : 0;

	for (unsigned i = 0; i < ARRAY_SIZE(events); i++)
		if (arg & events[i].dn)
			mask |= events[i].mask;
	return mask;
}

void dnotify_destroy_mark(struct fsnotify_mark *mark)
{
	list_del(&mark->of_inode);
	fs_state()->nr_marks--;
	inode_put(mark->inode);
	kfree(mark);
}

void dnotify_event(struct fsnotify_mark *mark)
{
	const struct dnotify *dn = (const struct dnotify *)mark;

	file_send_sigio(dn->file, dn->fd, POLL_MSG);
	if (!(mark->mask & FSNOTIFY_MULTISHOT))
		dnotify_destroy_mark(mark);
}

static struct dnotify *find_notice(const struct file *f, const struct files_struct *files)
{
	struct fsnotify_mark *mark;

	list_for_each_entry(mark, &f->inode->marks, of_inode) {
		struct dnotify *dn = (struct dnotify *)mark;

		if (!mark->group && dn->file == f && (!files || dn->files == files))
			return dn;
	}
	return NULL;
}

void __dnotify_flush(const struct file *f, const struct files_struct *files)
{
	struct dnotify *dn;

	while ((dn = find_notice(f, files)))
		dnotify_destroy_mark(&dn->mark);
}

static struct dnotify *new_notice(struct file *f)
{
	struct dnotify *dn = kzalloc(sizeof(*dn));

	if (!dn)
		return NULL;
	dn->file = f;
	dn->files = current->files;
	dn->mark.inode = f->inode;
	inode_get(f->inode);
	list_add_tail(&dn->mark.of_inode, &f->inode->marks);
	fs_state()->nr_marks++;
	return dn;
}

/* What is asked for adds to what was; nothing at all takes it back. */
long fcntl_dirnotify(fd_t fd, struct file *f, unsigned arg)
{
	struct dnotify *dn;

	if (!(arg & ~DN_MULTISHOT)) {
		dnotify_flush(f, current->files);
		return 0;
	}
	if (!S_ISDIR(f->inode->mode))
		return -ENOTDIR;
	dn = find_notice(f, current->files);
	if (!dn)
		dn = new_notice(f);
	if (!dn)
		return -ENOMEM;
	dn->fd = fd;
	dn->mark.mask |= mask_of(arg);
	return f->owner ? 0 : file_setown(f, current->tgid);
}
