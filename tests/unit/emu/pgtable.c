/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "emu/pgtable.h"

#define LEAF_BITS (PTE_PRESENT | PTE_USER | PTE_WRITE | PTE_NX)
#define TABLE_REACH (2ul << 20)

struct fixture {
	struct machine_mem *mem;
	paddr_t root;
	unsigned flushes;
};

static void count_flush(void *ctx, paddr_t root __unused)
{
	((struct fixture *)ctx)->flushes++;
}

static int setup(void **state)
{
	static struct fixture f;

	f = (struct fixture){ .mem = mem_create(16ul << 20) };
	f.mem->listener = (struct mem_listener){ .flush = count_flush, .ctx = &f };
	f.root = pgtable_create(f.mem);
	*state = &f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	int leaked;

	pgtable_destroy(f->mem, f->root);
	leaked = f->mem->used != 0;
	mem_destroy(f->mem);
	return leaked ? -1 : 0;
}

static void what_was_set_is_found_and_nothing_else(void **state)
{
	struct fixture *f = *state;
	static const uaddr_t places[] = { 0, 0x1000, 0x400000, 0x7ffffffff000, 0x123456789000 };

	for (unsigned i = 0; i < ARRAY_SIZE(places); i++) {
		pte_t *ptep = pte_alloc(f->mem, f->root, places[i]);

		assert_non_null(ptep);
		assert_int_equal(*ptep, 0);
		*ptep = 0xabc0 + i; /* not present: software's own */
	}
	for (unsigned i = 0; i < ARRAY_SIZE(places); i++) {
		pte_t *ptep = pte_lookup(f->mem, f->root, places[i]);

		assert_non_null(ptep);
		assert_int_equal(*ptep & ~PTE_PRESENT, (0xabc0 + i) & ~PTE_PRESENT);
		*ptep = 0;
	}
	assert_null(pte_lookup(f->mem, f->root, 0x40000000));
}

static void a_change_flushes_only_when_a_cached_entry_would_be_wrong(void **state)
{
	struct fixture *f = *state;
	pfn_t a = frame_alloc(f->mem, 0), b = frame_alloc(f->mem, 0);
	pte_t ro = LEAF_BITS & ~PTE_WRITE;
	const struct {
		pte_t pte;
		bool flushes;
	} steps[] = {
		{ pte_make(a, ro), false },			     /* becomes present */
		{ pte_make(a, LEAF_BITS), false },		     /* gains write */
		{ pte_make(a, LEAF_BITS | PTE_DIRTY | PTE_SOFT1), false },
		{ pte_make(a, LEAF_BITS & ~PTE_NX), false },	     /* gains execute */
		{ pte_make(a, LEAF_BITS), true },		     /* loses execute */
		{ pte_make(a, ro), true },			     /* loses write */
		{ pte_make(b, ro), true },			     /* another frame */
		{ pte_make(b, LEAF_BITS & ~PTE_USER), true },	     /* loses user */
		{ 0, true },					     /* goes */
		{ PTE_SOFT2, false },				     /* was not present */
		{ 0, false },
	};
	pte_t *ptep = pte_alloc(f->mem, f->root, 0x5000);

	for (unsigned i = 0; i < ARRAY_SIZE(steps); i++) {
		f->flushes = 0;
		pte_set(f->mem, ptep, steps[i].pte);
		assert_int_equal(*ptep, steps[i].pte);
		assert_int_equal(f->flushes, steps[i].flushes);
	}
	assert_int_equal(f->mem->frames[a].mapcount, 0);
	assert_int_equal(f->mem->frames[b].mapcount, 0);
	frame_put(f->mem, a);
	frame_put(f->mem, b);
}

static void mapcount_counts_mappings(void **state)
{
	struct fixture *f = *state;
	pfn_t pfn = frame_alloc(f->mem, 0);
	pte_t *one = pte_alloc(f->mem, f->root, 0x1000), *two = pte_alloc(f->mem, f->root, 0x2000);

	pte_set(f->mem, one, pte_make(pfn, LEAF_BITS));
	pte_set(f->mem, two, pte_make(pfn, LEAF_BITS));
	assert_int_equal(f->mem->frames[pfn].mapcount, 2);
	pte_set(f->mem, one, pte_make(pfn, LEAF_BITS | PTE_DIRTY));
	assert_int_equal(f->mem->frames[pfn].mapcount, 2);
	pte_set(f->mem, one, 0);
	pte_set(f->mem, two, 0);
	assert_int_equal(f->mem->frames[pfn].mapcount, 0);
	frame_put(f->mem, pfn);
}

static void next_table_skips_holes_and_stops_at_the_end(void **state)
{
	struct fixture *f = *state;
	uaddr_t low = 0x10000000 + 5 * PAGE_SIZE, high = 0x700000000000, va = 0;
	unsigned n = 0;

	assert_null(pte_next_table(f->mem, f->root, &va, USER_TOP, &n));
	pte_alloc(f->mem, f->root, low);
	pte_alloc(f->mem, f->root, high);

	va = low;
	assert_ptr_equal(pte_next_table(f->mem, f->root, &va, USER_TOP, &n),
			 pte_lookup(f->mem, f->root, low));
	assert_int_equal(va, low);
	assert_int_equal(n, 512 - 5);
	va += n * PAGE_SIZE;
	assert_ptr_equal(pte_next_table(f->mem, f->root, &va, USER_TOP, &n),
			 pte_lookup(f->mem, f->root, high));
	assert_int_equal(va, high);
	assert_int_equal(n, 512);
	va += n * PAGE_SIZE;
	assert_null(pte_next_table(f->mem, f->root, &va, USER_TOP, &n));

	va = low;
	assert_non_null(pte_next_table(f->mem, f->root, &va, low + 3 * PAGE_SIZE, &n));
	assert_int_equal(n, 3);
	va = 0;
	assert_null(pte_next_table(f->mem, f->root, &va, 0x10000000, &n));
}

static void trim_frees_what_is_wholly_inside_and_empty(void **state)
{
	struct fixture *f = *state;
	uaddr_t base = 0x40000000; /* a gigabyte's boundary */
	pfn_t before;

	pte_alloc(f->mem, f->root, 0);
	before = f->mem->used; /* root, two inner tables for 0, one leaf table */
	pte_alloc(f->mem, f->root, base);
	pte_alloc(f->mem, f->root, base + TABLE_REACH);
	assert_int_equal(f->mem->used, before + 3);

	pte_set(f->mem, pte_lookup(f->mem, f->root, base), PTE_SOFT1);
	pgtable_trim(f->mem, f->root, base, base + 2 * TABLE_REACH);
	assert_int_equal(f->mem->used, before + 2);
	pte_set(f->mem, pte_lookup(f->mem, f->root, base), 0);
	pgtable_trim(f->mem, f->root, base + PAGE_SIZE, base + TABLE_REACH);
	assert_int_equal(f->mem->used, before + 2);
	pgtable_trim(f->mem, f->root, base, base + TABLE_REACH);
	assert_int_equal(f->mem->used, before + 1);
	pgtable_trim(f->mem, f->root, 0, USER_TOP);
	assert_int_equal(f->mem->used, 1);
}

static void every_failed_allocation_leaves_a_sound_tree(void **state)
{
	struct fixture *f = *state;

	for (unsigned nth = 1; nth <= 3; nth++) {
		f->mem->fail_nth = nth;
		assert_null(pte_alloc(f->mem, f->root, 0x200000000000));
		assert_null(pte_lookup(f->mem, f->root, 0x200000000000));
		pgtable_trim(f->mem, f->root, 0, USER_TOP);
		assert_int_equal(f->mem->used, 1);
	}
	f->mem->fail_nth = 0;
	assert_non_null(pte_alloc(f->mem, f->root, 0x200000000000));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_was_set_is_found_and_nothing_else, setup,
						teardown),
		cmocka_unit_test_setup_teardown(
			a_change_flushes_only_when_a_cached_entry_would_be_wrong, setup, teardown),
		cmocka_unit_test_setup_teardown(mapcount_counts_mappings, setup, teardown),
		cmocka_unit_test_setup_teardown(next_table_skips_holes_and_stops_at_the_end, setup,
						teardown),
		cmocka_unit_test_setup_teardown(trim_frees_what_is_wholly_inside_and_empty, setup,
						teardown),
		cmocka_unit_test_setup_teardown(every_failed_allocation_leaves_a_sound_tree, setup,
						teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
