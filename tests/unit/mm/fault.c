/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Demand paging: zero pages, copy-on-write, files that end, stacks that grow, memory that is out. */
#include "machine.h"

#include <string.h>

static pfn_t frame_at(uaddr_t addr)
{
	pte_t *ptep = pte_lookup(kernel->mem, current->mm->root, addr);

	return ptep && pte_held(*ptep) ? pte_pfn(*ptep) : 0;
}

static uint64_t flushes(void)
{
	struct cpu_stats s;

	kernel->cpu_ops->stats(kernel->cpu, &s);
	return s.tlb_flushes;
}

static uaddr_t map_file(unsigned page, unsigned pages, unsigned prot, unsigned flags, int fd)
{
	uaddr_t addr = AREA + page * PG;

	assert_int_equal(call(mmap, addr, pages * PG, prot, flags | MAP_FIXED, fd, 0), addr);
	return addr;
}

static int resize(int fd, uint64_t size)
{
	struct file *f = file_get(fd);
	int err = vfs_truncate(&f->path, size);

	file_put(f);
	return err;
}

static void faults_say_why(__unused void **state)
{
	uaddr_t a = map_at(0, 1, PROT_READ);
	int signo, code;

	assert_int_equal(peek(AREA - PG), -SIGSEGV);
	mm_fault_reason(current->mm, AREA - PG, CPU_READ, &signo, &code);
	assert_int_equal(code, SEGV_MAPERR);
	mm_fault_reason(current->mm, a, CPU_WRITE, &signo, &code);
	assert_int_equal(signo, SIGSEGV);
	assert_int_equal(code, SEGV_ACCERR);
	mm_fault_reason(current->mm, a, CPU_EXEC, &signo, &code);
	assert_int_equal(code, SEGV_ACCERR);
	mm_fault_reason(current->mm, a, CPU_READ, &signo, &code);
	assert_int_equal(signo, 0);
	mm_fault_reason(current->mm, TASK_SIZE_MAX, CPU_READ, &signo, &code);
	assert_int_equal(code, SEGV_MAPERR);
}

static void first_write_needs_no_flush(__unused void **state)
{
	uaddr_t a = map_at(0, 2, RW);
	uint64_t before = flushes();

	assert_int_equal(poke(a, 1), 0);
	assert_int_equal(peek(a + PG), 0);
	assert_int_equal(poke(a + PG, 1), 0);
	assert_int_equal(flushes(), before);
}

static void large_untouched_memory_reads_one_zero_page(__unused void **state)
{
	uaddr_t a = map_at(0, 512, RW);
	pfn_t used;
	uint64_t before;

	assert_int_equal(peek(a), 0);
	used = kernel->mem->used;
	for (unsigned i = 0; i < 512; i++)
		assert_int_equal(peek(a + i * PG), 0);
	assert_true(kernel->mem->used <= used + 1); /* a table */
	assert_int_equal(current->mm->rss_anon, 0);
	before = flushes();
	assert_int_equal(poke(a + 7 * PG, 'x'), 0);
	assert_true(flushes() > before); /* another frame stands there now */
	assert_int_equal(peek(a + 7 * PG), 'x');
	assert_int_equal(peek(a + 6 * PG), 0);
	assert_int_equal(current->mm->rss_anon, 1);
}

static void private_file_pages_are_shared_until_written(__unused void **state)
{
	int fd = make_file(2 * PG);
	struct file *f = file_get(fd);
	uaddr_t a = map_file(0, 2, RW, MAP_PRIVATE, fd), b = map_file(2, 2, RW, MAP_PRIVATE, fd);

	assert_int_equal(peek(a), 'a');
	assert_int_equal(peek(b), 'a');
	assert_int_equal(frame_at(a), frame_at(b));
	assert_int_equal(frame_at(a), filemap_peek(&f->inode->mapping, 0));
	assert_int_equal(current->mm->rss_shmem, 2);
	assert_int_equal(poke(a, 'X'), 0);
	assert_int_not_equal(frame_at(a), frame_at(b));
	assert_int_equal(peek(a), 'X');
	assert_int_equal(peek(a + 1), 'a');
	assert_int_equal(peek(b), 'a');
	assert_int_equal(poke(b + PG, 'Y'), 0); /* written at first touch */
	assert_int_equal(peek(a + PG), 'b');
	assert_int_equal(current->mm->rss_anon, 2);
	file_put(f);
}

static void kernel_writes_break_copy_on_write_and_flush(__unused void **state)
{
	int fd = make_file(PG);
	uaddr_t a = map_file(0, 1, RW, MAP_PRIVATE, fd);
	uint64_t before;

	assert_int_equal(peek(a), 'a');
	before = flushes();
	assert_int_equal(copy_to_user(a + 3, "zz", 2), 0);
	assert_true(flushes() > before);
	assert_int_equal(peek(a + 3), 'z');
	assert_int_equal(peek(a + 5), 'a');
}

static void shared_pages_are_the_file(__unused void **state)
{
	int fd = make_file(PG);
	uaddr_t a = map_file(0, 1, RW, MAP_SHARED, fd), b = map_file(1, 1, PROT_READ, MAP_SHARED, fd);
	struct file *f = file_get(fd);
	loff_t pos = 9;
	char byte;

	assert_int_equal(poke(a + 9, 'S'), 0);
	assert_int_equal(peek(b + 9), 'S');
	assert_int_equal(kernel_read(f, &byte, 1, 9), 1);
	assert_int_equal(byte, 'S');
	assert_int_equal(kernel_write(f, "T", 1, &pos), 1);
	assert_int_equal(peek(a + 9), 'T');
	file_put(f);
}

static void shared_anonymous_memory_is_a_file_without_a_name(__unused void **state)
{
	uaddr_t a = AREA;
	struct vma_usage u = { 0 };
	struct vma_info v;

	assert_int_equal(call(mmap, a, 2 * PG, RW, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0), a);
	assert_int_equal(peek(a), 0);
	assert_int_equal(poke(a, 'x'), 0);
	assert_true(mm_next_vma(current->mm, a, &v));
	assert_non_null(v.file);
	mm_add_vma_usage(current->mm, a, &u);
	assert_int_equal(u.rss, 1);
	assert_int_equal(u.private_dirty, 1);
	assert_int_equal(current->mm->rss_shmem, 1);
	/* a second view of it */
	assert_int_equal(call(mremap, a, 0, 2 * PG, MREMAP_MAYMOVE | MREMAP_FIXED, AREA + 8 * PG),
			 AREA + 8 * PG);
	assert_int_equal(peek(AREA + 8 * PG), 'x');
}

static void pages_behind_the_end_of_file_are_sigbus(__unused void **state)
{
	int fd = make_file(PG + 100);
	uaddr_t a = map_file(0, 3, RW, MAP_SHARED, fd);
	char buf[8];

	assert_int_equal(peek(a + PG + 99), 'b');
	assert_int_equal(peek(a + PG + 100), 0);
	assert_int_equal(peek(a + 2 * PG), -SIGBUS);
	assert_int_equal(copy_from_user(buf, a + 2 * PG - 4, 8), 4);
}

static void truncation_takes_mapped_pages_away(__unused void **state)
{
	int fd = make_file(3 * PG);
	uaddr_t s = map_file(0, 3, RW, MAP_SHARED, fd), p = map_file(3, 3, RW, MAP_PRIVATE, fd);

	assert_int_equal(peek(s + 2 * PG), 'c');
	assert_int_equal(poke(p + 2 * PG, 'X'), 0);
	assert_int_equal(poke(p, 'Y'), 0);
	assert_int_equal(resize(fd, PG + 10), 0);
	assert_int_equal(peek(s + 2 * PG), -SIGBUS);
	assert_int_equal(peek(p + 2 * PG), -SIGBUS); /* copies go, too */
	assert_int_equal(peek(p), 'Y');
	assert_int_equal(peek(s + PG + 9), 'b');
	assert_int_equal(peek(s + PG + 10), 0);
	assert_int_equal(resize(fd, 3 * PG), 0);
	assert_int_equal(peek(s + PG + 10), 0);
	assert_int_equal(peek(s + 2 * PG), 0);
}

static void stacks_grow_to_their_limit(__unused void **state)
{
	uaddr_t top = AREA + 4096 * PG;

	current->signal->rlim[RLIMIT_STACK].cur = 64 * PG;
	assert_int_equal(setup_stack_vma(current->mm, top, 4 * PG, false), 0);
	current->mm->start_stack = top - 8;
	assert_int_equal(poke(top - 1, 'x'), 0);
	assert_int_equal(poke(top - 20 * PG, 'y'), 0);
	assert_string_equal(maps(), "rw-p 4076 4096;");
	assert_int_equal(copy_to_user(top - 30 * PG, "z", 1), 0); /* the kernel grows it, too */
	assert_int_equal(peek(top - 64 * PG), 0);
	assert_int_equal(peek(top - 64 * PG - 1), -SIGSEGV);
	assert_int_equal(current->mm->stack_vm, 64);
}

static void stacks_stop_before_other_mappings(__unused void **state)
{
	uaddr_t top = AREA + 4096 * PG;

	assert_int_equal(setup_stack_vma(current->mm, top, PG, false), 0);
	map_at(4096 - 400, 1, PROT_READ);
	assert_int_equal(peek(top - 143 * PG), 0);
	assert_int_equal(peek(top - 144 * PG), -SIGSEGV); /* closer than 256 pages */
	assert_int_equal(call(mprotect, AREA + (4096 - 400) * PG, PG, PROT_NONE), 0);
	assert_int_equal(peek(top - 144 * PG), 0); /* a guard of its own does not count */
}

static void special_pages_are_the_given_frames(__unused void **state)
{
	pfn_t frames[2] = { frame_alloc(kernel->mem, FRAME_ZERO), frame_alloc(kernel->mem, FRAME_ZERO) };
	struct vma_info v;
	int64_t a;

	memset(frame_data(kernel->mem, frames[1]), 'v', PAGE_SIZE);
	a = install_special_mapping(current->mm, 0, frames, 2,
				    VM_READ | VM_EXEC | VM_MAYREAD | VM_MAYEXEC | VM_MAYWRITE, "[vdso]");
	assert_true(a > 0);
	frame_put(kernel->mem, frames[0]);
	frame_put(kernel->mem, frames[1]);
	assert_int_equal(peek(a + PG), 'v');
	assert_int_equal(frame_at(a + PG), frames[1]);
	assert_true(mm_next_vma(current->mm, a, &v));
	assert_string_equal(v.name, "[vdso]");
	assert_int_equal(poke(a, 1), -SIGSEGV);
	/* a debugger may write: it gets a copy */
	assert_int_equal(call(mprotect, a + PG, PG, RW | PROT_EXEC), 0);
	assert_int_equal(poke(a + PG, '!'), 0);
	assert_int_not_equal(frame_at(a + PG), frames[1]);
	assert_int_equal(install_special_mapping(current->mm, a, frames, 1, VM_READ, "x"), -EEXIST);
}

static void other_spaces_can_be_written(__unused void **state)
{
	struct mm *other = mm_create(&abi_ia32);
	char buf[16];

	assert_non_null(other);
	assert_int_equal(vm_brk_flags(other, AREA, 2 * PG, 0), 0);
	assert_int_equal(access_remote(other, AREA + PG - 4, "12345678", 8, true), 0);
	assert_int_equal(access_remote(other, AREA + PG - 4, buf, 8, false), 0);
	assert_memory_equal(buf, "12345678", 8);
	assert_int_equal(access_remote(other, AREA + 2 * PG - 4, buf, 8, false), 4);
	assert_int_equal(peek(AREA), -SIGSEGV); /* not ours */
	check_mm(other);
	mm_put(other);
}

static void out_of_memory_kills_and_is_efault(__unused void **state)
{
	uaddr_t a = map_at(0, 1024, RW); /* all of memory */
	unsigned n = 0;

	while (!(current->work & TW_KILLED) && !poke(a + n * PG, 1))
		n++;
	n--; /* that one was not there */
	assert_in_range(n, 100, 1024);
	assert_true(current->work & TW_KILLED);
	assert_int_equal(copy_to_user(a + n * PG - 2, "abcd", 4), 2);
	assert_int_equal(peek(a + n * PG - 1), 'b');
	assert_int_equal(call(munmap, a, PG), 0);
}

static void populated_mappings_are_there_at_once(__unused void **state)
{
	uint64_t faults;

	assert_int_equal(call(mmap, AREA, 8 * PG, RW, ANON | MAP_FIXED | MAP_POPULATE, -1, 0), AREA);
	assert_int_equal(current->mm->rss_anon, 8);
	faults = kernel->stats.page_faults;
	for (unsigned i = 0; i < 8; i++)
		assert_int_equal(poke(AREA + i * PG, 1), 0);
	assert_int_equal(kernel->stats.page_faults, faults);
	/* what cannot be populated is no error */
	assert_int_equal(call(mmap, AREA, 8 * PG, PROT_NONE, ANON | MAP_FIXED | MAP_POPULATE, -1, 0),
			 AREA);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		machine_test(faults_say_why),
		machine_test(first_write_needs_no_flush),
		machine_test(large_untouched_memory_reads_one_zero_page),
		machine_test(private_file_pages_are_shared_until_written),
		machine_test(kernel_writes_break_copy_on_write_and_flush),
		machine_test(shared_pages_are_the_file),
		machine_test(shared_anonymous_memory_is_a_file_without_a_name),
		machine_test(pages_behind_the_end_of_file_are_sigbus),
		machine_test(truncation_takes_mapped_pages_away),
		machine_test(stacks_grow_to_their_limit),
		machine_test(stacks_stop_before_other_mappings),
		machine_test(special_pages_are_the_given_frames),
		machine_test(other_spaces_can_be_written),
		small_machine_test(out_of_memory_kills_and_is_efault),
		machine_test(populated_mappings_are_there_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
