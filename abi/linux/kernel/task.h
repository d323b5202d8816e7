/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A task: one flow of user code with its kernel stack and the objects it shares or owns. As in
 * Linux a process is a group of tasks that share signal_struct.
 */
#ifndef KERNEL_TASK_H
#define KERNEL_TASK_H

#include "argtypes.h"
#include "current.h"
#include "emu/cpu.h"
#include "kernel/kernel.h"
#include "kernel/runqueue.h"
#include "lib/list.h"
#include "uapi/errno.h"

struct abi;
struct cred;
struct files_struct;
struct fs_struct;
struct kstack;
struct mm;
struct pid;
struct sighand;
struct signal_struct;
struct ignored_signal;
struct user_struct;
struct vfork_wait;

enum task_state {
	TASK_RUNNING = 0,
	TASK_INTERRUPTIBLE = 1,
	TASK_UNINTERRUPTIBLE = 2,
	TASK_STOPPED = 4,
	TASK_ZOMBIE = 8,
	TASK_DEAD = 16,
	TASK_WAKEKILL = 32,
	TASK_KILLABLE = TASK_UNINTERRUPTIBLE | TASK_WAKEKILL, /* a fatal signal alone wakes it */
};

/* task.work: why the slow path is taken. Zero is the fast path. */
#define TW_SIGNAL 0x01	/* look for signals on the way out */
#define TW_RESCHED 0x02 /* somebody else should run */
#define TW_TRACE 0x04	/* tell an observer about calls (on the way in and out) */
#define TW_KILLED 0x08	/* a fatal signal is on its way: sleeps return at once */
#define TW_RSEQ 0x10	/* others have run: a restartable sequence is to be left */
#define TW_COUNT 0x40	/* time or hash calls (--stats=time, --call-hash) */
#define TW_SUMMARY 0x80 /* count and time calls by number (kernel/summary.h) */
#define TW_ENTRY_MASK (TW_TRACE | TW_COUNT | TW_SUMMARY)
#define TW_EXIT_MASK (TW_SIGNAL | TW_RESCHED | TW_KILLED | TW_RSEQ)

#define TASK_COMM_LEN 16
#define NR_TLS 3

#define NO_SYSCALL UINT32_MAX

struct sigset64 {
	uint64_t bits; /* bit n-1: signal n */
};

/* Pending signals, kernel/signal.c. */
struct sigpending {
	struct list_head queue; /* struct sigqueue */
	struct sigset64 signal;
};

/*
 * How a call goes on that cannot simply be repeated (a relative time-out): a routine that returns
 * -ERESTART_RESTARTBLOCK sets both, and restart_syscall calls fn(arg). fn NULL: -EINTR.
 */
struct restart_block {
	long (*fn)(const uint64_t arg[6]);
	uint64_t arg[6];
};

struct task {
	/* identity */
	pid_t pid;  /* of the task (gettid) */
	pid_t tgid; /* of its group (getpid) */
	struct pid *thread_pid; /* pid's object; NULL once reaped */
	char comm[TASK_COMM_LEN];
	struct list_head task_node, held_node;
	struct task *parent; /* thread that made it, or who adopted it; NULL: ring3's own init */
	struct task *group_leader;
	struct list_head children, sibling, thread_node;

	/* scheduling; written by sched.c */
	enum task_state state;
	uint32_t work; /* TW_* */
	const char *wchan; /* the function that slept last */
	struct sched_entity se;
	bool yields;	/* sched_yield: behind the others */
	bool in_kernel; /* its routine is on the kernel stack, asleep or waiting to go on */
	struct kstack *kstack;
	void (*start_fn)(void *arg); /* what the kernel side begins with; NULL once begun */
	void *start_arg;
	void *cpu_state; /* saved registers while another task owns the cpu (arena) */
	bool cpu_state_valid; /* false: fresh, nothing to load yet */
	uint64_t start_ns, utime_ns, stime_ns;
	uint64_t nvcsw, nivcsw, min_flt, maj_flt;

	/* the call in progress; written by entry/ */
	const struct abi *abi;	 /* of the trap (int $0x80 from 64-bit code: ia32) */
	const struct abi *image; /* of the program: layouts of signal frames, address space */
	bool told;		 /* an observer was told of the call at hand */
	uint64_t call_ns, call_ip; /* of a watched call: machine time when it came, RIP behind it */
	uint64_t decoder_note[3]; /* decode/: what it saw on the way in, for the way out */
	bool summary_skips;	 /* the call at hand is not to be counted */
	uint64_t asleep_ticks;	 /* host_ticks() passed in sleeps, with TW_SUMMARY */
	uint32_t orig_nr;	 /* NO_SYSCALL: in the kernel for another reason */
	uint64_t args[6];
	enum cpu_trap trap;
	struct restart_block restart; /* ERESTART_RESTARTBLOCK */
	uint32_t last_nr; /* the call that ended last, if told, or that is to be restarted; for tracers */
	/* the last exception, for signal frames; written by entry/ */
	uint64_t trap_nr, error_code, cr2;

	/* objects */
	struct mm *mm;
	struct files_struct *files;
	struct fs_struct *fs;
	const struct cred *cred;
	struct signal_struct *signal;
	struct sighand *sighand;
	int exit_code;
	/* life and death: kernel/fork.c, exit.c, exec.c */
	uint64_t self_exec_id, parent_exec_id; /* a parent that execs gets SIGCHLD, nothing else */
	struct vfork_wait *vfork_wait; /* on its parent's stack, until exec or exit; NULL */

	/* signals of this thread, kernel/signal.c */
	int exit_signal; /* to the parent when the process ends: SIGCHLD; 0: none; -1: no leader */
	bool exiting;	 /* exit_signals() was called: takes no more signals */
	struct ignored_signal *ignored_signals; /* to be told to the tracer: kernel/trace.c */
	unsigned jobctl; /* JOBCTL_*, kernel/jobctl.c */
	struct sigset64 blocked, saved_sigmask;
	struct sigset64 real_blocked; /* the mask during rt_sigtimedwait */
	bool restore_sigmask;
	struct sigpending pending;
	uaddr_t sas_sp;
	uint64_t sas_size;
	unsigned sas_flags;

	/* per-thread registrations */
	uaddr_t set_child_tid, clear_child_tid, rseq;
	uaddr_t robust_list, compat_robust_list; /* set_robust_list of either ABI */
	/* kernel/futex_pi.c */
	struct list_head pi_mutexes;	/* owned: futex_pi.of_owner */
	struct futex_pi *pi_blocked_on; /* waited for */
	bool futex_dead;		/* it has exited: it cannot own any more */
	uint32_t rseq_len, rseq_sig;
	uint64_t tls_array[NR_TLS]; /* GDT 12..14 */
	uint32_t personality;
	/* kernel/prctl.c */
	unsigned pdeath_signal;
#define TIMER_SLACK_DEFAULT 50000
	uint64_t timer_slack_ns;
	bool no_new_privs, tsc_traps;
	bool was_dumpable; /* when it had a memory: says who may look at what is left */
	bool mce_process, mce_early; /* PR_MCE_KILL */
	/* kernel/sched_policy.c; changed by rq_set_policy() alone once the task runs */
	int policy, rt_priority, nice;
	uint64_t custom_slice; /* ns; 0: as long as others' */
	bool reset_on_fork;
	bool nproc_exceeded; /* a change of uid went past RLIMIT_NPROC: execve refuses */
	int ioprio;
};

static inline bool in_compat_syscall(void);

/* Is a signal (or a kill) due for t: interruptible sleeps end. */
static inline bool signal_pending(const struct task *t)
{
	return t->work & (TW_SIGNAL | TW_KILLED);
}

/*
 * kernel/task.c. The first task, with descriptors, credentials and signal state of its own, but no
 * mm: exec follows. NULL when memory is out.
 */
struct task *task_create_init(void);
/* Another process beside it, of the same parent, or the first one's child if that is process 1. */
struct task *task_create_process(void);
/* A copy of current to begin with: nothing of it is owned or linked yet. NULL: no memory. */
struct task *task_dup(void);
/* Kernel stack and registers, which a zombie needs no more; not while it is on that stack. */
void task_free_stack(struct task *t);
void task_free(struct task *t); /* of one that is in no list and has no objects any more */
void exit_objects(struct task *t); /* give up mm, files and fs, as exit does */
struct task *find_task(pid_t pid); /* by tid; kernel/pid.c. NULL: no such task */
static inline bool thread_group_leader(const struct task *t)
{
	return t == t->group_leader;
}
void set_task_comm(struct task *t, const char *name);
/* Starts t's kernel side at fn (on its own stack): how the first task execs. */
void task_start_kernel(struct task *t, void (*fn)(void *arg), void *arg);

/*
 * Leaves the engine, so that what is allowed only outside of its run() may be done (reset,
 * set_root, load, whole-state changes). No other task runs in between. May be called twice.
 */
void task_leave_engine(void);

void do_exit(int code) __attribute__((noreturn));	/* code as wait(2) encodes it */
void do_group_exit(int code) __attribute__((noreturn));
/* t ended, and nobody waits for it (or has): out of every list; freed now, or by the scheduler. */
void release_task(struct task *t);
void discard_task(struct task *t); /* unnoticed, when the machine ends; exit_objects() came before */
/* exec and exit: what t promised to do when it leaves its address space. */
void mm_release(struct task *t);
/* Every process but current's gets SIGKILL, and the machine ends when they are gone. Only the first counts. */
void shut_down(enum machine_end how, int status);

/*
 * Registers of `current`, live or saved. What replaces state (set_regs, RIP) makes the task leave
 * the engine by itself.
 */
void task_get_regs(struct task *t, struct cpu_regs *regs);
void task_set_regs(struct task *t, const struct cpu_regs *regs);
uint64_t task_get_reg(struct task *t, enum cpu_reg which);
void task_set_reg(struct task *t, enum cpu_reg which, uint64_t value);

/*
 * The ABI of a trap or a program: how registers carry a call. Two instances: entry/x64.c, ia32.c.
 */
struct ksignal;
struct sys_entry;
struct abi {
	const char *name; /* "x86-64", "i386" */
	bool is_64bit;
	unsigned long_size; /* bytes of long and of pointers */
	const struct sys_entry *table;
	uint64_t task_size;   /* first address that is not the user's */
	uint32_t audit_arch;  /* AUDIT_ARCH_* */
	const char *machine;  /* uname's, AT_PLATFORM */
	unsigned restart_syscall; /* its number */
	/*
	 * Pushes the frame of a handler (entry/x64_signal.c, ia32_signal.c); oldmask is what
	 * sigreturn will restore. 0 or -EFAULT.
	 */
	int (*setup_frame)(const struct ksignal *ksig, const struct sigset64 *oldmask);
};
extern const struct abi abi_x64, abi_ia32;

static inline bool in_compat_syscall(void)
{
	return !current->abi->is_64bit;
}

#endif
