/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Can this Unicorn do what we build on? A few instructions of each kind, in both modes, at the first
 * creation of a process (and all that have no calibration): another version, or one built in another way, fails here with a reason and not later
 * in a user's program.
 */
#include "emu/unicorn/engine.h"

#include <string.h>

#define CODE (STUB_TEST)
#define HOLE 0x00001234fedcba98ull
#define HOLE32 0x7edcba98ull

enum {
	AT_DIV = CODE,	      /* div %edx */
	AT_HLT = AT_DIV + 2,  /* hlt */
	AT_UD2 = AT_HLT + 1,  /* ud2 */
	AT_ST = AT_UD2 + 2,   /* mov %eax,(%rdx) */
	AT_SYSCALL = AT_ST + 2,
	AT_INT80 = AT_SYSCALL + 2,
	AT_SYSENTER = AT_INT80 + 2,
	AT_LANDING = AT_SYSENTER + 4, /* int $0x80 again: the end */
	AT_REPAIRS = AT_LANDING + 2,
	AT_VEX = AT_REPAIRS + 28,
	AT_UNALIGNED = AT_VEX + 3,
};

static const uint8_t code[] = { 0xf7, 0xf2, 0xf4, 0x0f, 0x0b, 0x89, 0x02, 0x0f, 0x05, 0xcd,
				0x80, 0x0f, 0x34, 0xcc, 0xcc, 0xcd, 0x80,
				/* what Unicorn itself gets wrong */
				0xd9, 0xe8, 0xd9, 0xeb, 0xd9, 0xf8,	/* fld1; fldpi; fprem */
				0xb8, 0x03, 0x00, 0x00, 0x00,		/* mov $3,%eax */
				0xf3, 0x0f, 0x2a, 0xc8,			/* cvtsi2ss %eax,%xmm1 */
				0x0f, 0x28, 0xc1,			/* movaps %xmm1,%xmm0 */
				0xf3, 0x0f, 0x53, 0xc1,			/* rcpss %xmm1,%xmm0 */
				0xf3, 0x0f, 0x5e, 0xc1, 0x90, 0x90,	/* divss %xmm1,%xmm0 */
				0xc5, 0xf8, 0x77,			/* vzeroupper */
				0x0f, 0x29, 0x42, 0x01 };		/* movaps %xmm0,1(%rdx) */

struct test {
	struct engine *e;
	uaddr_t base; /* of the stub's page */
	bool wide;
	unsigned divisions, halts;
	const char *wrong;
};

static enum cpu_answer fail(struct test *t, const char *what)
{
	t->wrong = what;
	return CPU_LEAVE;
}

static enum cpu_answer go_to(struct test *t, unsigned offset)
{
	reg_write(t->e, CPU_RIP, t->base + offset);
	return CPU_GO_ON;
}

static enum cpu_answer test_syscall(void *ctx, enum cpu_trap trap)
{
	struct test *t = ctx;
	uint64_t at = reg_read(t->e, CPU_RIP) - t->base;

	switch (trap) {
	case CPU_TRAP_SYSCALL64:
	case CPU_TRAP_SYSCALL32:
		if (at != AT_INT80 || t->wide != (trap == CPU_TRAP_SYSCALL64))
			return fail(t, "syscall is not trapped exactly");
		reg_write(t->e, CPU_RAX, 0x77);
		return CPU_GO_ON;
	case CPU_TRAP_INT80:
		if (at == AT_SYSENTER && reg_read(t->e, CPU_RAX) == 0x77)
			return t->wide ? CPU_LEAVE : CPU_GO_ON;
		if (at == AT_LANDING + 2 && !t->wide)
			return CPU_LEAVE;
		return fail(t, "int $0x80 is not trapped exactly");
	case CPU_TRAP_SYSENTER:
		return go_to(t, AT_LANDING);
	default:
		return fail(t, "an unknown trap");
	}
}

/* pi modulo 1 to the last bit, a quotient of 3, and a division that was not exact. */
static bool repairs_work(struct engine *e)
{
	struct {
		uint64_t mantissa;
		uint16_t exponent;
	} st0 = { 0 };
	uint16_t fsw = 0;
	uint32_t mxcsr = 0;

	uc_reg_read(e->uc, UC_X86_REG_ST0, &st0);
	uc_reg_read(e->uc, UC_X86_REG_FPSW, &fsw);
	uc_reg_read(e->uc, UC_X86_REG_MXCSR, &mxcsr);
	return st0.mantissa == 0x90fdaa22168c2350 && st0.exponent == 0x3ffc &&
	       (fsw & FSW_CC) == (FSW_C1 | FSW_C3) && (mxcsr & 0x3f) == 0x20;
}

static enum cpu_answer test_fault(void *ctx, const struct cpu_fault *fault)
{
	struct test *t = ctx;
	uint64_t at = reg_read(t->e, CPU_RIP) - t->base;

	switch (fault->vector) {
	case CPU_VEC_DE:
		if (at != AT_DIV)
			break;
		return ++t->divisions < 5 ? CPU_GO_ON : go_to(t, AT_HLT);
	case CPU_VEC_GP:
		if (at == AT_UNALIGNED)
			return go_to(t, AT_UD2);
		if (at != AT_HLT)
			break;
		return ++t->halts < 5 ? CPU_GO_ON : go_to(t, AT_REPAIRS);
	case CPU_VEC_UD:
		if (at == AT_VEX)
			return repairs_work(t->e) ? go_to(t, AT_UNALIGNED)
						  : fail(t, "the repairs do not fit this Unicorn");
		if (at != AT_UD2)
			break;
		reg_write(t->e, CPU_RDX, t->wide ? HOLE : HOLE32);
		return go_to(t, AT_ST);
	case CPU_VEC_PF:
		if (at != AT_ST || align_down(fault->address, PAGE_SIZE) !=
					   align_down(t->wide ? HOLE : HOLE32, PAGE_SIZE))
			break;
		return go_to(t, AT_SYSCALL);
	}
	return fail(t, "an exception is not reported exactly");
}

static bool test_map_page(void *ctx __unused, uaddr_t page __unused,
			  enum cpu_access access __unused)
{
	return false;
}

static enum cpu_answer test_tick(void *ctx __unused)
{
	return CPU_GO_ON;
}

static const char *run_mode(struct engine *e, bool wide)
{
	const struct cpu_client *client = e->client;
	struct test t = { .e = e, .wide = wide,
			  .base = wide ? AREA_ADDR(AREA_STUB) : LOW_STUB_VA };
	const struct cpu_client tester = { .syscall = test_syscall, .map_page = test_map_page,
					   .fault = test_fault, .tick = test_tick, .ctx = &t };

	uc_context_restore(e->uc, e->fresh[wide]);
	go_to(&t, AT_DIV);
	e->client = &tester;
	e->stub_on = true;
	tlb_flush(e);
	unicorn_run(&e->cpu);
	e->stub_on = false;
	tlb_flush(e);
	e->client = client;
	if (!t.wrong && (t.divisions != 5 || t.halts != 5))
		return "repeated exceptions are lost";
	return t.wrong;
}

const char *selftest(struct engine *e)
{
	const char *wrong;

	memcpy(e->area + AREA_STUB * PAGE_SIZE + CODE, code, sizeof(code));
	wrong = run_mode(e, true);
	return wrong ? wrong : run_mode(e, false);
}
