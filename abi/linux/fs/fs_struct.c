/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A task's root, working directory and umask. */
#include "fs/internal.h"
#include "syscall.h"

struct fs_struct *fs_struct_create(void)
{
	struct fs_struct *fs = kzalloc(sizeof(*fs));

	if (!fs)
		return NULL;
	fs->refs = 1;
	fs->umask = 022;
	fs_root_path(&fs->root);
	fs->pwd = fs->root;
	path_get(&fs->pwd);
	return fs;
}

struct fs_struct *fs_struct_dup(const struct fs_struct *old)
{
	struct fs_struct *fs = kmalloc(sizeof(*fs));

	if (!fs)
		return NULL;
	*fs = *old;
	fs->refs = 1;
	path_get(&fs->root);
	path_get(&fs->pwd);
	return fs;
}

void fs_struct_put(struct fs_struct *fs)
{
	if (!fs || --fs->refs)
		return;
	path_put(&fs->root);
	path_put(&fs->pwd);
	kfree(fs);
}

/* Takes the references of path. */
static void replace(struct path *place, const struct path *path)
{
	struct path old = *place;

	*place = *path;
	path_put(&old);
}

void fs_struct_reroot(struct fs_struct *fs, const struct path *root)
{
	path_get(root);
	replace(&fs->root, root);
	path_get(root);
	replace(&fs->pwd, root);
}

/* Whose root or directory was the old root is in the new one (pivot_root). */
void fs_struct_follow_root(struct fs_struct *fs, const struct path *old, const struct path *new)
{
	struct path *places[] = { &fs->root, &fs->pwd };

	for (unsigned i = 0; i < ARRAY_SIZE(places); i++) {
		if (places[i]->mnt != old->mnt || places[i]->dentry != old->dentry)
			continue;
		path_get(new);
		replace(places[i], new);
	}
}

static int enter(struct path *place, const struct path *path)
{
	int err = inode_permission(path->dentry->inode, MAY_EXEC);

	if (err)
		path_put(path);
	else
		replace(place, path);
	return err;
}

int kern_chdir(const char *name)
{
	struct path path;
	int err = path_lookup(AT_FDCWD, name, LOOKUP_FOLLOW | LOOKUP_DIRECTORY, &path);

	return err ? err : enter(&current->fs->pwd, &path);
}

SYSCALL_DEFINE1(chdir, upath_t, filename)
{
	char name[PATH_MAX];
	int err = getname(name, filename);

	return err ? err : kern_chdir(name);
}

SYSCALL_DEFINE1(fchdir, fd_t, fd)
{
	auto_file *f = file_get_raw(fd);

	if (!f)
		return -EBADF;
	if (!S_ISDIR(f->inode->mode) || !f->inode->op->lookup)
		return -ENOTDIR;
	path_get(&f->path);
	return enter(&current->fs->pwd, &f->path);
}

SYSCALL_DEFINE1(chroot, upath_t, filename)
{
	struct path path;
	int err = user_path_at(AT_FDCWD, filename, LOOKUP_FOLLOW | LOOKUP_DIRECTORY, &path);

	if (err)
		return err;
	err = inode_permission(path.dentry->inode, MAY_EXEC);
	if (!err && !capable(CAP_SYS_CHROOT))
		err = -EPERM;
	if (err)
		path_put(&path);
	else
		replace(&current->fs->root, &path);
	return err;
}

SYSCALL_DEFINE1(umask, umask_t, mask)
{
	uint32_t old = current->fs->umask;

	current->fs->umask = (uint32_t)mask & S_IRWXUGO;
	return (long)old;
}
