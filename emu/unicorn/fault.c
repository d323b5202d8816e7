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

enum cpu_answer fault_deliver(struct engine *e, int vector, uint32_t error, uint64_t address)
{
	struct cpu_fault fault = { .vector = vector, .error = error, .address = address };

	e->stats.faults++;
	e->fetch_steps = 0;
	return e->client->fault(e->client->ctx, &fault);
}

static bool canonical(uaddr_t va)
{
	return va < USER_TOP || va >= -USER_TOP;
}

enum cpu_answer fault_page(struct engine *e)
{
	uaddr_t address = e->fill_va;
	uint32_t error = PF_USER;
	const pte_t *ptep;

	if (!canonical(address))
		return fault_deliver(e, CPU_VEC_GP, 0, 0);
	/* The exact byte, unless the field does not belong to this page: then the page's first. */
	if (e->cal.fault_address && align_down(*e->cal.fault_address, PAGE_SIZE) == address)
		address = *e->cal.fault_address;
	ptep = pte_lookup(e->mem, e->root, address);
	if (ptep && *ptep & PTE_PRESENT)
		error |= PF_PRESENT;
	if (e->fill_access == CPU_WRITE)
		error |= PF_WRITE;
	if (e->fill_access == CPU_EXEC)
		error |= PF_FETCH;
	return fault_deliver(e, CPU_VEC_PF, error, address);
}

/* The error code of a #GP: for `int n` to a gate that ring 3 may not use, its number. */
static uint32_t protection_error(struct engine *e)
{
	uint8_t bytes[16];
	size_t n = guest_peek(e, reg_read(e, CPU_RIP), bytes, sizeof(bytes)), i = 0;

	while (i < n && insn_is_prefix(bytes[i], segment_is_64bit(e)))
		i++;
	return i + 1 < n && bytes[i] == 0xcd ? bytes[i + 1] * 8u + 2 : 0;
}

enum cpu_answer fault_interrupt(struct engine *e)
{
	uint32_t n = e->intno;

	if (n == CPU_VEC_DE || n == CPU_VEC_DF || (n >= 10 && n <= CPU_VEC_GP))
		fault_clear_in_flight(e);
	return fault_deliver(e, (int)n, n == CPU_VEC_GP ? protection_error(e) : 0, 0);
}

/* Return code "invalid instruction": most are, some exist and mean something else. */
enum cpu_answer fault_invalid(struct engine *e)
{
	uaddr_t rip = reg_read(e, CPU_RIP);
	uint8_t bytes[2] = { 0 };

	guest_peek(e, rip, bytes, sizeof(bytes));
	if (bytes[0] == 0xf1) { /* int1: a trap of its own */
		reg_write(e, CPU_RIP, rip + 1);
		return fault_deliver(e, CPU_VEC_DB, 0, 0);
	}
	/* sysret and sysexit exist, but not for ring 3 */
	if (bytes[0] == 0x0f && (bytes[1] == 0x07 || bytes[1] == 0x35))
		return fault_deliver(e, CPU_VEC_GP, 0, 0);
	return fault_deliver(e, CPU_VEC_UD, 0, 0);
}
