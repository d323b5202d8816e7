/* SPDX-License-Identifier: GPL-2.0-or-later */
/* File handles: no filesystem here can make or open them. */
#include "fs/internal.h"
#include "syscall.h"

#define AT_HANDLE_MNT_ID_UNIQUE 1
#define MAX_HANDLE_SZ 128

SYSCALL_DEFINE5(name_to_handle_at, dfd_t, dfd, upath_t, name, ustruct_inout_t, handle,
		uint_out_t, mnt_id, atflags_t, flag)
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
	path_put(&path);
	return -EOPNOTSUPP;
}

static long do_open_by_handle(int mountdirfd, uaddr_t handle)
{
	struct {
		uint32_t bytes;
		int32_t type;
	} h;

	if (mountdirfd != AT_FDCWD) {
		auto_file *f = file_get_raw(mountdirfd);

		if (!f)
			return -EBADF;
	}
	if (!capable(CAP_DAC_READ_SEARCH))
		return -EPERM;
	if (get_user(h, handle))
		return -EFAULT;
	return h.bytes > MAX_HANDLE_SZ || !h.bytes ? -EINVAL : -ESTALE;
}

SYSCALL_DEFINE3(open_by_handle_at, dfd_t, mountdirfd, ustruct_in_t, handle, oflags_t, flags)
{
	return do_open_by_handle(mountdirfd, handle);
}

COMPAT_SYSCALL_DEFINE3(open_by_handle_at, dfd_t, mountdirfd, ustruct_in_t, handle, oflags_t, flags)
{
	return do_open_by_handle(mountdirfd, handle);
}
