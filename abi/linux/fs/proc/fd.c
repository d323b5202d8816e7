/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /proc/PID/fd and fdinfo: a name for each open descriptor. */
#include "fs/proc/internal.h"

#include <stdio.h>

static int fd_path(struct task *t, unsigned fd, struct path *path)
{
	struct file *f = t->files ? files_lookup(t->files, fd, NULL) : NULL;

	if (!f)
		return -ENOENT;
	*path = f->path;
	path_get(path);
	file_put(f);
	return 0;
}

static int fdinfo_show(struct seq_buf *s, struct task *t, unsigned fd)
{
	bool cloexec;
	struct file *f = t->files ? files_lookup(t->files, fd, &cloexec) : NULL;

	if (!f)
		return -ENOENT;
	seq_printf(s, "pos:\t%lli\nflags:\t0%o\nmnt_id:\t%i\nino:\t%llu\n", (long long)f->pos,
		   f->flags | (cloexec ? O_CLOEXEC : 0), f->path.mnt->id,
		   (unsigned long long)f->inode->ino);
	if (f->op->show_fdinfo)
		f->op->show_fdinfo(f, s);
	file_put(f);
	return 0;
}

/* The mode of the link says how the file is open. */
#define FD_LINK(rights) { "fd", S_IFLNK | (rights), .path = fd_path }
static const struct proc_entry fd_links[] = { FD_LINK(0), FD_LINK(0500), FD_LINK(0300),
					      FD_LINK(0700) };
static const struct proc_entry fdinfo_file = { "fdinfo", S_IFREG | 0444, .show_fd = fdinfo_show,
					       .secret = true };

/* What stat says of each link, however long the name is that it leads to. */
#define FD_LINK_SIZE 64

static const struct proc_entry *entry_of(const struct inode *dir, const struct file *f)
{
	if (proc_i(dir)->entry->dir == &proc_fdinfo_dir)
		return &fdinfo_file;
	return &fd_links[f->mode & (FMODE_READ | FMODE_WRITE)];
}

static uint64_t fd_ino(const struct inode *dir, unsigned fd)
{
	return proc_ino(proc_i(dir)->pid, proc_i(dir)->entry->dir->id, fd);
}

static struct inode *fd_lookup(struct inode *dir, const char *name)
{
	struct task *t = proc_task(dir);
	struct inode *inode;
	struct file *f;
	unsigned fd;

	if (!t || !t->files || !proc_parse_name(name, &fd))
		return ERR_PTR(-ENOENT);
	f = files_lookup(t->files, fd, NULL);
	if (!f)
		return ERR_PTR(-ENOENT);
	inode = proc_make_inode(dir->sb, entry_of(dir, f), t, fd, fd_ino(dir, fd));
	if (!IS_ERR(inode) && S_ISLNK(inode->mode))
		inode->size = FD_LINK_SIZE;
	file_put(f);
	return inode;
}

static int fd_iterate(struct inode *dir, struct dir_context *ctx)
{
	struct task *t = proc_task(dir);
	unsigned type = proc_i(dir)->entry->dir == &proc_fd_dir ? DT_LNK : DT_REG;
	char name[12];
	int fd, len;

	if (!t || !t->files)
		return -ENOENT;
	while (ctx->pos - 2 <= INT32_MAX &&
	       (fd = files_next(t->files, (unsigned)(ctx->pos - 2))) >= 0) {
		len = snprintf(name, sizeof(name), "%d", fd);
		ctx->pos = fd + 2;
		if (!ctx->emit(ctx, name, (unsigned)len, ctx->pos + 1, fd_ino(dir, (unsigned)fd),
			       type))
			return 0;
		ctx->pos++;
	}
	return 0;
}

/* The size of /proc/PID/fd is how many are open (since Linux 6.2); that of fdinfo is nothing. */
static int fd_getattr(const struct inode *dir, struct kstat *stat)
{
	struct task *t = proc_task(dir);

	if (!t)
		return -ENOENT;
	if (!t->files)
		return 0;
	for (int fd = -1; (fd = files_next(t->files, (unsigned)(fd + 1))) >= 0;)
		stat->size++;
	return 0;
}

const struct proc_dir proc_fd_dir = {
	.id = 4, .lookup = fd_lookup, .iterate = fd_iterate, .getattr = fd_getattr, .private = true,
};

const struct proc_dir proc_fdinfo_dir = {
	.id = 5, .lookup = fd_lookup, .iterate = fd_iterate, .secret = true,
};
