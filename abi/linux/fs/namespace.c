/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mount(2), umount(2) and pivot_root(2) for a guest with CAP_SYS_ADMIN. There is one namespace and
 * no propagation; what can be mounted are the kernel's own filesystems and parts of the tree.
 */
#include "fs/internal.h"
#include "fs/tty/tty.h"
#include "syscall.h"

#define MS_MGC_VAL 0xc0ed0000u
#define MS_MGC_MSK 0xffff0000u
#define MS_PROPAGATION (MS_SHARED | MS_PRIVATE | MS_SLAVE | MS_UNBINDABLE)
#define MS_OF_MOUNT                                                                    \
	(MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_NOATIME | MS_NODIRATIME | MS_RELATIME | \
	 MS_STRICTATIME | MS_RDONLY | MS_NOSYMFOLLOW)

#define MNT_FORCE 1
#define MNT_DETACH 2
#define MNT_EXPIRE 4
#define UMOUNT_NOFOLLOW 8

static const struct fs_type *const fs_types[] = { &tmpfs_type, &proc_type, &devfs_type,
					  &devpts_type };

static const struct fs_type *get_fs_type(const char *name)
{
	for (unsigned i = 0; i < ARRAY_SIZE(fs_types); i++)
		if (!strcmp(fs_types[i]->name, name))
			return fs_types[i];
	return NULL;
}

static bool is_root_of_mount(const struct path *path)
{
	return path->dentry == path->mnt->root;
}

/* A superblock of the type, with a reference. */
static struct super_block *get_super(const struct fs_type *type, const char *options)
{
	struct super_block *sb;

	if (type->single) {
		list_for_each_entry(sb, &fs_state()->supers, node) {
			if (sb->type == type) {
				sb->refs++;
				return sb;
			}
		}
	}
	return type->mount ? type->mount(options) : ERR_PTR(-ENODEV);
}

static int do_new_mount(const struct path *at, const char *name, unsigned flags, const char *source,
			const char *options)
{
	const struct fs_type *type;
	struct super_block *sb;
	int err;

	if (!*name)
		return -EINVAL;
	type = get_fs_type(name);
	sb = type ? get_super(type, options) : ERR_PTR(-ENODEV);
	if (IS_ERR(sb))
		return PTR_ERR(sb);
	err = do_mount(sb, sb->root, at, flags & MS_OF_MOUNT, source);
	sb_put(sb);
	return err;
}

/* MS_BIND: the part of the tree at source, here, too. Mounts below it do not come along. */
static int do_bind(const struct path *at, const char *source)
{
	struct path from;
	int err;

	if (!*source)
		return -EINVAL;
	err = path_lookup(AT_FDCWD, source, LOOKUP_FOLLOW, &from);
	if (err)
		return err;
	if (from.dentry->flags & D_PSEUDO || (from.dentry->flags & D_UNHASHED &&
					       from.dentry->parent != from.dentry))
		err = -EINVAL;
	else
		err = do_mount(from.mnt->sb, from.dentry, at, from.mnt->flags, from.mnt->source);
	path_put(&from);
	return err;
}

static int do_remount(const struct path *at, unsigned flags, bool bind)
{
	if (!is_root_of_mount(at))
		return -EINVAL;
	at->mnt->flags = flags & MS_OF_MOUNT;
	if (!bind) {
		at->mnt->sb->flags &= ~(unsigned)MS_RDONLY;
		at->mnt->sb->flags |= flags & MS_RDONLY;
	}
	return 0;
}

/* There is nobody to propagate to: any one kind is as good as another. */
static int do_change_type(const struct path *at, unsigned flags)
{
	unsigned type = flags & MS_PROPAGATION;

	if (!is_root_of_mount(at) || (flags & ~(unsigned)(MS_PROPAGATION | MS_REC | MS_SILENT)))
		return -EINVAL;
	return type & (type - 1) ? -EINVAL : 0;
}

static bool mount_is_below(const struct mount *mnt, const struct mount *above)
{
	while (mnt != above && mnt->parent != mnt)
		mnt = mnt->parent;
	return mnt == above;
}

static int move_to(struct mount *mnt, const struct path *at)
{
	if (mnt->parent == mnt)
		return -EINVAL;
	if (S_ISDIR(mnt->root->inode->mode) != S_ISDIR(at->dentry->inode->mode))
		return -EINVAL;
	if (mount_is_below(at->mnt, mnt))
		return -ELOOP;
	mount_unhook(mnt);
	mount_attach(mnt, at->mnt, at->dentry);
	return 0;
}

static int do_move(const struct path *at, const char *source)
{
	struct path from;
	int err;

	if (!*source)
		return -EINVAL;
	err = path_lookup(AT_FDCWD, source, LOOKUP_FOLLOW, &from);
	if (err)
		return err;
	err = is_root_of_mount(&from) ? move_to(from.mnt, at) : -EINVAL;
	path_put(&from);
	return err;
}

/* The texts of a mount(2); "" for those that are not given. */
struct mount_texts {
	char source[PATH_MAX], type[PATH_MAX], options[PATH_MAX];
};

static int path_mount(const struct path *at, unsigned flags, const struct mount_texts *t)
{
	if ((flags & MS_MGC_MSK) == MS_MGC_VAL)
		flags &= ~MS_MGC_MSK;
	if (flags & MS_NOUSER)
		return -EINVAL;
	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	if (flags & MS_REMOUNT)
		return do_remount(at, flags, flags & MS_BIND);
	if (flags & MS_BIND)
		return do_bind(at, t->source);
	if (flags & MS_PROPAGATION)
		return do_change_type(at, flags);
	if (flags & MS_MOVE)
		return do_move(at, t->source);
	return do_new_mount(at, t->type, flags, t->source, t->options);
}

static int get_text(char text[PATH_MAX], uaddr_t ua)
{
	long n;

	text[0] = '\0';
	if (!ua)
		return 0;
	n = strncpy_from_user(text, ua, PATH_MAX);
	if (n < 0)
		return (int)n;
	return n == PATH_MAX ? -EINVAL : 0;
}

/* A page of bytes, as much of it as there is. */
static int get_options(char options[PATH_MAX], uaddr_t ua)
{
	size_t left;

	options[0] = '\0';
	if (!ua)
		return 0;
	left = copy_from_user(options, ua, PATH_MAX);
	options[PATH_MAX - 1] = '\0';
	return left == PATH_MAX ? -EFAULT : 0;
}

static int get_texts(struct mount_texts *t, uaddr_t source, uaddr_t type, uaddr_t options)
{
	int err = get_text(t->type, type);

	if (!err)
		err = get_text(t->source, source);
	return err ? err : get_options(t->options, options);
}

SYSCALL_DEFINE5(mount, ustr_t, dev_name, upath_t, dir_name, ustr_t, type, mountflags_t, flags,
		addr_t, data)
{
	struct mount_texts *t = kmalloc(sizeof(*t)); /* more than a stack frame should be */
	struct path at;
	int err = t ? get_texts(t, dev_name, type, data) : -ENOMEM;

	if (!err)
		err = user_path_at(AT_FDCWD, dir_name, LOOKUP_FOLLOW, &at);
	if (!err) {
		err = path_mount(&at, (unsigned)flags, t);
		path_put(&at);
	}
	kfree(t);
	return err;
}

static int do_umount(struct mount *mnt, unsigned flags)
{
	/* One's own root cannot go; that it stays unchanged is what shutting down wants. */
	if (mnt == current->fs->root.mnt && !(flags & MNT_DETACH)) {
		mnt->sb->flags |= MS_RDONLY;
		return 0;
	}
	if (mnt == fs_state()->root)
		return -EINVAL;
	if (flags & MNT_DETACH) {
		detach_mounts(mnt);
		return 0;
	}
	/* Used by the tree and by our caller, and by nobody else. */
	if (mnt->refs > 2 || child_mount(mnt))
		return -EBUSY;
	if ((flags & MNT_EXPIRE) && !mnt->expiring) {
		mnt->expiring = true;
		return -EAGAIN;
	}
	mount_detach(mnt);
	return 0;
}

static int path_umount(const struct path *path, unsigned flags)
{
	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	if (!is_root_of_mount(path) || (path->mnt->parent == path->mnt &&
					 path->mnt != fs_state()->root))
		return -EINVAL;
	if ((flags & MNT_EXPIRE) && (flags & (MNT_FORCE | MNT_DETACH)))
		return -EINVAL;
	return do_umount(path->mnt, flags);
}

static long umount_at(uaddr_t name, unsigned flags)
{
	struct path path;
	struct mount *mnt;
	int err;

	if (flags & ~(unsigned)(MNT_FORCE | MNT_DETACH | MNT_EXPIRE | UMOUNT_NOFOLLOW))
		return -EINVAL;
	err = user_path_at(AT_FDCWD, name, flags & UMOUNT_NOFOLLOW ? 0 : LOOKUP_FOLLOW, &path);
	if (err)
		return err;
	mnt = path.mnt;
	err = path_umount(&path, flags);
	dput(path.dentry);
	mnt_put(mnt);
	return err;
}

SYSCALL_DEFINE2(umount, upath_t, name, umount_flags_t, flags)
{
	return umount_at(name, flags);
}

SYSCALL_DEFINE1(oldumount, upath_t, name)
{
	return umount_at(name, 0);
}

static bool reachable(const struct mount *mnt, const struct dentry *d, const struct path *from)
{
	while (mnt != from->mnt && mnt->parent != mnt) {
		d = mnt->mountpoint;
		mnt = mnt->parent;
	}
	return mnt == from->mnt && is_subdir(d, from->dentry);
}

static int check_pivot(const struct path *root, const struct path *new, const struct path *old)
{
	if (new->dentry->flags & D_UNHASHED)
		return -ENOENT;
	if (new->mnt == root->mnt || old->mnt == root->mnt)
		return -EBUSY;
	if (!is_root_of_mount(root) || !is_root_of_mount(new) || new->mnt->parent == new->mnt)
		return -EINVAL;
	if (root->mnt->parent == root->mnt && root->mnt != fs_state()->root)
		return -EINVAL;
	if (!reachable(old->mnt, old->dentry, new) || !reachable(new->mnt, new->dentry, root))
		return -EINVAL;
	return 0;
}

/* The old root hangs in the new one, which stands where the old one stood. */
static void swap_roots(struct mount *root, struct mount *new, const struct path *put_old)
{
	struct path place = { root->parent, root->mountpoint };
	bool top = root == fs_state()->root;
	struct task *t;

	mount_unhook(new);
	if (!top)
		path_get(&place);
	mount_unhook(root);
	mount_attach(root, put_old->mnt, put_old->dentry);
	if (top) {
		fs_state()->root = new;
		list_add(&new->node, &fs_state()->mounts);
	} else {
		mount_attach(new, place.mnt, place.dentry);
		path_put(&place);
	}
	list_for_each_entry(t, &kernel->tasks, task_node)
		if (t->fs)
			fs_struct_follow_root(t->fs, &(struct path){ root, root->root },
					      &(struct path){ new, new->root });
}

SYSCALL_DEFINE2(pivot_root, upath_t, new_root, upath_t, put_old)
{
	const unsigned lookup = LOOKUP_FOLLOW | LOOKUP_DIRECTORY;
	struct path new, old;
	int err;

	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	err = user_path_at(AT_FDCWD, new_root, lookup, &new);
	if (err)
		return err;
	err = user_path_at(AT_FDCWD, put_old, lookup, &old);
	if (!err) {
		err = check_pivot(&current->fs->root, &new, &old);
		if (!err)
			swap_roots(current->fs->root.mnt, new.mnt, &old);
		path_put(&old);
	}
	path_put(&new);
	return err;
}
