/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mm_dup: what a forked space shares, what it has for itself, and what it costs. */
#include "machine.h"

#include <string.h>

static struct mm *parent;

/* current goes on in a copy of its space. */
static void fork_space(void)
{
	parent = current->mm;
	current->mm = mm_dup(parent);
	assert_non_null(current->mm);
	check_mm(parent);
	check_mm(current->mm);
}

static void to(struct mm *mm)
{
	current->mm = mm;
}

static void end_child(struct mm *child)
{
	check_mm(child);
	check_mm(parent);
	current->mm = parent;
	mm_put(child);
}

static void writes_are_seen_by_the_writer_alone(__unused void **state)
{
	uaddr_t a = map_at(0, 3, RW);
	struct mm *child;

	assert_int_equal(poke(a, 'a'), 0);
	assert_int_equal(poke(a + PG, 'b'), 0);
	fork_space();
	child = current->mm;
	assert_int_equal(peek(a), 'a');
	assert_int_equal(poke(a, 'A'), 0);
	assert_int_equal(copy_to_user(a + 2 * PG, "n", 1), 0);
	to(parent);
	assert_int_equal(peek(a), 'a');
	assert_int_equal(copy_to_user(a + PG, "B", 1), 0);
	assert_int_equal(peek(a + 2 * PG), 0);
	to(child);
	assert_int_equal(peek(a), 'A');
	assert_int_equal(peek(a + PG), 'b');
	end_child(child);
}

static void who_is_left_alone_writes_in_place(__unused void **state)
{
	uaddr_t a = map_at(0, 1, RW);
	uint64_t cows;
	pfn_t used;

	assert_int_equal(poke(a, 'a'), 0);
	fork_space();
	end_child(current->mm);
	used = kernel->mem->used;
	cows = kernel->stats.cow_faults;
	assert_int_equal(poke(a, 'b'), 0);
	assert_int_equal(kernel->mem->used, used);
	assert_int_equal(kernel->stats.cow_faults, cows);
}

static void shared_mappings_stay_shared(__unused void **state)
{
	uaddr_t a = AREA, f = AREA + 4 * PG, p = AREA + 8 * PG;
	int fd = make_file(2 * PG);
	struct mm *child;

	assert_int_equal(call(mmap, a, PG, RW, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0), a);
	assert_int_equal(call(mmap, f, PG, RW, MAP_SHARED | MAP_FIXED, fd, 0), f);
	assert_int_equal(call(mmap, p, 2 * PG, RW, MAP_PRIVATE | MAP_FIXED, fd, 0), p);
	assert_int_equal(poke(a, 1), 0);
	assert_int_equal(peek(p), 'a');
	assert_int_equal(poke(p + PG, 'P'), 0);
	fork_space();
	child = current->mm;
	assert_int_equal(peek(a), 1);
	assert_int_equal(poke(a, 2), 0);
	assert_int_equal(poke(f, 'F'), 0);
	assert_int_equal(peek(p), 'F');
	assert_int_equal(peek(p + PG), 'P');
	to(parent);
	assert_int_equal(peek(a), 2);
	assert_int_equal(peek(f), 'F');
	assert_int_equal(peek(p), 'F');
	end_child(child);
}

static void pages_of_files_are_left_to_faults(__unused void **state)
{
	int fd = make_file(4 * PG);
	uaddr_t f = AREA;

	assert_int_equal(call(mmap, f, 4 * PG, RW, MAP_PRIVATE | MAP_FIXED, fd, 0), f);
	assert_int_equal(peek(f), 'a');
	fork_space();
	assert_int_equal(mm_rss(current->mm), 0);
	assert_int_equal(peek(f), 'a');
	end_child(current->mm);
}

static void advice_for_forks_is_followed(__unused void **state)
{
	uaddr_t a = map_at(0, 3, RW);
	uint64_t total;
	struct mm *child;

	for (int i = 0; i < 3; i++)
		assert_int_equal(poke(a + i * PG, 'x'), 0);
	assert_int_equal(call(madvise, a, PG, MADV_DONTFORK), 0);
	assert_int_equal(call(madvise, a + PG, PG, MADV_WIPEONFORK), 0);
	total = current->mm->total_vm;
	fork_space();
	child = current->mm;
	assert_string_equal(maps(), "rw-p 1 2;rw-p 2 3;");
	assert_int_equal(child->total_vm, total - 1);
	assert_int_equal(peek(a), -SIGSEGV);
	assert_int_equal(peek(a + PG), 0);
	assert_int_equal(peek(a + 2 * PG), 'x');
	/* wiped again in the next generation */
	assert_int_equal(poke(a + PG, 'y'), 0);
	to(mm_dup(child));
	assert_int_equal(peek(a + PG), 0);
	mm_put(current->mm);
	to(child);
	assert_int_equal(peek(a + PG), 'y');
	to(parent);
	assert_int_equal(peek(a + PG), 'x');
	end_child(child);
}

static void locks_are_not_inherited(__unused void **state)
{
	uaddr_t a = map_at(0, 2, RW);

	assert_int_equal(call(mlock, a, 2 * PG), 0);
	assert_int_equal(call(mlockall, MCL_FUTURE | MCL_ONFAULT), 0);
	fork_space();
	assert_int_equal(current->mm->locked_vm, 0);
	assert_int_equal(current->mm->def_flags, 0);
	assert_false(vma_lookup(current->mm, a)->flags & VM_LOCKED_MASK);
	assert_int_equal(parent->locked_vm, 2);
	end_child(current->mm);
}

static void pages_without_access_are_shared_too(__unused void **state)
{
	uaddr_t a = map_at(0, 1, RW);
	struct mm *child;

	assert_int_equal(poke(a, 'x'), 0);
	assert_int_equal(call(mprotect, a, PG, PROT_NONE), 0);
	fork_space();
	child = current->mm;
	assert_int_equal(call(mprotect, a, PG, RW), 0);
	assert_int_equal(poke(a, 'y'), 0);
	to(parent);
	assert_int_equal(call(mprotect, a, PG, RW), 0);
	assert_int_equal(peek(a), 'x');
	end_child(child);
}

static void writable_maps_count_both(__unused void **state)
{
	int fd = make_file(PG);
	struct file *f = file_get(fd);
	unsigned *maps_of = &f->inode->mapping.writable_maps;

	assert_int_equal(call(mmap, AREA, PG, RW, MAP_SHARED | MAP_FIXED, fd, 0), AREA);
	assert_int_equal(*maps_of, 1);
	fork_space();
	assert_int_equal(*maps_of, 2);
	end_child(current->mm);
	assert_int_equal(*maps_of, 1);
	file_put(f);
}

/* As the real thing: 500 MiB for less than 2 MiB means a table for each 512 pages and not more. */
static void a_large_space_costs_its_tables_alone(__unused void **state)
{
	const unsigned pages = (40 << 20) / PAGE_SIZE;
	uaddr_t a = map_at(0, pages, RW);
	pfn_t before;

	assert_int_equal(call(madvise, a, pages * PG, MADV_POPULATE_WRITE), 0);
	before = kernel->mem->used;
	fork_space();
	assert_in_range(kernel->mem->used - before, 1, pages / 512 + 4);
	assert_int_equal(mm_rss(current->mm), pages);
	end_child(current->mm);
	assert_int_equal(kernel->mem->used, before);
}

/* Each frame and each object that mm_dup asks for is missing once; nothing is lost by it. */
static void what_fails_leaves_no_trace(__unused void **state)
{
	int fd = make_file(4 * PG);
	uaddr_t f = AREA + 8 * PG;
	struct mm *mm = current->mm, *copy;
	unsigned failures = 0;

	map_at(0, 4, RW);
	assert_int_equal(poke(AREA, 'x'), 0);
	assert_int_equal(call(mmap, f, 4 * PG, RW, MAP_SHARED | MAP_FIXED, fd, 0), f);
	assert_int_equal(call(mmap, f + (1 << 30), 4 * PG, RW, MAP_PRIVATE | MAP_FIXED, fd, 0),
			 f + (1 << 30));
	assert_int_equal(poke(f + (1 << 30), 'x'), 0);
	mm->ldt = kzalloc(8);
	mm->ldt_entries = 1;
	for (int what = 0; what < 2; what++) {
		for (unsigned long n = 1;; n++) {
			pfn_t frames = kernel->mem->used;
			size_t objects = arena_objects(kernel->arena);

			if (what)
				arena_fail_nth(kernel->arena, n);
			else
				kernel->mem->fail_nth = n;
			copy = mm_dup(mm);
			arena_fail_nth(kernel->arena, 0);
			kernel->mem->fail_nth = 0;
			if (copy) {
				mm_put(copy);
				break;
			}
			failures++;
			assert_int_equal(kernel->mem->used, frames);
			assert_int_equal(arena_objects(kernel->arena), objects);
			check_mm(mm);
		}
	}
	assert_in_range(failures, 10, 100);
	assert_int_equal(poke(AREA, 'y'), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		machine_test(writes_are_seen_by_the_writer_alone),
		machine_test(who_is_left_alone_writes_in_place),
		machine_test(shared_mappings_stay_shared),
		machine_test(pages_of_files_are_left_to_faults),
		machine_test(advice_for_forks_is_followed),
		machine_test(locks_are_not_inherited),
		machine_test(pages_without_access_are_shared_too),
		machine_test(writable_maps_count_both),
		machine_test(a_large_space_costs_its_tables_alone),
		machine_test(what_fails_leaves_no_trace),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
