/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signals: numbers, the kernel's forms of action and info, sending. Layouts: uapi/signal.h. */
#ifndef KERNEL_SIGNAL_H
#define KERNEL_SIGNAL_H

#include "kernel/sched.h"
#include "kernel/task.h"

enum {
	SIGHUP = 1, SIGINT, SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGKILL, SIGUSR1,
	SIGSEGV, SIGUSR2, SIGPIPE, SIGALRM, SIGTERM, SIGSTKFLT, SIGCHLD, SIGCONT, SIGSTOP, SIGTSTP,
	SIGTTIN, SIGTTOU, SIGURG, SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF, SIGWINCH, SIGIO, SIGPWR,
	SIGSYS, SIGRTMIN = 32, NSIG = 64
};

#define SI_USER 0
#define SI_KERNEL 0x80
#define SI_QUEUE -1
#define SI_TIMER -2
#define SI_TKILL -6

/* One form for all; copied out per ABI (copy_siginfo_to_user). */
struct ksiginfo {
	int signo, err, code;
	pid_t pid;
	uid_t uid;
	uint64_t value; /* sigval; timer, queue */
	int timerid, overrun, status;
	uint64_t utime, stime;
	uaddr_t addr; /* faults */
	int64_t band;
	int fd;
	uaddr_t call_addr; /* SIGSYS */
	int syscall;
	uint32_t arch;
};

#define SIG_DFL 0
#define SIG_IGN 1

struct k_sigaction {
	uaddr_t handler;
	uint64_t flags;
	uaddr_t restorer;
	struct sigset64 mask;
};

struct sighand {
	unsigned refs;
	struct k_sigaction action[NSIG]; /* [n-1] */
};

/* Shared by the tasks of a process. */
struct rlimit64 {
	uint64_t cur, max;
};
#define RLIM_NLIMITS 16
enum {
	RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_DATA, RLIMIT_STACK, RLIMIT_CORE, RLIMIT_RSS, RLIMIT_NPROC,
	RLIMIT_NOFILE, RLIMIT_MEMLOCK, RLIMIT_AS, RLIMIT_LOCKS, RLIMIT_SIGPENDING, RLIMIT_MSGQUEUE,
	RLIMIT_NICE, RLIMIT_RTPRIO, RLIMIT_RTTIME
};
#define RLIM_INFINITY (~0ull)

struct signal_struct {
	unsigned refs;
	struct list_head threads; /* task.thread_node */
	struct sigpending shared_pending;
	struct wait_queue_head wait_chldexit;
	bool group_exit;
	int group_exit_code;
	struct rlimit64 rlim[RLIM_NLIMITS];
	pid_t pgrp, session;
	bool has_execed;
	int dumpable;
	struct itimers *itimers;
};

static inline uint64_t rlimit(unsigned which)
{
	extern uint64_t rlimit_of(const struct task *t, unsigned which);

	return rlimit_of(current, which);
}

/* Queue a signal for a task (thread-directed) or its process. 0, -EAGAIN (queue limit). */
int send_signal_info(const struct ksiginfo *info, struct task *t, bool process);
int send_sig(int sig, struct task *t); /* SI_KERNEL */
/* A fault's: even when blocked or ignored it takes effect. */
void force_sig_info(const struct ksiginfo *info);
void force_fatal_sig(int sig);

/*
 * On the way to user mode with TW_SIGNAL set: deliver what is due (handler frames, default
 * actions). May not return (the task ends). Runs on the task's kernel stack, registers live.
 */
void do_signal(void);

void sigpending_init(struct sigpending *p);
void flush_sigqueue(struct sigpending *p);
void recalc_sigpending(void);
struct sighand *sighand_create(void);
struct signal_struct *signal_struct_create(void);
void sighand_put(struct sighand *s);
void signal_struct_put(struct signal_struct *s);
/* execve: handlers back to default (ignored stay), alternate stack forgotten. */
void signal_exec(struct task *t);
const char *signal_name(int sig); /* "SIGSEGV" */

#endif
