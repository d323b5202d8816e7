/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Private fields of Unicorn 2.1.1 that have no interface. Each is found by what it does or
 * checked before it is used; one that is not found is done without, which is slower. Where they are
 * is a fact about the Unicorn that was linked: the first engine of a process that finds them and
 * passes the self-test leaves their places for the others, which only check what costs nothing.
 */
#include "emu/unicorn/engine.h"

#include <malloc.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#define NO_EXIT_AFTER_USE_EXITS 606 /* bytes from use_exits to no_exit_request, in 2.1.1 */
#define CPU_IN_UC 416		    /* the pointer to the CPU object */
#define CONTEXT_HEADER 24

/* Written by one engine before it is published, and never again. */
static struct {
	atomic_int state; /* 0: nobody has been here, 1: somebody is, 2: published */
	size_t no_exit_request, fault_address; /* in the engine object; the latter in words */
	ptrdiff_t in_flight;		       /* from the CPU state */
	size_t in_flight_offset;
} published;

static bool is_published(void)
{
	return atomic_load_explicit(&published.state, memory_order_acquire) == 2;
}

/* The byte is to be 0, and the next, init_done, is set by now. */
static bool set_no_exit_request(struct engine *e, size_t at)
{
	uint8_t *uc = (uint8_t *)e->uc;

	if (at + 1 >= malloc_usable_size(e->uc) || uc[at] != 0 || uc[at + 1] != 1)
		return false;
	uc[at] = 1;
	e->cal.async_stop = true;
	return true;
}

/* use_exits is the one byte that the call changes; no_exit_request has a place relative to it. */
static void calibrate_async_stop(struct engine *e)
{
	size_t size = malloc_usable_size(e->uc), at = 0, changes = 0;
	uint8_t *before = malloc(size), *now = (uint8_t *)e->uc;

	if (before)
		memcpy(before, now, size);
	uc_ctl_exits_enable(e->uc);
	if (!before)
		return;
	for (size_t i = 0; i < size; i++) {
		if (before[i] != now[i]) {
			at = i;
			changes++;
		}
	}
	free(before);
	at += NO_EXIT_AFTER_USE_EXITS;
	if (changes == 1 && !e->options.no_calibration && set_no_exit_request(e, at))
		e->no_exit_request = at;
}

/* Copies from an address that may be anything. */
static bool try_read(const void *from, void *to, size_t n)
{
	struct iovec local = { to, n }, remote = { (void *)(uintptr_t)from, n };

	return process_vm_readv(getpid(), &local, 1, &remote, 1, 0) == (ssize_t)n;
}

static bool same_registers(struct engine *e, const uint64_t *regs)
{
	for (unsigned i = 0; i < 16; i++)
		if (regs[i] != reg_read(e, i))
			return false;
	return true;
}

static bool same_flags(struct engine *e, const struct uc_env *env, uint64_t flags)
{
	reg_write(e, CPU_RFLAGS, flags);
	return reg_read(e, CPU_RFLAGS) == flags && env_flags(env) == flags;
}

/* The registers' place is right if both ways agree, for values written by either. */
static void calibrate_env(struct engine *e)
{
	const char *cpu;
	struct uc_env *env;
	uint64_t copy[16];

	for (unsigned i = 0; i < 16; i++)
		reg_write(e, i, 0x5a17c0de00000000ull + i * 0x10001);
	if (malloc_usable_size(e->uc) < CPU_IN_UC + sizeof(cpu))
		return;
	memcpy(&cpu, (char *)e->uc + CPU_IN_UC, sizeof(cpu));
	env = (struct uc_env *)(uintptr_t)(cpu + ENV_IN_CPU);
	if ((uintptr_t)env % 8 || !try_read(env, copy, sizeof(copy)) || !same_registers(e, copy))
		return;
	for (unsigned i = 0; i < 16; i++)
		env->regs[i] = 0x0fedcba900000000ull - i * 0x1001;
	env->eip = 0x123456789a;
	if (!same_registers(e, env->regs) || reg_read(e, CPU_RIP) != env->eip)
		return;
	uc_context_restore(e->uc, e->fresh[0]);
	if (env->hflags & HFLAGS_CS64)
		return;
	uc_context_restore(e->uc, e->fresh[1]);
	if (!(env->hflags & HFLAGS_CS64))
		return;
	if (!same_flags(e, env, 0x202) || !same_flags(e, env, 0x6c7) || !same_flags(e, env, 0xa12))
		return;
	uc_context_restore(e->uc, e->fresh[1]);
	e->cal.env = env;
}

/* Are the tables and control registers, which are not a task's, where load() skips them? */
static void calibrate_state(struct engine *e)
{
	const struct uc_env *env = e->cal.env;
	uc_x86_mmr ldtr = { .selector = 0x48, .base = 0x7654321000, .limit = 0x123, .flags = 0x8200 };

	if (!env || env->gdt.base != AREA_ADDR(AREA_GDT) || env->cr[4] != e->cr4)
		return;
	uc_reg_write(e->uc, UC_X86_REG_LDTR, &ldtr);
	e->cal.plain_state = env->ldt.selector == ldtr.selector && env->ldt.base == ldtr.base &&
			     env->ldt.limit == ldtr.limit && env->ldt.flags == ldtr.flags;
	uc_reg_write(e->uc, UC_X86_REG_LDTR, &e->ldtr);
}

static void refused_store(struct engine *e, uint64_t address)
{
	uc_context_restore(e->uc, e->fresh[1]);
	reg_write(e, CPU_RDX, address);
	run_stub(e, AREA_ADDR(AREA_STUB) + STUB_STORE);
}

/*
 * Stores to addresses like no other number, refused: which word of the engine holds the address
 * behind each? Two do in 2.1.1, which is as good as one.
 */
static void calibrate_fault_address(struct engine *e)
{
	static const uint64_t first = 0x00005a5a13579bdeull, second = 0x00002bad0eca8642ull;
	size_t words = malloc_usable_size(e->uc) / 8;
	uint64_t *uc = (uint64_t *)(void *)e->uc, *held = calloc(words, 8);

	if (!held)
		return;
	refused_store(e, first);
	memcpy(held, uc, words * 8);
	refused_store(e, second);
	for (size_t i = 0; i < words && !e->cal.fault_address; i++)
		if (held[i] == first && uc[i] == second)
			e->cal.fault_address = &uc[i];
	free(held);
}

/* Where a context holds -1 before a ring-3 `hlt`, and 13 (#GP) behind it. */
static size_t find_in_flight(struct engine *e, const uc_context *before, const uc_context *behind)
{
	size_t size = uc_context_size(e->uc), found = 0;

	for (size_t i = CONTEXT_HEADER; i + 4 <= size; i += 4) {
		int was, is;

		memcpy(&was, (const char *)before + i, sizeof(was));
		memcpy(&is, (const char *)behind + i, sizeof(is));
		if (was != -1 || is != CPU_VEC_GP)
			continue;
		if (found)
			return 0;
		found = i;
	}
	return found;
}

/* From its offset in a context to the word itself: the context is a copy of the CPU state. */
static int *in_flight_word(struct engine *e, const uc_context *behind, size_t offset)
{
	const char *copy = memmem(behind, uc_context_size(e->uc), e->cal.env, 17 * 8);
	char *word;

	if (!copy)
		return NULL;
	word = (char *)e->cal.env + ((const char *)behind + offset - copy);
	return *(int *)(void *)word == CPU_VEC_GP ? (int *)(void *)word : NULL;
}

static void calibrate_in_flight(struct engine *e)
{
	uc_context *before = e->scratch, *behind;

	if (uc_context_alloc(e->uc, &behind))
		return;
	uc_context_restore(e->uc, e->fresh[1]);
	for (unsigned i = 0; i < 16; i++) /* so that the registers are found in the copy */
		reg_write(e, i, 0x3c3c5555aaaa0000ull + i * 0x1003);
	uc_context_save(e->uc, before);
	run_stub(e, AREA_ADDR(AREA_STUB) + STUB_HLT);
	uc_context_save(e->uc, behind);
	e->cal.in_flight_offset = find_in_flight(e, before, behind);
	if (e->cal.in_flight_offset && e->cal.env)
		e->cal.in_flight = in_flight_word(e, behind, e->cal.in_flight_offset);
	uc_context_free(behind);
	fault_clear_in_flight(e);
}

void calibrate_early(struct engine *e)
{
	if (e->options.no_calibration || !is_published()) {
		calibrate_async_stop(e);
		return;
	}
	uc_ctl_exits_enable(e->uc);
	set_no_exit_request(e, published.no_exit_request);
}

bool calibrate_as_before(struct engine *e)
{
	const char *cpu;

	if (e->options.no_calibration || !is_published() || !e->cal.async_stop)
		return false;
	memcpy(&cpu, (char *)e->uc + CPU_IN_UC, sizeof(cpu));
	e->cal.env = (struct uc_env *)(uintptr_t)(cpu + ENV_IN_CPU);
	e->cal.fault_address = (uint64_t *)(void *)e->uc + published.fault_address;
	e->cal.in_flight = (int *)(void *)((char *)e->cal.env + published.in_flight);
	e->cal.in_flight_offset = published.in_flight_offset;
	e->cal.plain_state = true;
	spaces_init(e);
	jumps_init(e);
	return true;
}

void calibrate_publish(const struct engine *e)
{
	int nobody = 0;

	/* Who lacks something may have been disturbed: others look for themselves. */
	if (!e->cal.async_stop || !e->cal.env || !e->cal.fault_address || !e->cal.in_flight ||
	    !e->cal.plain_state || !e->spaces.fast ||
	    !atomic_compare_exchange_strong(&published.state, &nobody, 1))
		return;
	published.no_exit_request = e->no_exit_request;
	published.fault_address = (size_t)(e->cal.fault_address - (uint64_t *)(void *)e->uc);
	published.in_flight = (char *)e->cal.in_flight - (char *)e->cal.env;
	published.in_flight_offset = e->cal.in_flight_offset;
	atomic_store_explicit(&published.state, 2, memory_order_release);
}

void calibrate(struct engine *e)
{
	if (!e->options.no_calibration) {
		calibrate_env(e);
		calibrate_state(e);
		calibrate_fault_address(e);
	}
	calibrate_in_flight(e);
	spaces_init(e);
	jumps_init(e);
}
