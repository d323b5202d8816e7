/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a new mapping goes when the caller does not insist; as arch/x86/kernel/sys_x86_64.c. */
#include "kernel/cred.h"
#include "kernel/signal.h"
#include "mm/internal.h"

#define DEFAULT_MAP_WINDOW TASK_SIZE_MAX
#define MMAP_32BIT_LOW 0x40000000ull
#define MMAP_32BIT_HIGH 0x80000000ull

/* Room for len in [from, to) cut to the limits: the address, or -ENOMEM. */
static int64_t fit(const struct unmapped_area *info, uaddr_t from, uaddr_t to)
{
	from = max(from, info->low);
	to = min(to, info->high);
	if (to < from || to - from < info->len)
		return -ENOMEM;
	return info->topdown ? to - info->len : from;
}

/* In the gaps below the mappings of n's subtree. Depth is the tree's height. */
static int64_t search(struct avl_node *n, const struct unmapped_area *info)
{
	struct avl_node *first, *second;
	struct vma *vma;
	int64_t addr;

	if (!n || vma_of(n)->max_gap < info->len)
		return -ENOMEM;
	vma = vma_of(n);
	/* What lies wholly on the wrong side of a limit is not looked at. */
	first = vma->start > info->low ? n->left : NULL;
	second = vma->end < info->high ? n->right : NULL;
	if (info->topdown) {
		struct avl_node *t = first;

		first = second;
		second = t;
	}
	addr = search(first, info);
	if (addr < 0 && vma->gap >= info->len) {
		uaddr_t top = vm_start_gap(vma);

		addr = fit(info, top - vma->gap, top);
	}
	return addr < 0 ? search(second, info) : addr;
}

int64_t vm_unmapped_area(struct mm *mm, const struct unmapped_area *info)
{
	struct avl_node *last = avl_last(&mm->vmas);
	uaddr_t above = last ? vma_of(last)->end : 0;
	int64_t addr = -ENOMEM;

	if (info->topdown) /* the free space above the last mapping is nobody's gap */
		addr = fit(info, above, UINT64_MAX);
	if (addr < 0)
		addr = search(mm->vmas.node, info);
	if (addr < 0 && !info->topdown)
		addr = fit(info, above, UINT64_MAX);
	return addr;
}

static bool range_is_free(struct mm *mm, uaddr_t addr, uint64_t len)
{
	struct vma *vma = vma_find(mm, addr);

	return !vma || addr + len <= vm_start_gap(vma);
}

static int64_t area_bottomup(struct mm *mm, uaddr_t addr, uint64_t len, uint64_t flags)
{
	bool compat = mm_in_compat(mm);
	struct unmapped_area info = { .len = len };

	if (!compat && (flags & MAP_32BIT)) {
		info.low = MMAP_32BIT_LOW;
		info.high = MMAP_32BIT_HIGH;
	} else {
		info.low = compat ? mm->mmap_compat_legacy_base : mm->mmap_legacy_base;
		info.high = compat ? task_size_32bit() : mm->task_size;
	}
	if (len > info.high)
		return -ENOMEM;
	addr = PAGE_ALIGN(addr);
	if (addr && info.high - len >= addr && range_is_free(mm, addr, len))
		return addr;
	return vm_unmapped_area(mm, &info);
}

static int64_t area_topdown(struct mm *mm, uaddr_t addr, uint64_t len, uint64_t flags)
{
	bool compat = mm_in_compat(mm);
	struct unmapped_area info = { .len = len, .topdown = true };
	int64_t found;

	if (!compat && (flags & MAP_32BIT))
		return area_bottomup(mm, addr, len, flags);
	if (addr && addr <= mm_task_size(mm) - len && range_is_free(mm, addr, len))
		return addr;
	info.low = !compat && (flags & MAP_ABOVE4G) ? 1ull << 32 : PAGE_SIZE;
	info.high = compat ? mm->mmap_compat_base : mm->mmap_base;
	found = vm_unmapped_area(mm, &info);
	return found >= 0 ? found : area_bottomup(mm, addr, len, flags);
}

int64_t get_unmapped_area(struct mm *mm, uaddr_t addr, uint64_t len, uint64_t flags)
{
	uint64_t size = mm_task_size(mm);
	int64_t found = addr;

	if (len > size)
		return -ENOMEM;
	if (!(flags & MAP_FIXED))
		found = mm->legacy_layout ? area_bottomup(mm, addr & PAGE_MASK, len, flags) :
					    area_topdown(mm, addr & PAGE_MASK, len, flags);
	if ((uint64_t)found > size - len) /* errors, too, whose number is ENOMEM */
		return -ENOMEM;
	if (offset_in_page(found))
		return -EINVAL;
	if ((uint64_t)found < MMAP_MIN_ADDR && !capable(CAP_SYS_RAWIO))
		return -EPERM;
	return found;
}
