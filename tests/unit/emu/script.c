/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The scripted engine asks its client as a real one does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "emu/pgtable.h"
#include "emu/script/script.h"

#define VA 0x1000

struct fixture {
	struct machine_mem *mem;
	struct cpu *cpu;
	paddr_t root;
	struct cpu_client client;
	unsigned faults, ticks;
	enum cpu_answer answer;
	bool may_map;
};

static enum cpu_answer add_one(void *ctx, enum cpu_trap trap)
{
	struct fixture *f = ctx;

	cpu_set_gpr(f->cpu, CPU_RAX, cpu_gpr(f->cpu, CPU_RAX) + 1 + trap);
	return f->answer;
}

static bool map(void *ctx, uaddr_t page, enum cpu_access access __unused)
{
	struct fixture *f = ctx;
	pfn_t pfn;

	if (!f->may_map)
		return false;
	pfn = frame_alloc(f->mem, FRAME_ZERO);
	pte_set(f->mem, pte_alloc(f->mem, f->root, page),
		pte_make(pfn, PTE_PRESENT | PTE_USER | PTE_WRITE));
	return true;
}

static enum cpu_answer count_fault(void *ctx, const struct cpu_fault *fault __unused)
{
	((struct fixture *)ctx)->faults++;
	return CPU_GO_ON;
}

static enum cpu_answer count_tick(void *ctx)
{
	((struct fixture *)ctx)->ticks++;
	return CPU_GO_ON;
}

static int setup(void **state)
{
	static struct fixture f;
	const char *why;

	f = (struct fixture){ .mem = mem_create(4ul << 20) };
	f.client = (struct cpu_client){ add_one, map, count_fault, count_tick, &f };
	f.cpu = script_cpu.create(f.mem, &f.client, &why);
	f.root = pgtable_create(f.mem);
	f.cpu->ops->set_root(f.cpu, f.root);
	*state = &f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	f->cpu->ops->destroy(f->cpu);
	mem_destroy(f->mem);
	return 0;
}

static void traps_show_their_registers(void **state)
{
	struct fixture *f = *state;
	struct script_step steps[] = {
		{ .what = SCRIPT_TRAP, .trap = CPU_TRAP_SYSCALL64,
		  .regs = { .r = { [CPU_RAX] = 10 }, .rip = 0x400002, .rflags = 0x246 } },
		{ .what = SCRIPT_TRAP, .trap = CPU_TRAP_INT80, .regs = { .r = { [CPU_RCX] = 5 } } },
		{ .what = SCRIPT_END },
	};

	script_play(f->cpu, steps);
	f->cpu->ops->run(f->cpu);
	assert_int_equal(steps[0].regs.r[CPU_RAX], 10 + 1 + CPU_TRAP_SYSCALL64);
	assert_int_equal(steps[0].regs.r[CPU_RCX], 0x400002);
	assert_int_equal(steps[0].regs.r[CPU_R11], 0x246);
	assert_int_equal(steps[1].regs.r[CPU_RCX], 5);
	assert_int_equal(steps[1].regs.r[CPU_RAX], 1);
}

static void leaving_stops_and_the_next_run_goes_on(void **state)
{
	struct fixture *f = *state;
	struct script_step steps[] = { { .what = SCRIPT_TRAP }, { .what = SCRIPT_TRAP },
				       { .what = SCRIPT_END } };

	f->answer = CPU_LEAVE;
	script_play(f->cpu, steps);
	f->cpu->ops->run(f->cpu);
	assert_int_equal(steps[0].regs.r[CPU_RAX], 1);
	assert_int_equal(steps[1].regs.r[CPU_RAX], 0);
	f->cpu->ops->kick(f->cpu);
	f->cpu->ops->run(f->cpu);
	assert_int_equal(steps[1].regs.r[CPU_RAX], 1);
	assert_int_equal(f->ticks, 1);
}

static void accesses_walk_the_page_tables(void **state)
{
	struct fixture *f = *state;
	struct script_step steps[] = { { .what = SCRIPT_READ, .address = VA },
				       { .what = SCRIPT_END } };
	struct script_step again[] = { { .what = SCRIPT_WRITE, .address = VA + 7, .value = 42 },
				       { .what = SCRIPT_READ, .address = VA + 7 },
				       { .what = SCRIPT_END } };

	script_play(f->cpu, steps);
	f->cpu->ops->run(f->cpu);
	assert_true(steps[0].faulted);
	assert_int_equal(f->faults, 1);
	f->may_map = true;
	script_play(f->cpu, again);
	f->cpu->ops->run(f->cpu);
	assert_false(again[0].faulted);
	assert_int_equal(again[1].value, 42);
	assert_int_equal(f->faults, 1);
}

static unsigned hook_calls;

static void count_hook(void *ctx __unused, uaddr_t address __unused, uint32_t size)
{
	hook_calls += size;
}

static void each_step_is_a_byte_of_code(void **state)
{
	struct fixture *f = *state;
	struct script_step steps[] = { { .what = SCRIPT_TRAP }, { .what = SCRIPT_TRAP },
				       { .what = SCRIPT_FAULT }, { .what = SCRIPT_TRAP },
				       { .what = SCRIPT_END } };
	struct cpu_hooks hooks = { .on_insn = count_hook };

	f->answer = CPU_GO_ON;
	f->cpu->ops->set_hooks(f->cpu, &hooks);
	f->cpu->ops->set_budget(f->cpu, 2);
	script_play(f->cpu, steps);
	f->cpu->ops->run(f->cpu);
	assert_int_equal(f->ticks, 1);
	assert_int_equal(f->cpu->ops->executed(f->cpu), 3);
	assert_int_equal(hook_calls, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(traps_show_their_registers, setup, teardown),
		cmocka_unit_test_setup_teardown(leaving_stops_and_the_next_run_goes_on, setup,
						teardown),
		cmocka_unit_test_setup_teardown(accesses_walk_the_page_tables, setup, teardown),
		cmocka_unit_test_setup_teardown(each_step_is_a_byte_of_code, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
