/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The path walk: from a text to a mount and a dentry. Iterative: the text of a symbolic link is
 * walked where the link stood, and what is left of the outer text waits on a small stack. The walk
 * holds a reference on where it is, so filesystems may sleep in lookup.
 */
#include "fs/internal.h"

void path_get(const struct path *path)
{
	mnt_get(path->mnt);
	dget(path->dentry);
}

void path_put(const struct path *path)
{
	dput(path->dentry);
	mnt_put(path->mnt);
}

int getname_flags(char name[PATH_MAX], uaddr_t upath, bool empty_ok)
{
	long n = strncpy_from_user(name, upath, PATH_MAX);

	if (n < 0)
		return (int)n;
	if (n == PATH_MAX)
		return -ENAMETOOLONG;
	return n || empty_ok ? 0 : -ENOENT;
}

int getname(char name[PATH_MAX], uaddr_t upath)
{
	return getname_flags(name, upath, false);
}

static bool can_lookup(const struct dentry *d)
{
	return d->inode && S_ISDIR(d->inode->mode) && d->inode->op->lookup;
}

/* Moves the walk; takes the reference of dentry, takes one of mnt if it is another. */
static void nd_goto(struct nameidata *nd, struct mount *mnt, struct dentry *dentry)
{
	dput(nd->path.dentry);
	nd->path.dentry = dentry;
	if (mnt != nd->path.mnt) {
		mnt_get(mnt);
		mnt_put(nd->path.mnt);
		nd->path.mnt = mnt;
	}
}

static void task_root(const struct nameidata *nd, struct path *root)
{
	if (current && current->fs && !(nd->flags & LOOKUP_KERNEL)) {
		*root = current->fs->root;
		path_get(root);
	} else {
		fs_root_path(root);
	}
}

/* An absolute path or link: back to the root. */
static int jump_root(struct nameidata *nd)
{
	if (nd->flags & LOOKUP_BENEATH)
		return -EXDEV;
	if ((nd->flags & LOOKUP_NO_XDEV) && nd->path.mnt && nd->path.mnt != nd->root.mnt)
		return -EXDEV;
	path_get(&nd->root);
	if (nd->path.dentry)
		path_put(&nd->path);
	nd->path = nd->root;
	return 0;
}

/* Where a relative path starts. */
static int start_dir(struct nameidata *nd, dfd_t dfd)
{
	struct file *f;

	if (dfd == AT_FDCWD) {
		if (current && current->fs && !(nd->flags & LOOKUP_KERNEL)) {
			nd->path = current->fs->pwd;
			path_get(&nd->path);
		} else {
			task_root(nd, &nd->path);
		}
		return 0;
	}
	f = file_get_raw(dfd);
	if (!f)
		return -EBADF;
	/* An empty path (AT_EMPTY_PATH) names the file itself, whatever it is. */
	if (*nd->name && !can_lookup(f->path.dentry)) {
		file_put(f);
		return -ENOTDIR;
	}
	nd->path = f->path;
	path_get(&nd->path);
	file_put(f);
	return 0;
}

int nd_start(struct nameidata *nd, dfd_t dfd, const char *name, unsigned flags)
{
	bool absolute = *name == '/';
	int err;

	nd->path.dentry = nd->root.dentry = NULL;
	nd->path.mnt = nd->root.mnt = NULL;
	nd->flags = flags;
	nd->scoped = flags & (LOOKUP_BENEATH | LOOKUP_IN_ROOT);
	nd->name = name;
	nd->last = "";
	nd->last_len = 0;
	nd->last_type = LAST_ROOT;
	nd->nr_links = nd->depth = 0;

	if (absolute && (flags & LOOKUP_BENEATH))
		return -EXDEV;
	if (!absolute || nd->scoped) {
		err = start_dir(nd, dfd);
		if (err)
			return err;
	}
	if (nd->scoped) {
		nd->root = nd->path;
		path_get(&nd->root);
	} else {
		task_root(nd, &nd->root);
	}
	return absolute ? jump_root(nd) : 0;
}

void nd_end(struct nameidata *nd)
{
	if (nd->path.dentry)
		path_put(&nd->path);
	if (nd->root.dentry)
		path_put(&nd->root);
	for (unsigned i = 0; i < nd->nr_links; i++)
		kfree(nd->text[i]);
	nd->nr_links = 0;
	nd->path.dentry = nd->root.dentry = NULL;
}

static int may_lookup(const struct nameidata *nd, struct inode *dir)
{
	if (nd->flags & LOOKUP_KERNEL)
		return 0;
	if (!dir->op->permission && (dir->mode & 0111) == 0111)
		return 0;
	return inode_permission(dir, MAY_EXEC);
}

/* Reads the component at nd->name into nd->last*; nd->name goes behind it and its slashes. */
static void next_component(struct nameidata *nd)
{
	const char *p = nd->name;
	uint64_t h = 0;

	nd->last = p;
	for (; *p && *p != '/'; p++)
		h = name_hash_step(h, (unsigned char)*p);
	nd->last_len = (unsigned)(p - nd->last);
	nd->last_hash = name_hash_end(h);
	nd->last_type = LAST_NORM;
	if (nd->last[0] == '.') {
		if (nd->last_len == 1)
			nd->last_type = LAST_DOT;
		else if (nd->last_len == 2 && nd->last[1] == '.')
			nd->last_type = LAST_DOTDOT;
	}
	while (*p == '/')
		p++;
	nd->name = p;
}

/* One component of a directory, from the cache or the filesystem. */
static struct dentry *lookup_in(struct dentry *parent, const char *name, unsigned len,
				uint32_t hash, bool cached_only)
{
	struct inode *dir = parent->inode;
	struct dentry *d = d_lookup_hash(parent, name, len, hash);
	int err;

	if (d) {
		if (!dir->op->revalidate || dir->op->revalidate(dir, d))
			return d;
		d_invalidate(d);
		if (!(d->flags & D_UNHASHED)) /* a mount point: stays */
			return d;
		dput(d);
	}
	if (cached_only)
		return ERR_PTR(-EAGAIN);
	if (dir->i_flags & S_DEAD)
		return ERR_PTR(-ENOENT);
	if (!dir->op->lookup)
		return ERR_PTR(-ENOTDIR);
	if (len > NAME_MAX)
		return ERR_PTR(-ENAMETOOLONG);
	d = d_alloc(parent, name, len);
	if (!d)
		return ERR_PTR(-ENOMEM);
	err = dir->op->lookup(dir, d);
	if (err) {
		dput(d);
		return ERR_PTR(err);
	}
	return d;
}

struct dentry *lookup_one(struct dentry *parent, const char *name, unsigned len)
{
	return lookup_in(parent, name, len, name_hash(name, len), false);
}

struct dentry *lookup_last_dentry(struct nameidata *nd)
{
	return lookup_in(nd->path.dentry, nd->last, nd->last_len, nd->last_hash,
			 nd->flags & LOOKUP_CACHED);
}

/* Down to what is mounted topmost on a dentry. */
static int follow_mounts(struct nameidata *nd, struct mount **mnt, struct dentry **dentry)
{
	struct mount *m;

	while ((*dentry)->mounts && (m = lookup_mount(*mnt, *dentry))) {
		if (nd->flags & LOOKUP_NO_XDEV)
			return -EXDEV;
		dget(m->root);
		dput(*dentry);
		*dentry = m->root;
		*mnt = m;
	}
	return 0;
}

static bool at_root(const struct nameidata *nd)
{
	return nd->path.dentry == nd->root.dentry && nd->path.mnt == nd->root.mnt;
}

/* A bind mount shows a part of a tree; a directory moved out of that part has no way up. */
static bool connected(const struct mount *mnt, const struct dentry *d)
{
	return mnt->root == mnt->sb->root || is_subdir(d, mnt->root);
}

static int follow_dotdot(struct nameidata *nd)
{
	struct mount *mnt = nd->path.mnt;
	struct dentry *d = nd->path.dentry;

	if (at_root(nd))
		return (nd->flags & LOOKUP_BENEATH) ? -EXDEV : 0;
	while (d == mnt->root) {
		if (mnt->parent == mnt) /* the top, or taken out of the tree */
			return (nd->flags & LOOKUP_BENEATH) ? -EXDEV : 0;
		if (nd->flags & LOOKUP_NO_XDEV)
			return -EXDEV;
		d = mnt->mountpoint;
		mnt = mnt->parent;
		if (d == nd->root.dentry && mnt == nd->root.mnt)
			break;
	}
	if (d != mnt->root) {
		d = d->parent;
		if (!connected(mnt, d))
			return -ENOENT;
	}
	dget(d);
	follow_mounts(nd, &mnt, &d);
	nd_goto(nd, mnt, d);
	return 0;
}

int handle_dots(struct nameidata *nd)
{
	return nd->last_type == LAST_DOTDOT ? follow_dotdot(nd) : 0;
}

/* protected_symlinks: in a sticky directory that all may write, only one's own and its owner's. */
static bool may_follow_link(const struct nameidata *nd, const struct inode *link)
{
	const struct inode *dir = nd->path.dentry->inode;

	return current_fsuid() == link->uid ||
	       (dir->mode & (S_ISVTX | 0002)) != (S_ISVTX | 0002) || dir->uid == link->uid;
}

/* A magic link: to an object and not to a name. */
static int jump_link(struct nameidata *nd, struct inode *link)
{
	struct path target;
	int err;

	if (nd->flags & LOOKUP_NO_MAGICLINKS)
		return -ELOOP;
	err = link->op->get_link_path(link, &target);
	if (err)
		return err;
	if (nd->scoped || ((nd->flags & LOOKUP_NO_XDEV) && target.mnt != nd->path.mnt)) {
		path_put(&target);
		return -EXDEV;
	}
	path_put(&nd->path);
	nd->path = target;
	return 0;
}

/* 1: the link's text is walked next; 0: we are where it points; -errno. */
static int follow_link(struct nameidata *nd, const struct path *link, bool trailing)
{
	struct inode *inode = link->dentry->inode;
	char *text;
	int err;

	if (nd->nr_links == MAXSYMLINKS)
		return -ELOOP;
	if (trailing && !(nd->flags & LOOKUP_KERNEL) && !may_follow_link(nd, inode))
		return -EACCES;
	if ((nd->flags & LOOKUP_NO_SYMLINKS) || (link->mnt->flags & MS_NOSYMFOLLOW))
		return -ELOOP;
	touch_atime_path(link);
	nd->text[nd->nr_links++] = NULL;
	if (inode->op->get_link_path)
		return jump_link(nd, inode);

	text = kmalloc(PATH_MAX);
	if (!text)
		return -ENOMEM;
	nd->text[nd->nr_links - 1] = text;
	err = inode->op->get_link(inode, text, PATH_MAX);
	if (err < 0)
		return err;
	if (*text == '/') {
		err = jump_root(nd);
		if (err)
			return err;
	}
	while (*text == '/')
		text++;
	if (!*text)
		return 0;
	if (*nd->name)
		nd->rest[nd->depth++] = nd->name;
	nd->name = text;
	return 1;
}

int step_into(struct nameidata *nd, struct dentry *dentry, bool trailing)
{
	struct path path = { nd->path.mnt, dentry };
	int err = follow_mounts(nd, &path.mnt, &path.dentry);

	if (err) {
		dput(path.dentry);
		return err;
	}
	if (!path.dentry->inode) {
		dput(path.dentry);
		return -ENOENT;
	}
	if (S_ISLNK(path.dentry->inode->mode) && (!trailing || (nd->flags & LOOKUP_FOLLOW))) {
		mnt_get(path.mnt); /* the walk may leave it */
		err = follow_link(nd, &path, trailing);
		path_put(&path);
		return err;
	}
	nd_goto(nd, path.mnt, path.dentry);
	return 0;
}

/* The component at hand; not the last one. As step_into. */
static int walk_component(struct nameidata *nd)
{
	struct dentry *d;

	if (nd->last_type != LAST_NORM)
		return handle_dots(nd);
	d = lookup_last_dentry(nd);
	return IS_ERR(d) ? PTR_ERR(d) : step_into(nd, d, false);
}

/*
 * Walks from nd->path along nd->name up to the last component, which is left in nd->last for the
 * caller to treat by its own rules. nd->last_type is LAST_ROOT if there is none.
 */
int walk_to_last(struct nameidata *nd)
{
	int err;

	while (*nd->name == '/')
		nd->name++;
	if (!*nd->name)
		return 0;
	for (;;) {
		err = may_lookup(nd, nd->path.dentry->inode);
		if (err)
			return err;
		next_component(nd);
		if (!*nd->name) {
			if (!nd->depth)
				return 0;
			nd->name = nd->rest[--nd->depth];
		}
		err = walk_component(nd);
		if (err < 0)
			return err;
		if (!can_lookup(nd->path.dentry))
			return -ENOTDIR;
	}
}

/* The last component of a lookup. 1: a link's text is next. */
static int walk_last(struct nameidata *nd)
{
	struct dentry *d;

	if (nd->last_type != LAST_NORM)
		return handle_dots(nd);
	if (trailing_slash(nd))
		nd->flags |= LOOKUP_FOLLOW | LOOKUP_DIRECTORY;
	d = lookup_last_dentry(nd);
	return IS_ERR(d) ? PTR_ERR(d) : step_into(nd, d, true);
}

int path_lookup(dfd_t dfd, const char *name, unsigned lookup, struct path *path)
{
	struct nameidata nd;
	int err;

	if (!*name && !(lookup & LOOKUP_EMPTY))
		return -ENOENT;
	err = nd_start(&nd, dfd, name, lookup);
	while (!err) {
		err = walk_to_last(&nd);
		if (err)
			break;
		err = walk_last(&nd);
		if (err <= 0)
			break;
		err = 0;
	}
	if (!err && (nd.flags & LOOKUP_DIRECTORY) && !can_lookup(nd.path.dentry))
		err = -ENOTDIR;
	if (!err) {
		*path = nd.path;
		path_get(path);
	}
	nd_end(&nd);
	return err;
}

int user_path_at(dfd_t dfd, uaddr_t upath, unsigned lookup, struct path *path)
{
	char name[PATH_MAX];
	int err = getname_flags(name, upath, lookup & LOOKUP_EMPTY);

	return err ? err : path_lookup(dfd, name, lookup, path);
}
