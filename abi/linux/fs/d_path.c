/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From a dentry back to a text, as the task sees it. */
#include "fs/internal.h"
#include "syscall.h"

/* A buffer filled from its end. */
struct prepend {
	char *p, *buf;
	bool full;
};

static void prepend(struct prepend *b, const char *text, size_t n)
{
	if ((size_t)(b->p - b->buf) < n) {
		b->full = true;
		return;
	}
	b->p -= n;
	memcpy(b->p, text, n);
}

static void prepend_name(struct prepend *b, const struct dentry *d)
{
	prepend(b, d->name, d->name_len);
	prepend(b, "/", 1);
}

/* Up to root; false: it was not met, the path ends where no mount is above. */
static bool prepend_path(struct prepend *b, const struct path *path, const struct path *root)
{
	const struct dentry *d = path->dentry;
	const struct mount *mnt = path->mnt;

	while (d != root->dentry || mnt != root->mnt) {
		if (d == mnt->root) {
			if (mnt->parent == mnt)
				return false;
			d = mnt->mountpoint;
			mnt = mnt->parent;
			continue;
		}
		if (d->parent == d)
			return false;
		prepend_name(b, d);
		d = d->parent;
	}
	return true;
}

const char *path_name(const struct path *path)
{
	const struct dentry *d = path->dentry;
	const struct mount *mnt = path->mnt;

	for (; d == mnt->root && mnt->parent != mnt; mnt = mnt->parent)
		d = mnt->mountpoint;
	return d->name;
}

/* A file that was removed; a root has no name to lose. */
static bool deleted(const struct dentry *d)
{
	return (d->flags & D_UNHASHED) && d->parent != d;
}

char *d_path(const struct path *path, char *buf, size_t size)
{
	struct prepend b = { buf + size, buf, false };
	const struct dentry *d = path->dentry;
	const char *end;
	struct path root;

	prepend(&b, "", 1);
	if (d->flags & D_PSEUDO) {
		prepend(&b, d->name, d->name_len);
	} else {
		if (deleted(d))
			prepend(&b, " (deleted)", 10);
		end = b.p;
		if (current && current->fs) {
			root = current->fs->root;
			path_get(&root);
		} else {
			fs_root_path(&root);
		}
		prepend_path(&b, path, &root);
		path_put(&root);
		if (b.p == end)
			prepend(&b, "/", 1);
	}
	return b.full ? ERR_PTR(-ENAMETOOLONG) : b.p;
}

SYSCALL_DEFINE2(getcwd, upath_out_t, buf, ulong_t, size)
{
	const struct fs_struct *fs = current->fs;
	char page[PATH_MAX];
	struct prepend b = { page + sizeof(page), page, false };
	bool reachable;
	size_t len;

	if (deleted(fs->pwd.dentry))
		return -ENOENT;
	prepend(&b, "", 1);
	reachable = prepend_path(&b, &fs->pwd, &fs->root);
	if (b.p == page + sizeof(page) - 1)
		prepend(&b, "/", 1);
	if (!reachable)
		prepend(&b, "(unreachable)", 13);
	if (b.full)
		return -ENAMETOOLONG;
	len = (size_t)(page + sizeof(page) - b.p);
	if (len > size)
		return -ERANGE;
	return copy_to_user(buf, b.p, len) ? -EFAULT : (long)len;
}
