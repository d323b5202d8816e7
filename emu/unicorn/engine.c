/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Making and unmaking the engine, whole CPU states, and the table that the kernel sees. */
#include "emu/unicorn/engine.h"

#include <stdio.h>

#include <stdlib.h>
#include <string.h>

#define CR4_TSD 0x4ull

#ifdef RING3_ASAN
/* 2.1.1 loses an array at uc_close(). */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:g_array_new\n";
}

/* What it prints of that at the end would be in the program's output. */
const char *__lsan_default_options(void);
const char *__lsan_default_options(void)
{
	return "print_suppressions=0";
}
#endif

static void listen_flush(void *ctx, paddr_t root)
{
	spaces_lost(ctx, root);
}

static void listen_forget_space(void *ctx, paddr_t root)
{
	spaces_forget(ctx, root);
}

static void listen_forget_code(void *ctx, pfn_t pfn)
{
	code_forget(ctx, pfn);
}

static const char *check_version(void)
{
	unsigned version = uc_version(NULL, NULL) >> 8;

	if (version < 0x020101)
		return "Unicorn is older than 2.1.1";
	if (version != ((unsigned)UC_VERSION_MAJOR << 16 | UC_VERSION_MINOR << 8 | UC_VERSION_PATCH))
		return "Unicorn is not the version that ring3 was built with";
	return NULL;
}

/* The order matters: the buffer's size before everything, the model before any register. */
static const char *open_unicorn(struct engine *e)
{
	const char *why = check_version();

	if (why)
		return why;
	/* Mentioned, so that a linker that has a choice takes absent.c in front of Unicorn. */
	__asm__ volatile("" : : "r"(unicorn_absent));
	if (uc_open(UC_ARCH_X86, UC_MODE_64, &e->uc))
		return "Unicorn does not open";
	if (uc_ctl_set_tcg_buffer_size(e->uc, e->options.buffer_size) ||
	    uc_ctl_set_cpu_model(e->uc, UC_CPU_X86_WESTMERE))
		return "Unicorn refuses the CPU model";
	/* At once: Unicorn builds its view of memory anew for each piece. */
	if (uc_mem_map_ptr(e->uc, 0, e->mem->size + AREA_PAGES * PAGE_SIZE, UC_PROT_ALL,
			   e->mem->base))
		return "Unicorn refuses the memory";
	return NULL;
}

static const char *start(struct engine *e)
{
	const char *why = open_unicorn(e);

	if (why)
		return why;
	if (!tlb_init(e))
		return "Unicorn cannot fill its TLB from outside";
	calibrate_early(e);
	if (!code_init(e) || !trap_init(e) || !cpuid_init(e) || !blocks_update(e))
		return "Unicorn refuses a hook";
	if (!segment_init(e))
		return "Unicorn does not get to ring 3";
	if (!calibrate_as_before(e)) {
		calibrate(e);
		e->translate.stop = e->cal.env ? &e->stop : NULL;
		why = selftest(e);
		if (!why)
			calibrate_publish(e);
	}
	e->translate.stop = e->cal.env ? &e->stop : NULL;
	return why;
}

static void unicorn_destroy(struct cpu *cpu)
{
	struct engine *e = engine_of(cpu);

	translate_set(&(struct translate_options){ 0 });
	for (unsigned i = 0; i < 2; i++)
		if (e->fresh[i])
			uc_context_free(e->fresh[i]);
	if (e->scratch)
		uc_context_free(e->scratch);
	if (e->uc)
		uc_close(e->uc);
	spaces_exit(e);
	e->mem->listener = (struct mem_listener){ 0 };
	free(e);
}

static void unicorn_reset(struct cpu *cpu, bool is_64bit)
{
	struct engine *e = engine_of(cpu);

	segment_restore(e, e->fresh[is_64bit]);
	e->segments = 0;
	e->forced_tf = false;
	reg_write(e, CPU_RDX, 0);
}

static size_t state_size(const struct engine *e)
{
	return e->cal.plain_state ? ENV_STATE_SIZE : uc_context_size(e->uc);
}

struct cpu *unicorn_create_with(struct machine_mem *mem, const struct cpu_client *client,
				const struct engine_options *options, const char **why)
{
	struct engine *e = calloc(1, sizeof(*e));

	*why = "out of memory";
	if (!e)
		return NULL;
	e->cpu.ops = &unicorn_cpu;
	e->mem = mem;
	e->client = client;
	e->options = *options;
	e->area = mem->base + mem->size;
	unicorn_expect_kicks();
	*why = start(e);
	if (*why) {
		unicorn_destroy(&e->cpu);
		return NULL;
	}
	mem->listener = (struct mem_listener){
		.flush = listen_flush,
		.forget_space = listen_forget_space,
		.forget_code = listen_forget_code,
		.ctx = e,
	};
	e->cpu.gpr = e->cal.env ? e->cal.env->regs : NULL;
	e->caps.state_size = align_up(state_size(e), 16);
	e->caps.counts_bytes = e->caps.hooks = true;
	memset(&e->stats, 0, sizeof(e->stats));
	e->translated = 0; /* the engine's own code is nobody's matter */
	unicorn_reset(&e->cpu, true);
	return &e->cpu;
}

static struct cpu *unicorn_create(struct machine_mem *mem, const struct cpu_client *client,
				  const char **why)
{
	static const struct engine_options usual = { .buffer_size = TB_BUFFER_SIZE };

	return unicorn_create_with(mem, client, &usual, why);
}

static const struct cpu_caps *unicorn_caps(struct cpu *cpu)
{
	return &engine_of(cpu)->caps;
}

static void unicorn_stats(struct cpu *cpu, struct cpu_stats *stats)
{
	*stats = engine_of(cpu)->stats;
}

static void unicorn_save(struct cpu *cpu, void *state)
{
	struct engine *e = engine_of(cpu);

	segment_apply(e); /* the state is whole: nothing of it stays queued */
	if (likely(e->cal.plain_state)) {
		memcpy(state, e->cal.env, ENV_STATE_SIZE);
		return;
	}
	uc_context_save(e->uc, e->scratch);
	memcpy(state, e->scratch, uc_context_size(e->uc));
}

/* A third of a context's size. Tables and control registers are the machine's, not a task's. */
static void load_plain(struct engine *e, const void *state)
{
	struct uc_env *env = e->cal.env;
	uint8_t machine[offsetof(struct uc_env, pad0) - offsetof(struct uc_env, ldt)];

	memcpy(machine, &env->ldt, sizeof(machine));
	memcpy(env, state, ENV_STATE_SIZE);
	memcpy(&env->ldt, machine, sizeof(machine));
}

static void unicorn_load(struct cpu *cpu, const void *state)
{
	struct engine *e = engine_of(cpu);

	if (likely(e->cal.plain_state)) {
		load_plain(e, state);
	} else {
		memcpy(e->scratch, state, uc_context_size(e->uc));
		segment_restore(e, e->scratch);
	}
	e->segments = 0;
	e->forced_tf = false;
}

static void unicorn_set_root(struct cpu *cpu, paddr_t root)
{
	struct engine *e = engine_of(cpu);

	if (e->root != root)
		spaces_switch(e, root);
}

static void unicorn_flush(struct cpu *cpu)
{
	engine_of(cpu)->must_flush = true;
}

static void unicorn_forget_code(struct cpu *cpu, pfn_t pfn)
{
	code_forget(engine_of(cpu), pfn);
}

static void unicorn_step(struct cpu *cpu)
{
	engine_of(cpu)->step = true;
}

static void unicorn_trap_rdtsc(struct cpu *cpu, bool on)
{
	struct engine *e = engine_of(cpu);

	e->cr4 = on ? e->cr4 | CR4_TSD : e->cr4 & ~CR4_TSD;
	e->cr4_wanted = true;
}

static bool unicorn_is_64bit(struct cpu *cpu)
{
	return segment_is_64bit(engine_of(cpu));
}

static const char *unicorn_version(void)
{
	static _Thread_local char text[32];
	unsigned v = uc_version(NULL, NULL);

	snprintf(text, sizeof(text), "Unicorn %u.%u.%u", v >> 24, v >> 16 & 0xff, v >> 8 & 0xff);
	return text;
}

const struct cpu_ops unicorn_cpu = {
	.version = unicorn_version,
	.name = "unicorn",
	.create = unicorn_create,
	.destroy = unicorn_destroy,
	.caps = unicorn_caps,
	.features = unicorn_features,
	.stats = unicorn_stats,
	.run = unicorn_run,
	.kick = unicorn_kick,
	.get = unicorn_get,
	.set = unicorn_set,
	.get_regs = unicorn_get_regs,
	.set_regs = unicorn_set_regs,
	.get_fpu = unicorn_get_fpu,
	.set_fpu = unicorn_set_fpu,
	.set_segment = unicorn_set_segment,
	.set_tls = unicorn_set_tls,
	.set_ldt = unicorn_set_ldt,
	.is_64bit = unicorn_is_64bit,
	.reset = unicorn_reset,
	.save = unicorn_save,
	.load = unicorn_load,
	.set_root = unicorn_set_root,
	.flush = unicorn_flush,
	.forget_code = unicorn_forget_code,
	.step = unicorn_step,
	.trap_rdtsc = unicorn_trap_rdtsc,
	.set_budget = unicorn_set_budget,
	.executed = unicorn_executed,
	.set_hooks = unicorn_set_hooks,
	.leave = unicorn_leave,
	.set_boundary = unicorn_set_boundary,
};
