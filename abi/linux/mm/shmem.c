/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory objects without a name: what MAP_SHARED|MAP_ANONYMOUS shares. */
#include "fs/fs.h"
#include "mm/internal.h"

int shmem_zero_setup(struct vma *vma)
{
	uint64_t size = vma->end - vma->start;
	struct file *file;

	if (!(vma->flags & VM_NORESERVE) && vm_enough_memory(size >> PAGE_SHIFT))
		return -ENOMEM;
	file = shmem_file_setup("dev/zero", size, O_RDWR);
	if (IS_ERR(file))
		return PTR_ERR(file);
	if (vma->file) /* a mapping of /dev/zero */
		file_put(vma->file);
	vma->file = file;
	vma->ops = &filemap_vm_ops;
	return 0;
}
