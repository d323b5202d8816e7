/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs a form under ring3's engine, in an address space like the native one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "emu/cpu.h"
#include "emu/pgtable.h"
#include "insn.h"

static struct machine_mem *mem;
static struct cpu *cpu;
static paddr_t root;
static struct insn_end *ended;

static enum cpu_answer on_syscall(void *ctx __unused, enum cpu_trap trap __unused)
{
	ended->vector = -1; /* no form does this */
	return CPU_LEAVE;
}

static bool on_map_page(void *ctx __unused, uaddr_t page __unused, enum cpu_access access __unused)
{
	return false;
}

static enum cpu_answer on_fault(void *ctx __unused, const struct cpu_fault *fault)
{
	ended->vector = fault->vector;
	ended->error = fault->error;
	ended->address = fault->address;
	return CPU_LEAVE;
}

static enum cpu_answer on_tick(void *ctx __unused)
{
	return CPU_GO_ON;
}

static const struct cpu_client client = {
	.syscall = on_syscall,
	.map_page = on_map_page,
	.fault = on_fault,
	.tick = on_tick,
};

static uint8_t *byte_at(uint64_t address)
{
	pte_t *ptep = pte_lookup(mem, root, address);

	return (uint8_t *)frame_data(mem, pte_pfn(*ptep)) + address % PAGE_SIZE;
}

static void map(uint64_t address, uint64_t size, pte_t bits)
{
	for (uint64_t at = address; at < address + size; at += PAGE_SIZE)
		pte_set(mem, pte_alloc(mem, root, at),
			pte_make(frame_alloc(mem, FRAME_ZERO), PTE_PRESENT | PTE_USER | bits));
}

void engine_init(void)
{
	const char *why;

	mem = mem_create(64 << 20);
	cpu = mem ? unicorn_cpu.create(mem, &client, &why) : NULL;
	if (!cpu) {
		fprintf(stderr, "engine: %s\n", mem ? why : "no memory");
		exit(1);
	}
	root = pgtable_create(mem);
	cpu->ops->set_root(cpu, root);
	map(FORM_CODE, FORM_CODE_SIZE, 0);
	map(FORM_DATA, FORM_DATA_SIZE, PTE_WRITE | PTE_NX);
	for (uint64_t at = FORM_CODE; at < FORM_CODE + FORM_CODE_SIZE; at += PAGE_SIZE)
		memset(byte_at(at), 0xcc, PAGE_SIZE);
}

void engine_exit(void)
{
	cpu->ops->destroy(cpu);
	mem_destroy(mem);
}

void engine_place(unsigned slot, const struct form *form)
{
	uint64_t at = FORM_CODE + slot * FORM_SLOT;

	frame_will_change(mem, pte_pfn(*pte_lookup(mem, root, at)));
	memcpy(byte_at(at), form->code, form->len);
}

void engine_run(struct insn_state *state, struct insn_end *end, bool is_64bit)
{
	struct cpu_regs regs = { .rip = state->rip, .rflags = state->rflags };

	*end = (struct insn_end){ .vector = -2 };
	ended = end;
	for (uint64_t at = 0; at < FORM_DATA_SIZE; at += PAGE_SIZE)
		memcpy(byte_at(FORM_DATA + at), state->data + at, PAGE_SIZE);
	memcpy(regs.r, state->gpr, sizeof(regs.r));
	cpu->ops->reset(cpu, is_64bit);
	cpu->ops->set_fpu(cpu, (const struct cpu_fpu *)&state->fx);
	cpu->ops->set_regs(cpu, &regs);

	cpu->ops->run(cpu);

	cpu->ops->get_regs(cpu, &regs);
	cpu->ops->get_fpu(cpu, (struct cpu_fpu *)&state->fx);
	memcpy(state->gpr, regs.r, sizeof(regs.r));
	state->rip = regs.rip;
	state->rflags = regs.rflags;
	for (uint64_t at = 0; at < FORM_DATA_SIZE; at += PAGE_SIZE)
		memcpy(state->data + at, byte_at(FORM_DATA + at), PAGE_SIZE);
}
