/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Code that changes: whoever writes, by whichever address, the next call runs the new bytes. */
#include "rig.h"

#define FN_VA 0x500000ull
#define ALIAS_VA 0x510000ull
#define F1 (FN_VA + 0x100)
#define F2 (FN_VA + 0x200)

/* 0: call *%rbx; int $0x80    8: mov %eax,(%rbx); int $0x80 */
GUEST(driver, "call *%rbx; int $0x80\n . = driver + 8\n mov %eax, (%rbx); int $0x80");

static void go(struct rig *r, uaddr_t rip, uint64_t rbx, uint64_t rax)
{
	unsigned before = r->syscalls;

	rig_set(r, CPU_RIP, rip);
	rig_set(r, CPU_RSP, STACK_TOP);
	rig_set(r, CPU_RBX, rbx);
	rig_set(r, CPU_RAX, rax);
	rig_run(r);
	assert_int_equal(r->faults, 0);
	assert_int_equal(r->syscalls, before + 1);
}

static uint32_t call(struct rig *r, uaddr_t fn)
{
	go(r, CODE_VA, fn, 0);
	return (uint32_t)rig_reg(r, CPU_RAX);
}

static void guest_store(struct rig *r, uaddr_t va, uint32_t value)
{
	go(r, CODE_VA + 8, va, value);
}

/* mov $value,%eax; ret */
static void put_function(struct rig *r, uaddr_t va, uint32_t value)
{
	uint8_t code[6] = { 0xb8, 0, 0, 0, 0, 0xc3 };

	memcpy(code + 1, &value, 4);
	rig_write(r, va, code, sizeof(code));
}

static int code_setup(void **state)
{
	struct rig *r;

	if (rig_setup(state))
		return -1;
	r = *state;
	rig_write(r, CODE_VA, driver, driver_end - driver);
	r->cpu->ops->reset(r->cpu, true);
	rig_map(r, FN_VA, RWX);
	put_function(r, F1, 1);
	put_function(r, F2, 2);
	return 0;
}

static void expect(struct rig *r, uint32_t one, uint32_t two)
{
	assert_int_equal(call(r, F1), one);
	assert_int_equal(call(r, F2), two);
}

static void writable_and_executable_in_turn(void **state)
{
	struct rig *r = *state;

	rig_map(r, FN_VA, R | X);
	expect(r, 1, 2);
	for (uint32_t i = 3; i < 20; i += 2) {
		rig_map(r, FN_VA, R | W);
		guest_store(r, F1 + 1, i);
		guest_store(r, F2 + 1, i + 1);
		rig_map(r, FN_VA, R | X);
		expect(r, i, i + 1);
	}
}

static void writable_and_executable_at_once(void **state)
{
	struct rig *r = *state;

	expect(r, 1, 2);
	for (uint32_t i = 3; i < 100; i += 2) {
		guest_store(r, F1 + 1, i);
		assert_int_equal(call(r, F1), i);
		guest_store(r, F2 + 1, i + 1);
		expect(r, i, i + 1);
	}
}

static void written_by_the_kernel(void **state)
{
	struct rig *r = *state;

	for (uint32_t i = 1; i < 100; i += 2) {
		put_function(r, F1, i);
		put_function(r, F2, i + 1);
		expect(r, i, i + 1);
	}
}

static enum cpu_answer write_in_trap(struct rig *r)
{
	if (rig_reg(r, CPU_RAX) == 60)
		return CPU_LEAVE;
	put_function(r, F1, (uint32_t)rig_reg(r, CPU_RDI));
	return CPU_GO_ON;
}

GUEST(jit_by_read, "xor %edi, %edi\n"
		   "1: inc %edi; xor %eax, %eax; syscall\n"
		   "mov $0x500100, %eax; call *%rax; cmp %edi, %eax; jne 2f\n"
		   "cmp $300, %edi; jb 1b\n"
		   "2: mov $60, %eax; syscall");

static void written_by_the_kernel_inside_a_trap(void **state)
{
	struct rig *r = *state;

	r->on_syscall = write_in_trap;
	START(r, jit_by_read);
	assert_int_equal(r->syscalls, 301);
	assert_int_equal(rig_reg(r, CPU_RDI), 300);
}

/* The call's own page, while it is being executed. */
static enum cpu_answer patch_own_page(struct rig *r)
{
	static const uint8_t changed[] = { 0xbb, 0x55, 0, 0, 0 };

	if (r->syscalls == 2)
		return CPU_LEAVE;
	rig_write(r, CODE_VA + 7, changed, sizeof(changed));
	return CPU_GO_ON;
}

GUEST(patched, "mov $1, %eax; syscall; mov $0x44, %ebx; syscall");

static void the_page_of_the_trap_itself_may_change(void **state)
{
	struct rig *r = *state;

	r->on_syscall = patch_own_page;
	START(r, patched);
	assert_int_equal(rig_reg(r, CPU_RBX), 0x55);
}

static void one_frame_at_two_addresses(void **state)
{
	struct rig *r = *state;
	pfn_t pfn = pte_pfn(*pte_lookup(r->mem, r->root, FN_VA));

	rig_map(r, FN_VA, R | X);
	rig_map_frame(r, ALIAS_VA, pfn, R | W);
	expect(r, 1, 2);
	for (uint32_t i = 3; i < 60; i += 2) {
		guest_store(r, ALIAS_VA + 0x101, i);
		guest_store(r, ALIAS_VA + 0x201, i + 1);
		expect(r, i, i + 1);
		guest_store(r, ALIAS_VA + 0x101, i + 100);
		expect(r, i + 100, i + 1);
	}
}

static void executed_at_two_addresses_and_changed_by_either(void **state)
{
	struct rig *r = *state;

	rig_map_frame(r, ALIAS_VA, pte_pfn(*pte_lookup(r->mem, r->root, FN_VA)), RWX);
	for (uint32_t i = 3; i < 60; i += 2) {
		guest_store(r, ALIAS_VA + 0x101, i);
		assert_int_equal(call(r, F1), i);
		assert_int_equal(call(r, ALIAS_VA + 0x100), i);
		guest_store(r, F1 + 1, i + 1);
		assert_int_equal(call(r, F1), i + 1);
		assert_int_equal(call(r, ALIAS_VA + 0x100), i + 1);
	}
}

static void a_frame_freed_and_used_again(void **state)
{
	struct rig *r = *state;

	for (uint32_t i = 1; i < 100; i++) {
		pfn_t pfn = rig_map(r, FN_VA, R | X);

		put_function(r, F1, i);
		assert_int_equal(call(r, F1), i);
		rig_unmap(r, FN_VA);
		assert_int_equal(rig_map(r, FN_VA, R | X), pfn);
		/* Filled without a word, as a fresh frame may be. */
		memcpy(rig_mem(r, F1), "\xb8\x07\x00\x00\x00\xc3", 6);
		assert_int_equal(call(r, F1), 7);
	}
}

static void another_frame_behind_the_address(void **state)
{
	struct rig *r = *state;
	pfn_t one = pte_pfn(*pte_lookup(r->mem, r->root, FN_VA)), two;

	frame_get(r->mem, one);
	rig_unmap(r, FN_VA);
	two = rig_map(r, FN_VA, RWX);
	frame_get(r->mem, two);
	put_function(r, F1, 77);
	for (unsigned i = 0; i < 50; i++) {
		rig_map_frame(r, FN_VA, one, R | X);
		assert_int_equal(call(r, F1), 1);
		rig_map_frame(r, FN_VA, two, R | X);
		assert_int_equal(call(r, F1), 77);
	}
	frame_put(r->mem, one);
	frame_put(r->mem, two);
}

/* A function over two pages, of which the second changes. */
static void a_block_over_two_pages(void **state)
{
	struct rig *r = *state;
	uaddr_t fn = FN_VA + PAGE_SIZE - 3;
	static const uint8_t head[] = { 0x90, 0xb8, 0x11 }, tail[] = { 0x22, 0x33, 0x44, 0xc3 };

	rig_map(r, FN_VA + PAGE_SIZE, RWX);
	rig_write(r, fn, head, sizeof(head));
	rig_write(r, FN_VA + PAGE_SIZE, tail, sizeof(tail));
	assert_int_equal(call(r, fn), 0x44332211);
	for (uint32_t i = 0; i < 40; i++) {
		guest_store(r, FN_VA + PAGE_SIZE, 0xc3000000 | i);
		assert_int_equal(call(r, fn), i << 8 | 0x11);
	}
	rig_write(r, FN_VA + PAGE_SIZE, "\xaa", 1);
	assert_int_equal(call(r, fn), 0x0000aa11);
}

/* Two address spaces with other code at one address, switched after every call. */
static void two_address_spaces(void **state)
{
	struct rig *r = *state;
	paddr_t first = r->root, second = pgtable_create(r->mem);
	pfn_t driver_page = pte_pfn(*pte_lookup(r->mem, first, CODE_VA));
	pfn_t stack = pte_pfn(*pte_lookup(r->mem, first, STACK_VA));

	r->root = second;
	rig_map_frame(r, CODE_VA, driver_page, R | X);
	rig_map_frame(r, STACK_VA, stack, R | W);
	rig_map(r, FN_VA, R | X);
	put_function(r, F1, 1001);
	put_function(r, F2, 1002);
	for (unsigned i = 0; i < 200; i++) {
		r->root = i & 1 ? second : first;
		r->cpu->ops->set_root(r->cpu, r->root);
		expect(r, i & 1 ? 1001 : 1, i & 1 ? 1002 : 2);
	}
	r->root = second;
	rig_unmap(r, CODE_VA);
	rig_unmap(r, STACK_VA);
	rig_unmap(r, FN_VA);
	pgtable_destroy(r->mem, second);
	r->root = first;
	r->cpu->ops->set_root(r->cpu, first);
}

/* The block changes its own next instruction, and again for each round. */
GUEST(rewrite_self, "mov $0x520000, %ebx; xor %ecx, %ecx; xor %edx, %edx\n"
		    "jmp *%rbx");
GUEST(self, "1: inc %ecx; movl %ecx, 2f+1(%rip); pushf; pop %rsi\n"
	    "2: mov $0x7fffffff, %eax; add %eax, %edx; cmp $100, %ecx; jne 1b; syscall");

static void a_block_that_rewrites_itself(void **state)
{
	struct rig *r = *state;

	rig_map(r, 0x520000, RWX);
	rig_write(r, 0x520000, self, self_end - self);
	START(r, rewrite_self);
	assert_int_equal(r->faults, 0);
	assert_int_equal(rig_reg(r, CPU_RDX), 5050);
	assert_int_equal(rig_reg(r, CPU_RSI) & 0x100, 0);
	rig_unmap(r, 0x520000);
}

/* rep stos over the rest of its own page, up to and over the instruction that follows it. */
GUEST(fill_self, "lea 1f(%rip), %rdi; mov $0x90, %al; mov $64, %ecx; rep stosb\n"
		 "1: ud2; ud2; ud2; . = fill_self + 80; nop; mov $9, %ebx; syscall");

static void a_string_store_over_the_code_behind_it(void **state)
{
	struct rig *r = *state;
	uint8_t copy[256];

	rig_map(r, 0x520000, RWX);
	memset(copy, 0x90, sizeof(copy));
	memcpy(copy, fill_self, fill_self_end - fill_self);
	rig_write(r, 0x520000, copy, sizeof(copy));
	START(r, rewrite_self);
	assert_int_equal(r->faults, 0);
	assert_int_equal(rig_reg(r, CPU_RBX), 9);
	rig_unmap(r, 0x520000);
}

/* Data and code on one page, as tiny programs have it: right, whatever the order. */
GUEST(counter, "mov $0x520000, %ebx; jmp *%rbx");
GUEST(counting, "mov $2000, %ecx; 1: incl 2f(%rip); dec %ecx; jnz 1b; mov 2f(%rip), %eax; syscall\n"
		"2: .long 0");

static void data_beside_code(void **state)
{
	struct rig *r = *state;

	rig_map(r, 0x520000, RWX);
	rig_write(r, 0x520000, counting, counting_end - counting);
	START(r, counter);
	assert_int_equal(r->faults, 0);
	assert_int_equal(rig_reg(r, CPU_RAX), 2000);
	rig_unmap(r, 0x520000);
}

/* A data page that once held code does not stay one: kernel writes to it become cheap again. */
static void a_frame_does_not_stay_code(void **state)
{
	struct rig *r = *state;
	struct frame *frame = &r->mem->frames[pte_pfn(*pte_lookup(r->mem, r->root, FN_VA))];
	struct cpu_stats before, after;

	expect(r, 1, 2);
	assert_int_equal(frame->flags & FRAME_CODE, FRAME_CODE);
	rig_map(r, FN_VA, R | W);
	put_function(r, F1, 9);
	guest_store(r, DATA_VA, 1);
	assert_int_equal(frame->flags, 0);
	r->cpu->ops->stats(r->cpu, &before);
	for (unsigned i = 0; i < 1000; i++)
		put_function(r, F1, i);
	r->cpu->ops->stats(r->cpu, &after);
	assert_int_equal(after.code_forgotten, before.code_forgotten);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, code_setup, rig_teardown)
	const struct CMUnitTest tests[] = {
		TEST(writable_and_executable_in_turn),
		TEST(writable_and_executable_at_once),
		TEST(written_by_the_kernel),
		TEST(written_by_the_kernel_inside_a_trap),
		TEST(the_page_of_the_trap_itself_may_change),
		TEST(one_frame_at_two_addresses),
		TEST(executed_at_two_addresses_and_changed_by_either),
		TEST(a_frame_freed_and_used_again),
		TEST(another_frame_behind_the_address),
		TEST(a_block_over_two_pages),
		TEST(two_address_spaces),
		TEST(a_block_that_rewrites_itself),
		TEST(a_string_store_over_the_code_behind_it),
		TEST(data_beside_code),
		TEST(a_frame_does_not_stay_code),
	};

	return rig_run_tests(tests);
}
