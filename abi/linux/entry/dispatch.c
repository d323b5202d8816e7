/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From trap to routine and back. The engine calls trap() on its own stack; the routine runs on the
 * task's kernel stack and may sleep there. The fast path: take the registers, a bounds check, one
 * test of the work word, one indirect call, the result.
 */
#include <stdatomic.h>

#include "decode/multiplex.h"
#include "entry/entry.h"
#include "host/clock.h"
#include "kernel/clock.h"
#include "kernel/ext.h"
#include "kernel/rseq.h"
#include "kernel/sched.h"
#include "kernel/signal.h"
#include "kernel/stack.h"
#include "kernel/summary.h"
#include "kernel/trace.h"
#include "mm/mm.h"
#include "syscall.h"

static long no_routine(struct task *t, const struct sys_entry *e)
{
	uint32_t *missing = kernel->missing[t->abi->is_64bit];

	(void)e;
	missing[min(t->orig_nr, (uint32_t)NR_SYSCALLS)]++;
	return -ENOSYS;
}

static __always_inline long call_routine(struct task *t)
{
	const struct sys_entry *e;

	if (unlikely(t->orig_nr >= NR_SYSCALLS || kernel->ext)) {
		e = sys_entry_of(t->abi->is_64bit, t->orig_nr);
		return e && e->sys->call ? e->sys->call(t->args) : no_routine(t, e);
	}
	e = &t->abi->table[t->orig_nr];
	if (unlikely(!e->sys->call))
		return no_routine(t, e);
	return e->sys->call(t->args);
}

/* --stats=time: what each call cost, sleeps included. */
static long call_timed(struct task *t)
{
	struct call_time *c = &kernel->call_times[t->abi->is_64bit]
						 [min(t->orig_nr, (uint32_t)NR_SYSCALLS)];
	uint64_t start = host_monotonic_ns();
	long ret = call_routine(t);

	c->count++;
	c->ns += host_monotonic_ns() - start;
	return ret;
}

/* FNV's prime, a word at a time. */
static void hash_word(uint64_t word)
{
	kernel->call_hash = (kernel->call_hash ^ word) * 0x100000001b3ull;
	kernel->call_hash ^= kernel->call_hash >> 29;
}

/*
 * Two runs that made the same calls in the same order, with the same results, agree in it. What is in
 * registers that are no argument of the call does not count: the time of a host's file, say.
 */
static void hash_call(const struct task *t)
{
	const struct sys_entry *e = sys_entry_of(t->abi->is_64bit, t->orig_nr);

	hash_word((uint64_t)t->pid << 32 | t->orig_nr << 1 | t->abi->is_64bit);
	for (unsigned i = 0; e && i < e->sys->nargs; i++)
		hash_word(t->args[i]);
}

static long call_counted(struct task *t)
{
	long ret;

	if (kernel->config.hash_calls)
		hash_call(t);
	ret = kernel->config.time_calls ? call_timed(t) : call_routine(t);
	if (kernel->config.hash_calls) {
		hash_word((uint64_t)t->pid);
		hash_word((uint64_t)ret);
	}
	return ret;
}

static bool is_killed(const struct task *t)
{
	return t->work & TW_KILLED || t->signal->group_exit;
}

static struct call_summary *row_of_call(const struct task *t)
{
	uint32_t kind = t->orig_nr;

	if (!t->abi->is_64bit && unlikely(is_multiplexed(kind)))
		kind = subcall_kind(kind, (uint32_t)t->args[0]);
	return summary_row(t, kind);
}

static long call_counted_or_not(struct task *t)
{
	return t->work & TW_COUNT ? call_counted(t) : call_routine(t);
}

static long call_summarised(struct task *t)
{
	struct call_summary *row = row_of_call(t);
	bool timed = summary_times(row);
	uint64_t start = timed ? summary_ticks(t) : 0;
	long ret = call_counted_or_not(t);

	if (is_killed(t))
		return ret;
	if (timed)
		summary_time(row, summary_ticks(t) - start);
	summary_count(row, ret);
	return ret;
}

/* The routine's result, and what there is to count. */
static long call_plainly(struct task *t)
{
	if (t->work & TW_SUMMARY && !t->summary_skips)
		return call_summarised(t);
	return call_counted_or_not(t);
}

/* With somebody who watches, or counts. */
static long call_watched(struct task *t)
{
	const struct tracer *tracer = kernel->tracer;
	long ret;

	if (!(t->work & TW_TRACE))
		return call_plainly(t);
	if (!tracer->enter(tracer->ctx, t, &ret))
		ret = call_plainly(t);
	else if (t->work & TW_SUMMARY && !t->summary_skips)
		summary_count(row_of_call(t), ret);
	/* Who is killed does not come out of a call, for those who watch. */
	if (is_killed(t))
		return ret;
	ret = tracer->exit(tracer->ctx, t, ret);
	if (t->ignored_signals)
		trace_tell_ignored(t);
	return ret;
}

static enum cpu_answer answer(const struct task *t)
{
	if (t->in_kernel || t->state != TASK_RUNNING || (t->work & TW_RESCHED) || kernel->stop)
		return CPU_LEAVE;
	if (unlikely(kernel->config.deterministic) && alarm_is_due())
		return CPU_LEAVE;
	return CPU_GO_ON;
}

/*
 * Answers for trap(): behind a call of the host's kernel each return costs as much as a dozen
 * instructions (host/syscall.h), so trap() ends with the switch of stacks and has no return of its own.
 */
static int serve_syscall(__unused void *arg)
{
	struct task *t = current;
	long ret = unlikely(t->work & TW_ENTRY_MASK) ? call_watched(t) : call_routine(t);

	syscall_set_return(t, ret);
	if (unlikely((t->work & TW_EXIT_MASK) || is_restart(ret)))
		exit_to_user_mode();
	t->orig_nr = NO_SYSCALL;
	return answer(t);
}

static void serve_without_trap(void *arg)
{
	serve_syscall(arg);
}

void entry_call_routine(struct task *t, uint32_t nr, const uint64_t args[6])
{
	t->abi = t->image;
	t->trap = t->abi->is_64bit ? CPU_TRAP_SYSCALL64 : CPU_TRAP_INT80;
	t->orig_nr = nr;
	for (unsigned i = 0; i < ARRAY_SIZE(t->args); i++)
		t->args[i] = t->abi->is_64bit ? args[i] : (uint32_t)args[i];
	task_start_kernel(t, serve_without_trap, NULL);
}

static enum cpu_answer trap(__unused void *ctx, enum cpu_trap how)
{
	struct task *t = current;

	kernel->stats.traps[how]++;
	t->trap = how;
	if (how == CPU_TRAP_SYSCALL64) {
		t->abi = &abi_x64;
		kernel->stats.calls_x64++;
		x64_get_call(t);
	} else {
		t->abi = &abi_ia32;
		kernel->stats.calls_ia32++;
		if (!ia32_get_call(t, how)) { /* no sixth argument to be had */
			syscall_set_return(t, -EFAULT);
			t->orig_nr = NO_SYSCALL;
			return CPU_GO_ON;
		}
	}
	return (enum cpu_answer)kstack_call(t->kstack, serve_syscall, NULL);
}

/* Until nothing is left: while others run, more may come. */
void exit_to_user_mode(void)
{
	struct task *t = current;

	do {
		if (t->work & TW_RESCHED)
			cond_resched();
		if ((t->work & TW_SIGNAL) || is_restart(syscall_get_return(t)))
			do_signal(); /* one frame for each signal that is due */
		if (t->work & TW_RSEQ)
			rseq_resume();
	} while (t->work & (TW_SIGNAL | TW_RESCHED | TW_RSEQ));
}

static int serve_exception(void *arg)
{
	serve_fault(arg);
	return answer(current);
}

static enum cpu_answer fault(__unused void *ctx, const struct cpu_fault *f)
{
	struct task *t = current;
	struct cpu_fault copy = *f;

	t->orig_nr = NO_SYSCALL;
	t->abi = t->image;
	return (enum cpu_answer)kstack_call(t->kstack, serve_exception, &copy);
}

static bool map_page(__unused void *ctx, uaddr_t page, enum cpu_access access)
{
	return current && handle_mm_fault(current->mm, page, access);
}

static enum cpu_answer tick(__unused void *ctx)
{
	return CPU_LEAVE; /* the main loop knows what there is to do */
}

const struct cpu_client entry_client = {
	.syscall = trap,
	.map_page = map_page,
	.fault = fault,
	.tick = tick,
};
