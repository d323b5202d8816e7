/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the threads of a process share of signals: handlers, queue, limits, timers. */
#include "kernel/internal.h"
#include "kernel/rlimit.h"
#include "kernel/slab.h"

struct sighand *sighand_create(void)
{
	struct sighand *s = kzalloc(sizeof(*s));

	if (!s)
		return NULL;
	s->refs = 1;
	init_waitqueue_head(&s->signalfd_wqh);
	return s;
}

void sighand_put(struct sighand *s)
{
	struct list_head *waiting;

	if (!s || --s->refs)
		return;
	/* epoll may watch a signalfd that somebody else holds: it will hear nothing more from here. */
	waiting = &s->signalfd_wqh.head;
	while (!list_empty(waiting))
		list_del(waiting->next);
	kfree(s);
}

struct sighand *sighand_dup(const struct sighand *old)
{
	struct sighand *s = kmalloc(sizeof(*s));

	if (!s)
		return NULL;
	*s = *old;
	s->refs = 1;
	init_waitqueue_head(&s->signalfd_wqh);
	return s;
}

struct signal_struct *signal_struct_create(void)
{
	struct signal_struct *s = kzalloc(sizeof(*s));

	if (!s)
		return NULL;
	s->refs = 1;
	list_init(&s->threads);
	list_init(&s->posix_timers);
	for (unsigned i = 0; i < ARRAY_SIZE(s->pid_node); i++)
		list_init(&s->pid_node[i]);
	sigpending_init(&s->shared_pending);
	init_waitqueue_head(&s->wait_chldexit);
	rlimit_init(s->rlim);
	s->itimers = itimers_create(s);
	if (!s->itimers) {
		kfree(s);
		return NULL;
	}
	return s;
}

struct signal_struct *signal_struct_dup(void)
{
	const struct signal_struct *old = current->signal;
	struct signal_struct *s = signal_struct_create();

	if (!s)
		return NULL;
	memcpy(s->rlim, old->rlim, sizeof(s->rlim));
	s->tty = old->tty;
	s->oom_score_adj = old->oom_score_adj;
	rlimit_cpu_changed(s);
	return s;
}

void signal_struct_put(struct signal_struct *s)
{
	if (!s || --s->refs)
		return;
	posix_timers_exit(s);
	itimers_free(s->itimers);
	flush_sigqueue(&s->shared_pending);
	kfree(s);
}

void flush_signal_handlers(struct sighand *s)
{
	for (int i = 0; i < NSIG; i++) {
		struct k_sigaction *ka = &s->action[i];

		if (ka->handler != SIG_IGN)
			ka->handler = SIG_DFL;
		ka->flags = 0;
		ka->restorer = 0;
		ka->mask.bits = 0;
	}
}

void signal_exec(struct task *t)
{
	flush_signal_handlers(t->sighand);
	t->sas_sp = t->sas_size = 0; /* the flags stay, as in Linux */
	posix_timers_exit(t->signal);
}
