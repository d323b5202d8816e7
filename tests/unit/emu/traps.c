/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The four ways into the kernel, with registers as the instructions leave them. */
#include "rig.h"

GUEST(just_syscall, "mov $39, %eax; stc; syscall; nop; syscall");

static void syscall64_leaves_rip_in_rcx_and_flags_in_r11(void **state)
{
	struct rig *r = *state;

	START(r, just_syscall);
	assert_int_equal(r->syscalls, 1);
	assert_int_equal(r->trap, CPU_TRAP_SYSCALL64);
	assert_int_equal(rig_reg(r, CPU_RAX), 39);
	assert_left_at(r, 8);
	assert_int_equal(rig_reg(r, CPU_RCX), CODE_VA + 8);
	assert_int_equal(rig_reg(r, CPU_R11), 0x203);
	assert_int_equal(rig_reg(r, CPU_RFLAGS), 0x203);
	rig_run(r);
	assert_int_equal(r->syscalls, 2);
	assert_left_at(r, 11);
}

static enum cpu_answer answer_in_place(struct rig *r)
{
	if (rig_reg(r, CPU_RAX) == 60)
		return CPU_LEAVE;
	assert_int_equal(rig_reg(r, CPU_RDI), 0x1122334455667788);
	rig_set(r, CPU_RAX, rig_reg(r, CPU_RAX) + 100);
	return CPU_GO_ON;
}

GUEST(count_calls, "mov $0x1122334455667788, %rdi; mov $10, %ebx; xor %r12d, %r12d\n"
		   "1: mov $39, %eax; syscall; add %rax, %r12; dec %ebx; jnz 1b\n"
		   "mov $60, %eax; syscall");

static void a_call_answered_in_place_goes_on(void **state)
{
	struct rig *r = *state;

	r->on_syscall = answer_in_place;
	START(r, count_calls);
	assert_int_equal(r->syscalls, 11);
	assert_int_equal(rig_reg(r, CPU_R12), 1390);
}

GUEST(prefixed, "mov $1, %eax; .byte 0x66, 0xf2, 0x48, 0x0f, 0x05; inc %ebx; syscall");

static enum cpu_answer on_but_last(struct rig *r)
{
	return r->syscalls == 2 ? CPU_LEAVE : CPU_GO_ON;
}

static void prefixes_of_syscall_count(void **state)
{
	struct rig *r = *state;

	START(r, prefixed);
	assert_left_at(r, 10);
	assert_int_equal(rig_reg(r, CPU_RCX), CODE_VA + 10);
	r->syscalls = 0;
	r->on_syscall = on_but_last;
	START(r, prefixed);
	assert_int_equal(rig_reg(r, CPU_RBX), 1);
	assert_left_at(r, 14);
}

GUEST(jump_in_trap, "syscall; ud2; ud2; mov $7, %ebx; syscall");

static enum cpu_answer move_rip(struct rig *r)
{
	if (r->syscalls == 2)
		return CPU_LEAVE;
	rig_set(r, CPU_RIP, CODE_VA + 6);
	assert_int_equal(rig_reg(r, CPU_RIP), CODE_VA + 6);
	return CPU_GO_ON;
}

static void rip_set_in_a_trap_is_where_it_goes_on(void **state)
{
	struct rig *r = *state;

	r->on_syscall = move_rip;
	START(r, jump_in_trap);
	assert_int_equal(rig_reg(r, CPU_RBX), 7);
	assert_int_equal(r->faults, 0);
}

GUEST(int80_64, "mov $0xffff000000000001, %rax; int $0x80; nop");
GUEST32(int80_32, "mov $20, %eax; int $0x80; nop");

static void int80_is_trapped_from_both_modes(void **state)
{
	struct rig *r = *state;

	START(r, int80_64);
	assert_int_equal(r->trap, CPU_TRAP_INT80);
	assert_int_equal(rig_reg(r, CPU_RAX), 0xffff000000000001);
	assert_left_at(r, 12);
	assert_true(r->cpu->ops->is_64bit(r->cpu));
	START32(r, int80_32);
	assert_int_equal(r->trap, CPU_TRAP_INT80);
	assert_int_equal(rig_reg(r, CPU_RAX), 20);
	assert_left_at(r, 7);
	assert_false(r->cpu->ops->is_64bit(r->cpu));
	assert_int_equal(r->syscalls, 2);
}

GUEST32(sysenter32, "mov $20, %eax; xor %ebx, %ebx; inc %ebx; .byte 0x3e; sysenter; ud2; ud2\n"
		    "landing: mov %eax, %ecx; int $0x80");

static enum cpu_answer land(struct rig *r)
{
	if (r->trap == CPU_TRAP_INT80)
		return CPU_LEAVE;
	assert_int_equal(r->trap, CPU_TRAP_SYSENTER);
	assert_int_equal(rig_reg(r, CPU_RBX), 1);
	rig_set(r, CPU_RAX, 0xfffffff2);
	rig_set(r, CPU_RIP, CODE_VA + 15);
	return CPU_GO_ON;
}

static void sysenter_lands_where_it_is_told(void **state)
{
	struct rig *r = *state;

	r->on_syscall = land;
	START32(r, sysenter32);
	assert_int_equal(r->syscalls, 2);
	assert_int_equal(rig_reg(r, CPU_RCX), 0xfffffff2);
	assert_left_at(r, 19);
	assert_int_equal(rig_reg(r, CPU_RFLAGS) & 0x8d5, 0); /* of `inc`: nothing was lost */
}

GUEST(sysenter64, "nop; sysenter");

static void sysenter_does_not_exist_in_64_bit_code(void **state)
{
	struct rig *r = *state;

	START(r, sysenter64);
	assert_int_equal(r->syscalls, 0);
	assert_fault(r, 1, CPU_VEC_UD);
}

GUEST32(syscall32, "mov $20, %eax; syscall; nop");

static void syscall_from_compatibility_mode(void **state)
{
	struct rig *r = *state;

	START32(r, syscall32);
	assert_int_equal(r->trap, CPU_TRAP_SYSCALL32);
	assert_left_at(r, 7);
	assert_int_equal(rig_reg(r, CPU_RCX), CODE_VA + 7);
}

GUEST(far_jump, "lea 1f(%rip), %rax; push $0x23; push %rax; lretq\n"
		".code32\n1: mov $0x11, %ebx; int $0x80\n"
		"push $0x33; push $0x400030; lret\n"
		".code64\n. = far_jump + 0x30\n mov $-1, %rcx; syscall");

static void a_program_may_change_its_mode(void **state)
{
	struct rig *r = *state;

	START(r, far_jump);
	assert_int_equal(r->trap, CPU_TRAP_INT80);
	assert_false(r->cpu->ops->is_64bit(r->cpu));
	assert_int_equal(rig_reg(r, CPU_CS), 0x23);
	rig_run(r);
	assert_int_equal(r->trap, CPU_TRAP_SYSCALL64);
	assert_int_equal(rig_reg(r, CPU_CS), 0x33);
	assert_left_at(r, 0x39);
}

GUEST(fresh_flags, "pushf; pop %rax; syscall");

static void user_mode_starts_with_linuxs_flags(void **state)
{
	struct rig *r = *state;

	START(r, fresh_flags);
	assert_int_equal(rig_reg(r, CPU_RAX), 0x202);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, rig_setup, rig_teardown)
	const struct CMUnitTest tests[] = {
		TEST(syscall64_leaves_rip_in_rcx_and_flags_in_r11),
		TEST(a_call_answered_in_place_goes_on),
		TEST(prefixes_of_syscall_count),
		TEST(rip_set_in_a_trap_is_where_it_goes_on),
		TEST(int80_is_trapped_from_both_modes),
		TEST(sysenter_lands_where_it_is_told),
		TEST(sysenter_does_not_exist_in_64_bit_code),
		TEST(syscall_from_compatibility_mode),
		TEST(a_program_may_change_its_mode),
		TEST(user_mode_starts_with_linuxs_flags),
	};

	return rig_run_tests(tests);
}
