/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The page cache of an inode: frames by index, each held by one reference of ours. A filesystem in
 * memory (no ops) has its data here and nowhere else; for the others frames are copies, clean or
 * dirty. Pages of a dirty-tracked file are mapped read-only until they are first written.
 */
#include "fs/fs.h"
#include "mm/internal.h"
#include "mm/pagetree.h"

/* An entry: the frame, and whether its bytes are newer than the file's. */
#define ENTRY_DIRTY 1ull
#define entry_make(pfn) ((uint64_t)(pfn) << 1)
#define entry_pfn(entry) ((pfn_t)((entry) >> 1))

void address_space_init(struct address_space *m, struct inode *host,
			const struct address_space_ops *ops)
{
	*m = (struct address_space){ .ops = ops, .host = host };
	list_init(&m->vmas);
	list_init(&m->node);
}

static void drop_page(struct address_space *m, uint64_t index, uint64_t entry)
{
	(void)pagetree_set(&m->pages, index, 0);
	m->nr_pages--;
	frame_put(kernel->mem, entry_pfn(entry));
	if (m->charge)
		(void)m->charge(m->host, -1);
	if (!m->nr_pages)
		list_del(&m->node);
}

void filemap_drop_range(struct address_space *m, uint64_t first, uint64_t end)
{
	uint64_t index = first, entry;

	while ((entry = pagetree_next(m->pages, &index)) && index < end)
		drop_page(m, index, entry);
}

void address_space_destroy(struct address_space *m)
{
	filemap_drop_range(m, 0, UINT64_MAX);
}

pfn_t filemap_peek(struct address_space *m, uint64_t index)
{
	return entry_pfn(pagetree_get(m->pages, index));
}

static int add_page(struct address_space *m, uint64_t index, pfn_t pfn)
{
	int err = m->charge ? m->charge(m->host, 1) : 0;

	if (err)
		return err;
	err = pagetree_set(&m->pages, index, entry_make(pfn));
	if (err) {
		if (m->charge)
			(void)m->charge(m->host, -1);
		return err;
	}
	if (!m->nr_pages++ && m->ops)
		list_add_tail(&m->node, &kernel->mm->mappings);
	return 0;
}

pfn_t filemap_get(struct address_space *m, uint64_t index, bool create, int *err)
{
	pfn_t pfn = filemap_peek(m, index);

	*err = 0;
	if (pfn || (!m->ops && !create))
		return pfn;
	*err = -ENOMEM;
	pfn = mm_frame_alloc(FRAME_ZERO);
	if (!pfn)
		return 0;
	*err = m->ops ? m->ops->readpage(m->host, index, frame_data(kernel->mem, pfn)) : 0;
	if (!*err)
		*err = add_page(m, index, pfn);
	if (!*err)
		return pfn;
	frame_put(kernel->mem, pfn);
	return 0;
}

bool filemap_is_dirty(struct address_space *m, uint64_t index)
{
	/* In memory there is no file to be behind. */
	return !m->ops || pagetree_get(m->pages, index) & ENTRY_DIRTY;
}

void filemap_set_dirty(struct address_space *m, uint64_t index)
{
	uint64_t entry = pagetree_get(m->pages, index);

	if (m->ops && entry)
		(void)pagetree_set(&m->pages, index, entry | ENTRY_DIRTY); /* in place */
}

/*
 * The copies below may fault pages in, and that may take clean pages from this very cache: they
 * hold on to theirs.
 */
static size_t copy_page_to_iter(pfn_t pfn, size_t offset, size_t n, struct iov_iter *to)
{
	size_t copied;

	frame_get(kernel->mem, pfn);
	copied = copy_to_iter((uint8_t *)frame_data(kernel->mem, pfn) + offset, n, to);
	frame_put(kernel->mem, pfn);
	return copied;
}

static size_t copy_page_from_iter(pfn_t pfn, size_t offset, size_t n, struct iov_iter *from)
{
	size_t copied;

	frame_get(kernel->mem, pfn);
	frame_will_change(kernel->mem, pfn);
	copied = copy_from_iter((uint8_t *)frame_data(kernel->mem, pfn) + offset, n, from);
	frame_put(kernel->mem, pfn);
	return copied;
}

int64_t filemap_read(struct address_space *m, struct iov_iter *to, loff_t pos, uint64_t i_size)
{
	int64_t done = 0;

	while (to->count && (uint64_t)pos < i_size) {
		size_t offset = offset_in_page((uint64_t)pos), part, copied;
		int err;
		pfn_t pfn = filemap_get(m, pos >> PAGE_SHIFT, false, &err);

		if (err)
			return done ? done : err;
		part = min(min(PAGE_SIZE - offset, to->count), i_size - pos);
		copied = pfn ? copy_page_to_iter(pfn, offset, part, to) : iov_iter_zero(part, to);
		done += copied;
		pos += copied;
		if (copied < part)
			return done ? done : -EFAULT;
		if (current->work & TW_KILLED)
			break;
	}
	return done;
}

int64_t filemap_write(struct address_space *m, struct iov_iter *from, loff_t pos)
{
	int64_t done = 0;

	while (from->count) {
		size_t offset = offset_in_page((uint64_t)pos), part, copied;
		int err;
		pfn_t pfn = filemap_get(m, pos >> PAGE_SHIFT, true, &err);

		if (!pfn)
			return done ? done : err;
		part = min(PAGE_SIZE - offset, from->count);
		copied = copy_page_from_iter(pfn, offset, part, from);
		if (copied)
			filemap_set_dirty(m, pos >> PAGE_SHIFT);
		done += copied;
		pos += copied;
		if (copied < part)
			return done ? done : -EFAULT;
		if (current->work & TW_KILLED)
			break;
	}
	return done;
}

void filemap_update(struct address_space *m, loff_t pos, const void *data, size_t n)
{
	while (n) {
		size_t offset = offset_in_page((uint64_t)pos), part = min(PAGE_SIZE - offset, n);
		pfn_t pfn = filemap_peek(m, pos >> PAGE_SHIFT);

		if (pfn) {
			frame_will_change(kernel->mem, pfn);
			memcpy((uint8_t *)frame_data(kernel->mem, pfn) + offset, data, part);
		}
		data = (const uint8_t *)data + part;
		pos += part;
		n -= part;
	}
}

/* One page's bytes, cached or not: 0 or -errno. */
static int peek_page(struct address_space *m, uint64_t index, void *page)
{
	pfn_t pfn = filemap_peek(m, index);

	if (pfn) {
		memcpy(page, frame_data(kernel->mem, pfn), PAGE_SIZE);
		return 0;
	}
	memset(page, 0, PAGE_SIZE);
	return m->ops ? m->ops->readpage(m->host, index, page) : 0;
}

int64_t mm_peek_file(struct mm *mm, uaddr_t addr, uint64_t offset, void *buf, size_t n)
{
	struct vma *vma = vma_lookup(mm, addr);
	struct address_space *m = vma && vma->file ? &vma->file->inode->mapping : NULL;
	uint8_t page[PAGE_SIZE];
	size_t done = 0;
	int err;

	if (!m || (vma->file->inode->mode & S_IFMT) != S_IFREG)
		return -ENOENT;
	if (offset >= m->host->size)
		return 0;
	n = min(n, m->host->size - offset);
	while (done < n) {
		size_t in = offset_in_page(offset), part = min(n - done, PAGE_SIZE - in);

		err = peek_page(m, offset >> PAGE_SHIFT, page);
		if (err)
			return done ? (int64_t)done : err;
		memcpy((uint8_t *)buf + done, page + in, part);
		done += part;
		offset += part;
	}
	return (int64_t)done;
}

/* Shared mappings of the page fault again before they write. */
static void write_protect(struct address_space *m, uint64_t index)
{
	struct vma *vma;

	list_for_each_entry(vma, &m->vmas, shared) {
		uaddr_t addr = vma->start + ((index - vma->pgoff) << PAGE_SHIFT);
		pte_t *ptep;

		if (!(vma->flags & VM_SHARED) || index < vma->pgoff ||
		    index - vma->pgoff >= vma_pages(vma))
			continue;
		ptep = pte_lookup(kernel->mem, vma->mm->root, addr);
		if (ptep && (*ptep & PTE_WRITE))
			pte_set(kernel->mem, ptep, *ptep & ~PTE_WRITE);
	}
}

static int write_page(struct address_space *m, uint64_t index, uint64_t entry)
{
	uint64_t size = m->host->size, pos = index << PAGE_SHIFT;

	write_protect(m, index);
	(void)pagetree_set(&m->pages, index, entry & ~ENTRY_DIRTY);
	if (pos >= size)
		return 0;
	return m->ops->writepage(m->host, index, frame_data(kernel->mem, entry_pfn(entry)),
				 min(size - pos, PAGE_SIZE));
}

int filemap_writeback(struct address_space *m, uint64_t start, uint64_t end)
{
	uint64_t index = start >> PAGE_SHIFT, entry;
	int err = 0;

	if (!m->ops || !m->ops->writepage)
		return 0;
	while ((entry = pagetree_next(m->pages, &index)) && index << PAGE_SHIFT < end) {
		int e = entry & ENTRY_DIRTY ? write_page(m, index, entry) : 0;

		err = err ? err : e; /* the first error, but every page is tried */
		index++;
	}
	return err;
}

/* Clean pages that nobody maps go, all of them. */
void filemap_drop_clean(struct address_space *m)
{
	uint64_t index = 0, entry;

	if (!m->ops)
		return;
	while ((entry = pagetree_next(m->pages, &index))) {
		if (!(entry & ENTRY_DIRTY) && kernel->mem->frames[entry_pfn(entry)].refs == 1)
			drop_page(m, index, entry);
		index++;
	}
}

void filemap_invalidate(struct address_space *m)
{
	m->generation++;
	filemap_drop_clean(m);
}

void filemap_reread(struct address_space *m)
{
	uint64_t index = 0, entry;

	filemap_invalidate(m);
	for (; (entry = pagetree_next(m->pages, &index)); index++) {
		pfn_t pfn = entry_pfn(entry);

		if (entry & ENTRY_DIRTY)
			continue;
		frame_will_change(kernel->mem, pfn);
		memset(frame_data(kernel->mem, pfn), 0, PAGE_SIZE);
		(void)m->ops->readpage(m->host, index, frame_data(kernel->mem, pfn));
	}
}

int64_t filemap_seek_hole_data(struct address_space *m, loff_t pos, uint64_t size, bool data)
{
	uint64_t index = (uint64_t)pos >> PAGE_SHIFT, last = index;

	if (pos < 0 || (uint64_t)pos >= size)
		return -ENXIO;
	if (data) {
		if (!pagetree_next(m->pages, &last) || last << PAGE_SHIFT >= size)
			return -ENXIO;
		return last == index ? pos : (int64_t)(last << PAGE_SHIFT);
	}
	if (!pagetree_get(m->pages, index))
		return pos;
	while (pagetree_get(m->pages, index))
		index++;
	return min(index << PAGE_SHIFT, size);
}

static pfn_t filemap_fault(struct vma *vma, uint64_t pgoff, bool *bus)
{
	struct address_space *m = &vma->file->inode->mapping;
	pfn_t pfn;
	int err;

	*bus = true;
	if (pgoff >= (m->host->size + PAGE_SIZE - 1) >> PAGE_SHIFT)
		return 0;
	pfn = filemap_get(m, pgoff, true, &err);
	if (pfn)
		frame_get(kernel->mem, pfn);
	*bus = err != -ENOMEM;
	return pfn;
}

const struct vm_ops filemap_vm_ops = { .fault = filemap_fault };

int generic_file_mmap(struct file *f, struct vma *vma)
{
	unsigned seals = f->inode->seals;

	if ((seals & (F_SEAL_WRITE | F_SEAL_FUTURE_WRITE)) && (vma->flags & VM_SHARED)) {
		if (vma->flags & VM_WRITE)
			return -EPERM;
		vma->flags &= ~VM_MAYWRITE;
	}
	vma->ops = &filemap_vm_ops;
	touch_atime(f);
	return 0;
}
