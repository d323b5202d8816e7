/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The state of one machine's kernel. Everything reachable from here lives in the machine's arena
 * or frames; nothing in abi/linux is global but `kernel` and `current` (thread-local).
 */
#ifndef KERNEL_KERNEL_H
#define KERNEL_KERNEL_H

#include "argtypes.h"
#include "current.h"
#include "emu/cpu.h"
#include "lib/arena.h"
#include "lib/list.h"

struct host_events;
struct ticker;
struct pid;
struct tracer;
struct summary;
struct tty;
struct inode;
struct net_state;
struct mount;
struct runqueue;
struct task;

#define UTS_LEN 64

/* What the embedder decided, fixed before the first task. */
struct kernel_config {
	uint64_t mem_size;	   /* bytes of guest memory */
	uint64_t seed;		   /* of everything drawn at random by the machine itself */
	uint32_t uid, gid;	   /* of the first task */
	char hostname[UTS_LEN + 1];
	bool quiet;
	uint64_t schedule_seed;	   /* not 0: who runs next, and how long, is drawn at random */
	bool deterministic;	   /* time is the work done; nothing depends on the host's */
	bool clock_by_hand;	   /* it stands still but for machine_clock_advance() */
	bool hash_calls;	   /* keep call_hash */
	uint64_t limit_time_ns, limit_cpu_ns; /* of the run, 0: none; host's time, tasks' CPU time */
	uint64_t break_sleep;	   /* tests: this sleep, from 1, is interrupted; 0: none */
	bool break_kills;	   /* or the process is killed in it */
	bool skip_idle;		   /* tests: time jumps to the next timer instead of waiting */
	bool time_calls;	   /* --stats=time: time each call */
	bool job_control;	   /* whoever runs the machine can continue a stopped program */
	uint64_t host_signals;	   /* bit n-1: whoever runs it may send signal n into it */
	bool program_is_init;	   /* --init: the program is pid 1 */
	uint64_t limit_procs;	   /* tasks in all; 0: as many as memory is for */
	uint64_t limit_files;	   /* open files in all; 0: no limit */
};

enum kernel_limit { LIMIT_NONE, LIMIT_TIME, LIMIT_CPU };

struct kernel_stats {
	uint64_t traps[CPU_NR_TRAPS];
	uint64_t calls_x64, calls_ia32, calls_kernel; /* kernel: kernel_call() */
	uint64_t page_faults, cow_faults, file_faults, oom_kills;
	uint64_t switches, tasks; /* between tasks; that ever began */
	uint64_t sleeps;	  /* with config.break_sleep */
	const char *broken_sleep; /* the routine in which it was; NULL: there were not so many */
	uint64_t execs, blocks_at_exec; /* blocks: translated before the last one */
};

struct call_time {
	uint64_t count, ns;
};

/* What adjtimex keeps; kernel/ntp.c. */
struct ntp_state {
	int64_t freq, maxerror, esterror, constant, tick;
	int32_t status, tai;
};

/* What a machine ended with. */
enum machine_end { END_PROGRAM, END_HALT, END_POWER_OFF, END_RESTART };

struct kernel {
	struct arena *arena;
	struct machine_mem *mem;
	const struct cpu_ops *cpu_ops;
	struct cpu *cpu;
	struct task *cpu_owner; /* whose registers the cpu holds; NULL: nobody's */
	struct kernel_config config;
	struct kernel_stats stats;

	/* kernel/sched.c */
	struct runqueue *rq;	     /* kernel/runqueue.c: who could run */
	struct list_head tasks;	     /* task.task_node: all, zombies too, in order of creation */
	unsigned nr_tasks;
	bool in_engine;		     /* inside cpu_ops->run() */
	bool leaving;		     /* a task wants to be outside of it for a moment */
	bool slice_armed;	     /* the ticker ends this turn in time for others */
	uint64_t now;		     /* machine_clock() at the last look between turns */
	uint64_t polled;	     /* the same when host events were last looked for */
	bool paused;		     /* leave kernel_run() after this turn; kernel_pause() */
	pid_t only;		     /* not 0: nobody else gets a turn */
	bool stop_idle;		     /* leave kernel_run() when nobody can run, instead of waiting */
	bool idled;		     /* it was left because of that */
	bool hold;		     /* no ring 3 yet: the program is being loaded */
	struct list_head held;	     /* task.held_node: who would be there otherwise */
	struct task *init;	     /* the program's first thread; the machine ends with it */
	bool ending;		     /* it has ended: the others are being killed */
	bool stop;		     /* leave kernel_run(): no task is left */
	_Atomic bool ticked;	     /* the ticker has rung in this turn */
	_Atomic bool time_is_up;     /* limit_timer has rung */
	_Atomic bool kicked;	     /* leave it: somebody outside asked */
	enum kernel_limit limit_hit; /* it left because of that one */
	struct ticker *limit_timer;  /* for limit_time_ns */
	uint64_t call_hash;	     /* of all calls so far, in order; entry/dispatch.c */
	/* kernel/hostsig.c: written by any thread */
	_Atomic bool called;		/* something is in the next two */
	_Atomic uint64_t host_signals;	/* bit n-1: signal n is to be sent */
	_Atomic uint64_t host_requests; /* 1: for a report of who waits for what */
	bool deadlock;		     /* it left because nothing could ever wake any task */
	enum machine_end end;	     /* once it is ending */
	int exit_status;	     /* of the init task, as wait(2) encodes it */
	struct list_head spawned;    /* kernel/call.c: processes that the embedder started */

	/* kernel/sigqueue.c: users with queued signals */
	struct list_head sig_users;
	int program_stopped; /* kernel/notify.c: the program was, by this signal; 0: no news */

	/* kernel/stack.c */
	struct kstack_pool *stacks;
	/* kernel/timer.c */
	struct timer_base *timers;
	int64_t realtime_offset; /* CLOCK_REALTIME - machine time, ns */
	uint64_t boot_ns;	 /* machine_clock() at machine time 0 */
	uint64_t executed_before; /* kernel/clock.c: of the engine's count, not this machine's time */
	uint64_t hand_ns;	 /* machine_clock(), with config.clock_by_hand */
	uint64_t alarm;		 /* deterministic: machine_clock() when this turn is to end */
	uint64_t jitter;	 /* deterministic: draws how late it does */
	struct ntp_state ntp;
	int32_t tz_minuteswest, tz_dsttime; /* settimeofday's, only kept */
	/* kernel/futex_key.c: waiters by a hash of what they wait on */
	struct list_head *futexes;
	/* kernel/cputime.c: host times up to which tasks were charged, and what by the first alone */
	uint64_t cputime_mark, cputime_cpu_mark, cputime_unsettled;
	uint64_t cputime_total; /* of all tasks */
	/* kernel/pid.c */
	void *pids; /* number -> struct pid */
	pid_t last_pid;
	uint64_t last_pid_ino;
	struct pid *own_pid; /* of ring3 itself, which is process 1; NULL: the program is */
	/* kernel/random.c */
	struct rng *rng;
	/* kernel/utsname.c */
	char nodename[UTS_LEN + 1], domainname[UTS_LEN + 1];

	/* kernel/vdso.c: by is_64bit */
	pfn_t vdso_frame[2];

	struct ext_state *ext; /* kernel/ext.c: what the embedder added; NULL: nothing */
	struct snapshot *snapshot; /* kernel/snapshot.c; NULL: none was taken */

	/* host/event.c */
	struct host_events *events;
	/* host/ticker.c: ends a turn in ring 3 when a timer is due or another task waits */
	struct ticker *ticker;

	/* mm/ */
	struct mm_state *mm;
	/* net/ */
	struct net_state *net;
	/* fs/ */
	struct fs_state *fs;
	uint8_t boot_id[16]; /* fs/proc/sysctl.c: drawn when first asked for */
	unsigned nr_ptys; /* numbers in use, of all instances of devpts */
	struct tty *ttys[3]; /* fs/tty/console.c: the host's terminals among descriptors 0..2 */
	int next_eventfd_id; /* fs/eventfd.c */
	struct list_head timerfds; /* fs/timerfd.c: all */
	struct lock_wait *lock_waits; /* fs/locks.c: who waits for records, on their stacks */
	/* entry/: by ABI (1: x86-64) and number, the last one for numbers beyond the table */
	uint32_t *missing[2];	      /* calls that had no routine */
	struct summary *summary; /* NULL: calls are not counted */
	struct call_time *call_times[2]; /* with config.time_calls, else NULL */

	const struct tracer *tracer; /* kernel/trace.h; NULL: nobody watches */

	/* Lines for the embedder's user; set by api/. */
	void (*message)(void *ctx, const char *line);
	/* The program was stopped by sig; between turns. NULL: nobody cares. */
	void (*stopped)(void *ctx, int sig);
	void *message_ctx;
};

/* What was not given back at a machine's end: all zeroes after a program's end, or it is a defect. */
struct kernel_left {
	unsigned long tasks; /* that had not ended */
	unsigned long files, inodes, dentries, frames;
	unsigned long objects; /* of the arena */
};

/* Everything in order; 0 or a negative errno. kernel_destroy undoes a partial boot, too. */
int kernel_boot(struct kernel **k, const struct kernel_config *config, const struct cpu_ops *ops,
		const char **why);
void kernel_destroy(struct kernel *k);
void kernel_destroy_counting(struct kernel *k, struct kernel_left *left);
/* What that would say now, and then snapshot_restore(). */
int kernel_restore_counting(struct kernel *k, struct kernel_left *left);

/* Makes the machine the calling thread's; undo with the returned one. */
struct kernel *kernel_enter(struct kernel *k);

/* Any thread, any signal handler: kernel_run() returns soon; sticky. */
void kernel_kick(struct kernel *k);

/*
 * Runs fn(arg) in the context of the first task, which is made if there is none, until fn has
 * returned (mounts, opens, execve of the program); it may sleep. Ring 3 waits for kernel_run().
 * 0; -ENOMEM; -ESRCH when the task ended in fn; -EDEADLK when fn slept and nothing could wake it:
 * the task was killed; -EBUSY when the task is in the middle of a call.
 */
int kernel_call(struct kernel *k, void (*fn)(void *arg), void *arg);

/*
 * A process beside the first one: fn(arg) gives it a program, in its context. Its number, or what
 * fn returned and then there is no process; -ESRCH without a first one; and as kernel_call().
 */
int kernel_spawn(struct kernel *k, int (*fn)(void *arg), void *arg);
/* How it ended, once: 0, -EAGAIN: it has not; -ECHILD: there is no such one. */
int kernel_spawn_status(struct kernel *k, pid_t pid, int *status);

/* Runs until the init task has ended, a kick, a pause, or a deadlock. */
void kernel_run(struct kernel *k);
/* kernel_run() returns when the present task's turn is over. */
static inline void kernel_pause(struct kernel *k)
{
	k->paused = true;
}

/* A line for the user (stderr of ring3, or the embedder's sink); no newline in it. */
void kernel_report(const char *fmt, ...) __printf(1, 2);

#endif
