/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who may do what with an inode: mode bits, capabilities, sticky directories, read-only trees. */
#include "fs/internal.h"

/* The mode's three bits for the current task. */
static unsigned mode_bits(const struct inode *inode)
{
	if (current_fsuid() == inode->uid)
		return (inode->mode >> 6) & 7;
	/* Membership matters only where group and others differ. */
	if (((inode->mode >> 3) ^ inode->mode) & 7 && current && in_group_p(inode->gid))
		return (inode->mode >> 3) & 7;
	return inode->mode & 7;
}

int generic_permission(struct inode *inode, int mask)
{
	unsigned want = (unsigned)mask & (MAY_READ | MAY_WRITE | MAY_EXEC);

	if (!(want & ~mode_bits(inode)))
		return 0;
	if (S_ISDIR(inode->mode)) {
		if (!(want & MAY_WRITE) && fs_capable(CAP_DAC_READ_SEARCH))
			return 0;
		return fs_capable(CAP_DAC_OVERRIDE) ? 0 : -EACCES;
	}
	if (want == MAY_READ && fs_capable(CAP_DAC_READ_SEARCH))
		return 0;
	/* Nobody executes what has no execute bit at all. */
	if ((!(want & MAY_EXEC) || (inode->mode & 0111)) && fs_capable(CAP_DAC_OVERRIDE))
		return 0;
	return -EACCES;
}

int inode_permission(struct inode *inode, int mask)
{
	if (mask & MAY_WRITE) {
		if ((inode->sb->flags & MS_RDONLY) &&
		    (S_ISREG(inode->mode) || S_ISDIR(inode->mode) || S_ISLNK(inode->mode)))
			return -EROFS;
		if (inode->i_flags & S_IMMUTABLE)
			return -EPERM;
	}
	return inode->op->permission ? inode->op->permission(inode, mask) :
				       generic_permission(inode, mask);
}

/* In a sticky directory only the owners of file and directory may rename and remove. */
bool check_sticky(const struct inode *dir, const struct inode *inode)
{
	uid_t fsuid = current_fsuid();

	return (dir->mode & S_ISVTX) && inode->uid != fsuid && dir->uid != fsuid &&
	       !fs_capable(CAP_FOWNER);
}

int may_create(struct inode *dir, const struct dentry *child)
{
	if (child->inode)
		return -EEXIST;
	if (dir->i_flags & S_DEAD)
		return -ENOENT;
	return inode_permission(dir, MAY_WRITE | MAY_EXEC);
}

int may_delete(struct inode *dir, const struct dentry *victim, bool isdir)
{
	const struct inode *inode = victim->inode;
	int err;

	if (!inode)
		return -ENOENT;
	err = inode_permission(dir, MAY_WRITE | MAY_EXEC);
	if (err)
		return err;
	if (dir->i_flags & S_APPEND)
		return -EPERM;
	if (check_sticky(dir, inode) || (inode->i_flags & (S_APPEND | S_IMMUTABLE)))
		return -EPERM;
	if (isdir) {
		if (!S_ISDIR(inode->mode))
			return -ENOTDIR;
		if (victim->parent == victim)
			return -EBUSY;
	} else if (S_ISDIR(inode->mode)) {
		return -EISDIR;
	}
	return (dir->i_flags & S_DEAD) ? -ENOENT : 0;
}

/*
 * The mode of a new file in dir. In a set-group-ID directory the group is the directory's, and who
 * is not of it cannot make a program that runs with it.
 */
uint32_t prepare_mode(const struct inode *dir, uint32_t mode)
{
	if ((mode & (S_ISGID | 0010)) == (S_ISGID | 0010) && !S_ISDIR(mode) &&
	    (dir->mode & S_ISGID) && current && !in_group_p(dir->gid) && !fs_capable(CAP_FSETID))
		mode &= ~(uint32_t)S_ISGID;
	return mode & ~current_umask();
}
