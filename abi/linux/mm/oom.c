/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * When the machine's memory is used up: page caches of host files give back what nobody maps;
 * after that it is the guest's ENOMEM, or for a page fault the death of the largest program.
 */
#include "fs/fs.h"
#include "kernel/signal.h"
#include "mm/internal.h"

/* Frames given back; 0: there is nothing to take. */
static pfn_t reclaim(void)
{
	pfn_t before = kernel->mem->used;
	struct address_space *m, *tmp;
	struct task *t;

	if (kernel->mm->no_reclaim)
		return 0;
	list_for_each_entry(t, &kernel->tasks, task_node) {
		if (t->mm)
			reclaim_lazyfree(t->mm);
	}
	fs_shrink();
	list_for_each_entry_safe(m, tmp, &kernel->mm->mappings, node)
		filemap_drop_clean(m); /* which may take m off the list */
	return before - kernel->mem->used;
}

pfn_t mm_frame_alloc(unsigned how)
{
	pfn_t pfn = frame_alloc(kernel->mem, how);

	return pfn || !reclaim() ? pfn : frame_alloc(kernel->mem, how);
}

pte_t *mm_pte_alloc(struct mm *mm, uaddr_t addr)
{
	pte_t *ptep = pte_alloc(kernel->mem, mm->root, addr);

	return ptep || !reclaim() ? ptep : pte_alloc(kernel->mem, mm->root, addr);
}

paddr_t mm_root_alloc(void)
{
	paddr_t root = pgtable_create(kernel->mem);

	return root || !reclaim() ? root : pgtable_create(kernel->mem);
}

static uint64_t badness(const struct task *t)
{
	return t->mm ? mm_rss(t->mm) : 0;
}

void out_of_memory(void)
{
	struct task *t, *victim = current;

	list_for_each_entry(t, &kernel->tasks, task_node) {
		if (badness(t) > badness(victim))
			victim = t;
	}
	if (victim->work & TW_KILLED) /* it is on its way */
		return;
	kernel_report("out of memory: killed process %d (%s)", victim->tgid, victim->comm);
	send_sig(SIGKILL, victim);
}
