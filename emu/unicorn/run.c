/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The stay in ring 3: enter, leave for one of a few reasons, serve it, enter again. What may not
 * be done inside Unicorn's hooks is queued and done here.
 */
#include "emu/unicorn/engine.h"

#include <errno.h>
#include <linux/membarrier.h>
#include <string.h>
#include <sys/single_threaded.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MAX_IDLE_STOPS 100000u

__thread struct engine *entered;

uc_err run_stub(struct engine *e, uaddr_t rip)
{
	const struct translate_options plain = { .count = e->translate.count };
	struct block_count count = e->count;
	unsigned tries = 0;
	uc_err err;

	translate_set(&plain);
	e->count.left = INT64_MAX;
	e->stub_on = true;
	tlb_flush(e);
	e->stop = STOP_NONE;
	do { /* a kick that comes late may stop this, too */
		err = uc_emu_start(e->uc, rip, 0, 0, 0);
		rip = reg_read(e, CPU_RIP);
	} while (err == UC_ERR_OK && e->stop == STOP_NONE && ++tries < MAX_IDLE_STOPS);
	e->stub_on = false;
	tlb_flush(e);
	e->count = count;
	return err;
}

/* Faults are shown with RF set. To Unicorn a block is another one under it. */
static void clear_resume_flag(struct engine *e)
{
	struct uc_env *env = e->cal.env;
	uint64_t flags;

	if (likely(env != NULL)) {
		env->eflags &= ~RFLAGS_RF;
		return;
	}
	flags = reg_raw_flags(e);
	if (flags & RFLAGS_RF) {
		flags &= ~RFLAGS_RF;
		uc_reg_write(e->uc, UC_X86_REG_RFLAGS, &flags);
	}
}

static void prepare(struct engine *e)
{
	clear_resume_flag(e);
	if (unlikely(e->tb_flush_due))
		code_flush_buffer_once(e);
	if (unlikely(e->cr4_wanted)) {
		e->cr4_wanted = false;
		uc_reg_write(e->uc, UC_X86_REG_CR4, &e->cr4);
	}
	if (unlikely(e->segments))
		segment_apply(e);
	tlb_flush_pending(e);
	if (unlikely(e->step || e->smc_step || e->fetch_steps))
		step_begin(e);
}

/* An error code without a reason of ours. */
static enum cpu_answer unexplained(struct engine *e, uc_err err)
{
	if (err == UC_ERR_OK)
		return CPU_GO_ON; /* a kick, or one that came late */
	if (err == UC_ERR_INSN_INVALID)
		return fault_invalid(e);
	return fault_deliver(e, CPU_VEC_GP, 0, 0);
}

static enum cpu_answer served(struct engine *e, uc_err err)
{
	switch (e->stop) {
	case STOP_LEAVE:
		return CPU_LEAVE;
	case STOP_QUEUED:
		return e->step ? step_done(e) : CPU_GO_ON;
	case STOP_BUDGET:
		blocks_grant(e, UINT64_MAX);
		return e->client->tick(e->client->ctx);
	case STOP_INTR:
		if (e->intno == CPU_VEC_DB && (e->forced_tf || reg_raw_flags(e) & RFLAGS_TF))
			return step_done(e);
		blocks_leave_at_rip(e);
		return fault_interrupt(e);
	case STOP_FILL:
		if (err != UC_ERR_EXCEPTION) /* it was a question, not an access */
			break;
		if (e->fill_access != CPU_EXEC) /* else the next block has not begun */
			blocks_leave_at_rip(e);
		return step_to_fetch(e) ? CPU_GO_ON : fault_page(e);
	case STOP_SMC:
		if (err != UC_ERR_EXCEPTION)
			break;
		blocks_leave_at_rip(e);
		step_for_smc(e);
		return CPU_GO_ON;
	case STOP_NONE:
		break;
	}
	if (err != UC_ERR_OK)
		blocks_leave_at_rip(e);
	return unexplained(e, err);
}

static bool take_kick(struct engine *e)
{
	return unlikely(__atomic_load_n(&e->kicked, __ATOMIC_SEQ_CST)) &&
	       __atomic_exchange_n(&e->kicked, false, __ATOMIC_SEQ_CST);
}

static enum cpu_answer run_once(struct engine *e)
{
	struct engine *outer = entered; /* a machine may run inside of another's callback */
	uc_err err;

	if (take_kick(e) && e->client->tick(e->client->ctx) != CPU_GO_ON)
		return CPU_LEAVE;
	prepare(e);
	translate_set(&e->translate);
	e->stop = STOP_NONE;
	e->raised_error = 0;
	e->wild_jump = false;
	entered = e;
	err = uc_emu_start(e->uc, reg_read(e, CPU_RIP), 0, 0, 0);
	entered = outer;
	if (unlikely(outer != NULL))
		translate_set(&outer->translate);
	if (unlikely(e->forced_tf || e->smc_step) &&
	    !(e->stop == STOP_INTR && e->intno == CPU_VEC_DB))
		step_cancel(e);
	/* Stops without a reason are late kicks; a great many of them is an engine gone wrong. */
	if (likely(e->stop != STOP_NONE || err != UC_ERR_OK))
		e->idle_stops = 0;
	else if (++e->idle_stops > MAX_IDLE_STOPS)
		return fault_deliver(e, CPU_VEC_DF, 0, 0);
	return served(e, err);
}

void unicorn_run(struct cpu *cpu)
{
	struct engine *e = engine_of(cpu);

	__atomic_store_n(&e->running, true, __ATOMIC_SEQ_CST);
	while (run_once(e) == CPU_GO_ON)
		;
	e->step = false;
	__atomic_store_n(&e->running, false, __ATOMIC_SEQ_CST);
}

/* --- kicks --- */

/*
 * A process of several threads is registered for membarrier(2) only after milliseconds, and one of a
 * single thread at once: so it is done here, before a ticker is there, and not at the first kick.
 */
void unicorn_expect_kicks(void)
{
	if (__libc_single_threaded)
		syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0);
}

/* Every store that another thread has begun is seen before what we do next. */
static void fence_other_threads(void)
{
	if (!syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0) || errno == ENOSYS)
		return;
	syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0);
	syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0);
}

/*
 * While the engine does not run, the flag is enough: run() looks at it first. So it is with a hook
 * in front of each block. Otherwise Unicorn is stopped from outside; it loses stops that come while
 * it starts, which is why cpu_exec(), below, looks at the flag behind the last place where they are
 * lost. What it does there and in its loop is store, then look, without a barrier between: a stop
 * on another thread may fall in between, so it is said again when the store must have been done.
 */
void unicorn_kick(struct cpu *cpu)
{
	struct engine *e = engine_of(cpu);
	int saved_errno = errno;

	if (__atomic_exchange_n(&e->kicked, true, __ATOMIC_SEQ_CST) ||
	    __atomic_load_n(&e->block_hook, __ATOMIC_RELAXED) ||
	    !__atomic_load_n(&e->running, __ATOMIC_SEQ_CST))
		return;
	uc_emu_stop(e->uc);
	fence_other_threads();
	uc_emu_stop(e->uc);
	errno = saved_errno;
}

struct cpu_state;
REPLACED(int, cpu_exec, uc_engine *uc, struct cpu_state *cpu);
INTERPOSE(int, cpu_exec, uc_engine *uc, struct cpu_state *cpu)
{
	if (entered && unlikely(__atomic_load_n(&entered->kicked, __ATOMIC_SEQ_CST)))
		uc_emu_stop(uc);
	return __real_cpu_exec_x86_64(uc, cpu);
}
