/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mremap and remap_file_pages. */
#include "machine.h"

#define MAY MREMAP_MAYMOVE
#define FIX (MREMAP_MAYMOVE | MREMAP_FIXED)
#define DONT (MREMAP_MAYMOVE | MREMAP_DONTUNMAP)
#define FAR (AREA + 100 * PG)

static void mark(uaddr_t a, unsigned pages)
{
	for (unsigned i = 0; i < pages; i++)
		assert_int_equal(poke(a + i * PG, 'A' + i), 0);
}

static void expect(uaddr_t a, const char *bytes)
{
	for (unsigned i = 0; bytes[i]; i++)
		assert_int_equal(peek(a + i * PG), bytes[i] == '0' ? 0 : bytes[i]);
}

static void mappings_shrink_and_grow_in_place(__unused void **state)
{
	uaddr_t a = map_at(0, 4, RW);

	mark(a, 4);
	assert_int_equal(call(mremap, a, 4 * PG, 2 * PG, 0, 0), a);
	assert_string_equal(maps(), "rw-p 0 2;");
	assert_int_equal(call(mremap, a, 2 * PG, 2 * PG, 0, 0), a);
	assert_int_equal(call(mremap, a, 2 * PG, 5 * PG, 0, 0), a);
	expect(a, "AB000");
	assert_string_equal(maps(), "rw-p 0 5;");
	map_at(5, 1, PROT_READ);
	assert_int_equal(call(mremap, a, 5 * PG, 6 * PG, 0, 0), -ENOMEM);
	/* only from its end on */
	assert_int_equal(call(mremap, a, 2 * PG, 3 * PG, 0, 0), -ENOMEM);
}

static void mappings_move_with_their_pages(__unused void **state)
{
	uaddr_t a = map_at(0, 3, RW), b;

	mark(a, 3);
	map_at(3, 1, PROT_READ);
	b = call(mremap, a, 3 * PG, 5 * PG, MAY, 0);
	assert_true((int64_t)b > 0 && b != a);
	expect(b, "ABC00");
	assert_int_equal(peek(a), -SIGSEGV);
	assert_string_equal(maps(), "r--p 3 4;");
	assert_int_equal(call(mremap, b + PG, PG, PG, FIX, AREA), AREA); /* from the middle */
	assert_int_equal(peek(AREA), 'B');
	assert_int_equal(peek(b + PG), -SIGSEGV);
	assert_int_equal(peek(b + 2 * PG), 'C');
}

static void fixed_moves_replace_what_is_there(__unused void **state)
{
	uaddr_t a = map_at(0, 4, RW);

	mark(a, 4);
	map_at(100, 8, PROT_READ);
	assert_int_equal(call(mremap, a, 4 * PG, 2 * PG, FIX, FAR + PG), FAR + PG); /* shrinks, too */
	assert_string_equal(maps(), "r--p 100 101;rw-p 101 103;r--p 103 108;");
	expect(FAR + PG, "AB");
}

static void dontunmap_leaves_an_empty_mapping(__unused void **state)
{
	uaddr_t a = map_at(0, 3, RW);

	mark(a, 3);
	assert_int_equal(call(mremap, a, 3 * PG, 3 * PG, DONT | MREMAP_FIXED, FAR), FAR);
	assert_string_equal(maps(), "rw-p 0 3;rw-p 100 103;");
	expect(a, "000");
	expect(FAR, "ABC");
	assert_true(call(mremap, a, 3 * PG, 3 * PG, DONT, 0) > 0);
}

static void errors_come_in_linux_order(__unused void **state)
{
	uaddr_t a = map_at(0, 4, RW);

	map_at(4, 1, PROT_READ);
	assert_int_equal(call(mremap, a, PG, PG, 8, 0), -EINVAL);
	assert_int_equal(call(mremap, a, PG, PG, MREMAP_FIXED, FAR), -EINVAL);
	assert_int_equal(call(mremap, a, PG, PG, MREMAP_DONTUNMAP, 0), -EINVAL);
	assert_int_equal(call(mremap, a, PG, 2 * PG, DONT, 0), -EINVAL);
	assert_int_equal(call(mremap, a + 1, PG, PG, 0, 0), -EINVAL);
	assert_int_equal(call(mremap, a, PG, 0, 0, 0), -EINVAL);
	assert_int_equal(call(mremap, AREA - PG, PG, PG, 0, 0), -EFAULT);
	assert_int_equal(call(mremap, a, 0, PG, MAY, 0), -EINVAL); /* private */
	assert_int_equal(call(mremap, a, 5 * PG, 6 * PG, MAY, 0), -EFAULT); /* two mappings */
	assert_int_equal(call(mremap, a, 4 * PG, 4 * PG, FIX, a + PG), -EINVAL); /* overlap */
	assert_int_equal(call(mremap, a, PG, PG, FIX, FAR + 1), -EINVAL);
	assert_int_equal(call(mremap, a, PG, PG, FIX, TASK_SIZE_MAX), -EINVAL);
	assert_int_equal(call(mremap, a, PG, TASK_SIZE_MAX + PG, FIX, FAR), -EINVAL);
	become_unprivileged();
	assert_int_equal(call(mremap, a, PG, PG, FIX, PG), -EPERM);
}

static void limits_hold_for_growth(__unused void **state)
{
	uaddr_t a = map_at(0, 2, RW);

	current->signal->rlim[RLIMIT_AS].cur = (current->mm->total_vm + 1) * PG;
	assert_int_equal(call(mremap, a, 2 * PG, 4 * PG, MAY, 0), -ENOMEM);
	assert_int_equal(call(mremap, a, 2 * PG, 3 * PG, MAY, 0), a);
	current->signal->rlim[RLIMIT_AS].cur = RLIM_INFINITY;
	become_unprivileged();
	current->signal->rlim[RLIMIT_MEMLOCK].cur = 3 * PG;
	assert_int_equal(call(mlock, a, 3 * PG), 0);
	assert_int_equal(call(mremap, a, 3 * PG, 4 * PG, MAY, 0), -EAGAIN);
}

static void locked_growth_is_populated(__unused void **state)
{
	uaddr_t a = map_at(0, 2, RW);

	assert_int_equal(call(mlock, a, 2 * PG), 0);
	assert_int_equal(call(mremap, a, 2 * PG, 6 * PG, MAY, 0), a);
	assert_int_equal(current->mm->rss_anon, 6);
	assert_int_equal(current->mm->locked_vm, 6);
}

static void file_mappings_go_on_where_they_were(__unused void **state)
{
	int fd = make_file(6 * PG);

	assert_int_equal(call(mmap, AREA, 2 * PG, RW, MAP_SHARED | MAP_FIXED, fd, PG), AREA);
	assert_int_equal(call(mremap, AREA, 2 * PG, 4 * PG, 0, 0), AREA);
	expect(AREA, "bcde");
	assert_int_equal(call(mremap, AREA + PG, 0, 2 * PG, FIX, FAR), FAR); /* duplicated */
	expect(FAR, "cd");
	assert_int_equal(poke(FAR, 'x'), 0);
	assert_int_equal(peek(AREA + PG), 'x');
}

static void remap_file_pages_shows_other_pages(__unused void **state)
{
	int fd = make_file(4 * PG);
	uaddr_t a = AREA;

	assert_int_equal(call(mmap, a, 4 * PG, RW, MAP_SHARED | MAP_FIXED, fd, 0), a);
	assert_int_equal(call(remap_file_pages, a, PG, 0, 3, 0), 0);
	assert_int_equal(call(remap_file_pages, a + 3 * PG + 5, PG + 5, 0, 0, 0), 0);
	expect(a, "dbca");
	assert_string_equal(maps(), "rw-s 0 1;rw-s 1 3;rw-s 3 4;");
	assert_int_equal(call(remap_file_pages, a, PG, PROT_READ, 3, 0), -EINVAL);
	assert_int_equal(call(remap_file_pages, a, 0, 0, 3, 0), -EINVAL);
	assert_int_equal(call(remap_file_pages, a, 5 * PG, 0, 0, 0), -EINVAL);
	assert_int_equal(call(remap_file_pages, map_at(9, 1, RW), PG, 0, 0, 0), -EINVAL);
}

static void the_vdso_takes_its_address_along(__unused void **state)
{
	pfn_t frame = frame_alloc(kernel->mem, FRAME_ZERO);
	struct mm *mm = current->mm;
	uaddr_t a = install_special_mapping(mm, 0, &frame, 1, VM_READ | VM_MAYREAD, "[vdso]");

	frame_put(kernel->mem, frame);
	mm->vdso = a;
	mm->vdso_landing = a + 100;
	assert_int_equal(call(mremap, a, PG, 2 * PG, MAY, 0), -EFAULT); /* it cannot grow */
	assert_int_equal(call(mremap, a, PG, PG, FIX, FAR), FAR);
	assert_int_equal(mm->vdso, FAR);
	assert_int_equal(mm->vdso_landing, FAR + 100);
	assert_int_equal(peek(FAR), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		machine_test(mappings_shrink_and_grow_in_place),
		machine_test(mappings_move_with_their_pages),
		machine_test(fixed_moves_replace_what_is_there),
		machine_test(dontunmap_leaves_an_empty_mapping),
		machine_test(errors_come_in_linux_order),
		machine_test(limits_hold_for_growth),
		machine_test(locked_growth_is_populated),
		machine_test(file_mappings_go_on_where_they_were),
		machine_test(remap_file_pages_shows_other_pages),
		machine_test(the_vdso_takes_its_address_along),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
