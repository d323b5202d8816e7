/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mappings that exec makes and no file stands behind: the stack, and pages of the kernel's own. */
#include "kernel/signal.h"
#include "mm/internal.h"

int setup_stack_vma(struct mm *mm, uaddr_t top, uint64_t size, bool executable)
{
	uint64_t flags = VM_READ | VM_WRITE | VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC |
			 VM_GROWSDOWN | VM_ACCOUNT | mm->def_flags |
			 (executable ? VM_EXEC : 0);
	uaddr_t start = top - size;
	struct vma *vma;

	if (size > rlimit(RLIMIT_STACK) || !may_expand_vm(mm, flags, size >> PAGE_SHIFT) ||
	    vma_intersection(mm, start, top))
		return -ENOMEM;
	vma = vma_alloc(mm, start, top, flags, start >> PAGE_SHIFT);
	if (!vma)
		return -ENOMEM;
	vma_link(mm, vma);
	vm_stat_account(mm, flags, size >> PAGE_SHIFT);
	return 0;
}

/* Shared by the pieces of a special mapping; holds the frames. */
struct special {
	unsigned refs, n;
	const char *name;
	pfn_t frames[];
};

static void special_open(struct vma *vma)
{
	struct special *s = vma->priv;

	s->refs++;
}

static void special_close(struct vma *vma)
{
	struct special *s = vma->priv;

	if (--s->refs)
		return;
	for (unsigned i = 0; i < s->n; i++)
		frame_put(kernel->mem, s->frames[i]);
	kfree(s);
}

static pfn_t special_fault(struct vma *vma, uint64_t pgoff, bool *bus)
{
	const struct special *s = vma->priv;

	*bus = pgoff >= s->n;
	if (*bus)
		return 0;
	frame_get(kernel->mem, s->frames[pgoff]);
	return s->frames[pgoff];
}

static const char *special_name(struct vma *vma)
{
	const struct special *s = vma->priv;

	return s->name;
}

static const struct vm_ops special_vm_ops = {
	.open = special_open, .close = special_close, .fault = special_fault, .name = special_name,
};

static struct special *special_alloc(const pfn_t *frames, unsigned n, const char *name)
{
	struct special *s = kmalloc(sizeof(*s) + n * sizeof(*frames));

	if (!s)
		return NULL;
	s->refs = 1;
	s->n = n;
	s->name = name;
	for (unsigned i = 0; i < n; i++) {
		s->frames[i] = frames[i];
		frame_get(kernel->mem, frames[i]);
	}
	return s;
}

int64_t install_special_mapping(struct mm *mm, uaddr_t addr, const pfn_t *frames, unsigned n,
				uint64_t vm_flags, const char *name)
{
	uint64_t len = (uint64_t)n << PAGE_SHIFT;
	int64_t where = get_unmapped_area(mm, addr, len, addr ? MAP_FIXED : 0);
	struct vma *vma;

	if (where < 0)
		return where;
	if (vma_intersection(mm, where, where + len))
		return -EEXIST;
	vma = vma_alloc(mm, where, where + len,
			vm_flags | mm->def_flags | VM_DONTEXPAND | VM_SPECIAL, 0);
	if (!vma)
		return -ENOMEM;
	vma->priv = special_alloc(frames, n, name);
	if (!vma->priv) {
		vma_free(vma);
		return -ENOMEM;
	}
	vma->ops = &special_vm_ops;
	vma_link(mm, vma);
	vm_stat_account(mm, vma->flags, n);
	return where;
}
