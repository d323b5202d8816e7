/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fs/fs.h"
#include "mm/internal.h"
#include "syscall.h"

/* May sleep. */
static int sync_range(struct file *file, uint64_t start, uint64_t end)
{
	int err;

	if (!file->op->fsync)
		return -EINVAL;
	file_ref(file); /* the mapping may go meanwhile */
	err = filemap_writeback(&file->inode->mapping, start, end);
	if (!err)
		err = file->op->fsync(file, start, end - 1, true);
	file_put(file);
	return err;
}

/* One mapping's part. 0 or negative errno. May sleep. */
static int msync_vma(struct vma *vma, uaddr_t start, uaddr_t end, int flags)
{
	uint64_t offset = (vma->pgoff << PAGE_SHIFT) + (start - vma->start);

	if ((flags & MS_INVALIDATE) && (vma->flags & VM_LOCKED))
		return -EBUSY;
	if (!(flags & MS_SYNC) || !vma->file || !(vma->flags & VM_SHARED))
		return 0;
	return sync_range(vma->file, offset, offset + (end - start));
}

SYSCALL_DEFINE3(msync, addr_t, start, usize_t, len, msyncflags_t, flags)
{
	struct mm *mm = current->mm;
	uaddr_t end = start + PAGE_ALIGN(len);
	int hole = 0;

	if ((flags & ~(MS_ASYNC | MS_INVALIDATE | MS_SYNC)) || offset_in_page(start) ||
	    ((flags & MS_ASYNC) && (flags & MS_SYNC)))
		return -EINVAL;
	if (end < start)
		return -ENOMEM;
	while (start < end) {
		struct vma *vma = vma_find(mm, start);
		uaddr_t stop;
		int err;

		if (!vma || (start < vma->start && flags == MS_ASYNC))
			return -ENOMEM;
		if (start < vma->start) { /* what is mapped is synced first */
			hole = -ENOMEM;
			start = vma->start;
			if (start >= end)
				break;
		}
		stop = vma->end;
		err = msync_vma(vma, start, min(stop, end), flags);
		if (err)
			return err;
		start = stop;
	}
	return hole;
}
