/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The stay in ring 3: enter, leave for one of a few reasons, serve it, enter again. What may not
 * be done inside Unicorn's hooks is queued and done here.
 */
#include "emu/unicorn/engine.h"

#include <string.h>
#include <time.h>

#define MAX_IDLE_STOPS 100000u
#define KICK_REPEAT_NS 50000

uc_err run_stub(struct engine *e, uaddr_t rip)
{
	static const struct translate_options plain;
	struct block_count count = e->count;
	unsigned tries = 0;
	uc_err err;

	translate_set(&plain);
	e->count.left = INT64_MAX; /* it may have been translated with a count */
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

static void prepare(struct engine *e)
{
	if (unlikely(e->tb_flush_due))
		code_flush_buffer_once(e);
	if (unlikely(e->cr4_wanted)) {
		e->cr4_wanted = false;
		uc_reg_write(e->uc, UC_X86_REG_CR4, &e->cr4);
	}
	if (unlikely(e->segments))
		segment_apply(e);
	if (unlikely(e->flush_wanted || e->must_flush))
		tlb_flush(e);
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
	uc_err err;

	if (take_kick(e) && e->client->tick(e->client->ctx) == CPU_LEAVE)
		return CPU_LEAVE;
	prepare(e);
	translate_set(&e->translate);
	e->stop = STOP_NONE;
	err = uc_emu_start(e->uc, reg_read(e, CPU_RIP), 0, 0, 0);
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

/*
 * Unicorn loses a stop that comes while it starts, so somebody has to say it again until it is
 * heard; a signal handler, which may call this, cannot wait and cannot make a thread.
 */
static void *repeat_kicks(void *arg)
{
	static const struct timespec pause = { .tv_nsec = KICK_REPEAT_NS };
	struct engine *e = arg;

	for (;;) {
		while (sem_wait(&e->kick_sem))
			;
		if (__atomic_load_n(&e->quit, __ATOMIC_SEQ_CST))
			return NULL;
		while (nanosleep(&pause, NULL) || (__atomic_load_n(&e->kicked, __ATOMIC_SEQ_CST) &&
						   __atomic_load_n(&e->running, __ATOMIC_SEQ_CST)))
			if (!e->block_hook)
				uc_emu_stop(e->uc);
	}
}

/*
 * While the engine does not run, the flag is enough: run() looks at it first. So it is with a hook
 * in front of each block.
 */
void unicorn_kick(struct cpu *cpu)
{
	struct engine *e = engine_of(cpu);

	if (__atomic_exchange_n(&e->kicked, true, __ATOMIC_SEQ_CST) || e->block_hook ||
	    !__atomic_load_n(&e->running, __ATOMIC_SEQ_CST))
		return;
	uc_emu_stop(e->uc);
	sem_post(&e->kick_sem);
}

bool run_init(struct engine *e)
{
	pthread_attr_t attr;

	if (!e->cal.async_stop)
		return blocks_update(e); /* every block looks for a kick */
	if (sem_init(&e->kick_sem, 0, 0) || pthread_attr_init(&attr))
		return false;
	pthread_attr_setstacksize(&attr, 64 << 10);
	e->has_kicker = !pthread_create(&e->kicker, &attr, repeat_kicks, e);
	pthread_attr_destroy(&attr);
	return e->has_kicker;
}

void run_exit(struct engine *e)
{
	if (!e->has_kicker)
		return;
	__atomic_store_n(&e->quit, true, __ATOMIC_SEQ_CST);
	sem_post(&e->kick_sem);
	pthread_join(e->kicker, NULL);
	sem_destroy(&e->kick_sem);
}
