/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where mappings go, how they are cut and joined, and which error comes first. */
#include "machine.h"

#include <string.h>

static void neighbours_alike_are_one_mapping(__unused void **state)
{
	map_at(0, 1, RW);
	map_at(2, 1, RW);
	assert_string_equal(maps(), "rw-p 0 1;rw-p 2 3;");
	map_at(1, 1, RW);
	assert_string_equal(maps(), "rw-p 0 3;");
	map_at(3, 1, PROT_READ);
	assert_string_equal(maps(), "rw-p 0 3;r--p 3 4;");
	assert_int_equal(call(mprotect, AREA + 3 * PG, PG, RW), 0);
	assert_string_equal(maps(), "rw-p 0 4;");
}

static void munmap_cuts_and_trims(__unused void **state)
{
	map_at(0, 8, RW);
	assert_int_equal(call(munmap, AREA + 3 * PG, 2 * PG), 0);
	assert_string_equal(maps(), "rw-p 0 3;rw-p 5 8;");
	assert_int_equal(call(munmap, AREA + 2 * PG, 4 * PG), 0); /* over the hole */
	assert_string_equal(maps(), "rw-p 0 2;rw-p 6 8;");
	assert_int_equal(call(munmap, AREA, 1), 0); /* lengths are rounded up */
	assert_string_equal(maps(), "rw-p 1 2;rw-p 6 8;");
	assert_int_equal(call(munmap, AREA, 100 * PG), 0);
	assert_string_equal(maps(), "");
	assert_int_equal(call(munmap, AREA, 100 * PG), 0); /* nothing there is no error */
}

static void munmap_refuses_bad_ranges(__unused void **state)
{
	assert_int_equal(call(munmap, AREA + 1, PG), -EINVAL);
	assert_int_equal(call(munmap, AREA, 0), -EINVAL);
	assert_int_equal(call(munmap, TASK_SIZE_MAX, PG), -EINVAL);
	assert_int_equal(call(munmap, AREA, TASK_SIZE_MAX), -EINVAL);
	assert_int_equal(call(munmap, 1ull << 63, PG), -EINVAL);
	assert_int_equal(call(munmap, AREA, -1ull), -EINVAL);
}

static void fixed_mappings_replace_what_was_there(__unused void **state)
{
	map_at(0, 4, RW);
	assert_int_equal(poke(AREA + PG, 'x'), 0);
	map_at(1, 2, PROT_READ);
	assert_string_equal(maps(), "rw-p 0 1;r--p 1 3;rw-p 3 4;");
	assert_int_equal(peek(AREA + PG), 0);
	assert_int_equal(call(mmap, AREA, PG, RW, ANON | MAP_FIXED_NOREPLACE, -1, 0), -EEXIST);
	assert_int_equal(call(mmap, AREA + 4 * PG, PG, RW, ANON | MAP_FIXED_NOREPLACE, -1, 0),
			 AREA + 4 * PG);
}

static void mprotect_cuts_joins_and_stops_at_holes(__unused void **state)
{
	map_at(0, 6, RW);
	assert_int_equal(call(mprotect, AREA + 2 * PG, 2 * PG, PROT_READ), 0);
	assert_string_equal(maps(), "rw-p 0 2;r--p 2 4;rw-p 4 6;");
	assert_int_equal(call(mprotect, AREA + PG, 4 * PG, PROT_NONE), 0);
	assert_string_equal(maps(), "rw-p 0 1;---p 1 5;rw-p 5 6;");
	assert_int_equal(call(mprotect, AREA, 6 * PG, RW), 0);
	assert_string_equal(maps(), "rw-p 0 6;");
	assert_int_equal(call(munmap, AREA + 3 * PG, PG), 0);
	/* what lies before the hole has been changed */
	assert_int_equal(call(mprotect, AREA + PG, 4 * PG, PROT_READ), -ENOMEM);
	assert_string_equal(maps(), "rw-p 0 1;r--p 1 3;rw-p 4 6;");
	assert_int_equal(call(mprotect, AREA - PG, 2 * PG, PROT_READ), -ENOMEM);
	assert_string_equal(maps(), "rw-p 0 1;r--p 1 3;rw-p 4 6;");
}

static void mprotect_takes_effect_on_touched_pages(__unused void **state)
{
	uaddr_t a = map_at(0, 2, RW);

	assert_int_equal(poke(a, 'x'), 0);
	assert_int_equal(call(mprotect, a, PG, PROT_NONE), 0);
	assert_int_equal(peek(a), -SIGSEGV);
	assert_int_equal(call(mprotect, a, PG, PROT_READ), 0);
	assert_int_equal(peek(a), 'x');
	assert_int_equal(poke(a, 'y'), -SIGSEGV);
	assert_int_equal(call(mprotect, a, PG, RW), 0);
	assert_int_equal(poke(a, 'y'), 0);
	assert_int_equal(peek(a), 'y');
}

static void mprotect_checks_in_linux_order(__unused void **state)
{
	uaddr_t a = map_at(0, 2, RW);

	assert_int_equal(call(mprotect, a + 1, 0, RW), -EINVAL);
	assert_int_equal(call(mprotect, a, 0, 0x100), 0);
	assert_int_equal(call(mprotect, a, -1ull, 0x100), -ENOMEM); /* wraps, before prot */
	assert_int_equal(call(mprotect, a, PG, 0x100), -EINVAL);
	assert_int_equal(call(mprotect, a, PG, PROT_READ | PROT_SEM), 0);
	assert_int_equal(call(mprotect, a, PG, RW | PROT_GROWSDOWN | PROT_GROWSUP), -EINVAL);
	assert_int_equal(call(mprotect, a, PG, RW | PROT_GROWSDOWN), -EINVAL);
	assert_int_equal(call(mprotect, a, PG, RW | PROT_GROWSUP), -EINVAL);
	assert_int_equal(call(mprotect, AREA - 8 * PG, PG, RW), -ENOMEM);
	assert_int_equal(call(pkey_mprotect, a, PG, RW, -1), 0);
	assert_int_equal(call(pkey_mprotect, a, PG, RW, 0), -EINVAL);
	assert_int_equal(call(pkey_alloc, 0, 0), -EINVAL); /* as Linux on a CPU without them */
	assert_int_equal(call(pkey_free, 0), -EINVAL);
}

/* Files: rights of the descriptor bound what a mapping may ever be. */
static void shared_mappings_need_the_files_rights(__unused void **state)
{
	int fd = make_file(2 * PG);
	struct file *f = file_get(fd);
	uaddr_t a;

	f->mode &= ~FMODE_WRITE;
	assert_int_equal(call(mmap, 0, PG, RW, MAP_SHARED, fd, 0), -EACCES);
	a = call(mmap, AREA, PG, PROT_READ, MAP_SHARED | MAP_FIXED, fd, 0);
	assert_int_equal(a, AREA);
	assert_string_equal(maps(), "r--s 0 1;");
	assert_int_equal(call(mprotect, a, PG, RW), -EACCES);
	assert_int_equal(call(mmap, a, PG, RW, MAP_PRIVATE | MAP_FIXED, fd, 0), a);
	f->mode = FMODE_WRITE;
	assert_int_equal(call(mmap, 0, PG, PROT_NONE, MAP_PRIVATE, fd, 0), -EACCES);
	f->mode |= FMODE_READ;
	file_put(f);
}

static void errors_come_in_linux_order(__unused void **state)
{
	const uint64_t sync = 0x80000; /* MAP_SYNC */
	int fd = make_file(PG), gone = make_file(PG);
	static const uint64_t huge = MAP_HUGETLB;

	fd_close(gone);
	assert_int_equal(call(mmap, 0, 0, RW, ANON, -1, 0), -EINVAL);
	assert_int_equal(call(mmap, 0, 0, RW, MAP_PRIVATE, gone, 0), -EBADF);
	assert_int_equal(call(mmap, 0, PG, RW, MAP_PRIVATE, gone, 1), -EINVAL);
	assert_int_equal(call(mmap, 0, -1ull, RW, ANON, -1, 0), -ENOMEM);
	assert_int_equal(call(mmap, 0, TASK_SIZE_MAX + 1, RW, ANON, -1, 0), -ENOMEM);
	assert_int_equal(call(mmap, 0, 2 * PG, RW, MAP_PRIVATE, fd, -4096ull), -EOVERFLOW);
	assert_int_equal(call(mmap, 0, PG, RW, MAP_PRIVATE, fd, 0x7ffffffffffff000), -EOVERFLOW);
	assert_int_equal(call(mmap, 0, PG, RW, MAP_ANONYMOUS, -1, 0), -EINVAL);
	assert_int_equal(call(mmap, 0, PG, RW, MAP_SHARED_VALIDATE | MAP_ANONYMOUS, -1, 0), -EINVAL);
	assert_int_equal(call(mmap, 0, PG, RW, 0x4, fd, 0), -EINVAL);
	assert_int_equal(call(mmap, 0, PG, RW, MAP_SHARED_VALIDATE | sync, fd, 0), -EOPNOTSUPP);
	assert_int_equal(call(mmap, AREA, PG, RW, MAP_SHARED_VALIDATE | MAP_FIXED_NOREPLACE, fd, 0),
			 -EOPNOTSUPP);
	assert_true(call(mmap, 0, PG, RW, MAP_SHARED | sync, fd, 0) > 0);
	assert_int_equal(call(mmap, 0, PG, RW, MAP_PRIVATE | MAP_GROWSDOWN, fd, 0), -EINVAL);
	assert_int_equal(call(mmap, 0, PG, RW, MAP_SHARED | MAP_ANONYMOUS | MAP_GROWSDOWN, -1, 0),
			 -EINVAL);
	assert_int_equal(call(mmap, 0, PG, RW, ANON | huge, -1, 0), -EINVAL);
	assert_int_equal(call(mmap, 0, PG, RW, MAP_PRIVATE | huge, fd, 0), -EINVAL);
	assert_int_equal(call(mmap, AREA + 1, PG, RW, ANON | MAP_FIXED, -1, 0), -EINVAL);
	assert_int_equal(call(mmap, TASK_SIZE_MAX, PG, RW, ANON | MAP_FIXED, -1, 0), -ENOMEM);
	assert_int_equal(call(mmap, -4096ull, PG, RW, ANON | MAP_FIXED, -1, 0), -ENOMEM);
	assert_int_equal(call(mmap, 0, PG, RW, MAP_DROPPABLE | MAP_ANONYMOUS | MAP_LOCKED, -1, 0),
			 -EINVAL);
	assert_true(call(mmap, 0, PG, RW, MAP_DROPPABLE | MAP_ANONYMOUS, -1, 0) > 0);
}

static void the_first_64_kib_are_for_the_privileged(__unused void **state)
{
	assert_int_equal(call(mmap, PG, PG, RW, ANON | MAP_FIXED, -1, 0), PG);
	become_unprivileged();
	assert_int_equal(call(mmap, PG, PG, RW, ANON | MAP_FIXED, -1, 0), -EPERM);
	assert_int_equal(call(mmap, 65535 & PAGE_MASK, PG, RW, ANON | MAP_FIXED, -1, 0), -EPERM);
	assert_int_equal(call(mmap, 65536, PG, RW, ANON | MAP_FIXED, -1, 0), 65536);
	/* a hint is moved up instead */
	assert_int_equal(call(munmap, 65536, PG), 0);
	assert_int_equal(call(mmap, 2 * PG, PG, RW, ANON, -1, 0), 65536);
}

static void places_are_found_from_the_top(__unused void **state)
{
	uaddr_t top = current->mm->mmap_base;
	uaddr_t a = call(mmap, 0, 4 * PG, RW, ANON, -1, 0);
	uaddr_t b = call(mmap, 0, 4 * PG, PROT_READ, ANON, -1, 0);

	assert_int_equal(a, top - 4 * PG);
	assert_int_equal(b, a - 4 * PG);
	assert_int_equal(call(munmap, a + PG, 2 * PG), 0);
	assert_int_equal(call(mmap, 0, 3 * PG, RW, ANON, -1, 0), b - 3 * PG);
	assert_int_equal(call(mmap, 0, 2 * PG, RW, ANON, -1, 0), a + PG); /* fits the gap */
}

static void hints_are_taken_where_there_is_room(__unused void **state)
{
	uaddr_t a = call(mmap, AREA + 100, PG, RW, ANON, -1, 0);

	assert_int_equal(a, AREA);
	assert_int_not_equal(call(mmap, AREA, PG, RW, ANON, -1, 0), AREA);
	assert_int_not_equal(call(mmap, AREA - PG, 2 * PG, RW, ANON, -1, 0), AREA - PG);
	assert_int_equal(call(mmap, AREA - PG, PG, RW, ANON, -1, 0), AREA - PG);
	assert_true(call(mmap, -4096ull, PG, RW, ANON, -1, 0) > 0);
	assert_true(call(mmap, TASK_SIZE_MAX - PG, 2 * PG, RW, ANON, -1, 0) > 0);
}

static void map_32bit_stays_in_the_second_gib(__unused void **state)
{
	int64_t a = call(mmap, 0, PG, RW, ANON | MAP_32BIT, -1, 0);

	assert_int_equal(a, 0x40000000);
	assert_int_equal(call(mmap, 0, 1 << 30, PROT_NONE, ANON | MAP_32BIT, -1, 0), -ENOMEM);
	assert_int_equal(call(mmap, 0, (1 << 30) - PG, PROT_NONE, ANON | MAP_32BIT, -1, 0),
			 0x40000000 + PG);
	assert_int_equal(call(mmap, 0, PG, PROT_NONE, ANON | MAP_32BIT, -1, 0), -ENOMEM);
}

static void calls_of_i386_get_low_addresses(__unused void **state)
{
	int64_t a;

	current->abi = &abi_ia32;
	a = call(mmap_pgoff, 0, PG, RW, ANON, -1, 0);
	current->abi = &abi_x64;
	assert_true(a > 0 && a < (1ll << 32));
	assert_true(call(mmap, 0, PG, RW, ANON, -1, 0) > (1ll << 32));
}

static void old_mmap_reads_its_block(__unused void **state)
{
	uaddr_t block = map_at(0, 1, RW) + PG - 24;
	uint32_t a[6] = { AREA + PG, PG, RW, ANON | MAP_FIXED, -1u, 0 };

	assert_int_equal(copy_to_user(block, a, sizeof(a)), 0);
	assert_int_equal(call(compat_ia32_mmap, block), AREA + PG);
	assert_int_equal(call(munmap, AREA + PG, PG), 0);
	assert_int_equal(call(compat_ia32_mmap, block + 1), -EFAULT);
	a[5] = 100;
	assert_int_equal(copy_to_user(block, a, sizeof(a)), 0);
	assert_int_equal(call(compat_ia32_mmap, block), -EINVAL);
}

static void mmap2_counts_pages(__unused void **state)
{
	int fd = make_file(3 * PG);

	assert_int_equal(call(mmap_pgoff, AREA, PG, PROT_READ, MAP_PRIVATE | MAP_FIXED, fd, 2), AREA);
	assert_int_equal(peek(AREA), 'c');
}

static void stacks_keep_a_gap_below(__unused void **state)
{
	uint64_t gap = STACK_GUARD_GAP;
	uaddr_t stack = call(mmap, AREA + 1024 * PG, PG, RW, ANON | MAP_GROWSDOWN | MAP_FIXED, -1, 0);

	assert_int_equal(stack, AREA + 1024 * PG);
	/* a hint inside the gap is not taken */
	assert_int_not_equal(call(mmap, stack - PG, PG, RW, ANON, -1, 0), stack - PG);
	assert_int_equal(call(mmap, stack - gap - PG, PG, RW, ANON, -1, 0), stack - gap - PG);
	/* but MAP_FIXED is */
	assert_int_equal(call(mmap, stack - PG, PG, RW, ANON | MAP_FIXED, -1, 0), stack - PG);
}

static void limits_bound_the_space(__unused void **state)
{
	struct rlimit64 *rlim = current->signal->rlim;

	rlim[RLIMIT_AS].cur = (current->mm->total_vm + 4) * PG;
	map_at(0, 4, RW);
	assert_int_equal(call(mmap, 0, PG, RW, ANON, -1, 0), -ENOMEM);
	map_at(0, 4, PROT_READ); /* replaces as much */
	rlim[RLIMIT_AS].cur = RLIM_INFINITY;
	rlim[RLIMIT_DATA].cur = (current->mm->data_vm + 2) * PG;
	assert_int_equal(call(mmap, 0, 3 * PG, RW, ANON, -1, 0), -ENOMEM);
	assert_true(call(mmap, 0, 3 * PG, PROT_READ, ANON, -1, 0) > 0);
	assert_true(call(mmap, 0, 3 * PG, RW, MAP_SHARED | MAP_ANONYMOUS, -1, 0) > 0);
	assert_int_equal(call(mprotect, AREA, 4 * PG, RW), -ENOMEM); /* becomes data */
}

static void huge_reservations_cost_nothing(__unused void **state)
{
	pfn_t used = kernel->mem->used;
	int64_t a = call(mmap, 0, 64ull << 30, PROT_NONE, ANON, -1, 0);

	assert_true(a > 0);
	assert_int_equal(call(mprotect, a + (32ull << 30), PG, RW), 0);
	assert_int_equal(poke(a + (32ull << 30), 1), 0);
	assert_true(kernel->mem->used - used < 8);
	assert_int_equal(call(mprotect, a, 64ull << 30, RW), -ENOMEM); /* more than there is */
	assert_int_equal(call(munmap, a, 64ull << 30), 0);
	assert_int_equal(kernel->mem->used, used); /* tables, too */
	assert_int_equal(call(mmap, 0, 64ull << 30, RW, ANON, -1, 0), -ENOMEM);
	assert_true(call(mmap, 0, 64ull << 30, RW, ANON | MAP_NORESERVE, -1, 0) > 0);
}

static void brk_moves_and_stays(__unused void **state)
{
	struct mm *mm = current->mm;

	mm->start_brk = mm->brk = AREA + 100;
	assert_int_equal(call(brk, 0), AREA + 100);
	assert_int_equal(call(brk, AREA + 99), AREA + 100);
	assert_int_equal(call(brk, AREA + 200), AREA + 200); /* in the page that is there */
	assert_string_equal(maps(), "");
	assert_int_equal(call(brk, AREA + 3 * PG + 1), AREA + 3 * PG + 1);
	assert_string_equal(maps(), "rw-p 1 4;");
	assert_int_equal(poke(AREA + 3 * PG, 'x'), 0);
	assert_int_equal(call(brk, AREA + 2 * PG), AREA + 2 * PG);
	assert_string_equal(maps(), "rw-p 1 2;");
	assert_int_equal(call(brk, AREA + 4 * PG), AREA + 4 * PG);
	assert_int_equal(peek(AREA + 3 * PG), 0); /* fresh memory */
	/* not into, nor next to, another mapping */
	map_at(8, 1, RW);
	assert_int_equal(call(brk, AREA + 8 * PG), AREA + 4 * PG);
	assert_int_equal(call(brk, AREA + 7 * PG), AREA + 7 * PG);
	current->signal->rlim[RLIMIT_DATA].cur = 7 * PG;
	assert_int_equal(call(brk, AREA + 7 * PG + 101), AREA + 7 * PG);
	assert_int_equal(call(brk, AREA + 6 * PG), AREA + 6 * PG);
}

static void too_many_mappings_are_refused(__unused void **state)
{
	unsigned n;

	/* every other page, so that none can join */
	for (n = 0; n < MAX_MAP_COUNT + 10; n++) {
		if (call(mmap, AREA + 2ull * n * PG, PG, PROT_NONE, ANON | MAP_FIXED, -1, 0) < 0)
			break;
	}
	assert_int_equal(n, MAX_MAP_COUNT + 1); /* Linux, too, allows one more */
	assert_int_equal(call(mmap, 0, PG, PROT_READ, ANON, -1, 0), -ENOMEM);
	assert_int_equal(call(munmap, AREA, 1ull << 40), 0);
}

static void sealed_mappings_stay(__unused void **state)
{
	uaddr_t a = map_at(0, 4, PROT_READ);

	assert_int_equal(call(mseal, a + 1, PG, 0), -EINVAL);
	assert_int_equal(call(mseal, a, PG, 1), -EINVAL);
	assert_int_equal(call(mseal, a, 5 * PG, 0), -ENOMEM);
	assert_int_equal(call(mseal, a, 0, 0), 0);
	assert_int_equal(call(mseal, a + PG, PG, 0), 0);
	assert_int_equal(call(mseal, a + PG, PG, 0), 0);
	assert_int_equal(call(munmap, a, 4 * PG), -EPERM);
	assert_int_equal(call(mmap, a, 4 * PG, RW, ANON | MAP_FIXED, -1, 0), -EPERM);
	assert_int_equal(call(mprotect, a + PG, PG, RW), -EPERM);
	assert_int_equal(call(mremap, a + PG, PG, 2 * PG, MREMAP_MAYMOVE), -EPERM);
	assert_int_equal(call(madvise, a, 4 * PG, MADV_DONTNEED), -EPERM);
	assert_int_equal(call(munmap, a, PG), 0);
	assert_string_equal(maps(), "r--p 1 2;r--p 2 4;");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		machine_test(neighbours_alike_are_one_mapping),
		machine_test(munmap_cuts_and_trims),
		machine_test(munmap_refuses_bad_ranges),
		machine_test(fixed_mappings_replace_what_was_there),
		machine_test(mprotect_cuts_joins_and_stops_at_holes),
		machine_test(mprotect_takes_effect_on_touched_pages),
		machine_test(mprotect_checks_in_linux_order),
		machine_test(shared_mappings_need_the_files_rights),
		machine_test(errors_come_in_linux_order),
		machine_test(the_first_64_kib_are_for_the_privileged),
		machine_test(places_are_found_from_the_top),
		machine_test(hints_are_taken_where_there_is_room),
		machine_test(map_32bit_stays_in_the_second_gib),
		machine_test(calls_of_i386_get_low_addresses),
		machine_test(old_mmap_reads_its_block),
		machine_test(mmap2_counts_pages),
		machine_test(stacks_keep_a_gap_below),
		machine_test(limits_bound_the_space),
		machine_test(huge_reservations_cost_nothing),
		machine_test(brk_moves_and_stays),
		machine_test(too_many_mappings_are_refused),
		machine_test(sealed_mappings_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
