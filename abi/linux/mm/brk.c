/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The program break, and anonymous memory at fixed places for exec. */
#include "kernel/signal.h"
#include "mm/internal.h"
#include "syscall.h"

static uint64_t data_default_flags(void)
{
	return VM_READ | VM_WRITE | VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC |
	       (current->personality & READ_IMPLIES_EXEC ? VM_EXEC : 0);
}

static int check_brk_limits(struct mm *mm, uaddr_t addr, uint64_t len)
{
	int64_t where = get_unmapped_area(mm, addr, len, MAP_FIXED);

	if (where < 0)
		return where;
	return mlock_future_ok(mm, mm->def_flags, len) ? 0 : -EAGAIN;
}

/* Anonymous memory where nothing is mapped. 0 or -ENOMEM. */
static int do_brk_flags(struct mm *mm, uaddr_t addr, uint64_t len, uint64_t extra)
{
	uint64_t flags = extra | data_default_flags() | VM_ACCOUNT | mm->def_flags;
	uint64_t pages = len >> PAGE_SHIFT;
	struct vma *vma;

	flags |= vm_merge_any_flag(mm, flags);
	if (!may_expand_vm(mm, flags, pages) || mm->nr_vmas > MAX_MAP_COUNT ||
	    vm_enough_memory(pages))
		return -ENOMEM;
	vma = vma_alloc(mm, addr, addr + len, flags, addr >> PAGE_SHIFT);
	if (!vma)
		return -ENOMEM;
	vma_link(mm, vma);
	vm_stat_account(mm, flags, pages);
	vma_merge(vma);
	return 0;
}

int vm_brk_flags(struct mm *mm, uaddr_t addr, uint64_t len, uint64_t vm_flags)
{
	uint64_t size = PAGE_ALIGN(len);
	int err;

	if (size < len)
		return -ENOMEM;
	if (!size)
		return 0;
	if (vm_flags & ~VM_EXEC)
		return -EINVAL;
	err = check_brk_limits(mm, addr, size);
	if (!err)
		err = do_munmap(mm, addr, size);
	if (!err)
		err = do_brk_flags(mm, addr, size, vm_flags);
	if (!err && (mm->def_flags & VM_LOCKED))
		(void)mm_populate(mm, addr, size, true);
	return err;
}

static bool data_limit_ok(const struct mm *mm, uaddr_t brk)
{
	uint64_t limit = rlimit(RLIMIT_DATA);

	return limit == RLIM_INFINITY ||
	       (brk - mm->start_brk) + (mm->end_data - mm->start_data) <= limit;
}

static bool shrink_brk(struct mm *mm, uaddr_t brk, uaddr_t new_end, uaddr_t old_end)
{
	struct vma *vma = vma_find(mm, new_end);
	uaddr_t old = mm->brk;

	if (!vma || vma->start >= old_end) /* what is there now is not ours */
		return false;
	mm->brk = brk;
	if (!do_munmap(mm, new_end, old_end - new_end))
		return true;
	mm->brk = old;
	return false;
}

static bool grow_brk(struct mm *mm, uaddr_t brk, uaddr_t old_end, uaddr_t new_end)
{
	uint64_t len = new_end - old_end;
	struct vma *next;

	if (check_brk_limits(mm, old_end, len))
		return false;
	next = vma_find(mm, old_end);
	if (next && new_end + PAGE_SIZE > vm_start_gap(next))
		return false;
	if (do_brk_flags(mm, old_end, len, 0))
		return false;
	mm->brk = brk;
	if (mm->def_flags & VM_LOCKED)
		(void)mm_populate(mm, old_end, len, true);
	return true;
}

/* The new break; whatever goes wrong, the old one. */
SYSCALL_DEFINE1(brk, addr_t, brk)
{
	struct mm *mm = current->mm;
	uaddr_t old_end = PAGE_ALIGN(mm->brk), new_end = PAGE_ALIGN(brk);

	if (brk < mm->start_brk || !data_limit_ok(mm, brk))
		return mm->brk;
	if (old_end == new_end)
		mm->brk = brk;
	else if (brk <= mm->brk)
		shrink_brk(mm, brk, new_end, old_end);
	else
		grow_brk(mm, brk, old_end, new_end);
	return mm->brk;
}
