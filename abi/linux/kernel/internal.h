/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of kernel/ share and nobody else sees. */
#ifndef KERNEL_INTERNAL_H
#define KERNEL_INTERNAL_H

#include "kernel/cred.h"
#include "kernel/rseq.h"
#include "kernel/signal.h"
#include "kernel/task.h"

/* ring3 itself is process 1: it exists, belongs to root, and no signal reaches it. */
#define INIT_PID 1
static inline bool is_own_pid(pid_t nr)
{
	return nr == INIT_PID && kernel->own_pid;
}

/* By the leader's id. NULL: none (INIT_PID has no task). */
static inline struct task *find_process(pid_t pid)
{
	struct task *t = find_task(pid);

	return t && t->tgid == t->pid ? t : NULL;
}

/* Leaders, those whose end has not been waited for among them. */
#define for_each_process(p)                                   \
	list_for_each_entry(p, &kernel->tasks, task_node)     \
		if (p->pid == p->tgid)

/* kernel/sched.c: one turn of some task, or a wait. False: nothing can ever wake any task. */
bool one_turn(struct kernel *k);

/* kernel/call.c: a process ends that may be one of those which the embedder started. */
void spawned_ended(const struct task *leader, int code);
void spawned_exit(struct kernel *k);

/* kernel/sigqueue.c: queues, and what is charged for them */
#define SIG_KERNEL_ONLY_MASK (sigmask(SIGKILL) | sigmask(SIGSTOP))
#define SIG_KERNEL_STOP_MASK \
	(sigmask(SIGSTOP) | sigmask(SIGTSTP) | sigmask(SIGTTIN) | sigmask(SIGTTOU))
struct sig_user *sig_user_charge(uid_t uid, uint64_t limit); /* NULL: over limit, or no memory */
void sig_user_uncharge(struct sig_user *u);
struct sigqueue *sigqueue_alloc(const struct task *t, bool override);
void sigqueue_add(struct sigqueue *q, struct sigpending *p);
/* Takes a timer's own entry off the queue that it may be on. */
void sigqueue_cancel(struct sigqueue *q);
void flush_process_signals(struct task *t, uint64_t mask);
int dequeue_synchronous_signal(struct ksiginfo *info);

/* kernel/signal.c */
bool sig_kernel_ignore(int sig);
bool sig_kernel_stop(int sig);
void recalc_sigpending_of(struct task *t);
void retarget_shared_pending(uint64_t which);
/* t looks for signals; fatal: whatever it sleeps for. */
void signal_wake_up(struct task *t, bool fatal);
/* Every thread of t's process is to end with code; the process takes no more signals. */
void begin_group_exit(struct task *t, int code);

/* kernel/kill.c: with the permissions that kill(2) asks for */
int signal_init(int sig);
int signal_task(const struct ksiginfo *info, int sig, struct task *t, bool process);
int signal_pgrp(const struct ksiginfo *info, int sig, pid_t pgrp);

/* kernel/jobctl.c */
void jobctl_clear(struct task *t);    /* a pending stop of t is off */
void continue_process(struct task *t); /* what sending SIGCONT does */
/* Stops current if sig (0: or a pending stop) says so; false: there was nothing. May sleep. */
bool do_signal_stop(int sig);
void tell_parent_of_job(void); /* what continue_process left to be told */

/* kernel/siginfo.c */
struct x64_siginfo;
struct i386_siginfo;
void x64_pack_siginfo(struct x64_siginfo *s, const struct ksiginfo *info);
void ia32_pack_siginfo(struct i386_siginfo *s, const struct ksiginfo *info);
int copy_siginfo_from_user(struct ksiginfo *info, uaddr_t from, int sig);
/* kernel/altstack.c: the alternate stack, from the point of view of a stack pointer. */
struct altstack {
	uint64_t sp, size;
	unsigned flags;
};
bool on_sig_stack(uint64_t sp);
unsigned sas_ss_flags(uint64_t sp);
void get_altstack(struct altstack *s, uint64_t sp);
int set_altstack(const struct altstack *s, uint64_t sp); /* 0, -EPERM, -EINVAL, -ENOMEM */
/* kernel/itimer.c: SIGALRM was taken off the queue: a periodic ITIMER_REAL goes on. */
void itimer_real_dequeued(struct signal_struct *s);
struct itimers *itimers_create(struct signal_struct *s);
void itimers_stop(struct itimers *it); /* the process has ended */
void itimers_free(struct itimers *it);
/* The limit on CPU time was set: SIGXCPU is due at another time. */
void rlimit_cpu_changed(struct signal_struct *s);
/* kernel/posix_timers.c */
void posix_timers_exit(struct signal_struct *s);
void posix_timers_clock_was_set(void);

#endif
