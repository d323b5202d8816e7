/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * File handles: a filesystem whose inodes keep their numbers hands out the number, and a caller
 * with the right to search everywhere may open by it what is in memory.
 */
#include "fs/internal.h"
#include "syscall.h"

#define AT_HANDLE_MNT_ID_UNIQUE 1
#define MAX_HANDLE_SZ 128
#define HANDLE_TYPE 1
#define HANDLE_BYTES 12

/* struct file_handle, with what we put into it. */
struct handle_head {
	uint32_t bytes;
	int32_t type;
};
struct handle {
	struct handle_head head;
	uint32_t generation, ino_low, ino_high;
};
_Static_assert(sizeof(struct handle) == sizeof(struct handle_head) + HANDLE_BYTES, "no padding");

static int put_handle(const struct path *path, uaddr_t handle, uaddr_t mnt_id, bool unique)
{
	const struct inode *inode = path->dentry->inode;
	struct handle h = { { HANDLE_BYTES, HANDLE_TYPE }, 0, (uint32_t)inode->ino,
			    (uint32_t)(inode->ino >> 32) };
	uint64_t id = (uint64_t)path->mnt->id;
	size_t size = sizeof(h);
	uint32_t room;
	int err = 0;

	if (!path->dentry->sb->op->has_handles)
		return -EOPNOTSUPP;
	if (get_user(room, handle))
		return -EFAULT;
	if (room > MAX_HANDLE_SZ)
		return -EINVAL;
	if (room < HANDLE_BYTES) { /* only how much it takes */
		h.head.type = 255;
		size = sizeof(h.head);
		err = -EOVERFLOW;
	}
	if (copy_to_user(mnt_id, &id, unique ? sizeof(id) : sizeof(int32_t)) ||
	    copy_to_user(handle, &h, size))
		return -EFAULT;
	return err;
}

SYSCALL_DEFINE5(name_to_handle_at, dfd_t, dfd, upath_t, name, ustruct_inout_t, handle,
		uint_out_t, mnt_id, handle_flags_t, flag)
{
	unsigned lookup = flag & AT_SYMLINK_FOLLOW ? LOOKUP_FOLLOW : 0;
	struct path path;
	int err;

	/* AT_HANDLE_FID has the number of AT_REMOVEDIR. */
	if (flag & ~(AT_SYMLINK_FOLLOW | AT_EMPTY_PATH | AT_REMOVEDIR | AT_HANDLE_MNT_ID_UNIQUE))
		return -EINVAL;
	if (flag & AT_EMPTY_PATH)
		lookup |= LOOKUP_EMPTY;
	err = user_path_at(dfd, name, lookup, &path);
	if (err)
		return err;
	err = put_handle(&path, handle, mnt_id, flag & AT_HANDLE_MNT_ID_UNIQUE);
	path_put(&path);
	return err;
}

/* The next dentry of a tree in preorder, or NULL. */
static struct dentry *next_dentry(const struct dentry *root, struct dentry *d)
{
	if (!list_empty(&d->children))
		return list_first_entry(&d->children, struct dentry, sibling);
	while (d != root && d->sibling.next == &d->parent->children)
		d = d->parent;
	return d == root ? NULL : list_next_entry(d, sibling);
}

static struct dentry *find_ino(struct super_block *sb, uint64_t ino)
{
	struct dentry *d = sb->root;

	while (d && !(d->inode && d->inode->ino == ino && d->inode->nlink))
		d = next_dentry(sb->root, d);
	return d;
}

/* What a handle begins with; of a length that somebody's could have. */
static int get_head(struct handle_head *head, uaddr_t ua)
{
	if (get_user(*head, ua))
		return -EFAULT;
	return !head->bytes || head->bytes > MAX_HANDLE_SZ ? -EINVAL : 0;
}

/* All of it, once it is known how much, and that the caller may. */
static int get_handle(struct handle *h, const struct handle_head *head, uaddr_t ua)
{
	char bytes[MAX_HANDLE_SZ] = { 0 };

	if (!capable(CAP_DAC_READ_SEARCH))
		return -EPERM;
	if (copy_from_user(bytes, ua + sizeof(*head), head->bytes))
		return -EFAULT;
	h->head = *head;
	memcpy((char *)h + sizeof(*head), bytes, HANDLE_BYTES);
	return 0;
}

static long open_handle(struct mount *mnt, const struct handle_head *head, uaddr_t ua,
			unsigned flags)
{
	struct path path = { mnt, NULL };
	struct open_flags op;
	struct handle h;
	struct file *f;
	int fd, err = get_handle(&h, head, ua);

	if (err)
		return err;
	if (mnt->sb->op->has_handles && h.head.bytes == HANDLE_BYTES &&
	    h.head.type == HANDLE_TYPE)
		path.dentry = find_ino(mnt->sb, (uint64_t)h.ino_high << 32 | h.ino_low);
	if (!path.dentry)
		return -ESTALE;
	err = open_flags_of(flags, &op);
	if (!err)
		err = fd_reserve(&fd, flags);
	if (err)
		return err;
	dget(path.dentry);
	f = file_reopen(&path, &op);
	dput(path.dentry);
	if (IS_ERR(f)) {
		fd_unreserve(fd);
		return PTR_ERR(f);
	}
	fd_install(fd, f);
	return fd;
}

static long do_open_by_handle(dfd_t mountdirfd, uaddr_t handle, unsigned flags)
{
	struct handle_head head;
	int err = get_head(&head, handle);
	struct file *f;
	long fd;

	if (err)
		return err;
	if (mountdirfd == AT_FDCWD)
		return open_handle(current->fs->pwd.mnt, &head, handle, flags);
	f = file_get_raw(mountdirfd);
	if (!f)
		return -EBADF;
	fd = open_handle(f->path.mnt, &head, handle, flags);
	file_put(f);
	return fd;
}

SYSCALL_DEFINE3(open_by_handle_at, fd_t, mountdirfd, uhandle_in_t, handle, oflags_t, flags)
{
	return do_open_by_handle(mountdirfd, handle, (unsigned)flags | O_LARGEFILE);
}

COMPAT_SYSCALL_DEFINE3(open_by_handle_at, fd_t, mountdirfd, uhandle_in_t, handle, oflags_t, flags)
{
	return do_open_by_handle(mountdirfd, handle, (unsigned)flags);
}
