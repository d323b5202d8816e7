/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The arena: a page-run allocator with size classes on top.
 *
 * The reservation is [header][page map][pages ...]. A slab is one run of pages cut into objects of
 * one class; a large object is a run of its own. The page map says what each page belongs to, so
 * that free() needs no header in front of objects.
 */
#include "lib/arena.h"

#include <string.h>
#include <sys/mman.h>

#include "lib/list.h"
#include "lib/types.h"

#ifdef RING3_ASAN
#include <sanitizer/asan_interface.h>
#define poison(p, n) __asan_poison_memory_region(p, n)
#define unpoison(p, n) __asan_unpoison_memory_region(p, n)
#else
#define poison(p, n) ((void)(p), (void)(n))
#define unpoison(p, n) ((void)(p), (void)(n))
#endif

static const uint32_t class_size[] = { 16,  32,  48,  64,  96,  128,  192,  256,  384,  512,
				       768, 1024, 1536, 2048, 3072, 4096, 6144, 8192 };
#define NR_CLASSES ARRAY_SIZE(class_size)
#define LARGE 0xff
#define MAX_SMALL 8192u
#define MIN_DIRTY 16u	 /* pages of a run that is worth giving back to the host */
#define MAX_DIRTY 1024u /* pages that are kept, so that using them again costs no host fault */

/* What a page is. Only the first page of a run has counts. */
struct page_info {
	uint32_t run;	  /* first page of the run this page is in */
	uint32_t npages;  /* of the run, at its first page and (free runs) its last */
	uint16_t in_use;  /* objects, for slabs */
	uint8_t class;	  /* index, or LARGE */
	bool free;
	uint32_t dirty; /* of a free run: pages that the host still backs, at most */
	union {
		size_t large_size; /* bytes asked for, LARGE */
		size_t untouched;  /* objects at a slab's end that never were in use */
	};
	void *free_objects; /* slabs: that were in use, linked through their first word */
	struct list_head node; /* slabs with a free object; free runs */
};

struct arena {
	size_t size;
	uint32_t npages;
	uint32_t fresh; /* first page never handed out */
	size_t objects, bytes;
	size_t dirty; /* of all free runs */
	unsigned long fail_nth;
	struct list_head partial[NR_CLASSES];
	struct list_head free_runs;
	uint8_t *base; /* of page 0 */
	struct page_info pages[];
};

static void *page_address(const struct arena *a, uint32_t page)
{
	return a->base + ((size_t)page << PAGE_SHIFT);
}

static uint32_t page_of(const struct arena *a, const void *p)
{
	return (uint32_t)(((const uint8_t *)p - a->base) >> PAGE_SHIFT);
}

struct arena *arena_create(size_t size)
{
	struct arena *a;
	size_t npages, header;
	unsigned i;

	if (size < 16 * PAGE_SIZE)
		size = 16 * PAGE_SIZE;
	size = align_up(size, PAGE_SIZE);
	a = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1,
		 0);
	if (a == MAP_FAILED)
		return NULL;
	npages = size >> PAGE_SHIFT;
	header = align_up(sizeof(*a) + npages * sizeof(struct page_info), PAGE_SIZE);
	a->size = size;
	a->npages = (uint32_t)((size - header) >> PAGE_SHIFT);
	a->base = (uint8_t *)a + header;
	for (i = 0; i < NR_CLASSES; i++)
		list_init(&a->partial[i]);
	list_init(&a->free_runs);
	poison(a->base, (size_t)a->npages << PAGE_SHIFT);
	return a;
}

void arena_destroy(struct arena *a)
{
	if (!a)
		return;
	unpoison(a->base, (size_t)a->npages << PAGE_SHIFT);
	munmap(a, a->size);
}

static void mark_run(struct arena *a, uint32_t first, uint32_t n, bool is_free)
{
	a->pages[first].run = first;
	a->pages[first].npages = n;
	a->pages[first].free = is_free;
	a->pages[first + n - 1].run = first;
	a->pages[first + n - 1].free = is_free;
}

/* First fit among freed runs, then untouched pages. UINT32_MAX when there is none. */
static uint32_t run_alloc(struct arena *a, uint32_t n)
{
	struct page_info *p;
	uint32_t first, left;

	list_for_each_entry(p, &a->free_runs, node) {
		if (p->npages < n)
			continue;
		first = (uint32_t)(p - a->pages);
		left = p->npages - n;
		list_del(&p->node);
		a->dirty -= p->dirty;
		mark_run(a, first, n, false);
		if (left) {
			mark_run(a, first + n, left, true);
			a->pages[first + n].dirty = min(p->dirty, left);
			a->dirty += a->pages[first + n].dirty;
			list_add(&a->pages[first + n].node, &a->free_runs);
		}
		return first;
	}
	if (n > a->npages - a->fresh)
		return UINT32_MAX;
	first = a->fresh;
	a->fresh += n;
	mark_run(a, first, n, false);
	return first;
}

/* The host gets back what free runs hold of its memory. */
static void give_back(struct arena *a)
{
	struct page_info *p;

	list_for_each_entry(p, &a->free_runs, node) {
		if (p->dirty)
			madvise(page_address(a, (uint32_t)(p - a->pages)),
				(size_t)p->npages << PAGE_SHIFT, MADV_DONTNEED);
		p->dirty = 0;
	}
	a->dirty = 0;
}

/* Gives a run back, joined with free neighbours. */
static void run_free(struct arena *a, uint32_t first)
{
	uint32_t n = a->pages[first].npages, next = first + n, dirty = n >= MIN_DIRTY ? n : 0;

	poison(page_address(a, first), (size_t)n << PAGE_SHIFT);
	a->dirty += dirty;
	if (next < a->fresh && a->pages[next].free) {
		list_del(&a->pages[next].node);
		n += a->pages[next].npages;
		dirty += a->pages[next].dirty;
	}
	if (first > 0 && a->pages[first - 1].free) {
		first = a->pages[first - 1].run;
		list_del(&a->pages[first].node);
		n += a->pages[first].npages;
		dirty += a->pages[first].dirty;
	}
	mark_run(a, first, n, true);
	a->pages[first].dirty = dirty;
	list_add(&a->pages[first].node, &a->free_runs);
	if (a->dirty > MAX_DIRTY)
		give_back(a);
}

static unsigned class_of(size_t size)
{
	unsigned i = 0;

	while (class_size[i] < size)
		i++;
	return i;
}

/* Pages of a slab: enough for eight objects, so that slack stays under an eighth. */
static uint32_t slab_pages(unsigned class)
{
	return class_size[class] <= 512 ? 1 : (class_size[class] * 8 + PAGE_SIZE - 1) >> PAGE_SHIFT;
}

static size_t slab_objects(unsigned class)
{
	return ((size_t)slab_pages(class) << PAGE_SHIFT) / class_size[class];
}

static struct page_info *slab_create(struct arena *a, unsigned class)
{
	uint32_t npages = slab_pages(class), first = run_alloc(a, npages), i;
	struct page_info *slab;

	if (first == UINT32_MAX)
		return NULL;
	slab = &a->pages[first];
	slab->class = (uint8_t)class;
	slab->in_use = 0;
	slab->free_objects = NULL;
	slab->untouched = slab_objects(class);
	for (i = 0; i < npages; i++)
		a->pages[first + i].run = first;
	list_add(&slab->node, &a->partial[class]);
	return slab;
}

static bool is_full(const struct page_info *slab)
{
	return !slab->free_objects && !slab->untouched;
}

/* One that was in use before, if there is one: its host memory is there already. */
static void *take_object(struct arena *a, struct page_info *slab)
{
	void **p = slab->free_objects;
	size_t n;

	if (p) {
		slab->free_objects = *p;
		return p;
	}
	n = slab_objects(slab->class) - slab->untouched--;
	return (char *)page_address(a, (uint32_t)(slab - a->pages)) + n * class_size[slab->class];
}

static void *small_alloc(struct arena *a, size_t size)
{
	unsigned class = class_of(size);
	struct page_info *slab;
	void *p;

	if (list_empty(&a->partial[class]))
		slab = slab_create(a, class);
	else
		slab = list_first_entry(&a->partial[class], struct page_info, node);
	if (!slab)
		return NULL;
	p = take_object(a, slab);
	slab->in_use++;
	if (is_full(slab))
		list_del(&slab->node);
	a->bytes += class_size[class];
	unpoison(p, size);
	return p;
}

static void small_free(struct arena *a, struct page_info *slab, void *p)
{
	unsigned class = slab->class;
	void **link = p;

	unpoison(link, sizeof(*link));
	if (is_full(slab))
		list_add(&slab->node, &a->partial[class]);
	*link = slab->free_objects;
	slab->free_objects = link;
	a->bytes -= class_size[class];
	poison(link + 1, class_size[class] - sizeof(*link));
	/* The last free slab of a class stays, or a loop of one object would thrash. */
	if (--slab->in_use == 0 && (slab->node.next != &a->partial[class] ||
				    slab->node.prev != &a->partial[class])) {
		list_del(&slab->node);
		run_free(a, (uint32_t)(slab - a->pages));
	}
}

void *arena_alloc(struct arena *a, size_t size)
{
	uint32_t first;
	void *p;

	if (unlikely(a->fail_nth) && --a->fail_nth == 0)
		return NULL;
	if (!size)
		size = 1;
	if (size <= MAX_SMALL) {
		p = small_alloc(a, size);
	} else {
		if (size > (size_t)a->npages << PAGE_SHIFT)
			return NULL;
		first = run_alloc(a, (uint32_t)((size + PAGE_SIZE - 1) >> PAGE_SHIFT));
		if (first == UINT32_MAX)
			return NULL;
		a->pages[first].class = LARGE;
		a->pages[first].large_size = size;
		a->bytes += size;
		p = page_address(a, first);
		unpoison(p, size);
	}
	if (p)
		a->objects++;
	return p;
}

void arena_free(struct arena *a, void *p)
{
	struct page_info *run;

	if (!p)
		return;
	run = &a->pages[a->pages[page_of(a, p)].run];
	a->objects--;
	if (run->class == LARGE) {
		a->bytes -= run->large_size;
		run_free(a, (uint32_t)(run - a->pages));
	} else {
		small_free(a, run, p);
	}
}

size_t arena_objects(const struct arena *a)
{
	return a->objects;
}

size_t arena_bytes(const struct arena *a)
{
	return a->bytes;
}

size_t arena_size(const struct arena *a)
{
	return a->size;
}

void arena_fail_nth(struct arena *a, unsigned long n)
{
	a->fail_nth = n;
}

unsigned long arena_fail_left(const struct arena *a)
{
	return a->fail_nth;
}

void arena_ranges(const struct arena *a, struct used_range range[2])
{
	size_t table = sizeof(*a) + a->fresh * sizeof(a->pages[0]);

	range[0] = (struct used_range){ (void *)(uintptr_t)a, table,
					(size_t)(a->base - (const uint8_t *)a) };
	range[1] = (struct used_range){ a->base, (size_t)a->fresh << PAGE_SHIFT,
					(size_t)a->npages << PAGE_SHIFT };
}

/* Runs stand in a row, each with its length at its first page. */
unsigned arena_gaps(const struct arena *a, struct used_range *gap, unsigned max)
{
	unsigned nr = 0;
	uint32_t n;

	for (uint32_t page = 0; page < a->fresh && nr < max; page += n) {
		n = a->pages[page].npages;
		if (a->pages[page].free && n >= MIN_DIRTY)
			gap[nr++] = (struct used_range){ page_address(a, page),
							 (size_t)n << PAGE_SHIFT,
							 (size_t)n << PAGE_SHIFT };
	}
	return nr;
}

/* What the sanitizer knew of each object is lost. */
void arena_restored(struct arena *a)
{
	unpoison(a->base, (size_t)a->fresh << PAGE_SHIFT);
}
