/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Exceptions: vector, error code, address, and RIP where the instruction set wants it. */
#include "rig.h"

/* One instruction at offset 0; registers: RDX 0, RBX a hole, RCX a page that is read-only. */
#define HOLE 0x0000123456789aull
#define RDONLY 0x610000ull

struct shape {
	const char *name;
	uint8_t bytes[16];
	int vector;
	uint32_t error;
	uint64_t address;
	int64_t rip; /* offset where it is reported */
};

static const struct shape shapes64[] = {
	{ "div", { 0xf7, 0xf2 }, CPU_VEC_DE, 0, 0, 0 },
	{ "idiv rex", { 0x48, 0xf7, 0xfa }, CPU_VEC_DE, 0, 0, 0 },
	{ "ud2", { 0x0f, 0x0b }, CPU_VEC_UD, 0, 0, 0 },
	{ "undefined", { 0x0f, 0xff, 0xc0 }, CPU_VEC_UD, 0, 0, 0 },
	{ "hlt", { 0xf4 }, CPU_VEC_GP, 0, 0, 0 },
	{ "cli", { 0xfa }, CPU_VEC_GP, 0, 0, 0 },
	{ "sti", { 0xfb }, CPU_VEC_GP, 0, 0, 0 },
	{ "in", { 0xec }, CPU_VEC_GP, 0, 0, 0 },
	{ "out", { 0xe6, 0x80 }, CPU_VEC_GP, 0, 0, 0 },
	{ "rep insb", { 0xf3, 0x6c }, CPU_VEC_GP, 0, 0, 0 },
	{ "rdmsr", { 0x0f, 0x32 }, CPU_VEC_GP, 0, 0, 0 },
	{ "wrmsr", { 0x0f, 0x30 }, CPU_VEC_GP, 0, 0, 0 },
	{ "rdpmc", { 0x0f, 0x33 }, CPU_VEC_GP, 0, 0, 0 },
	{ "mov cr0", { 0x0f, 0x20, 0xc0 }, CPU_VEC_GP, 0, 0, 0 },
	{ "mov dr7", { 0x0f, 0x23, 0xf8 }, CPU_VEC_GP, 0, 0, 0 },
	{ "lgdt", { 0x0f, 0x01, 0x11 }, CPU_VEC_GP, 0, 0, 0 },
	{ "lidt", { 0x0f, 0x01, 0x19 }, CPU_VEC_GP, 0, 0, 0 },
	{ "invlpg", { 0x0f, 0x01, 0x39 }, CPU_VEC_GP, 0, 0, 0 },
	{ "swapgs", { 0x0f, 0x01, 0xf8 }, CPU_VEC_GP, 0, 0, 0 },
	{ "wbinvd", { 0x0f, 0x09 }, CPU_VEC_GP, 0, 0, 0 },
	{ "clts", { 0x0f, 0x06 }, CPU_VEC_GP, 0, 0, 0 },
	{ "ltr", { 0x0f, 0x00, 0xda }, CPU_VEC_GP, 0, 0, 0 },
	{ "sysret", { 0x0f, 0x07 }, CPU_VEC_GP, 0, 0, 0 },
	{ "sysexit", { 0x0f, 0x35 }, CPU_VEC_GP, 0, 0, 0 },
	{ "monitor", { 0x0f, 0x01, 0xc8 }, CPU_VEC_UD, 0, 0, 0 },
	{ "vmcall", { 0x0f, 0x01, 0xc1 }, CPU_VEC_UD, 0, 0, 0 },
	{ "xgetbv", { 0x0f, 0x01, 0xd0 }, CPU_VEC_UD, 0, 0, 0 },
	{ "rdtscp", { 0x0f, 0x01, 0xf9 }, CPU_VEC_UD, 0, 0, 0 },
	{ "int3", { 0xcc }, CPU_VEC_BP, 0, 0, 1 },
	{ "int $3", { 0xcd, 0x03 }, CPU_VEC_BP, 0, 0, 2 },
	{ "int $4", { 0xcd, 0x04 }, CPU_VEC_OF, 0, 0, 2 },
	{ "int $0", { 0xcd, 0x00 }, CPU_VEC_GP, 0x02, 0, 0 },
	{ "int $1", { 0xcd, 0x01 }, CPU_VEC_GP, 0x0a, 0, 0 },
	{ "int $6", { 0xcd, 0x06 }, CPU_VEC_GP, 0x32, 0, 0 },
	{ "int $8", { 0xcd, 0x08 }, CPU_VEC_GP, 0x42, 0, 0 },
	{ "int $13", { 0xcd, 0x0d }, CPU_VEC_GP, 0x6a, 0, 0 },
	{ "int $14", { 0xcd, 0x0e }, CPU_VEC_GP, 0x72, 0, 0 },
	{ "int $0x20", { 0xcd, 0x20 }, CPU_VEC_GP, 0x102, 0, 0 },
	{ "int $0x81", { 0xcd, 0x81 }, CPU_VEC_GP, 0x40a, 0, 0 },
	{ "int $0xff", { 0xcd, 0xff }, CPU_VEC_GP, 0x7fa, 0, 0 },
	{ "int1", { 0xf1 }, CPU_VEC_DB, 0, 0, 1 },
	{ "mov to hole", { 0x89, 0x03 }, CPU_VEC_PF, 6, HOLE, 0 },
	{ "mov from hole", { 0x8b, 0x03 }, CPU_VEC_PF, 4, HOLE, 0 },
	{ "add to hole", { 0x01, 0x43, 0x08 }, CPU_VEC_PF, 6, HOLE + 8, 0 },
	{ "lock xadd hole", { 0xf0, 0x0f, 0xc1, 0x03 }, CPU_VEC_PF, 6, HOLE, 0 },
	{ "mov to read-only", { 0x89, 0x41, 0x7f }, CPU_VEC_PF, 7, RDONLY + 0x7f, 0 },
	{ "jump to hole", { 0xff, 0xe3 }, CPU_VEC_PF, 20, HOLE, 0x123456789a - CODE_VA },
	{ "jump to data", { 0xff, 0xe1 }, CPU_VEC_PF, 21, RDONLY, RDONLY - CODE_VA },
	{ "non-canonical", { 0x48, 0x8b, 0x06 }, CPU_VEC_GP, 0, 0, 0 },
	{ "non-canonical, rbp", { 0x48, 0x8b, 0x45, 0x08 }, CPU_VEC_SS, 0, 0, 0 },
	{ "non-canonical, r13", { 0x49, 0x8b, 0x45, 0x08 }, CPU_VEC_GP, 0, 0, 0 },
	{ "non-canonical, leave", { 0xc9 }, CPU_VEC_SS, 0, 0, 0 },
	{ "non-canonical, push", { 0xff, 0x36 }, CPU_VEC_GP, 0, 0, 0 },
	{ "kernel half", { 0x8b, 0x07 }, CPU_VEC_PF, 4, 0xffff900000001230, 0 },
	{ "mov to ds", { 0x8e, 0xdb }, CPU_VEC_GP, HOLE & 0xfffc, 0, 0 },
	{ "AVX", { 0xc5, 0xf8, 0x58, 0xc1 }, CPU_VEC_UD, 0, 0, 0 },
};

static const struct shape shapes32[] = {
	{ "into", { 0xce }, CPU_VEC_OF, 0, 0, 1 },
	{ "bound", { 0x62, 0x01 }, CPU_VEC_BR, 0, 0, 0 },
	{ "aam 0", { 0xd4, 0x00 }, CPU_VEC_DE, 0, 0, 0 },
	{ "int $5", { 0xcd, 0x05 }, CPU_VEC_GP, 0x2a, 0, 0 },
	{ "hlt", { 0xf4 }, CPU_VEC_GP, 0, 0, 0 },
	{ "mov to hole", { 0x89, 0x03 }, CPU_VEC_PF, 6, 0x3456789a, 0 },
};

static enum cpu_answer expect_shape(struct rig *r)
{
	(void)r;
	return CPU_LEAVE;
}

static void try_shape(struct rig *r, const struct shape *s, bool wide)
{
	uint64_t address = s->address;
	uint8_t code[16];

	if (rig_uncalibrated) /* then only the page is known */
		address = align_down(address, PAGE_SIZE);
	memset(code, 0x90, sizeof(code));
	memcpy(code, s->bytes, sizeof(s->bytes));
	for (unsigned i = 15; i > 0 && !s->bytes[i]; i--)
		code[i] = 0x90;
	if (s->bytes[0] == 0xd4 || (s->bytes[0] == 0xcd && !s->bytes[1]))
		code[1] = 0;
	r->faults = 0;
	rig_write(r, CODE_VA, code, sizeof(code));
	r->cpu->ops->reset(r->cpu, wide);
	rig_set(r, CPU_RIP, CODE_VA);
	rig_set(r, CPU_RSP, STACK_TOP);
	rig_set(r, CPU_RAX, 0x80000000);
	rig_set(r, CPU_RBX, wide ? HOLE : 0x3456789a);
	rig_set(r, CPU_RCX, RDONLY);
	rig_set(r, CPU_RSI, 0x1234567812345678);
	rig_set(r, CPU_RBP, 0x1234567812345678);
	rig_set(r, CPU_R13, 0x1234567812345678);
	rig_set(r, CPU_RDI, 0xffff900000001230);
	rig_set(r, CPU_RFLAGS, 0x800);
	r->on_fault = expect_shape;
	rig_run(r);
	if (r->faults != 1 || r->fault.vector != s->vector || r->fault.error != s->error ||
	    r->fault.address != address || rig_reg(r, CPU_RIP) != CODE_VA + s->rip)
		fail_msg("%s: %u faults, vector %d, error %#x, address %#lx, rip %#lx", s->name,
			 r->faults, r->fault.vector, r->fault.error, (long)r->fault.address,
			 (long)rig_reg(r, CPU_RIP));
}

static void each_exception_has_its_vector(void **state)
{
	struct rig *r = *state;

	rig_map(r, RDONLY, R);
	for (unsigned i = 0; i < ARRAY_SIZE(shapes64); i++)
		try_shape(r, &shapes64[i], true);
	for (unsigned i = 0; i < ARRAY_SIZE(shapes32); i++)
		try_shape(r, &shapes32[i], false);
}

/* Mixed, in place: skip the instruction, go around. */
GUEST(mix, "xor %edx, %edx\n"
	   "1: div %edx\n hlt\n ud2\n mov %eax, (%rbx)\n .byte 0xcd, 0x0d\n in %dx, %al\n"
	   "inc %r12d; jmp 1b");
#define MIX_BODY 2

static enum cpu_answer skip_fault(struct rig *r)
{
	static const struct {
		unsigned at, len;
		int vector;
	} sites[] = { { 2, 2, CPU_VEC_DE }, { 4, 1, CPU_VEC_GP }, { 5, 2, CPU_VEC_UD },
		      { 7, 2, CPU_VEC_PF }, { 9, 2, CPU_VEC_GP }, { 11, 1, CPU_VEC_GP } };
	unsigned i = (r->faults - 1) % ARRAY_SIZE(sites);

	assert_int_equal(r->fault.vector, sites[i].vector);
	assert_left_at(r, sites[i].at);
	assert_int_equal(rig_reg(r, CPU_R12), (r->faults - 1) / ARRAY_SIZE(sites));
	rig_set(r, CPU_RIP, CODE_VA + sites[i].at + sites[i].len);
	return r->faults == 102000 ? CPU_LEAVE : CPU_GO_ON;
}

static void a_hundred_thousand_mixed_faults_in_a_row(void **state)
{
	struct rig *r = *state;

	r->on_fault = skip_fault;
	START(r, mix);
	assert_int_equal(r->faults, 102000);
}

GUEST(twice, "mov $0x600ffe, %ebx; movl $0x11223344, (%rbx); syscall");

static bool demand(struct rig *r, uaddr_t page, enum cpu_access access)
{
	assert_int_equal(access, CPU_WRITE);
	rig_map(r, page, R | W);
	return true;
}

static void a_store_over_two_absent_pages_is_done_once_both_are_there(void **state)
{
	struct rig *r = *state;

	r->on_map = demand;
	rig_unmap(r, DATA_VA);
	START(r, twice);
	assert_int_equal(r->maps, 2);
	assert_int_equal(r->syscalls, 1);
	assert_int_equal(*(uint16_t *)rig_mem(r, DATA_VA + 0xffe), 0x3344);
	assert_int_equal(*(uint16_t *)rig_mem(r, DATA_VA + 0x1000), 0x1122);
}

static void a_store_that_cannot_be_done_whole_is_not_begun(void **state)
{
	struct rig *r = *state;

	START(r, twice);
	assert_fault(r, 1, CPU_VEC_PF);
	assert_int_equal(r->fault.address, DATA_VA + 0x1000);
	assert_int_equal(*(uint16_t *)rig_mem(r, DATA_VA + 0xffe), 0);
}

GUEST(copy, "mov $0x601000, %esi; mov $0x600800, %edi; mov $0x1000, %ecx; sub %rcx, %rsi\n"
	    "rep movsb; int $0x80");

static void a_string_instruction_shows_its_progress(void **state)
{
	struct rig *r = *state;

	START(r, copy);
	assert_fault(r, 1, CPU_VEC_PF);
	assert_int_equal(r->fault.error, 6);
	assert_int_equal(r->fault.address, DATA_VA + 0x1000);
	assert_int_equal(rig_reg(r, CPU_RCX), 0x800);
	assert_int_equal(rig_reg(r, CPU_RSI), 0x600800);
	assert_int_equal(rig_reg(r, CPU_RDI), 0x601000);
	rig_map(r, DATA_VA + 0x1000, R | W);
	rig_run(r);
	assert_int_equal(r->syscalls, 1);
	assert_int_equal(rig_reg(r, CPU_RCX), 0);
}

static void a_fetch_that_runs_off_the_page_is_reported_where_it_is(void **state)
{
	struct rig *r = *state;
	/* inc %eax; pushf; pop %rcx; mov $imm32, %ebx, whose last bytes are on the next page */
	static const uint8_t code[] = { 0xff, 0xc0, 0x9c, 0x59, 0xbb, 0x78 };
	static const uint8_t rest[] = { 0x56, 0x34, 0x12, 0x0f, 0x05 };
	uaddr_t start = CODE_VA + PAGE_SIZE - sizeof(code);

	rig_write(r, start, code, sizeof(code));
	r->cpu->ops->reset(r->cpu, true);
	rig_set(r, CPU_RIP, start);
	rig_set(r, CPU_RSP, STACK_TOP);
	rig_run(r);
	assert_fault(r, 1, CPU_VEC_PF);
	assert_int_equal(r->fault.error, 20);
	assert_int_equal(r->fault.address, CODE_VA + PAGE_SIZE);
	assert_int_equal(rig_reg(r, CPU_RIP), start + 4);
	assert_int_equal(rig_reg(r, CPU_RAX), 1);
	assert_int_equal(rig_reg(r, CPU_RCX), 0x202); /* no trap flag of ours */
	assert_int_equal(rig_reg(r, CPU_RFLAGS), 0x10202); /* but RF */

	rig_map(r, CODE_VA + PAGE_SIZE, R | X);
	rig_write(r, CODE_VA + PAGE_SIZE, rest, sizeof(rest));
	rig_run(r);
	assert_int_equal(r->syscalls, 1);
	assert_int_equal(rig_reg(r, CPU_RBX), 0x12345678);
	rig_unmap(r, CODE_VA + PAGE_SIZE);
}

GUEST(x87, "fninit; fldz; fld1; fdiv %st(1), %st; push $0x37b; fldcw (%rsp); fld1; fdiv %st(2), %st\n"
	   "fwait; syscall");

static void an_unmasked_x87_exception_is_a_fault(void **state)
{
	struct rig *r = *state;

	START(r, x87);
	assert_fault(r, 1, CPU_VEC_MF);
}

GUEST(steps, "inc %eax; inc %eax; syscall; inc %eax; pushf; pop %rcx; ud2");

static void a_step_is_one_instruction_and_leaves_no_trace(void **state)
{
	struct rig *r = *state;
	static const unsigned stops[] = { 2, 4, 6, 8, 9, 10 };

	rig_write(r, CODE_VA, steps, steps_end - steps);
	r->cpu->ops->reset(r->cpu, true);
	rig_set(r, CPU_RIP, CODE_VA);
	rig_set(r, CPU_RSP, STACK_TOP);
	r->on_syscall = (void *)NULL;
	for (unsigned i = 0; i < ARRAY_SIZE(stops); i++) {
		r->cpu->ops->step(r->cpu);
		rig_run(r);
		assert_left_at(r, stops[i]);
		if (i != 2)
			assert_int_equal(r->fault.vector, CPU_VEC_DB);
	}
	assert_int_equal(r->syscalls, 1);
	assert_int_equal(r->faults, 5);
	assert_int_equal(rig_reg(r, CPU_RCX), 0x206);
	rig_run(r);
	assert_int_equal(r->fault.vector, CPU_VEC_UD);
}

GUEST(own_step, "pushf; orl $0x100, (%rsp); popf; nop; nop");

static void a_program_that_steps_itself_gets_its_traps(void **state)
{
	struct rig *r = *state;

	START(r, own_step);
	assert_fault(r, 1, CPU_VEC_DB);
	assert_left_at(r, 10);
	assert_int_equal(rig_reg(r, CPU_RFLAGS) & 0x100, 0x100);
	rig_run(r);
	assert_fault(r, 2, CPU_VEC_DB);
	assert_left_at(r, 11);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, rig_setup, rig_teardown)
	const struct CMUnitTest tests[] = {
		TEST(each_exception_has_its_vector),
		TEST(a_hundred_thousand_mixed_faults_in_a_row),
		TEST(a_store_over_two_absent_pages_is_done_once_both_are_there),
		TEST(a_store_that_cannot_be_done_whole_is_not_begun),
		TEST(a_string_instruction_shows_its_progress),
		TEST(a_fetch_that_runs_off_the_page_is_reported_where_it_is),
		TEST(an_unmasked_x87_exception_is_a_fault),
		TEST(a_step_is_one_instruction_and_leaves_no_trace),
		TEST(a_program_that_steps_itself_gets_its_traps),
	};

	return rig_run_tests(tests);
}
