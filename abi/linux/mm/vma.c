/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The mappings of an address space: an ordered tree whose nodes know the free space below them
 * and the largest in their subtree, so that mmap finds a place without walking.
 */
#include "fs/fs.h"
#include "mm/internal.h"

uaddr_t vm_start_gap(const struct vma *vma)
{
	if (!(vma->flags & VM_GROWSDOWN))
		return vma->start;
	return vma->start > STACK_GUARD_GAP ? vma->start - STACK_GUARD_GAP : 0;
}

static void vma_update(struct avl_node *n)
{
	struct vma *vma = vma_of(n);

	vma->max_gap = vma->gap;
	if (n->left)
		vma->max_gap = max(vma->max_gap, vma_of(n->left)->max_gap);
	if (n->right)
		vma->max_gap = max(vma->max_gap, vma_of(n->right)->max_gap);
}

struct vma *vma_next(const struct vma *vma)
{
	struct avl_node *n = avl_next(&vma->node);

	return n ? vma_of(n) : NULL;
}

struct vma *vma_prev(const struct vma *vma)
{
	struct avl_node *n = avl_prev(&vma->node);

	return n ? vma_of(n) : NULL;
}

struct vma *vma_find(struct mm *mm, uaddr_t addr)
{
	struct vma *hint = mm->vma_hint, *found = NULL;
	struct avl_node *n = mm->vmas.node;

	if (hint && hint->start <= addr && addr < hint->end)
		return hint;
	while (n) {
		struct vma *vma = vma_of(n);

		if (vma->end > addr) {
			found = vma;
			if (vma->start <= addr)
				break;
			n = n->left;
		} else {
			n = n->right;
		}
	}
	if (found)
		mm->vma_hint = found;
	return found;
}

struct vma *vma_lookup(struct mm *mm, uaddr_t addr)
{
	struct vma *vma = vma_find(mm, addr);

	return vma && vma->start <= addr ? vma : NULL;
}

struct vma *vma_intersection(struct mm *mm, uaddr_t start, uaddr_t end)
{
	struct vma *vma = vma_find(mm, start);

	return vma && vma->start < end ? vma : NULL;
}

/* The free space below vma; above the mapping before it. */
static void update_gap(struct vma *vma)
{
	struct vma *prev = vma_prev(vma);
	uaddr_t below = prev ? prev->end : 0, start = vm_start_gap(vma);

	vma->gap = start > below ? start - below : 0;
	avl_changed(&vma->mm->vmas, &vma->node);
}

static void update_next_gap(struct vma *vma)
{
	struct vma *next = vma_next(vma);

	if (next)
		update_gap(next);
}

/* Which page cache a mapping shows, or NULL. */
static struct address_space *vma_mapping(const struct vma *vma)
{
	return vma->ops && vma->file ? &vma->file->inode->mapping : NULL;
}

struct vma *vma_alloc(struct mm *mm, uaddr_t start, uaddr_t end, uint64_t flags, uint64_t pgoff)
{
	struct vma *vma = kzalloc(sizeof(*vma));

	if (!vma)
		return NULL;
	vma->mm = mm;
	vma->start = start;
	vma->end = end;
	vma->flags = flags;
	vma->pgoff = pgoff;
	list_init(&vma->shared);
	return vma;
}

struct vma *vma_clone(const struct vma *vma)
{
	struct vma *new = vma_alloc(vma->mm, vma->start, vma->end, vma->flags, vma->pgoff);

	if (!new)
		return NULL;
	new->ops = vma->ops;
	new->priv = vma->priv;
	new->anon_faulted = vma->anon_faulted;
	if (vma->file)
		new->file = file_ref(vma->file);
	if (new->ops && new->ops->open)
		new->ops->open(new);
	return new;
}

void vma_free(struct vma *vma)
{
	if (vma->ops && vma->ops->close)
		vma->ops->close(vma);
	if (vma->file)
		file_put(vma->file);
	kfree(vma);
}

/* Mappings that may write to the file count against its write seals. */
static bool vma_writes_file(const struct vma *vma)
{
	return (vma->flags & (VM_SHARED | VM_MAYWRITE)) == (VM_SHARED | VM_MAYWRITE);
}

static void link_file(struct vma *vma)
{
	struct address_space *m = vma_mapping(vma);

	if (!m)
		return;
	list_add_tail(&vma->shared, &m->vmas);
	if (vma_writes_file(vma))
		m->writable_maps++;
}

void vma_unlink_file(struct vma *vma)
{
	struct address_space *m = vma_mapping(vma);

	if (!m)
		return;
	list_del(&vma->shared);
	if (vma_writes_file(vma))
		m->writable_maps--;
}

/* For who remembers which file's code is where. */
static void note_files_changed(const struct vma *vma)
{
	if (vma->file || vma->ops)
		vma->mm->files_version = ++kernel->mm->last_files_version;
}

void vma_link(struct mm *mm, struct vma *vma)
{
	struct avl_node **link = &mm->vmas.node, *parent = NULL;

	mm->vmas.update = vma_update;
	while (*link) {
		parent = *link;
		link = vma->start < vma_of(parent)->start ? &parent->left : &parent->right;
	}
	avl_insert(&mm->vmas, &vma->node, parent, link);
	mm->nr_vmas++;
	update_gap(vma);
	update_next_gap(vma);
	link_file(vma);
	note_files_changed(vma);
}

void vma_unlink(struct vma *vma)
{
	struct mm *mm = vma->mm;
	struct vma *next = vma_next(vma);

	vma_unlink_file(vma);
	if (mm->vma_hint == vma)
		mm->vma_hint = NULL;
	avl_erase(&mm->vmas, &vma->node);
	mm->nr_vmas--;
	if (next)
		update_gap(next);
	note_files_changed(vma);
}

void vma_set_start(struct vma *vma, uaddr_t start)
{
	vma->pgoff += (int64_t)(start - vma->start) >> PAGE_SHIFT;
	vma->start = start;
	update_gap(vma);
}

void vma_set_end(struct vma *vma, uaddr_t end)
{
	vma->end = end;
	update_next_gap(vma);
	note_files_changed(vma);
}

int vma_split(struct vma *vma, uaddr_t addr)
{
	struct vma *upper = vma_clone(vma);

	if (!upper)
		return -ENOMEM;
	upper->pgoff = vma_pgoff_at(vma, addr);
	upper->start = addr;
	vma_set_end(vma, addr);
	vma_link(vma->mm, upper);
	return 0;
}

/* Does b go on where a ends, alike in all that a guest could tell? */
static bool can_merge(const struct vma *a, const struct vma *b)
{
	return a->end == b->start && a->flags == b->flags && a->ops == b->ops &&
	       a->file == b->file && a->priv == b->priv && !(a->flags & (VM_SPECIAL | VM_IO)) &&
	       a->pgoff + vma_pages(a) == b->pgoff;
}

/* upper is swallowed by lower, which it continues. */
static void join(struct vma *lower, struct vma *upper)
{
	uaddr_t end = upper->end;

	lower->anon_faulted |= upper->anon_faulted;
	vma_unlink(upper);
	vma_set_end(lower, end);
	vma_free(upper);
}

struct vma *vma_merge(struct vma *vma)
{
	struct vma *prev = vma_prev(vma), *next = vma_next(vma);

	if (next && can_merge(vma, next))
		join(vma, next);
	if (prev && can_merge(prev, vma)) {
		join(prev, vma);
		vma = prev;
	}
	return vma;
}

struct vma *vma_modify(struct vma *vma, uaddr_t start, uaddr_t end, uint64_t flags)
{
	struct mm *mm = vma->mm;

	if (flags == vma->flags)
		return vma;
	if (start > vma->start) {
		if (mm->nr_vmas >= MAX_MAP_COUNT || vma_split(vma, start))
			return NULL;
		vma = vma_next(vma);
	}
	if (end < vma->end && (mm->nr_vmas >= MAX_MAP_COUNT || vma_split(vma, end))) {
		vma_merge(vma); /* undo the first cut */
		return NULL;
	}
	vm_stat_account(mm, vma->flags, -(int64_t)vma_pages(vma));
	vma->flags = flags;
	vm_stat_account(mm, vma->flags, vma_pages(vma));
	return vma_merge(vma);
}

static bool range_is_sealed(struct vma *vma, uaddr_t end)
{
	for (; vma && vma->start < end; vma = vma_next(vma)) {
		if (vma->flags & VM_SEALED)
			return true;
	}
	return false;
}

struct vma *vma_isolate(struct mm *mm, uaddr_t start, uaddr_t end, int *err)
{
	struct vma *first = vma_intersection(mm, start, end), *last;

	*err = 0;
	if (!first)
		return NULL;
	*err = -EPERM;
	if (range_is_sealed(first, end))
		return NULL;
	*err = -ENOMEM;
	if (start > first->start) {
		/* Two cuts in one mapping, or one that leaves a piece more than before. */
		if (mm->nr_vmas >= MAX_MAP_COUNT && end < first->end)
			return NULL;
		if (vma_split(first, start))
			return NULL;
		first = vma_next(first);
	}
	last = vma_intersection(mm, end - 1, end);
	if (last && end < last->end && vma_split(last, end)) {
		vma_merge(first); /* undo the first cut */
		return NULL;
	}
	*err = 0;
	return first;
}
