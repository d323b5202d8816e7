/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The scripted engine: an array of steps in place of code. It keeps registers as numbers, walks
 * the machine's page tables without a TLB, and asks its client as every engine does, so that the
 * kernel above can be tested without any instruction being executed.
 */
#include "emu/script/script.h"

#include <stdlib.h>
#include <string.h>

#include "emu/pgtable.h"

#define NR_TLS 3
#define RFLAGS_FIXED 0x2ull
#define RFLAGS_USER 0x244dd5ull /* what ring 3 may change: arithmetic, TF, DF, NT, AC, ID */
#define RFLAGS_IF 0x200ull
#define USER32_CS 0x23
#define USER64_CS 0x33
#define USER_DS 0x2b

struct script_state {
	uint64_t value[CPU_NR_REGS];
	struct cpu_fpu fpu;
};

struct script_engine {
	struct cpu cpu;
	struct machine_mem *mem;
	const struct cpu_client *client;
	struct script_state now;
	uint64_t tls[NR_TLS];
	paddr_t root;
	struct script_step *next;
	bool kicked; /* atomic */
	bool counting;
	uint64_t executed, budget_end;
	struct cpu_hooks hooks;
	struct cpu_stats stats;
};

static struct script_engine *engine_of(struct cpu *cpu)
{
	return container_of(cpu, struct script_engine, cpu);
}

static void script_flush(struct cpu *cpu)
{
	engine_of(cpu)->stats.tlb_flushes++;
}

static void script_forget_code(struct cpu *cpu, pfn_t pfn)
{
	engine_of(cpu)->mem->frames[pfn].flags &= ~FRAME_CODE;
	engine_of(cpu)->stats.code_forgotten++;
}

static void listen_flush(void *ctx, paddr_t root __unused)
{
	script_flush(ctx);
}

static void listen_forget_code(void *ctx, pfn_t pfn)
{
	script_forget_code(ctx, pfn);
}

static void script_reset(struct cpu *cpu, bool is_64bit)
{
	struct script_state *now = &engine_of(cpu)->now;

	memset(now, 0, sizeof(*now));
	now->value[CPU_RFLAGS] = RFLAGS_FIXED | RFLAGS_IF;
	now->value[CPU_CS] = is_64bit ? USER64_CS : USER32_CS;
	now->value[CPU_SS] = USER_DS;
	now->value[CPU_DS] = now->value[CPU_ES] = is_64bit ? 0 : USER_DS;
	now->fpu.image[0] = 0x7f; /* FCW 0x37f, MXCSR 0x1f80 */
	now->fpu.image[1] = 0x03;
	now->fpu.image[24] = 0x80;
	now->fpu.image[25] = 0x1f;
}

static struct cpu *script_create(struct machine_mem *mem, const struct cpu_client *client,
				 const char **why)
{
	struct script_engine *e = aligned_alloc(16, align_up(sizeof(*e), 16));

	if (!e) {
		*why = "out of memory";
		return NULL;
	}
	memset(e, 0, sizeof(*e));
	e->cpu.ops = &script_cpu;
	e->cpu.gpr = e->now.value;
	e->mem = mem;
	e->client = client;
	mem->listener = (struct mem_listener){
		.flush = listen_flush, .forget_code = listen_forget_code, .ctx = &e->cpu
	};
	script_reset(&e->cpu, true);
	return &e->cpu;
}

static void script_destroy(struct cpu *cpu)
{
	struct script_engine *e = engine_of(cpu);

	e->mem->listener = (struct mem_listener){ 0 };
	free(e);
}

static const struct cpu_caps *script_caps(struct cpu *cpu __unused)
{
	static const struct cpu_caps caps = { .state_size = sizeof(struct script_state),
					      .counts_bytes = true,
					      .hooks = true };

	return &caps;
}

static const struct cpu_features *script_features(struct cpu *cpu __unused)
{
	static const struct cpu_features features = {
		.hwcap = 0x178bfbff,
		.vendor = "ScriptedCPU!",
		.brand = "scripted",
		.family = 6,
		.flags = "fpu tsc cx8 cmov mmx fxsr sse sse2 syscall nx lm",
	};

	return &features;
}

static void script_stats(struct cpu *cpu, struct cpu_stats *stats)
{
	*stats = engine_of(cpu)->stats;
}

/* Host address of a guest byte for an access, or NULL with the page fault's error code. */
static uint8_t *translate(struct script_engine *e, uaddr_t va, enum cpu_access access,
			  uint32_t *error)
{
	for (int tries = 0; tries < 2; tries++) {
		pte_t *ptep = va < USER_TOP ? pte_lookup(e->mem, e->root, va) : NULL;
		pte_t pte = ptep ? *ptep : 0;
		bool present = pte & PTE_PRESENT;

		if (present && pte & PTE_USER && !(access == CPU_WRITE && !(pte & PTE_WRITE)))
			return (uint8_t *)frame_data(e->mem, pte_pfn(pte)) + va % PAGE_SIZE;
		*error = 4u | (present ? 1u : 0) | (access == CPU_WRITE ? 2u : 0);
		if (tries || va >= USER_TOP ||
		    !e->client->map_page(e->client->ctx, align_down(va, PAGE_SIZE), access))
			break;
		e->stats.tlb_fills++;
	}
	return NULL;
}

static enum cpu_answer deliver(struct script_engine *e, const struct cpu_fault *fault)
{
	e->stats.faults++;
	return e->client->fault(e->client->ctx, fault);
}

static enum cpu_answer play_access(struct script_engine *e, struct script_step *s)
{
	enum cpu_access access = s->what == SCRIPT_WRITE ? CPU_WRITE : CPU_READ;
	uint32_t error = 0;
	uint8_t *byte = translate(e, s->address, access, &error);

	s->faulted = !byte;
	if (!byte) {
		struct cpu_fault fault = { CPU_VEC_PF, error, s->address };

		return deliver(e, &fault);
	}
	if (access == CPU_WRITE) {
		frame_will_change(e->mem, (byte - e->mem->base) >> PAGE_SHIFT);
		*byte = s->value;
	} else {
		s->value = *byte;
	}
	return CPU_GO_ON;
}

static void script_get_regs(struct cpu *cpu, struct cpu_regs *regs)
{
	const uint64_t *value = engine_of(cpu)->now.value;

	memcpy(regs->r, value, sizeof(regs->r));
	regs->rip = value[CPU_RIP];
	regs->rflags = value[CPU_RFLAGS];
}

static void script_set_regs(struct cpu *cpu, const struct cpu_regs *regs)
{
	uint64_t *value = engine_of(cpu)->now.value;

	memcpy(value, regs->r, sizeof(regs->r));
	value[CPU_RIP] = regs->rip;
	value[CPU_RFLAGS] = (regs->rflags & RFLAGS_USER) | RFLAGS_FIXED | RFLAGS_IF;
}

static enum cpu_answer play(struct script_engine *e, struct script_step *s)
{
	enum cpu_answer answer;

	switch (s->what) {
	case SCRIPT_TRAP:
		script_set_regs(&e->cpu, &s->regs);
		if (s->trap == CPU_TRAP_SYSCALL64 || s->trap == CPU_TRAP_SYSCALL32) {
			e->now.value[CPU_RCX] = e->now.value[CPU_RIP];
			e->now.value[CPU_R11] = e->now.value[CPU_RFLAGS];
		}
		answer = e->client->syscall(e->client->ctx, s->trap);
		script_get_regs(&e->cpu, &s->regs);
		return answer;
	case SCRIPT_FAULT:
		return deliver(e, &s->fault);
	case SCRIPT_READ:
	case SCRIPT_WRITE:
		return play_access(e, s);
	case SCRIPT_END:
		break;
	}
	return CPU_LEAVE;
}

static bool is_budget_used_up(struct script_engine *e)
{
	if (!e->counting || e->executed < e->budget_end)
		return false;
	e->budget_end = UINT64_MAX;
	return true;
}

/* A fault's step has not been executed. */
static void begin_step(struct script_engine *e, const struct script_step *s)
{
	uaddr_t rip = s->what == SCRIPT_TRAP ? s->regs.rip : e->now.value[CPU_RIP];

	if (e->counting && s->what != SCRIPT_FAULT)
		e->executed++;
	if (e->hooks.on_block)
		e->hooks.on_block(e->hooks.ctx, rip, 1);
	if (e->hooks.on_insn)
		e->hooks.on_insn(e->hooks.ctx, rip, 1);
}

static void script_run(struct cpu *cpu)
{
	struct script_engine *e = engine_of(cpu);

	while (e->next && e->next->what != SCRIPT_END) {
		if (__atomic_exchange_n(&e->kicked, false, __ATOMIC_ACQ_REL) &&
		    e->client->tick(e->client->ctx) != CPU_GO_ON)
			return;
		if (is_budget_used_up(e) && e->client->tick(e->client->ctx) != CPU_GO_ON)
			return;
		begin_step(e, e->next);
		if (play(e, e->next++) != CPU_GO_ON)
			return;
	}
}

static void script_kick(struct cpu *cpu)
{
	__atomic_store_n(&engine_of(cpu)->kicked, true, __ATOMIC_RELEASE);
}

static void script_get(struct cpu *cpu, const enum cpu_reg *which, uint64_t *values, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		values[i] = engine_of(cpu)->now.value[which[i]];
}

static void script_set(struct cpu *cpu, const enum cpu_reg *which, const uint64_t *values,
		       unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		uint64_t value = values[i];

		if (which[i] == CPU_RFLAGS)
			value = (value & RFLAGS_USER) | RFLAGS_FIXED | RFLAGS_IF;
		engine_of(cpu)->now.value[which[i]] = value;
	}
}

static void script_get_fpu(struct cpu *cpu, struct cpu_fpu *fpu)
{
	*fpu = engine_of(cpu)->now.fpu;
}

static void script_set_fpu(struct cpu *cpu, const struct cpu_fpu *fpu)
{
	engine_of(cpu)->now.fpu = *fpu;
}

static void script_set_segment(struct cpu *cpu, enum cpu_reg which, uint16_t selector)
{
	engine_of(cpu)->now.value[which] = selector;
}

static void script_set_tls(struct cpu *cpu, unsigned index, uint64_t descriptor)
{
	engine_of(cpu)->tls[index] = descriptor;
}

static void script_set_ldt(struct cpu *cpu __unused, const uint64_t *descriptors __unused,
			   unsigned nr __unused)
{
}

static bool script_is_64bit(struct cpu *cpu)
{
	return engine_of(cpu)->now.value[CPU_CS] == USER64_CS;
}

static void script_save(struct cpu *cpu, void *state)
{
	memcpy(state, &engine_of(cpu)->now, sizeof(struct script_state));
}

static void script_load(struct cpu *cpu, const void *state)
{
	memcpy(&engine_of(cpu)->now, state, sizeof(struct script_state));
}

static void script_set_root(struct cpu *cpu, paddr_t root)
{
	engine_of(cpu)->root = root;
	script_flush(cpu);
}

/* A step of a script is an instruction already, and it reads no clock. */
static void script_step_one(struct cpu *cpu __unused)
{
}

static void script_trap_rdtsc(struct cpu *cpu __unused, bool on __unused)
{
}

static void script_set_budget(struct cpu *cpu, uint64_t bytes)
{
	struct script_engine *e = engine_of(cpu);

	e->counting = true;
	if (__builtin_add_overflow(e->executed, bytes, &e->budget_end))
		e->budget_end = UINT64_MAX;
}

static uint64_t script_executed(struct cpu *cpu)
{
	return engine_of(cpu)->executed;
}

static void script_set_hooks(struct cpu *cpu, const struct cpu_hooks *hooks)
{
	engine_of(cpu)->hooks = hooks ? *hooks : (struct cpu_hooks){ 0 };
}

/* A script has nothing in front of its steps to leave at: the present one is played. */
static void script_leave(struct cpu *cpu __unused)
{
}

static void script_set_boundary(struct cpu *cpu __unused, uaddr_t address __unused)
{
}

void script_play(struct cpu *cpu, struct script_step *steps)
{
	engine_of(cpu)->next = steps;
}

static const char *script_version(void)
{
	return "script";
}

const struct cpu_ops script_cpu = {
	.version = script_version,
	.name = "script",
	.create = script_create,
	.destroy = script_destroy,
	.caps = script_caps,
	.features = script_features,
	.stats = script_stats,
	.run = script_run,
	.kick = script_kick,
	.get = script_get,
	.set = script_set,
	.get_regs = script_get_regs,
	.set_regs = script_set_regs,
	.get_fpu = script_get_fpu,
	.set_fpu = script_set_fpu,
	.set_segment = script_set_segment,
	.set_tls = script_set_tls,
	.set_ldt = script_set_ldt,
	.is_64bit = script_is_64bit,
	.reset = script_reset,
	.save = script_save,
	.load = script_load,
	.set_root = script_set_root,
	.flush = script_flush,
	.forget_code = script_forget_code,
	.step = script_step_one,
	.trap_rdtsc = script_trap_rdtsc,
	.set_budget = script_set_budget,
	.executed = script_executed,
	.set_hooks = script_set_hooks,
	.leave = script_leave,
	.set_boundary = script_set_boundary,
};
