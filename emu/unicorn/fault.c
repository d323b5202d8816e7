/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Exceptions, from the many ways in which Unicorn reports them to the vectors of the instruction
 * set. Everything here runs outside uc_emu_start(), with exact registers.
 */
#include "emu/unicorn/decode.h"
#include "emu/unicorn/engine.h"

#include <string.h>

#define PF_PRESENT 1u
#define PF_WRITE 2u
#define PF_USER 4u
#define PF_FETCH 16u

/*
 * Unicorn never forgets that an exception is being delivered, because nothing delivers it: the
 * next contributory one would become a double fault, the third a silent stop.
 */
void fault_clear_in_flight(struct engine *e)
{
	static const int none = -1;

	if (likely(e->cal.in_flight != NULL)) {
		*e->cal.in_flight = none;
	} else if (e->cal.in_flight_offset) {
		uc_context_save(e->uc, e->scratch);
		memcpy((char *)e->scratch + e->cal.in_flight_offset, &none, sizeof(none));
		uc_context_restore(e->uc, e->scratch);
	}
}

/* At the instruction, which begins again, and not behind it. */
static bool is_fault(int vector)
{
	return vector != CPU_VEC_DB && vector != CPU_VEC_BP && vector != CPU_VEC_OF;
}

static enum cpu_answer deliver(struct engine *e, const struct cpu_fault *fault)
{
	if (is_fault(fault->vector))
		reg_write(e, CPU_RFLAGS, reg_read(e, CPU_RFLAGS) | RFLAGS_RF);
	e->stats.faults++;
	e->fetch_steps = 0;
	return e->client->fault(e->client->ctx, fault);
}

enum cpu_answer fault_deliver(struct engine *e, int vector, uint32_t error, uint64_t address)
{
	return deliver(e, &(struct cpu_fault){ vector, error, address, false });
}

/* Opcodes that use the stack by themselves: of PUSH, POP, CALL, RET, IRET, ENTER, LEAVE. */
static bool uses_stack(const uint8_t *insn)
{
	switch (insn[0]) {
	case 0x50 ... 0x5f: case 0x68: case 0x6a: case 0x8f: case 0x9c: case 0x9d:
	case 0xc2: case 0xc3: case 0xc8 ... 0xcb: case 0xcf: case 0xe8:
		return true;
	case 0x0f: /* of FS and GS */
		return (insn[1] & 0xf6) == 0xa0;
	case 0xff:
		return (insn[1] & 0x38) == 0x10 || (insn[1] & 0x38) == 0x30;
	default:
		return false;
	}
}

/* Opcodes of the first map that touch memory without a ModRM byte. */
static bool has_implicit_operand(uint8_t opcode)
{
	return (opcode >= 0xa0 && opcode <= 0xaf) || opcode == 0xd7;
}

/* Is the operand's base rsp or rbp? modrm and sib follow each other; rex.B makes them others. */
static bool is_stack_based(const uint8_t *modrm, uint8_t rex)
{
	unsigned mod = modrm[0] >> 6, base = modrm[0] & 7;

	if (mod == 3 || rex & 1)
		return false;
	if (base == 4) {
		base = modrm[1] & 7;
		if (base == 4)
			return true;
	}
	return base == 5 && mod != 0;
}

/*
 * A non-canonical address is #SS and not #GP where it goes through the stack segment: by the
 * stack's own instructions, or by an operand with rsp or rbp for its base.
 */
static bool through_stack_segment(struct engine *e)
{
	uint8_t insn[20] = { 0 }, rex = 0;
	size_t n = guest_peek(e, code_address(e), insn, 15), i = 0;
	const uint8_t *modrm;

	if (e->fill_access == CPU_EXEC)
		return false;
	for (; i < n && insn_is_prefix(insn[i], true); i++) {
		if (insn[i] == 0x64 || insn[i] == 0x65)
			return false;
		rex = (insn[i] & 0xf0) == 0x40 ? insn[i] : 0;
	}
	if (uses_stack(&insn[i]) &&
	    (insn[i] == 0xc8 || insn[i] == 0xc9 || align_down(reg_read(e, CPU_RSP) - 8, PAGE_SIZE) == e->fill_va ||
	     align_down(reg_read(e, CPU_RSP), PAGE_SIZE) == e->fill_va))
		return true;
	if (insn[i] != 0x0f && has_implicit_operand(insn[i]))
		return false;
	modrm = &insn[i + 1];
	if (insn[i] == 0x0f)
		modrm += insn[i + 1] == 0x38 || insn[i + 1] == 0x3a ? 2 : 1;
	return is_stack_based(modrm, rex);
}

#define OPCODE_MAX 20 /* of an instruction of 15 bytes, and zeros that may be looked at */

/* The instruction at RIP, without its prefixes; what is not there is 0. */
static const uint8_t *peek_opcode(struct engine *e, uint8_t insn[OPCODE_MAX])
{
	size_t n, i = 0;

	memset(insn, 0, OPCODE_MAX);
	n = guest_peek(e, code_address(e), insn, 15);
	while (i < n && insn_is_prefix(insn[i], segment_is_64bit(e)))
		i++;
	return &insn[i];
}

/* Opcodes of the first map, and of the second, that change an operand in memory. */
static bool modifies(const uint8_t *opcode)
{
	unsigned member = opcode[1] >> 3 & 7;

	switch (opcode[0]) {
	case 0x00 ... 0x0e: case 0x10 ... 0x3f: /* ADD ... XOR, but not CMP */
		return opcode[0] < 0x38 && (opcode[0] & 6) == 0;
	case 0x80 ... 0x83:
		return member != 7;
	case 0x86: case 0x87: case 0xc0: case 0xc1: case 0xd0 ... 0xd3: /* XCHG, shifts */
		return true;
	case 0xf6: case 0xf7:
		return member == 2 || member == 3; /* NOT NEG */
	case 0xfe: case 0xff:
		return member < 2; /* INC DEC */
	default:
		return false;
	}
}

static bool modifies_0f(const uint8_t *opcode)
{
	unsigned member = opcode[1] >> 3 & 7;

	switch (opcode[0]) {
	case 0xa4: case 0xa5: case 0xac: case 0xad: /* SHLD SHRD */
	case 0xab: case 0xb3: case 0xbb: /* BTS BTR BTC */
	case 0xb0: case 0xb1: case 0xc0: case 0xc1: /* CMPXCHG XADD */
		return true;
	case 0xba:
		return member >= 5;
	case 0xc7:
		return member == 1; /* CMPXCHG8B */
	default:
		return false;
	}
}

/*
 * What reads its operand and writes it back asks for both at once: Unicorn reads first, and finds
 * the page missing by that. Such instructions have one operand in memory.
 */
static enum cpu_access refused_access(struct engine *e)
{
	uint8_t insn[OPCODE_MAX];
	const uint8_t *opcode;

	if (e->fill_access != CPU_READ)
		return e->fill_access;
	opcode = peek_opcode(e, insn);
	if (opcode[0] == 0x0f)
		return modifies_0f(&opcode[1]) ? CPU_WRITE : CPU_READ;
	return modifies(opcode) ? CPU_WRITE : CPU_READ;
}

enum cpu_answer fault_page(struct engine *e)
{
	enum cpu_access access = refused_access(e);
	uaddr_t address = e->fill_va;
	uint32_t error = PF_USER;
	const pte_t *ptep;

	if (!is_canonical(address))
		return fault_deliver(e, through_stack_segment(e) ? CPU_VEC_SS : CPU_VEC_GP, 0, 0);
	/* The exact byte, unless the field does not belong to this page: then the page's first. */
	if (e->cal.fault_address && align_down(*e->cal.fault_address, PAGE_SIZE) == address)
		address = *e->cal.fault_address;
	ptep = pte_lookup(e->mem, e->root, address);
	if (ptep && *ptep & PTE_PRESENT)
		error |= PF_PRESENT;
	if (access == CPU_WRITE)
		error |= PF_WRITE;
	if (access == CPU_EXEC)
		error |= PF_FETCH;
	return fault_deliver(e, CPU_VEC_PF, error, address);
}

/* Error codes, which Unicorn keeps to itself: selectors, mostly. */
REPLACED(void, raise_exception_err_ra, struct uc_env *env, int vector, int error, uintptr_t caller);
INTERPOSE(void, raise_exception_err_ra, struct uc_env *env, int vector, int error, uintptr_t caller)
{
	if (likely(entered != NULL))
		entered->raised_error = (uint32_t)error;
	__real_raise_exception_err_ra_x86_64(env, vector, error, caller);
}

/* The error code of a #GP: for `int n` to a gate that ring 3 may not use, its number. */
static uint32_t protection_error(struct engine *e)
{
	uint8_t insn[OPCODE_MAX];
	const uint8_t *opcode = peek_opcode(e, insn);

	return opcode[0] == 0xcd ? opcode[1] * 8u + 2 : e->raised_error;
}

/* What CALL has pushed and RET popped before the address was found to be impossible. */
static void undo_jump(struct engine *e)
{
	uint8_t insn[OPCODE_MAX];
	const uint8_t *opcode = peek_opcode(e, insn);
	uint64_t rsp = reg_read(e, CPU_RSP);

	if (opcode[0] == 0xff && (opcode[1] & 0x38) == 0x10)
		rsp += 8;
	else if (opcode[0] == 0xc3)
		rsp -= 8;
	else if (opcode[0] == 0xc2)
		rsp -= 8u + (opcode[1] | (unsigned)opcode[2] << 8);
	reg_write(e, CPU_RSP, rsp);
}

enum cpu_answer fault_interrupt(struct engine *e)
{
	uint32_t n = e->intno;

	if (e->wild_jump)
		undo_jump(e);
	if (n == CPU_VEC_DE || n == CPU_VEC_DF || (n >= 10 && n <= CPU_VEC_GP))
		fault_clear_in_flight(e);
	if (n == CPU_VEC_GP)
		return fault_deliver(e, CPU_VEC_GP, protection_error(e), 0);
	return fault_deliver(e, (int)n, n == CPU_VEC_NP || n == CPU_VEC_SS ? e->raised_error : 0, 0);
}

/* Return code "invalid instruction": most are, some exist and mean something else. */
enum cpu_answer fault_invalid(struct engine *e)
{
	uaddr_t rip = reg_read(e, CPU_RIP);
	uint8_t bytes[2] = { 0 };

	guest_peek(e, code_address(e), bytes, sizeof(bytes));
	if (bytes[0] == 0xf1) { /* int1: a trap of its own */
		reg_write(e, CPU_RIP, rip + 1);
		return deliver(e, &(struct cpu_fault){ CPU_VEC_DB, .is_int1 = true });
	}
	return fault_deliver(e, CPU_VEC_UD, 0, 0);
}
