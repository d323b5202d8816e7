/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes of code are counted alike in every run, and hooks see each block and instruction once. */
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "rig.h"

#define MAX_LOG 4096
#define QUANTUM 1000

struct entry {
	uint64_t executed, rip;
};

/* Where the budget ran out, and what else happens meanwhile. */
struct log {
	struct entry at[MAX_LOG];
	unsigned n;
	uint64_t target, end;
	bool flush, forget;
};

static uint64_t executed(struct rig *r)
{
	return r->cpu->ops->executed(r->cpu);
}

static void next_quantum(struct rig *r, struct log *log)
{
	log->target = executed(r) + QUANTUM;
	r->cpu->ops->set_budget(r->cpu, QUANTUM);
}

static enum cpu_answer log_tick(struct rig *r)
{
	struct log *log = r->user;

	if (executed(r) < log->target)
		return CPU_GO_ON; /* a kick */
	assert_in_range(log->n, 0, MAX_LOG - 1);
	log->at[log->n++] = (struct entry){ executed(r), rig_reg(r, CPU_RIP) };
	next_quantum(r, log);
	return CPU_GO_ON;
}

static enum cpu_answer disturb(struct rig *r)
{
	const struct log *log = r->user;

	if (rig_reg(r, CPU_RAX) == 60)
		return CPU_LEAVE;
	if (log->flush)
		r->cpu->ops->flush(r->cpu);
	if (log->forget)
		r->cpu->ops->forget_code(r->cpu, pte_pfn(*pte_lookup(r->mem, r->root, CODE_VA)));
	return CPU_GO_ON;
}

static bool map_when_asked(struct rig *r, uaddr_t page, enum cpu_access access __unused)
{
	if (page != DATA_VA)
		return false;
	rig_map(r, page, R | W);
	return true;
}

/* A loop of: strings, a call to more than a block can hold, a system call, locked instructions. */
GUEST(mixed, "mov $100, %ebx\n"
	     "1: mov $0x600000, %edi; mov $37, %ecx; xor %eax, %eax; rep stosb\n"
	     "call 2f; mov $39, %eax; syscall\n"
	     "lock cmpxchg8b 0x600800; incl 0x600400; test $3, %bl; jz 3f; inc %rsi\n"
	     "3: dec %ebx; jnz 1b; mov $60, %eax; syscall\n"
	     "2: .rept 700; inc %r10; .endr; ret");
#define MIXED_TURN_BYTES (5 + 5 + 2 + 37 * 2 + 2 + 5 + 5 + 2 + 9 + 7 + 3 + 2 + 2 + 2 + 2100 + 1)

static void run_mixed(struct rig *r, struct log *log)
{
	r->user = log;
	r->on_tick = log_tick;
	r->on_syscall = disturb;
	r->on_map = map_when_asked;
	log->n = 0;
	log->end = executed(r);
	next_quantum(r, log);
	START(r, mixed);
	assert_int_equal(rig_reg(r, CPU_R10), 70000);
	log->end = executed(r) - log->end;
}

/* Numbers of a log, from the start of its run. */
static void assert_logs_equal(const struct log *a, const struct log *b)
{
	uint64_t shift = b->at[0].executed - a->at[0].executed;

	assert_int_equal(a->n, b->n);
	assert_int_equal(a->end, b->end);
	for (unsigned i = 0; i < a->n; i++) {
		assert_int_equal(a->at[i].rip, b->at[i].rip);
		assert_int_equal(a->at[i].executed + shift, b->at[i].executed);
	}
}

static void each_byte_counts_once(void **state)
{
	struct rig *r = *state;
	static struct log log;

	run_mixed(r, &log);
	/* rep stosb looks at rcx once more; three of four turns pass by inc %rsi */
	assert_in_range(log.end, 100 * MIXED_TURN_BYTES, 100 * (MIXED_TURN_BYTES + 10));
	/* at block boundaries, the longest of which has 512 instructions of 3 bytes */
	assert_in_range(log.n, log.end / (QUANTUM + 1536), log.end / QUANTUM);
}

static void a_budget_ends_where_it_did_before(void **state)
{
	struct rig *r = *state;
	static struct log first, again;

	run_mixed(r, &first);
	run_mixed(r, &again);
	assert_logs_equal(&first, &again);
	again.flush = true;
	run_mixed(r, &again);
	assert_logs_equal(&first, &again);
	again.forget = true;
	run_mixed(r, &again);
	assert_logs_equal(&first, &again);
}

static void a_budget_ends_in_front_of_a_block(void **state)
{
	struct rig *r = *state;
	static struct log log;

	run_mixed(r, &log);
	for (unsigned i = 1; i < log.n; i++)
		assert_in_range(log.at[i].executed - log.at[i - 1].executed, QUANTUM, QUANTUM + 1536);
}

static bool stop_kicking; /* atomic */

static void *kick_all_the_time(void *arg)
{
	static const struct timespec pause = { .tv_nsec = 20000 };
	struct rig *r = arg;

	while (!__atomic_load_n(&stop_kicking, __ATOMIC_ACQUIRE)) {
		r->cpu->ops->kick(r->cpu);
		nanosleep(&pause, NULL);
	}
	return NULL;
}

static void kicks_do_not_move_a_budgets_end(void **state)
{
	struct rig *r = *state;
	static struct log first, again;
	pthread_t thread;

	run_mixed(r, &first);
	stop_kicking = false;
	assert_int_equal(pthread_create(&thread, NULL, kick_all_the_time, r), 0);
	for (unsigned i = 0; i < 20; i++) {
		run_mixed(r, &again);
		assert_logs_equal(&first, &again);
	}
	__atomic_store_n(&stop_kicking, true, __ATOMIC_RELEASE);
	pthread_join(thread, NULL);
}

static enum cpu_answer map_and_go_on(struct rig *r)
{
	rig_map(r, align_down(r->fault.address, PAGE_SIZE), R | W);
	return CPU_GO_ON;
}

GUEST(touch, "mov $0x600000, %edi; nop; incl (%rdi); nop; incl 0x1000(%rdi); nop; syscall");

static uint64_t bytes_of_touch(struct rig *r)
{
	uint64_t before = executed(r);

	START(r, touch);
	return executed(r) - before;
}

static void a_fault_amid_a_block_does_not_change_the_count(void **state)
{
	struct rig *r = *state;

	r->cpu->ops->set_budget(r->cpu, UINT64_MAX);
	rig_map(r, DATA_VA + PAGE_SIZE, R | W);
	assert_int_equal(bytes_of_touch(r), 5 + 1 + 2 + 1 + 6 + 1 + 2);
	rig_unmap(r, DATA_VA);
	rig_unmap(r, DATA_VA + PAGE_SIZE);
	r->on_fault = map_and_go_on;
	assert_int_equal(bytes_of_touch(r), 5 + 1 + 2 + 1 + 6 + 1 + 2);
	assert_int_equal(r->faults, 2);
}

static enum cpu_answer count_at_fault(struct rig *r)
{
	*(uint64_t *)r->user = executed(r);
	rig_set(r, CPU_RIP, rig_reg(r, CPU_RIP) + 2);
	return CPU_GO_ON;
}

GUEST(divides, "xor %ecx, %ecx; nop; div %ecx; nop; ud2; nop; hlt; int3; nop; syscall");

static void exceptions_do_not_count_what_they_skip(void **state)
{
	struct rig *r = *state;
	uint64_t at_fault = 0;

	r->cpu->ops->set_budget(r->cpu, UINT64_MAX);
	r->user = &at_fault;
	r->on_fault = count_at_fault;
	START(r, divides);
	assert_int_equal(r->faults, 3); /* hlt's handler skips int3, too */
	assert_int_equal(at_fault, 2 + 1 + 1 + 1);
	assert_int_equal(executed(r), 2 + 1 + 1 + 1 + 1 + 2);
}

/* Writes over its own next instruction: stepped, and counted once. */
GUEST(rewrites, "lea 1f(%rip), %rdi; nop; movb $0x90, (%rdi); nop; 1: int3; nop; syscall");

static void code_that_rewrites_itself_counts_once(void **state)
{
	struct rig *r = *state;

	r->cpu->ops->set_budget(r->cpu, UINT64_MAX);
	rig_map(r, CODE_VA, RWX);
	START(r, rewrites);
	assert_int_equal(r->faults, 0);
	assert_int_equal(executed(r), 7 + 1 + 3 + 1 + 1 + 1 + 2);
}

static void a_budget_of_nothing_ends_at_once(void **state)
{
	struct rig *r = *state;

	r->cpu->ops->set_budget(r->cpu, 0);
	START(r, touch);
	assert_int_equal(r->ticks, 1);
	assert_int_equal(r->syscalls, 0);
	assert_left_at(r, 0);
	assert_int_equal(executed(r), 0);
}

/* --- hooks --- */

struct trace {
	struct rig *rig;
	uint64_t block[MAX_LOG], insn[MAX_LOG];
	uint32_t insn_size[MAX_LOG];
	unsigned blocks, insns, wrong;
	uint64_t bytes;
};

static void trace_block(void *ctx, uaddr_t address, uint32_t size)
{
	struct trace *t = ctx;

	if (t->blocks < MAX_LOG)
		t->block[t->blocks] = address;
	t->blocks++;
	t->bytes += size;
	t->wrong += rig_reg(t->rig, CPU_RIP) != address;
}

static void trace_insn(void *ctx, uaddr_t address, uint32_t size)
{
	struct trace *t = ctx;

	if (t->insns < MAX_LOG) {
		t->insn[t->insns] = address;
		t->insn_size[t->insns] = size;
	}
	t->insns++;
	t->wrong += rig_reg(t->rig, CPU_RIP) != address;
}

static void hook(struct trace *t, struct rig *r, bool blocks, bool insns)
{
	struct cpu_hooks hooks = { .on_block = blocks ? trace_block : NULL,
				   .on_insn = insns ? trace_insn : NULL, .ctx = t };

	memset(t, 0, sizeof(*t));
	t->rig = r;
	r->cpu->ops->set_hooks(r->cpu, &hooks);
}

/* With instructions that are translated as several (decode.c), and one that is emulated. */
GUEST(small, "mov $3, %ecx; 1: lock cmpxchg8b 0x600000; cmpxchg %r8d, %r9d; dec %ecx; jnz 1b\n"
	     "mov $2, %ecx; xor %eax, %eax; rep stosb; syscall");
static const uint8_t small_turn[] = { 5, 14, 18, 20 };

static void each_instruction_is_seen_once(void **state)
{
	struct rig *r = *state;
	static struct trace t;
	unsigned n = 0;

	hook(&t, r, true, true);
	r->on_map = map_when_asked;
	rig_set(r, CPU_RDI, DATA_VA);
	START(r, small);
	assert_int_equal(t.wrong, 0);
	assert_int_equal(t.insn[n++], CODE_VA);
	for (unsigned turn = 0; turn < 3; turn++)
		for (unsigned i = 0; i < sizeof(small_turn); i++)
			assert_int_equal(t.insn[n++], CODE_VA + small_turn[i]);
	assert_int_equal(t.insn_size[1], 9);
	assert_int_equal(t.insn_size[2], 4);
	assert_int_equal(t.insn[n++], CODE_VA + 22);
	assert_int_equal(t.insn[n++], CODE_VA + 27);
}

static void every_block_is_seen_and_blocks_hold_all_instructions(void **state)
{
	struct rig *r = *state;
	static struct trace t;

	hook(&t, r, true, false);
	r->on_map = map_when_asked;
	r->on_syscall = disturb;
	r->user = &(struct log){ .flush = true, .forget = true };
	r->cpu->ops->set_budget(r->cpu, UINT64_MAX);
	START(r, mixed);
	assert_int_equal(t.wrong, 0);
	assert_int_equal(t.insns, 0);
	assert_int_equal(t.bytes, executed(r));
}

static void hooks_come_and_go(void **state)
{
	struct rig *r = *state;
	static struct trace t, u;
	unsigned insns;

	r->on_syscall = disturb;
	r->user = &(struct log){ 0 };
	START(r, mixed); /* translated without hooks */
	hook(&t, r, false, true);
	START(r, mixed);
	insns = t.insns;
	assert_in_range(insns, 70000, 80000);
	r->cpu->ops->set_hooks(r->cpu, NULL);
	START(r, mixed);
	assert_int_equal(t.insns, insns);
	hook(&u, r, true, true);
	START(r, mixed);
	assert_int_equal(u.insns, insns);
	assert_int_equal(t.insns, insns);
}

/* With hooks each pass of `rep stosb` is a block that is seen; without, most are done at once. */
static void block_hooks_do_not_move_a_budgets_end(void **state)
{
	struct rig *r = *state;
	static struct trace t;
	static struct log plain, hooked;

	run_mixed(r, &plain);
	hook(&t, r, true, false);
	run_mixed(r, &hooked);
	assert_logs_equal(&plain, &hooked);
}

GUEST(calls, "mov $50000, %ecx; 1: call 2f; dec %ecx; jnz 1b; syscall; 2: ret");

static enum cpu_answer go_on(struct rig *r __unused)
{
	return CPU_GO_ON;
}

static void kicks_repeat_no_instruction_with_hooks(void **state)
{
	struct rig *r = *state;
	static struct trace t;
	pthread_t thread;
	uint64_t rsp = 0;

	hook(&t, r, true, true);
	r->on_tick = go_on;
	stop_kicking = false;
	assert_int_equal(pthread_create(&thread, NULL, kick_all_the_time, r), 0);
	do {
		t.insns = 0;
		START(r, calls);
		assert_int_equal(t.insns, 1 + 4 * 50000 + 1);
		assert_true(!rsp || rig_reg(r, CPU_RSP) == rsp);
		rsp = rig_reg(r, CPU_RSP);
	} while (r->ticks < 500);
	__atomic_store_n(&stop_kicking, true, __ATOMIC_RELEASE);
	pthread_join(thread, NULL);
	assert_int_equal(t.wrong, 0);
}

struct flags_seen {
	struct rig *rig;
	uint64_t flags[8], rax[8];
	unsigned n;
};

static void see_flags(void *ctx, uaddr_t address __unused, uint32_t size __unused)
{
	struct flags_seen *s = ctx;

	if (s->n < ARRAY_SIZE(s->flags)) {
		s->flags[s->n] = rig_reg(s->rig, CPU_RFLAGS) & 0x8d5;
		s->rax[s->n] = rig_reg(s->rig, CPU_RAX);
	}
	s->n++;
}

GUEST(sets_flags, "xor %eax, %eax; dec %eax; add $1, %eax; stc; inc %eax; syscall");

static void hooks_see_registers_as_they_are(void **state)
{
	static const uint64_t flags[] = { 0, 0x44, 0x94, 0x55, 0x55, 0x01 };
	static const uint64_t rax[] = { 0, 0, 0xffffffff, 0, 0, 1 };
	struct rig *r = *state;
	struct flags_seen s = { .rig = r };
	struct cpu_hooks hooks = { .on_insn = see_flags, .ctx = &s };

	r->cpu->ops->set_hooks(r->cpu, &hooks);
	START(r, sets_flags);
	assert_int_equal(s.n, 6);
	for (unsigned i = 0; i < 6; i++) {
		assert_int_equal(s.rax[i], rax[i]);
		assert_int_equal(s.flags[i], flags[i]);
	}
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, rig_setup, rig_teardown)
	const struct CMUnitTest tests[] = {
		TEST(each_byte_counts_once),
		TEST(a_budget_ends_where_it_did_before),
		TEST(a_budget_ends_in_front_of_a_block),
		TEST(kicks_do_not_move_a_budgets_end),
		TEST(a_fault_amid_a_block_does_not_change_the_count),
		TEST(exceptions_do_not_count_what_they_skip),
		TEST(code_that_rewrites_itself_counts_once),
		TEST(a_budget_of_nothing_ends_at_once),
		TEST(each_instruction_is_seen_once),
		TEST(every_block_is_seen_and_blocks_hold_all_instructions),
		TEST(hooks_come_and_go),
		TEST(block_hooks_do_not_move_a_budgets_end),
		TEST(kicks_repeat_no_instruction_with_hooks),
		TEST(hooks_see_registers_as_they_are),
	};

	return rig_run_tests(tests);
}
