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
#define SI_MESGQ -3
#define SI_ASYNCIO -4
#define SI_SIGIO -5
#define SI_TKILL -6
#define SI_DETHREAD -7
#define SI_ASYNCNL -60

#define SEGV_MAPERR 1
#define SEGV_ACCERR 2
#define SEGV_BNDERR 3
#define BUS_ADRALN 1
#define BUS_ADRERR 2
#define ILL_ILLOPN 2
#define FPE_INTDIV 1
#define FPE_FLTDIV 3
#define TRAP_BRKPT 1
#define TRAP_TRACE 2
#define POLL_IN 1
#define POLL_OUT 2
#define POLL_MSG 3
#define POLL_ERR 4
#define POLL_PRI 5
#define POLL_HUP 6
#define CLD_EXITED 1
#define CLD_KILLED 2
#define CLD_DUMPED 3
#define CLD_TRAPPED 4
#define CLD_STOPPED 5
#define CLD_CONTINUED 6

#define SIGINFO_RAW_SIZE 36

/* One form for all; copied out per ABI (copy_siginfo_to_user). */
struct ksiginfo {
	int signo, err, code;
	pid_t pid;
	uid_t uid;
	uint64_t value; /* sigval; timer, queue */
	int timerid, overrun, status;
	uint64_t utime, stime;
	uaddr_t addr; /* faults; what follows with some codes only */
	int16_t addr_lsb;
	uint32_t pkey;
	uint64_t lower, upper;
	uint64_t perf_data;
	uint32_t perf_type, perf_flags;
	int64_t band;
	int fd;
	uaddr_t call_addr; /* SIGSYS */
	int syscall;
	uint32_t arch;
	/*
	 * What a 64-bit program queued by rt_sigqueueinfo() carries behind its code, which 64-bit
	 * receivers get back as it was, whatever the code says of it.
	 */
	bool has_raw;
	uint8_t raw[SIGINFO_RAW_SIZE];
};

#define SIG_DFL 0
#define SIG_IGN 1

#define sigmask(sig) BIT((sig) - 1)

/* k_sigaction.flags */
#define SA_NOCLDSTOP 0x00000001u
#define SA_NOCLDWAIT 0x00000002u
#define SA_SIGINFO 0x00000004u
#define SA_EXPOSE_TAGBITS 0x00000800u
#define SA_IA32_ABI 0x02000000u	 /* ours: installed by an i386 call, gets an i386 frame */
#define SA_RESTORER 0x04000000u
#define SA_ONSTACK 0x08000000u
#define SA_RESTART 0x10000000u
#define SA_NODEFER 0x40000000u
#define SA_RESETHAND 0x80000000u

#define SS_ONSTACK 1
#define SS_DISABLE 2
#define SS_AUTODISARM 0x80000000u

struct k_sigaction {
	uaddr_t handler;
	uint64_t flags;
	uaddr_t restorer;
	struct sigset64 mask;
};

struct sighand {
	unsigned refs;
	struct wait_queue_head signalfd_wqh; /* woken by each signal that is queued */
	struct k_sigaction action[NSIG]; /* [n-1] */
};

/*
 * A queued signal. Those of POSIX timers belong to their timer, which queues its own again and
 * again: owned ones are not freed, but told when they have been dequeued.
 */
struct sigqueue {
	struct list_head node;
	struct sigpending *on; /* where it is queued; NULL: nowhere */
	struct ksiginfo info;
	struct sig_user *charged; /* whose RLIMIT_SIGPENDING it counts for */
	/* Owned: off the queue for delivery (info may be changed) or for nothing (NULL); or NULL. */
	void (*dequeued)(struct sigqueue *q, struct ksiginfo *info);
};

/* A signal with a handler, on its way to the frame. */
struct ksignal {
	struct k_sigaction ka;
	struct ksiginfo info;
	int sig;
};

struct tty;

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
	struct list_head threads; /* task.thread_node; zombies too, until they are reaped */
	struct task *leader;
	unsigned nr_threads; /* in the list */
	unsigned live;	     /* of them not in do_exit() yet */
	struct sigpending shared_pending;
	struct wait_queue_head wait_chldexit;
	bool group_exit;
	int group_exit_code;
	struct rlimit64 rlim[RLIM_NLIMITS];
	pid_t pgrp, session; /* read them; kernel/pid.h changes them */
	struct pid *pids[2]; /* their objects, by enum pid_type */
	struct list_head pid_node[2];
	struct tty *tty; /* the controlling terminal (fs/tty/); NULL: none */
	pid_t tty_old_pgrp; /* its foreground group when it was hung up */
	int oom_score_adj;
	bool has_execed;
	bool is_child_subreaper;
	struct task *group_exec_task; /* waits in execve for the other threads to end */
	int notify_count; /* how many it waits for; -1: for its leader */
	struct task *curr_target; /* who took the last signal of the process; NULL: nobody */
	/*
	 * Job control (kernel/jobctl.c). A stop is complete, and wait(2) reports it, when the last
	 * thread has stopped: until then they are counted down.
	 */
	unsigned flags; /* SIGNAL_* */
	int group_stop_count;
	int stop_code; /* the signal that stopped it; 0: none, or reported already */
	struct itimers *itimers;
	struct list_head posix_timers; /* kernel/posix_timers.c */
	int next_timer_id;
	/* of threads that have ended, and of children waited for */
	uint64_t sum_utime_ns, sum_stime_ns, cutime_ns, cstime_ns;
	uint64_t sum_min_flt, sum_maj_flt, sum_nvcsw, sum_nivcsw, maxrss;
	uint64_t cmaxrss, cmin_flt, cmaj_flt, cnvcsw, cnivcsw;
};

#define SIGNAL_STOP_STOPPED 0x01   /* all threads have stopped */
#define SIGNAL_STOP_CONTINUED 0x02 /* SIGCONT came, and wait(2) has not reported it */
#define SIGNAL_CLD_STOPPED 0x10	   /* the parent is to be told: stopped ... */
#define SIGNAL_CLD_CONTINUED 0x20  /* ... continued */
#define SIGNAL_CLD_MASK (SIGNAL_CLD_STOPPED | SIGNAL_CLD_CONTINUED)
#define SIGNAL_UNKILLABLE 0x40	   /* process 1: what has no handler does not reach it */

#define JOBCTL_STOP_PENDING 1 /* is to stop when it next looks for signals */
#define JOBCTL_STOP_CONSUME 2 /* and counts for group_stop_count */

uint64_t rlimit_of(const struct task *t, unsigned which);

static inline uint64_t rlimit(unsigned which)
{
	return rlimit_of(current, which);
}

/*
 * Queue a signal for a task (thread-directed) or its process. 0, also when it is ignored or was
 * pending already; -EAGAIN (queue limit).
 */
int send_signal_info(const struct ksiginfo *info, struct task *t, bool process);
int send_sig(int sig, struct task *t); /* to the task, SI_KERNEL */
int send_sig_process(int sig, struct task *t); /* to its process, SI_KERNEL */
int kill_pgrp(pid_t pgrp, int sig);	/* to every process of the group, SI_KERNEL; -ESRCH: none */
/* A timer's own queue entry: true when it was queued now, false when it is pending still. */
bool send_sigqueue(struct sigqueue *q, struct task *t, bool process);
/* A fault's, to current: even when blocked or ignored it takes effect (the latter kills). */
void force_sig_info(const struct ksiginfo *info);
void force_sig(int sig); /* SI_KERNEL */
/* Kills current, whatever its handlers and masks are. */
void force_fatal_sig(int sig);
void force_sigsegv(int sig); /* a frame for sig could not be made: SIGSEGV, fatal if sig is that */

/*
 * On the way to user mode with TW_SIGNAL set, or when a call's result is one of the -ERESTART
 * codes: deliver what is due (handler frames, default actions), restart the call or make it
 * -EINTR. RAX holds the call's result and task.orig_nr its number; orig_nr is -1 when no call is
 * in progress (faults, interrupts, sigreturn), and afterwards. Also puts back a mask that
 * set_restore_sigmask() left. May sleep (stopped), may not return (the task ends). Runs on the
 * task's kernel stack, registers live. Repeat while TW_SIGNAL is set.
 */
void do_signal(void);

/* Is sig one that current would never notice (blocked or ignored)? For SIGTTIN, SIGTTOU. */
bool sig_blocked_or_ignored(int sig);
/* --- job control and notices to parents (kernel/jobctl.c, kernel/notify.c) --- */

/* Is the process group without a parent in its session that could continue it? */
bool pgrp_is_orphaned(pid_t pgrp);
/*
 * t ends (parent NULL), or its parent did and was not replaced yet: if t's group has lost its last
 * link to the session by that and has stopped members, they get SIGHUP and SIGCONT.
 */
void kill_orphaned_pgrp(struct task *t, struct task *parent);
/*
 * The process of leader has ended with leader->exit_code: sends sig (its exit_signal; 0: none) to
 * the parent and wakes who waits there. True: the parent does not want to know (SIGCHLD is ignored,
 * SA_NOCLDWAIT, ring3 itself is the parent), so that no zombie stays.
 */
bool do_notify_parent(struct task *leader, int sig);
/* It was stopped or continued: why is CLD_STOPPED or CLD_CONTINUED. */
void do_notify_parent_cldstop(struct task *t, int why);
/* Who waits for children of parent (NULL: ring3) looks again. */
void wake_up_parent(struct task *parent);
/* current begins to exit: what it would have taken is another thread's now, also a group stop. */
void exit_signals(void);
/* Every other thread of current's process is killed; how many there are. For exec and exit_group. */
int zap_other_threads(void);
/* A thread of the process that still runs; NULL: none. */
struct task *live_thread(const struct signal_struct *s);

/* New mask of current; SIGKILL and SIGSTOP cannot be in it. */
void set_current_blocked(struct sigset64 set);
/* Mask for the time of a call (ppoll, sigsuspend): old one comes back at the next do_signal(). */
void set_user_sigmask_kernel(struct sigset64 set);
/* The same from a guest's { mask, size }; umask 0: nothing. 0, -EINVAL (size), -EFAULT. */
int set_user_sigmask(uaddr_t umask, uint64_t size);
/* The call is over: keep the mask for the handler if it was interrupted, else put it back. */
void restore_saved_sigmask_unless(bool interrupted);

/* Takes the first signal in *mask's complement off the queues of current; 0: none. */
int dequeue_signal(const struct sigset64 *blocked, struct ksiginfo *info);

/* Would it take one? */
bool signal_due(const struct sigset64 *blocked);

struct signalfd_siginfo;
void pack_signalfd_siginfo(struct signalfd_siginfo *s, const struct ksiginfo *info);
int copy_siginfo_to_user(uaddr_t to, const struct ksiginfo *info); /* layout: current->abi */

/* How many signals are queued for processes of a user. */
unsigned sigpending_of_user(uid_t uid);
void sigpending_init(struct sigpending *p);
void flush_sigqueue(struct sigpending *p);
void recalc_sigpending(void);
struct sighand *sighand_create(void);
struct signal_struct *signal_struct_create(void);
void sighand_put(struct sighand *s);
void signal_struct_put(struct signal_struct *s);
struct sighand *sighand_dup(const struct sighand *old);
/* A new process's: limits, group, terminal of current's; nothing pending, no timers. */
struct signal_struct *signal_struct_dup(void);
/* Handlers back to default (ignored ones stay). */
void flush_signal_handlers(struct sighand *s);
/* execve: handlers back to default (ignored stay), alternate stack forgotten. */
void signal_exec(struct task *t);
const char *signal_name(int sig); /* "SIGSEGV"; "SIGRTMIN+1" */
bool sig_kernel_coredump(int sig); /* default action is to dump core */

#endif
