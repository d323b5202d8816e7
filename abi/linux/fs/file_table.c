/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Open files: made with a reference, ended with the last one. */
#include "fs/fsnotify.h"

const struct file_ops bad_file_ops = {};

struct file *file_alloc_empty(unsigned flags)
{
	uint64_t limit = kernel->config.limit_files;
	struct file *f;

	if (limit && fs_state()->nr_files >= limit)
		return ERR_PTR(-ENFILE);
	f = kzalloc(sizeof(*f));
	if (!f)
		return ERR_PTR(-ENOMEM);
	f->refs = 1;
	f->flags = flags & ~(unsigned)(O_CLOEXEC | O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC);
	f->mode = (flags + 1) & (FMODE_READ | FMODE_WRITE); /* O_RDONLY.. -> bits; 3: neither */
	if (flags & O_NOCTTY)
		f->mode |= FMODE_NOCTTY;
	f->op = &bad_file_ops;
	f->cred = current ? get_cred(current->cred) : NULL;
	list_init(&f->epoll_items);
	fs_state()->nr_files++;
	return f;
}

void file_set_path(struct file *f, const struct path *path)
{
	f->path = *path;
	path_get(path);
	f->inode = path->dentry->inode;
}

struct file *file_alloc(const struct path *path, unsigned flags, const struct file_ops *op)
{
	struct file *f = file_alloc_empty(flags);

	if (!IS_ERR(f)) {
		file_set_path(f, path);
		f->op = op;
	}
	return f;
}

/* What was open ends: watchers, locks, the object's own end, access counts, names. */
static void file_shut(struct file *f)
{
	if (!list_empty(&f->epoll_items))
		eventpoll_release_file(f);
	if (!list_empty(&f->inode->flocks))
		locks_remove_file(f);
	dnotify_flush(f, NULL);
	if (f->op != &bad_file_ops)
		fsnotify_file(f, f->mode & FMODE_WRITE ? IN_CLOSE_WRITE : IN_CLOSE_NOWRITE);
	if ((f->flags & O_ASYNC) && f->op->fasync)
		f->op->fasync(f, -1, false);
	if (f->op->release)
		f->op->release(f);
	if (f->mode & FMODE_WRITER)
		put_write_access(f->inode);
	path_put(&f->path);
}

static void file_end(struct file *f)
{
	if (f->inode)
		file_shut(f);
	if (f->owner)
		file_drop_owner(f);
	if (f->cred)
		put_cred(f->cred);
	kfree(f);
	fs_state()->nr_files--;
}

void file_put(struct file *f)
{
	if (f && !--f->refs)
		file_end(f);
}

void file_putp(struct file **f)
{
	if (*f && !IS_ERR(*f))
		file_put(*f);
}
