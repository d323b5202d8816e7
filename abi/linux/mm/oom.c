/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * When the machine's memory is used up: page caches of host files give back what nobody maps;
 * after that it is the guest's ENOMEM, or for a page fault the death of the largest program.
 */
#include "fs/fs.h"
#include "kernel/signal.h"
#include "mm/internal.h"

void mm_drop_caches(bool pages, bool dentries)
{
	struct address_space *m, *tmp;

	if (dentries)
		fs_shrink();
	if (!pages)
		return;
	list_for_each_entry_safe(m, tmp, &kernel->mm->mappings, node)
		filemap_drop_clean(m); /* which may take m off the list */
}

/* Frames given back; 0: there is nothing to take. */
static pfn_t reclaim(void)
{
	pfn_t before = kernel->mem->used;
	struct task *t;

	if (kernel->mm->no_reclaim)
		return 0;
	list_for_each_entry(t, &kernel->tasks, task_node) {
		if (t->mm)
			reclaim_lazyfree(t->mm);
	}
	mm_drop_caches(true, true);
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

int64_t oom_badness(const struct task *t)
{
	int64_t adj = t->signal ? t->signal->oom_score_adj : 0;

	if (!t->mm || t->mm->oom_reaped || adj == OOM_SCORE_ADJ_MIN)
		return INT64_MIN;
	return (int64_t)mm_rss(t->mm) + pgtable_count(kernel->mem, t->mm->root) +
	       adj * (kernel->mem->nr_frames / 1000);
}

/* The worst; current, if nobody may be killed: Linux would panic, here who asks for more goes. */
static struct task *select_bad_process(void)
{
	struct task *t, *chosen = current;
	int64_t points, most = INT64_MIN;

	list_for_each_entry(t, &kernel->tasks, task_node) {
		points = oom_badness(t);
		if (points == INT64_MIN || points < most)
			continue;
		chosen = t;
		most = points;
	}
	return chosen;
}

/*
 * A victim's memory goes now, however long it sleeps: what it has privately. It will never run its
 * program again, and faults of its calls find nothing (MMF_UNSTABLE of Linux).
 */
void oom_reap(struct mm *mm)
{
	mm->oom_reaped = true;
	for (struct vma *vma = vma_find(mm, 0); vma; vma = vma_next(vma)) {
		if (vma_is_anonymous(vma) || !(vma->flags & VM_SHARED))
			zap_range(vma, vma->start, vma->end, true);
	}
}

/* Whoever shares the memory must go for it to be freed. */
static void kill_all_of(struct mm *mm)
{
	struct task *t;

	list_for_each_entry(t, &kernel->tasks, task_node) {
		if (t->mm == mm)
			send_sig(SIGKILL, t);
	}
}

void out_of_memory(void)
{
	struct task *victim = select_bad_process();
	struct mm *mm = victim->mm;

	if (current->work & TW_KILLED) /* it gives back everything in a moment */
		return;
	kernel->stats.oom_kills++;
	kernel_report("out of memory: killed process %d (%s)", victim->tgid, victim->comm);
	if (!mm) {
		send_sig(SIGKILL, victim);
		return;
	}
	kill_all_of(mm);
	if (mm != current->mm)
		oom_reap(mm);
}
