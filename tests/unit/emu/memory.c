/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the guest sees through the engine's TLB is what the page tables say. */
#include "rig.h"

GUEST(load, "mov (%rbx), %eax; syscall; mov (%rbx), %eax; syscall; mov (%rbx), %eax; syscall");

static void start_load(struct rig *r)
{
	rig_write(r, CODE_VA, load, load_end - load);
	r->cpu->ops->reset(r->cpu, true);
	rig_set(r, CPU_RIP, CODE_VA);
	rig_set(r, CPU_RBX, DATA_VA);
	rig_run(r);
}

static void kernel_puts_another_frame_behind_a_page_that_was_read(void **state)
{
	struct rig *r = *state;
	pfn_t other = frame_alloc(r->mem, FRAME_ZERO);

	rig_map(r, DATA_VA, R);
	*(uint32_t *)rig_mem(r, DATA_VA) = 1;
	start_load(r);
	assert_int_equal(rig_reg(r, CPU_RAX), 1);
	*(uint32_t *)frame_data(r->mem, other) = 2;
	rig_map_frame(r, DATA_VA, other, R | W);
	rig_run(r);
	assert_int_equal(rig_reg(r, CPU_RAX), 2);
	rig_map_frame(r, DATA_VA, other, R);
	rig_unmap(r, DATA_VA);
	rig_run(r);
	assert_fault(r, 1, CPU_VEC_PF);
	rig_map(r, DATA_VA, R);
	frame_put(r->mem, other);
}

static pfn_t copied_from;

static bool break_cow(struct rig *r, uaddr_t page, enum cpu_access access)
{
	pfn_t copy = frame_alloc(r->mem, 0);

	assert_int_equal(access, CPU_WRITE);
	memcpy(frame_data(r->mem, copy), frame_data(r->mem, copied_from), PAGE_SIZE);
	rig_map_frame(r, page, copy, R | W);
	frame_put(r->mem, copy);
	return true;
}

GUEST(cow, "mov $0x600000, %ebx; mov (%rbx), %eax; movl $5, 4(%rbx); mov (%rbx), %ecx\n"
	   "mov 4(%rbx), %edx; int $0x80");

static void copy_on_write_by_the_guest_needs_no_flush(void **state)
{
	struct rig *r = *state;
	struct cpu_stats before, after;

	copied_from = rig_map(r, DATA_VA, R);
	frame_get(r->mem, copied_from);
	*(uint32_t *)rig_mem(r, DATA_VA) = 7;
	r->on_map = break_cow;
	start_load(r); /* the flush of set_root is over, and the page was read */
	r->cpu->ops->stats(r->cpu, &before);
	START(r, cow);
	r->cpu->ops->stats(r->cpu, &after);
	assert_int_equal(rig_reg(r, CPU_RAX), 7);
	assert_int_equal(rig_reg(r, CPU_RCX), 7);
	assert_int_equal(rig_reg(r, CPU_RDX), 5);
	assert_int_equal(((uint32_t *)frame_data(r->mem, copied_from))[1], 0);
	assert_int_equal(r->maps, 1);
	/* One for the code that START() replaced. */
	assert_in_range(after.tlb_flushes - before.tlb_flushes, 0, 1);
	frame_put(r->mem, copied_from);
}

GUEST(write_after_loss, "mov $0x600000, %ebx; movl $1, (%rbx); syscall; movl $2, (%rbx); syscall");

static void a_right_taken_away_is_gone_at_once(void **state)
{
	struct rig *r = *state;

	START(r, write_after_loss);
	rig_map(r, DATA_VA, R);
	rig_run(r);
	assert_fault(r, 1, CPU_VEC_PF);
	assert_int_equal(r->fault.error, 7);
	assert_int_equal(*(uint32_t *)rig_mem(r, DATA_VA), 1);
}

static void data_is_not_executed(void **state)
{
	struct rig *r = *state;

	rig_write(r, DATA_VA, load, load_end - load);
	r->cpu->ops->reset(r->cpu, true);
	rig_set(r, CPU_RIP, DATA_VA);
	rig_run(r);
	assert_fault(r, 1, CPU_VEC_PF);
	assert_int_equal(r->fault.error, 21);
	assert_int_equal(r->fault.address, DATA_VA);
}

/* Page after page, over and over: a working set of n pages. */
GUEST(sweep, "2: mov $0x10000000, %ebx; mov %r8, %rcx\n"
	     "1: add (%rbx), %rax; add $0x1000, %rbx; dec %rcx; jnz 1b\n"
	     "dec %r9; jnz 2b; syscall");

static uint64_t fills_of_sweeps(struct rig *r, unsigned pages, unsigned sweeps)
{
	struct cpu_stats before, after;

	rig_write(r, CODE_VA, sweep, sweep_end - sweep);
	r->cpu->ops->reset(r->cpu, true);
	rig_set(r, CPU_RIP, CODE_VA);
	rig_set(r, CPU_R8, pages);
	rig_set(r, CPU_R9, sweeps);
	r->cpu->ops->stats(r->cpu, &before);
	rig_run(r);
	r->cpu->ops->stats(r->cpu, &after);
	assert_int_equal(r->faults, 0);
	return after.tlb_fills - before.tlb_fills;
}

static void the_tlb_grows_with_the_working_set(void **state)
{
	struct rig *r = *state;
	const unsigned pages = 4000, sweeps = 50;

	for (unsigned i = 0; i < pages; i++)
		rig_map(r, 0x10000000 + i * PAGE_SIZE, R | W);
	fills_of_sweeps(r, pages, sweeps);
	assert_true(fills_of_sweeps(r, pages, sweeps) < pages * sweeps / 10);
}

GUEST32(wrap32, "mov $0xfffffffc, %ebx; mov 0x600004(%ebx), %eax; int $0x80");

static void addresses_wrap_at_four_gigabytes_in_32_bit_code(void **state)
{
	struct rig *r = *state;

	*(uint32_t *)rig_mem(r, DATA_VA) = 0x1234;
	START32(r, wrap32);
	assert_int_equal(r->faults, 0);
	assert_int_equal(rig_reg(r, CPU_RAX), 0x1234);
}

/* What the engine uses for itself is not there for the guest to write, execute or search. */
GUEST(poke, "mov %eax, (%rbx); syscall");

static void the_engines_own_pages_are_out_of_reach(void **state)
{
	struct rig *r = *state;

	rig_write(r, CODE_VA, poke, poke_end - poke);
	for (uaddr_t va = 0xffffff8000000000; va < 0xffffff8000020000; va += PAGE_SIZE) {
		r->faults = 0;
		r->cpu->ops->reset(r->cpu, true);
		rig_set(r, CPU_RIP, CODE_VA);
		rig_set(r, CPU_RBX, va);
		rig_run(r);
		assert_fault(r, 1, CPU_VEC_PF);
		rig_set(r, CPU_RIP, va);
		rig_run(r);
		assert_fault(r, 2, CPU_VEC_PF);
	}
	/* The window to frames by physical address, just used for the page that was written. */
	rig_write(r, CODE_VA, poke, poke_end - poke);
	rig_set(r, CPU_RIP, 0xffff800000000000 +
				    ((uint64_t)pte_pfn(*pte_lookup(r->mem, r->root, CODE_VA)) << 12));
	rig_run(r);
	assert_int_equal(r->fault.vector, CPU_VEC_PF);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, rig_setup, rig_teardown)
	const struct CMUnitTest tests[] = {
		TEST(kernel_puts_another_frame_behind_a_page_that_was_read),
		TEST(copy_on_write_by_the_guest_needs_no_flush),
		TEST(a_right_taken_away_is_gone_at_once),
		TEST(data_is_not_executed),
		TEST(the_tlb_grows_with_the_working_set),
		TEST(addresses_wrap_at_four_gigabytes_in_32_bit_code),
		TEST(the_engines_own_pages_are_out_of_reach),
	};

	return rig_run_tests(tests);
}
