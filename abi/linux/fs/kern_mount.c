/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the machine itself does with names, at boot and for the embedder: make mount points, mount
 * host directories, choose another root. No permission is asked.
 */
#include "fs/internal.h"

void fs_root_path(struct path *path)
{
	struct mount *m;

	path->mnt = fs_state()->root;
	path->dentry = path->mnt->root;
	/* What was mounted on the root is the root. */
	while ((m = lookup_mount(path->mnt, path->dentry))) {
		path->mnt = m;
		path->dentry = m->root;
	}
	path_get(path);
}

static int kern_lookup(const char *name, struct path *path)
{
	return path_lookup(AT_FDCWD, name, LOOKUP_KERNEL | LOOKUP_FOLLOW, path);
}

/* The last component of name as a new directory, or, for mounting one file, an empty file. */
static int make_one(const char *name, uint32_t mode, bool dir)
{
	struct nameidata nd;
	struct dentry *d;
	struct inode *parent;
	int err = nd_start(&nd, AT_FDCWD, name, LOOKUP_KERNEL | LOOKUP_FOLLOW);

	if (!err)
		err = walk_to_last(&nd);
	if (err)
		goto out;
	err = -EEXIST;
	if (nd.last_type != LAST_NORM)
		goto out;
	err = mnt_want_write(nd.path.mnt);
	if (err)
		goto out;
	d = lookup_last_dentry(&nd);
	err = IS_ERR(d) ? PTR_ERR(d) : 0;
	if (err)
		goto out;
	parent = nd.path.dentry->inode;
	if (d->inode)
		err = -EEXIST;
	else if (dir)
		err = parent->op->mkdir ? parent->op->mkdir(parent, d, mode) : -EPERM;
	else
		err = parent->op->create ? parent->op->create(parent, d, mode, true) : -EPERM;
	dput(d);
out:
	nd_end(&nd);
	return err;
}

static int exists_or_make(const char *name, uint32_t mode, bool dir)
{
	struct path path;
	int err = kern_lookup(name, &path);

	if (!err)
		path_put(&path);
	return err == -ENOENT ? make_one(name, mode, dir) : err;
}

/* Each parent in turn; name is changed on the way and restored. */
static int make_parents(char *name)
{
	int err = 0;

	for (char *p = name + 1; *p && !err; p++) {
		if (*p != '/' || p[1] == '/' || !p[1])
			continue;
		*p = '\0';
		err = exists_or_make(name, 0755, true);
		*p = '/';
	}
	return err;
}

static int make_point(const char *name, uint32_t mode, bool dir, struct path *out)
{
	char *copy;
	int err;

	if (*name != '/')
		return -EINVAL;
	if (strlen(name) >= PATH_MAX)
		return -ENAMETOOLONG;
	copy = kstrdup(name);
	if (!copy)
		return -ENOMEM;
	err = make_parents(copy);
	if (!err)
		err = exists_or_make(copy, mode, dir);
	if (!err)
		err = kern_lookup(copy, out);
	kfree(copy);
	return err;
}

int kern_mkdir_p(const char *name, uint32_t mode, struct path *out)
{
	int err = make_point(name, mode, true, out);

	if (!err && !S_ISDIR(out->dentry->inode->mode)) {
		path_put(out);
		err = -ENOTDIR;
	}
	return err;
}

/* What is mounted at name, or NULL. */
static struct mount *mount_at(const char *name)
{
	struct mount *mnt = NULL;
	struct path path;

	if (kern_lookup(name, &path))
		return NULL;
	if (path.dentry == path.mnt->root && path.mnt != fs_state()->root)
		mnt = path.mnt;
	path_put(&path);
	return mnt;
}

/*
 * A mount goes, with what is mounted on it, to the same name in the new tree, or away if that has
 * no such directory.
 */
static int move_mount(struct mount *mnt, const char *at)
{
	struct path path;
	int err = kern_lookup(at, &path);

	if (!err && S_ISDIR(path.dentry->inode->mode)) {
		mount_unhook(mnt);
		mount_attach(mnt, path.mnt, path.dentry);
		mounts_after(mnt);
	} else {
		detach_mounts(mnt);
	}
	if (!err)
		path_put(&path);
	return err == -ENOENT ? 0 : err;
}

static void reroot_tasks(void)
{
	struct path root;
	struct task *t;

	fs_root_path(&root);
	list_for_each_entry(t, &kernel->tasks, task_node)
		if (t->fs)
			fs_struct_reroot(t->fs, &root);
	path_put(&root);
}

int kern_mount_root(struct super_block *sb, unsigned flags, const char *source)
{
	struct mount *dev = mount_at("/dev"), *proc = mount_at("/proc");
	struct fs_state *fs = fs_state();
	struct mount *old = fs->root, *new;
	int err = 0;

	new = S_ISDIR(sb->root->inode->mode) ? mount_alloc(sb, sb->root, flags, source) : NULL;
	if (!new)
		err = S_ISDIR(sb->root->inode->mode) ? -ENOMEM : -ENOTDIR;
	sb_put(sb);
	if (err)
		return err;
	fs->root = new;
	list_add(&new->node, &fs->mounts);
	reroot_tasks();
	if (dev)
		err = move_mount(dev, "/dev");
	if (!err && proc)
		err = move_mount(proc, "/proc");
	mount_detach(old);
	return err;
}

static bool is_whole_tree(const struct path *path)
{
	return path->mnt == fs_state()->root && path->dentry == path->mnt->root;
}

/* What is mounted at / becomes the tree: a walk begins at the root mount, not at what hides it. */
int kern_mount(struct super_block *sb, const char *at, unsigned flags, const char *source)
{
	bool dir = S_ISDIR(sb->root->inode->mode), whole = false;
	struct path path;
	int err = make_point(at, dir ? 0755 : 0644, dir, &path);

	if (!err) {
		whole = is_whole_tree(&path);
		if (!whole)
			err = do_mount(sb, sb->root, &path, flags, source);
		path_put(&path);
	}
	if (whole)
		return kern_mount_root(sb, flags, source);
	sb_put(sb);
	return err;
}
