/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rig.h"

#include <stdlib.h>

bool rig_uncalibrated;

static enum cpu_answer rig_syscall(void *ctx, enum cpu_trap trap)
{
	struct rig *r = ctx;

	r->syscalls++;
	r->trap = trap;
	return r->on_syscall ? r->on_syscall(r) : CPU_LEAVE;
}

static enum cpu_answer rig_fault(void *ctx, const struct cpu_fault *fault)
{
	struct rig *r = ctx;

	r->faults++;
	r->fault = *fault;
	return r->on_fault ? r->on_fault(r) : CPU_LEAVE;
}

static enum cpu_answer rig_tick(void *ctx)
{
	struct rig *r = ctx;

	r->ticks++;
	return r->on_tick ? r->on_tick(r) : CPU_LEAVE;
}

static bool rig_map_page(void *ctx, uaddr_t page, enum cpu_access access)
{
	struct rig *r = ctx;

	r->maps++;
	return r->on_map && r->on_map(r, page, access);
}

void rig_map_frame(struct rig *r, uaddr_t va, pfn_t pfn, int prot)
{
	pte_t *ptep = pte_alloc(r->mem, r->root, va);
	pfn_t old;

	assert_non_null(ptep);
	old = *ptep & PTE_PRESENT ? pte_pfn(*ptep) : 0;
	frame_get(r->mem, pfn);
	pte_set(r->mem, ptep, pte_make(pfn, PTE_PRESENT | PTE_USER | (prot & W ? PTE_WRITE : 0) |
						    (prot & X ? 0 : PTE_NX)));
	if (old)
		frame_put(r->mem, old);
}

pfn_t rig_map(struct rig *r, uaddr_t va, int prot)
{
	pte_t *ptep = pte_lookup(r->mem, r->root, va);
	pfn_t pfn = ptep && *ptep & PTE_PRESENT ? pte_pfn(*ptep) : 0;

	if (pfn)
		frame_get(r->mem, pfn);
	else
		pfn = frame_alloc(r->mem, FRAME_ZERO);
	rig_map_frame(r, va, pfn, prot);
	frame_put(r->mem, pfn);
	return pfn;
}

void rig_unmap(struct rig *r, uaddr_t va)
{
	pte_t *ptep = pte_lookup(r->mem, r->root, va);
	pfn_t pfn = pte_pfn(*ptep);

	pte_set(r->mem, ptep, 0);
	frame_put(r->mem, pfn);
}

void *rig_mem(struct rig *r, uaddr_t va)
{
	return (char *)frame_data(r->mem, pte_pfn(*pte_lookup(r->mem, r->root, va))) +
	       va % PAGE_SIZE;
}

void rig_write(struct rig *r, uaddr_t va, const void *bytes, size_t n)
{
	frame_will_change(r->mem, pte_pfn(*pte_lookup(r->mem, r->root, va)));
	memcpy(rig_mem(r, va), bytes, n);
}

uint64_t rig_reg(struct rig *r, enum cpu_reg reg)
{
	uint64_t value;

	r->cpu->ops->get(r->cpu, &reg, &value, 1);
	return value;
}

void rig_set(struct rig *r, enum cpu_reg reg, uint64_t value)
{
	r->cpu->ops->set(r->cpu, &reg, &value, 1);
}

void rig_start(struct rig *r, bool wide, const void *code, size_t n)
{
	rig_write(r, CODE_VA, code, n);
	r->cpu->ops->reset(r->cpu, wide);
	rig_set(r, CPU_RIP, CODE_VA);
	rig_set(r, CPU_RSP, STACK_TOP);
	rig_run(r);
}

void rig_run(struct rig *r)
{
	r->cpu->ops->run(r->cpu);
}

int rig_setup(void **state)
{
	struct rig *r = calloc(1, sizeof(*r));
	const struct engine_options slow = { .buffer_size = 16u << 20, .no_calibration = true };
	const char *why = NULL;

	r->mem = mem_create(64ul << 20);
	r->client = (struct cpu_client){ .syscall = rig_syscall, .map_page = rig_map_page,
					 .fault = rig_fault, .tick = rig_tick, .ctx = r };
	r->cpu = rig_uncalibrated ? unicorn_create_with(r->mem, &r->client, &slow, &why)
				  : unicorn_cpu.create(r->mem, &r->client, &why);
	if (!r->cpu) {
		print_error("no engine: %s\n", why);
		return -1;
	}
	r->root = pgtable_create(r->mem);
	r->cpu->ops->set_root(r->cpu, r->root);
	rig_map(r, CODE_VA, R | X);
	rig_map(r, DATA_VA, R | W);
	rig_map(r, STACK_VA, R | W);
	*state = r;
	return 0;
}

int rig_teardown(void **state)
{
	struct rig *r = *state;
	uaddr_t va = 0;
	unsigned n;
	pte_t *ptep;
	int leaked;

	while ((ptep = pte_next_table(r->mem, r->root, &va, USER_TOP, &n)) != NULL) {
		for (unsigned i = 0; i < n; i++)
			if (ptep[i] & PTE_PRESENT)
				rig_unmap(r, va + i * PAGE_SIZE);
		va += n * PAGE_SIZE;
	}
	pgtable_destroy(r->mem, r->root);
	r->cpu->ops->destroy(r->cpu);
	leaked = r->mem->used != 0;
	mem_destroy(r->mem);
	free(r);
	return leaked ? -1 : 0;
}
