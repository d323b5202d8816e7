/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rename(2) and its flags: the checks in the order of Linux's do_renameat2 and vfs_rename. */
#include "fs/fsnotify.h"
#include "syscall.h"

struct renaming {
	struct nameidata *from, *to; /* walked to their last components */
	struct dentry *old, *new;
	unsigned flags;
};

/*
 * The parent that is at or below the other entry: an old entry above its own new place, or a new
 * one above the old.
 */
static bool is_ancestor(const struct dentry *d, const struct nameidata *of)
{
	return S_ISDIR(d->inode->mode) && is_subdir(of->path.dentry, d);
}

static bool is_dir(const struct dentry *d)
{
	return d->inode && S_ISDIR(d->inode->mode);
}

/* What the two names are to each other, without asking who may. */
static int check_names(const struct renaming *r)
{
	bool exchange = r->flags & RENAME_EXCHANGE;

	if ((r->flags & RENAME_NOREPLACE) && r->new->inode)
		return -EEXIST;
	if (exchange) {
		if (!r->new->inode)
			return -ENOENT;
		if (!is_dir(r->new) && trailing_slash(r->to))
			return -ENOTDIR;
	}
	/* Unless the source is a directory, trailing slashes are wrong. */
	if (!is_dir(r->old) &&
	    (trailing_slash(r->from) || (!exchange && trailing_slash(r->to))))
		return -ENOTDIR;
	if (is_ancestor(r->old, r->to))
		return -EINVAL;
	if (r->new->inode && is_ancestor(r->new, r->from))
		return exchange ? -EINVAL : -ENOTEMPTY;
	return 0;
}

static int check_permissions(const struct renaming *r, struct inode *odir, struct inode *ndir)
{
	struct inode *source = r->old->inode, *target = r->new->inode;
	bool exchange = r->flags & RENAME_EXCHANGE;
	int err = may_delete(odir, r->old, is_dir(r->old));

	if (err)
		return err;
	if (!target)
		err = may_create(ndir, r->new);
	else
		err = may_delete(ndir, r->new, exchange ? is_dir(r->new) : is_dir(r->old));
	if (err)
		return err;
	if (!odir->op->rename)
		return -EPERM;
	if (odir == ndir)
		return 0;
	/* Its ".." changes. */
	if (is_dir(r->old))
		err = inode_permission(source, MAY_WRITE);
	if (!err && exchange && is_dir(r->new))
		err = inode_permission(target, MAY_WRITE);
	return err;
}

static void move_names(const struct renaming *r)
{
	if (r->flags & RENAME_EXCHANGE) {
		d_exchange(r->old, r->new);
		return;
	}
	if (is_dir(r->new))
		r->new->inode->i_flags |= S_DEAD;
	d_move(r->old, r->new);
}

/* The same with watchers, who are told the old name. */
static int move_watched(const struct renaming *r, struct inode *odir, struct inode *ndir)
{
	struct inode *replaced = r->flags & RENAME_EXCHANGE ? NULL : r->new->inode;
	char oname[NAME_MAX + 1], nname[NAME_MAX + 1];

	memcpy(oname, r->old->name, r->old->name_len + 1);
	memcpy(nname, r->new->name, r->new->name_len + 1);
	move_names(r);
	__fsnotify_move(odir, ndir, oname, r->old, replaced);
	if (r->flags & RENAME_EXCHANGE)
		__fsnotify_move(ndir, odir, nname, r->new, NULL);
	return 0;
}

static int vfs_rename(const struct renaming *r)
{
	struct inode *odir = r->from->path.dentry->inode, *ndir = r->to->path.dentry->inode;
	struct inode *target = r->new->inode;
	int err;

	if (r->old->inode == target)
		return 0; /* two links to one file: nothing to do */
	err = check_permissions(r, odir, ndir);
	if (err)
		return err;
	if (is_mountpoint(r->old) || is_mountpoint(r->new))
		return -EBUSY;
	if (is_dir(r->new))
		dcache_prune_below(r->new);
	err = odir->op->rename(odir, r->old, ndir, r->new, r->flags);
	if (err)
		return err;
	if (fsnotify_active())
		return move_watched(r, odir, ndir);
	move_names(r);
	return 0;
}

static int rename_last(struct nameidata *from, struct nameidata *to, unsigned flags)
{
	struct renaming r = { .from = from, .to = to, .flags = flags };
	int err;

	if (from->path.mnt != to->path.mnt)
		return -EXDEV;
	if (from->last_type != LAST_NORM)
		return -EBUSY;
	if (to->last_type != LAST_NORM)
		return flags & RENAME_NOREPLACE ? -EEXIST : -EBUSY;
	err = mnt_want_write(from->path.mnt);
	if (err)
		return err;
	r.old = lookup_last_dentry(from);
	if (IS_ERR(r.old))
		return PTR_ERR(r.old);
	err = -ENOENT;
	if (!r.old->inode)
		goto put_old;
	r.new = lookup_last_dentry(to);
	err = IS_ERR(r.new) ? PTR_ERR(r.new) : 0;
	if (err)
		goto put_old;
	err = check_names(&r);
	if (!err)
		err = vfs_rename(&r);
	dput(r.new);
put_old:
	dput(r.old);
	return err;
}

static int walk_parent(struct nameidata *nd, dfd_t dfd, const char *name)
{
	int err = nd_start(nd, dfd, name, LOOKUP_PARENT);

	return err ? err : walk_to_last(nd);
}

/* Both names, copied once. */
struct rename_names {
	char from[PATH_MAX], to[PATH_MAX];
};

static int rename_names(dfd_t olddfd, dfd_t newdfd, const struct rename_names *names, int to_err,
			unsigned flags)
{
	struct nameidata from, to;
	int err = walk_parent(&from, olddfd, names->from);

	if (!err) {
		err = to_err ? to_err : walk_parent(&to, newdfd, names->to);
		if (!err)
			err = rename_last(&from, &to, flags);
		if (!to_err)
			nd_end(&to);
	}
	nd_end(&from);
	return err;
}

static long do_renameat2(dfd_t olddfd, uaddr_t uold, dfd_t newdfd, uaddr_t unew, unsigned flags)
{
	struct rename_names names;
	int err, to_err;

	if (flags & ~(unsigned)(RENAME_NOREPLACE | RENAME_EXCHANGE | RENAME_WHITEOUT))
		return -EINVAL;
	if ((flags & (RENAME_NOREPLACE | RENAME_WHITEOUT)) && (flags & RENAME_EXCHANGE))
		return -EINVAL;
	err = getname(names.from, uold);
	to_err = getname(names.to, unew);
	/* A bad new name is found only after the old one's parent was. */
	return err ? err : rename_names(olddfd, newdfd, &names, to_err, flags);
}

SYSCALL_DEFINE2(rename, upath_t, oldname, upath_t, newname)
{
	return do_renameat2(AT_FDCWD, oldname, AT_FDCWD, newname, 0);
}

SYSCALL_DEFINE4(renameat, dfd_t, olddfd, upath_t, oldname, dfd_t, newdfd, upath_t, newname)
{
	return do_renameat2(olddfd, oldname, newdfd, newname, 0);
}

SYSCALL_DEFINE5(renameat2, dfd_t, olddfd, upath_t, oldname, dfd_t, newdfd, upath_t, newname,
		renameflags_t, flags)
{
	return do_renameat2(olddfd, oldname, newdfd, newname, flags);
}
