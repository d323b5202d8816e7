/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mappings that grow, shrink and move; in the order of checks of Linux's mm/mremap.c. */
#include "fs/fs.h"
#include "mm/internal.h"
#include "syscall.h"

struct remap {
	struct mm *mm;
	uaddr_t addr;
	uint64_t old_len, new_len, flags;
	uaddr_t new_addr;
};

/* The mapping to be resized or moved, or ERR_PTR. */
static struct vma *vma_to_resize(const struct remap *r)
{
	struct vma *vma = vma_lookup(r->mm, r->addr);
	uint64_t grow = r->new_len - r->old_len;

	if (!vma)
		return ERR_PTR(-EFAULT);
	/* Length 0 duplicates a mapping, which makes sense for shared ones alone. */
	if (!r->old_len && !(vma->flags & (VM_SHARED | VM_MAYSHARE)))
		return ERR_PTR(-EINVAL);
	if ((r->flags & MREMAP_DONTUNMAP) && (vma->flags & VM_DONTEXPAND))
		return ERR_PTR(-EINVAL);
	if (r->old_len > vma->end - r->addr)
		return ERR_PTR(-EFAULT);
	if (!grow)
		return vma;
	if (vma_pgoff_at(vma, r->addr) + (r->new_len >> PAGE_SHIFT) <
	    vma_pgoff_at(vma, r->addr))
		return ERR_PTR(-EINVAL);
	if (vma->flags & VM_DONTEXPAND)
		return ERR_PTR(-EFAULT);
	if (!mlock_future_ok(r->mm, vma->flags, grow))
		return ERR_PTR(-EAGAIN);
	if (!may_expand_vm(r->mm, vma->flags, grow >> PAGE_SHIFT))
		return ERR_PTR(-ENOMEM);
	return vma;
}

/* Tables for every entry that will move, so that moving cannot fail. */
static int alloc_tables(struct mm *mm, uaddr_t from, uint64_t len, uaddr_t to)
{
	struct pte_walk w = pte_walk_range(mm, from, from + len);

	while (pte_walk_next(&w)) {
		if (!mm_pte_alloc(mm, to + (w.addr - from)))
			return -ENOMEM;
	}
	return 0;
}

static void move_entries(struct mm *mm, uaddr_t from, uint64_t len, uaddr_t to)
{
	struct pte_walk w = pte_walk_range(mm, from, from + len);

	while (pte_walk_next(&w)) {
		pte_t pte = *w.ptep;

		pte_set(kernel->mem, pte_lookup(kernel->mem, mm->root, to + (w.addr - from)), pte);
		pte_set(kernel->mem, w.ptep, 0);
	}
}

/* The vDSO goes with its mapping. */
static void move_vdso(struct mm *mm, const struct vma *vma, uaddr_t to)
{
	if (!(vma->flags & VM_SPECIAL) || vma->start != mm->vdso)
		return;
	mm->vdso_landing += to - vma->start;
	mm->vdso = to;
}

/* A mapping like old at the new place, not linked. Untouched anonymous memory is renumbered. */
static struct vma *copy_vma(const struct vma *old, const struct remap *r)
{
	struct vma *vma = vma_clone(old);

	if (!vma)
		return NULL;
	vma->pgoff = vma_is_anonymous(old) && !old->anon_faulted ? r->new_addr >> PAGE_SHIFT :
								   vma_pgoff_at(old, r->addr);
	vma->start = r->new_addr;
	vma->end = r->new_addr + r->new_len;
	return vma;
}

static void leave_old(struct vma *old, const struct remap *r)
{
	if (r->flags & MREMAP_DONTUNMAP) {
		vm_stat_account(r->mm, old->flags, -(int64_t)vma_pages(old));
		old->flags &= ~(VM_LOCKED | VM_LOCKONFAULT);
		old->anon_faulted = false;
		vm_stat_account(r->mm, old->flags, vma_pages(old));
	} else if (r->old_len) {
		unmap_isolated(r->mm, r->addr, r->addr + r->old_len);
	}
}

static int64_t move_vma(struct vma *old, const struct remap *r)
{
	struct mm *mm = r->mm;
	uint64_t account = r->flags & MREMAP_DONTUNMAP ? r->new_len : r->new_len - r->old_len;
	struct vma *new;
	int err;

	if (mm->nr_vmas >= MAX_MAP_COUNT - 3)
		return -ENOMEM;
	if ((old->flags & VM_ACCOUNT) && vm_enough_memory(account >> PAGE_SHIFT))
		return -ENOMEM;
	if (r->old_len) {
		old = vma_isolate(mm, r->addr, r->addr + r->old_len, &err);
		if (!old)
			return err;
	}
	new = copy_vma(old, r);
	err = new ? alloc_tables(mm, r->addr, r->old_len, r->new_addr) : -ENOMEM;
	if (err) {
		if (new)
			vma_free(new);
		vma_merge(old);
		return err;
	}
	vma_link(mm, new);
	vm_stat_account(mm, new->flags, vma_pages(new));
	move_entries(mm, r->addr, r->old_len, r->new_addr);
	move_vdso(mm, old, r->new_addr);
	leave_old(old, r);
	vma_merge(new);
	return r->new_addr;
}

static int64_t find_place(struct vma *vma, const struct remap *r, uint64_t map_flags)
{
	if (vma->flags & VM_MAYSHARE)
		map_flags |= MAP_SHARED;
	return get_unmapped_area(r->mm, r->new_addr, r->new_len, map_flags);
}

/* MREMAP_FIXED and MREMAP_DONTUNMAP: a move in any case. */
static int64_t mremap_to(struct remap *r)
{
	struct mm *mm = r->mm;
	struct vma *vma;
	int64_t where;
	int err;

	if (offset_in_page(r->new_addr) || r->new_len > mm_task_size(mm) ||
	    r->new_addr > mm_task_size(mm) - r->new_len)
		return -EINVAL;
	if (r->addr + r->old_len > r->new_addr && r->new_addr + r->new_len > r->addr)
		return -EINVAL;
	if (mm->nr_vmas + 2 >= MAX_MAP_COUNT - 3)
		return -ENOMEM;
	if (r->flags & MREMAP_FIXED) {
		err = do_munmap(mm, r->new_addr, r->new_len);
		if (err)
			return err;
	}
	if (r->old_len > r->new_len) {
		err = do_munmap(mm, r->addr + r->new_len, r->old_len - r->new_len);
		if (err)
			return err;
		r->old_len = r->new_len;
	}
	vma = vma_to_resize(r);
	if (IS_ERR(vma))
		return PTR_ERR(vma);
	if ((r->flags & MREMAP_DONTUNMAP) &&
	    !may_expand_vm(mm, vma->flags, r->old_len >> PAGE_SHIFT))
		return -ENOMEM;
	where = find_place(vma, r, r->flags & MREMAP_FIXED ? MAP_FIXED : 0);
	if (where < 0)
		return where;
	r->new_addr = where;
	return move_vma(vma, r);
}

static bool vma_expandable(struct vma *vma, uint64_t delta)
{
	uaddr_t end = vma->end + delta;

	return end >= vma->end && !vma_intersection(vma->mm, vma->end, end) &&
	       get_unmapped_area(vma->mm, vma->start, end - vma->start, MAP_FIXED) >= 0;
}

static int64_t expand_in_place(struct vma *vma, const struct remap *r)
{
	uint64_t delta = r->new_len - r->old_len, pages = delta >> PAGE_SHIFT;

	if ((vma->flags & VM_ACCOUNT) && vm_enough_memory(pages))
		return -ENOMEM;
	vma_set_end(vma, vma->end + delta);
	vm_stat_account(r->mm, vma->flags, pages);
	vma_merge(vma);
	return r->addr;
}

static int64_t grow(struct remap *r)
{
	struct vma *vma = vma_to_resize(r);
	int64_t where;

	if (IS_ERR(vma))
		return PTR_ERR(vma);
	if (r->old_len == vma->end - r->addr && vma_expandable(vma, r->new_len - r->old_len))
		return expand_in_place(vma, r);
	if (!(r->flags & MREMAP_MAYMOVE))
		return -ENOMEM;
	r->new_addr = 0;
	where = find_place(vma, r, 0);
	if (where < 0)
		return where;
	r->new_addr = where;
	return move_vma(vma, r);
}

static int64_t do_mremap(struct remap *r)
{
	struct vma *vma = vma_lookup(r->mm, r->addr);
	int err;

	if (!vma)
		return -EFAULT;
	if (vma->flags & VM_SEALED)
		return -EPERM;
	if (r->flags & (MREMAP_FIXED | MREMAP_DONTUNMAP))
		return mremap_to(r);
	if (r->old_len < r->new_len)
		return grow(r);
	if (r->old_len == r->new_len)
		return r->addr;
	err = do_munmap(r->mm, r->addr + r->new_len, r->old_len - r->new_len);
	return err ? err : (int64_t)r->addr;
}

SYSCALL_DEFINE5(mremap, addr_t, addr, usize_t, old_len, usize_t, new_len, mremapflags_t, flags,
		addr_t, new_addr)
{
	struct remap r = {
		.mm = current->mm, .addr = addr, .flags = flags, .new_addr = new_addr,
		.old_len = PAGE_ALIGN(old_len), .new_len = PAGE_ALIGN(new_len),
	};
	struct vma *vma;
	int64_t where;

	if (flags & ~(uint64_t)(MREMAP_FIXED | MREMAP_MAYMOVE | MREMAP_DONTUNMAP))
		return -EINVAL;
	if ((flags & MREMAP_FIXED) && !(flags & MREMAP_MAYMOVE))
		return -EINVAL;
	if ((flags & MREMAP_DONTUNMAP) && (!(flags & MREMAP_MAYMOVE) || old_len != new_len))
		return -EINVAL;
	if (offset_in_page(addr) || !r.new_len)
		return -EINVAL;
	where = do_mremap(&r);
	if (where < 0)
		return where;
	vma = vma_lookup(r.mm, where);
	if (vma && (vma->flags & VM_LOCKED) && r.new_len > r.old_len)
		(void)mm_populate(r.mm, where + r.old_len, r.new_len - r.old_len, true);
	return where;
}

/* May the range be shown again at another offset: one file, no holes, all alike? */
static bool range_is_alike(struct mm *mm, struct vma *vma, uaddr_t end)
{
	struct vma *next = vma;

	while (next->end < end) {
		next = vma_lookup(mm, next->end);
		if (!next || next->file != vma->file || next->flags != vma->flags)
			return false;
	}
	return true;
}

/* Emulated by an ordinary mapping, as in Linux since 4.0. */
SYSCALL_DEFINE5(remap_file_pages, addr_t, start, usize_t, size, prot_t, prot, ulong_t, pgoff,
		mapflags_t, flags)
{
	struct mm *mm = current->mm;
	struct vma *vma;
	struct file *file;
	int64_t ret;

	start &= PAGE_MASK;
	size &= PAGE_MASK;
	if (prot || start + size <= start || pgoff + (size >> PAGE_SHIFT) < pgoff)
		return -EINVAL;
	vma = vma_lookup(mm, start);
	if (!vma || !(vma->flags & VM_SHARED) || !range_is_alike(mm, vma, start + size))
		return -EINVAL;
	flags &= MAP_NONBLOCK;
	flags |= MAP_SHARED | MAP_FIXED | MAP_POPULATE;
	if (vma->flags & VM_LOCKED)
		flags |= MAP_LOCKED;
	file = file_ref(vma->file);
	ret = do_mmap(mm, file, start, size, vma->flags & VM_ACCESS_FLAGS, flags, pgoff);
	file_put(file);
	return ret < 0 ? ret : 0;
}
