/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Signals from outside: the embedder passes on what its own process was sent. They are only noted
 * when they come, in a signal handler or on another thread, and sent between two turns, as by the
 * kernel: what a terminal makes goes to the foreground group, the rest to the program.
 */
#include "kernel/hostsig.h"

#include <stdatomic.h>

#include "fs/tty/tty.h"
#include "host/event.h"
#include "kernel/internal.h"
#include "kernel/waiters.h"

#define BIT_OF(sig) BIT((sig) - 1)

/* As the terminal's line discipline and its window send them. */
#define FROM_TERMINAL (BIT_OF(SIGINT) | BIT_OF(SIGQUIT) | BIT_OF(SIGTSTP) | BIT_OF(SIGWINCH))

static void note(struct kernel *k, _Atomic uint64_t *word, uint64_t bit)
{
	atomic_fetch_or(word, bit);
	atomic_store(&k->called, true);
	k->cpu_ops->kick(k->cpu);
	host_events_wake(k->events);
}

void kernel_signal(struct kernel *k, int sig)
{
	note(k, &k->host_signals, BIT_OF(sig));
}

void kernel_ask_for_report(struct kernel *k)
{
	note(k, &k->host_requests, 1);
}

static void signal_program(int sig)
{
	if (kernel->init && kernel->init->signal)
		send_sig_process(sig, kernel->init);
}

/* Whoever runs ring3 in a job of a shell signals all of the job, as far as it is still together. */
static void signal_job(int sig)
{
	if (kernel->init && kernel->init->signal)
		kill_pgrp(kernel->init->signal->pgrp, sig);
}

static void send_from_outside(int sig)
{
	if (sig == SIGCONT)
		signal_job(sig);
	else if (!(BIT_OF(sig) & FROM_TERMINAL))
		signal_program(sig);
	else if (!tty_host_signal(sig))
		signal_job(sig);
}

void host_signals_take(void)
{
	uint64_t due;

	atomic_store(&kernel->called, false);
	due = atomic_exchange(&kernel->host_signals, 0);
	if (atomic_exchange(&kernel->host_requests, 0)) {
		kernel_report("who waits for what:");
		report_waiters();
	}
	for (; due; due &= due - 1)
		send_from_outside(__builtin_ctzll(due) + 1);
}

/* Would t, asleep, do more than die of one of these? */
static bool listens(const struct task *t, uint64_t signals)
{
	for (; signals; signals &= signals - 1) {
		int sig = __builtin_ctzll(signals) + 1;
		uaddr_t handler = t->sighand->action[sig - 1].handler;

		if (t->blocked.bits & BIT_OF(sig))
			continue; /* signalfd's readers are known by their queue */
		if (t->real_blocked.bits & BIT_OF(sig) || (handler != SIG_DFL && handler != SIG_IGN))
			return true;
	}
	return false;
}

/* Which of them could reach t: send_from_outside() sends the others to the program alone. */
static uint64_t reaching(const struct task *t, uint64_t signals)
{
	if (kernel->init && kernel->init->signal == t->signal)
		return signals;
	return signals & (FROM_TERMINAL | BIT_OF(SIGCONT));
}

bool host_signal_may_wake(void)
{
	const struct task *t;
	uint64_t signals;

	if (kernel->config.deterministic)
		return false;
	list_for_each_entry(t, &kernel->tasks, task_node) {
		signals = reaching(t, kernel->config.host_signals);
		if (!signals)
			continue;
		if (t->state == TASK_STOPPED && signals & BIT_OF(SIGCONT) &&
		    kernel->config.job_control)
			return true;
		if (t->state == TASK_INTERRUPTIBLE &&
		    (listens(t, signals) || !list_empty(&t->sighand->signalfd_wqh.head)))
			return true;
	}
	return false;
}
