/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Far calls and returns of ring 3, where no other ring is ever entered: CS is loaded, and nothing
 * but code of ring 3 is accepted. Unicorn's use half of a 64-bit stack pointer for operands of 16
 * and 32 bits, and its IRET lets anybody into virtual-8086 mode, which long mode does not have.
 *
 * All that can fail is checked in front of the first change, with the exceptions of an AMD or Intel
 * processor; what Unicorn does then cannot fail, as it must not, being called from here.
 */
#include "emu/unicorn/engine.h"

#define DESC_CONFORMING BIT(42)
#define DESC_WRITABLE BIT(41)
#define DESC_CODE BIT(43)
#define DESC_SEGMENT BIT(44) /* of code or data */
#define DESC_DPL (3ull << 45) /* all of it: ring 3 */
#define DESC_PRESENT BIT(47)
#define DESC_LONG BIT(53)
#define DESC_PAGES BIT(55)
#define SEG_BIG 0x400000u /* in struct uc_segment: B, of a stack's 32-bit pointer */

#define RFLAGS_NT 0x4000ull
#define IRET_FLAGS 0x254100ull /* that IRET loads beside arithmetic and DF: TF NT RF AC ID */

enum { RSP = 4 }; /* of regs[] */
enum { LOCAL_TABLE = 4 }; /* of a selector */

void helper_load_seg_x86_64(struct uc_env *env, int segment, int selector);

struct far {
	struct uc_env *env;
	uintptr_t caller;
	unsigned shift; /* operands: 2 << shift bytes */
	uint64_t sp, sp_mask;
};

static bool is_long(const struct uc_env *env)
{
	return env->hflags & HFLAGS_CS64;
}

static struct far far_begin(struct uc_env *env, int shift, uintptr_t caller)
{
	struct far f = { env, caller, (unsigned)shift, env->regs[RSP], UINT64_MAX };

	if (!is_long(env))
		f.sp_mask = env->segs[SEG_SS].flags & SEG_BIG ? UINT32_MAX : UINT16_MAX;
	return f;
}

__attribute__((noreturn)) static void fail(const struct far *f, int vector, uint16_t selector)
{
	raise_exception_err_ra_x86_64(f->env, vector, selector & ~3, f->caller);
}

static uint64_t at_stack(const struct far *f)
{
	uint64_t at = f->sp & f->sp_mask;

	return is_long(f->env) ? at : (uint32_t)(at + f->env->segs[SEG_SS].base);
}

static uint64_t pop(struct far *f)
{
	uint64_t at = at_stack(f);

	f->sp += 2u << f->shift;
	switch (f->shift) {
	case 0:
		return cpu_lduw_data_ra_x86_64(f->env, at, f->caller);
	case 1:
		return cpu_ldl_data_ra_x86_64(f->env, at, f->caller);
	default:
		return cpu_ldq_data_ra_x86_64(f->env, at, f->caller);
	}
}

static void push(struct far *f, uint64_t value)
{
	uint64_t at;

	f->sp -= 2u << f->shift;
	at = at_stack(f);
	switch (f->shift) {
	case 0:
		cpu_stw_data_ra_x86_64(f->env, at, (uint16_t)value, f->caller);
		break;
	case 1:
		cpu_stl_data_ra_x86_64(f->env, at, (uint32_t)value, f->caller);
		break;
	default:
		cpu_stq_data_ra_x86_64(f->env, at, value, f->caller);
	}
}

static void set_stack(struct far *f)
{
	uint64_t *sp = &f->env->regs[RSP];

	*sp = (*sp & ~f->sp_mask) | (f->sp & f->sp_mask);
	if (!is_long(f->env))
		*sp = (uint32_t)*sp;
}

static uint64_t descriptor(const struct far *f, uint16_t selector)
{
	const struct uc_segment *table = selector & LOCAL_TABLE ? &f->env->ldt : &f->env->gdt;

	if ((selector | 7u) > table->limit)
		fail(f, CPU_VEC_GP, selector);
	return cpu_ldq_data_ra_x86_64(f->env, table->base + (selector & ~7u), f->caller);
}

static uint64_t code_descriptor(const struct far *f, uint16_t selector)
{
	uint64_t d;

	if (selector <= 3)
		fail(f, CPU_VEC_GP, 0);
	d = descriptor(f, selector);
	if ((d & (DESC_SEGMENT | DESC_CODE)) != (DESC_SEGMENT | DESC_CODE) ||
	    (!(d & DESC_CONFORMING) && (d & DESC_DPL) != DESC_DPL))
		fail(f, CPU_VEC_GP, selector);
	if (!(d & DESC_PRESENT))
		fail(f, CPU_VEC_NP, selector);
	return d;
}

static void check_target(const struct far *f, uint64_t d, uint64_t rip)
{
	uint64_t limit = (d & 0xffff) | (d >> 32 & 0xf0000);

	if (d & DESC_PAGES)
		limit = limit << PAGE_SHIFT | (PAGE_SIZE - 1);
	if (d & DESC_LONG ? !is_canonical(rip) : rip > limit)
		fail(f, CPU_VEC_GP, 0);
}

static void return_target(const struct far *f, uint16_t cs, uint64_t rip)
{
	uint64_t d;

	if (cs > 3 && (cs & 3) != 3) /* to an inner ring */
		fail(f, CPU_VEC_GP, cs);
	d = code_descriptor(f, cs);
	check_target(f, d, rip);
}

static void check_stack_segment(const struct far *f, uint16_t ss)
{
	uint64_t d;

	if (ss <= 3)
		fail(f, CPU_VEC_GP, 0);
	d = descriptor(f, ss);
	if ((ss & 3) != 3 || (d & (DESC_SEGMENT | DESC_CODE)) != DESC_SEGMENT ||
	    !(d & DESC_WRITABLE) || (d & DESC_DPL) != DESC_DPL)
		fail(f, CPU_VEC_GP, ss);
	if (!(d & DESC_PRESENT))
		fail(f, CPU_VEC_SS, ss);
}

static void load_flags(struct uc_env *env, uint64_t flags, unsigned shift)
{
	uint64_t mask = shift ? IRET_FLAGS : IRET_FLAGS & UINT16_MAX;

	env->cc_src = flags & CC_ALL;
	env->cc_op = CC_OP_EFLAGS;
	env->df = flags & EFLAGS_DF ? -1 : 1;
	env->eflags = (env->eflags & ~mask) | (flags & mask);
}

REPLACED(void, helper_iret_protected, struct uc_env *env, int shift, int next);
INTERPOSE(void, helper_iret_protected, struct uc_env *env, int shift, int next)
{
	struct far f = far_begin(env, shift, CALLER);
	bool with_stack = is_long(env);
	uint64_t rip, flags, sp = 0;
	uint16_t cs, ss = 0;

	if ((env->hflags & HFLAGS_CPL) != 3) { /* the engine's own */
		__real_helper_iret_protected_x86_64(env, shift, next);
		return;
	}
	if (env->eflags & RFLAGS_NT) /* from another task, which long mode does not have */
		fail(&f, CPU_VEC_GP, 0);
	rip = pop(&f);
	cs = (uint16_t)pop(&f);
	flags = pop(&f);
	if (with_stack) {
		sp = pop(&f);
		ss = (uint16_t)pop(&f);
	}
	return_target(&f, cs, rip);
	if (with_stack) {
		check_stack_segment(&f, ss);
		helper_load_seg_x86_64(env, SEG_SS, ss);
		f.sp = sp;
	}
	set_stack(&f);
	load_flags(env, flags, f.shift);
	helper_ljmp_protected_x86_64(env, cs, rip, rip);
}

INTERPOSE(void, helper_lret_protected, struct uc_env *env, int shift, int more)
{
	struct far f = far_begin(env, shift, CALLER);
	uint64_t rip = pop(&f);
	uint16_t cs = (uint16_t)pop(&f);

	return_target(&f, cs, rip);
	f.sp += (uint64_t)(int64_t)more;
	set_stack(&f);
	helper_ljmp_protected_x86_64(env, cs, rip, rip);
}

INTERPOSE(void, helper_lcall_protected, struct uc_env *env, int selector, uint64_t rip, int shift,
	  uint64_t next)
{
	struct far f = far_begin(env, shift, CALLER);
	uint16_t cs = (uint16_t)selector;
	uint64_t d = code_descriptor(&f, cs);

	push(&f, env->segs[SEG_CS].selector);
	push(&f, next);
	check_target(&f, d, rip);
	set_stack(&f);
	helper_ljmp_protected_x86_64(env, cs, rip, rip);
}
