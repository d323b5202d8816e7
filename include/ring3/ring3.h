/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file ring3.h
 * A Linux machine in a library: an emulated x86 CPU with a Linux kernel's system-call interface.
 *
 *	struct r3_options o = R3_OPTIONS_INIT;
 *	struct r3_machine *m;
 *	if (r3_create(&m, &o) == 0 && r3_mount(m, "/data", "/data", 0) == 0 &&
 *	    r3_load_host(m, "/bin/busybox", argv, envp) == 0 && r3_run(m) == 0)
 *		status = r3_exit_status(m);
 *	r3_destroy(m);
 *
 * Functions return 0 or a negative errno; r3_error() then has one line of text. A machine belongs
 * to the host thread that created it; r3_kick() alone may be called from anywhere.
 */
#ifndef RING3_RING3_H
#define RING3_RING3_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct r3_machine;

/** How a machine is made. Start from R3_OPTIONS_INIT; all zero means the same. */
struct r3_options {
	uint64_t mem_size;    /**< guest memory in bytes, at least 16 MiB; 0: 2 GiB */
	uint32_t uid;	      /**< of the program */
	uint32_t gid;	      /**< of the program */
	const char *hostname; /**< uname's nodename, at most 64 bytes; NULL: ring3 */
	uint64_t seed;	      /**< of load addresses and the like; 0: drawn from the host */
	int time_calls;	      /**< measure the time of each call, for r3_stats() */
	/**
	 * Not 0: the program is process 1, that is it adopts and must reap orphans, and signals without
	 * a handler do not reach it. Else ring3 itself is process 1, and the program process 2.
	 */
	int init;
	uint64_t limit_procs; /**< tasks at a time: more are -EAGAIN; 0: as many as memory is for */
	uint64_t limit_files; /**< open files: a process's -EMFILE, all -ENFILE; 0: no limit */
	/**
	 * Nothing depends on the host's time: machine time is the work done, sleeps skip ahead, and
	 * what is random comes from seed (0 is a seed like any other then).
	 */
	int deterministic;
	/**
	 * With deterministic: machine time stands still but for r3_advance_time(), and whoever sleeps
	 * until a time to come can be woken by that alone. The counter of RDTSC goes on.
	 */
	int clock_by_hand;
	/** Not 0: whose turn is next, and for how long, is drawn at random from this seed. */
	uint64_t schedule_seed;
	int hash_calls; /**< compute r3_stats.call_hash */
	uint64_t limit_time; /**< ns of the host's time until r3_run() returns -ETIME; 0: no limit */
	uint64_t limit_cpu;  /**< ns of tasks' CPU time until it does; 0: no limit */
	/**
	 * For tests: the sleep of this number (from 1, of all tasks) is interrupted in a way that no
	 * program notices, or with break_kills its process is killed in it. 0: none.
	 */
	uint64_t break_sleep;
	int break_kills; /**< for break_sleep: kill instead */
	/** Called with each line for the user (a crash report, an unserved instruction); NULL: none. */
	void (*message)(void *ctx, const char *line);
	void *message_ctx; /**< ctx of message and stopped */
	/**
	 * Signals that may come in by r3_machine_signal(), bit n-1 for signal n: a task that handles
	 * or waits for one of them is not taken for deadlocked.
	 */
	uint64_t signals;
	/**
	 * Job control: called (with message_ctx, inside of r3_run()) when signal sig has stopped the
	 * program. Passing SIGCONT in, now or later, continues it. NULL: there is no job control, and
	 * SIGTSTP and its like do not stop what has no shell of its own inside.
	 */
	void (*stopped)(void *ctx, int sig);
};
/** The usual options, to start from. */
#ifdef __cplusplus
#define R3_OPTIONS_INIT {}
#else
#define R3_OPTIONS_INIT { .mem_size = 2ull << 30, .hostname = "ring3" }
#endif

/** A flag of r3_mount(), r3_mount_root() and r3_bind(): the guest may change what is there. */
#define R3_WRITABLE 1u

/**
 * Make a machine: memory, a CPU, and a tree of files with /dev, /proc and /tmp.
 * @param m where to put it; NULL there on failure
 * @param options how; copied, and the strings, too. NULL: the usual ones
 * @return 0; -EINVAL: an option is out of range; -ENOMEM, -EIO: the host refuses. r3_error(NULL)
 *	says more
 */
int r3_create(struct r3_machine **m, const struct r3_options *options);

/**
 * End a machine and give everything back; its terminals get their modes back.
 * @param m the machine; NULL, or one that has just been destroyed, is nothing to do
 */
void r3_destroy(struct r3_machine *m);

/** What was still in use when a machine was taken down: all 0 once its program has ended. */
struct r3_left {
	uint64_t tasks;		   /**< that had not ended */
	uint64_t files;		   /**< open */
	uint64_t inodes;	   /**< referenced */
	uint64_t dentries;	   /**< referenced */
	uint64_t frames;	   /**< of guest memory */
	uint64_t objects;	   /**< kernel memory, in allocations */
};
/**
 * r3_destroy(), and say what was left: for tests of ring3 itself and of extensions.
 * @param m as for r3_destroy()
 * @param left filled; may be NULL
 */
void r3_destroy_counting(struct r3_machine *m, struct r3_left *left);

/**
 * One line about the last failure.
 * @param m the machine; NULL: of r3_create(), or of what was no machine, on this thread
 * @return the machine's string, valid until the next failure; never NULL
 */
const char *r3_error(const struct r3_machine *m);

/**
 * Show a host directory or file in the guest's tree.
 * @param m the machine
 * @param host path on the host; symbolic links in it are followed
 * @param guest absolute path; what is missing of it is made; "/" is as r3_mount_root()
 * @param flags R3_WRITABLE, or 0: read-only
 * @return 0, or a negative errno as open(2) and mount(2) have it; -EBUSY while the first task is in
 *	the middle of a system call
 */
int r3_mount(struct r3_machine *m, const char *host, const char *guest, unsigned flags);

/**
 * Use a host directory as the whole tree; before any other mount.
 * @param m the machine
 * @param host path on the host
 * @param flags as for r3_mount()
 * @return as r3_mount(); -ENOTDIR
 */
int r3_mount_root(struct r3_machine *m, const char *host, unsigned flags);

/**
 * Connect a descriptor of programs that will be loaded to one of the host's. At first nothing is
 * connected: descriptors 0 to 2 are closed.
 * @param m the machine
 * @param guest_fd 0, 1 or 2
 * @param host_fd open on the host, and to be kept open by the caller while the machine runs
 * @return 0; -EINVAL: another number; -EBADF: it is not open
 */
int r3_stdio(struct r3_machine *m, int guest_fd, int host_fd);

/**
 * Set the working directory of programs that will be loaded; "/" at first.
 * @param m the machine
 * @param guest path
 * @return 0; -ENOENT, -ENOTDIR and others as chdir(2)
 */
int r3_chdir(struct r3_machine *m, const char *guest);

/* --- files of the machine's own --- */

/**
 * Make a file in the guest's tree, or give one other contents; missing parents are made.
 * @param m the machine
 * @param guest absolute path
 * @param data contents, copied; may be NULL if size is 0
 * @param size bytes
 * @param mode permission bits, as 0644; the file is root's
 * @return 0, or a negative errno as open(2) and write(2) have it; -EBUSY while the first task is in
 *	the middle of a system call
 */
int r3_add_file(struct r3_machine *m, const char *guest, const void *data, size_t size,
		unsigned mode);

/**
 * Read a file of the guest's tree, whoever may read it.
 * @param m the machine
 * @param guest absolute path
 * @param offset in bytes from the file's start
 * @param buf where to put the bytes
 * @param n room there
 * @return bytes read, fewer than n at the end; or a negative errno, as r3_add_file()
 */
int64_t r3_read_file(struct r3_machine *m, const char *guest, uint64_t offset, void *buf, size_t n);

/**
 * Show a part of the guest's tree at another place, too.
 * @param m the machine
 * @param from absolute path of a directory or file
 * @param to absolute path; a missing directory is made, a file must be there
 * @param flags R3_WRITABLE: it can be changed there, too, if it can be where it is
 * @return 0, or a negative errno as mount(2) has it; -EBUSY as r3_add_file()
 */
int r3_bind(struct r3_machine *m, const char *from, const char *to, unsigned flags);

/* --- programs --- */

/**
 * Load the first program by its guest path, or the next one when the last has ended.
 * @param m the machine
 * @param guest the path, relative to r3_chdir()'s directory if it is not absolute
 * @param argv NULL-terminated, copied; NULL: the path alone
 * @param envp likewise; NULL: empty
 * @return 0; -ENOENT, -EACCES, -ENOEXEC, -ENOMEM, -E2BIG and others as execve(2); -EBUSY: one is
 *	loaded already
 */
int r3_load(struct r3_machine *m, const char *guest, const char *const argv[],
	    const char *const envp[]);

/**
 * r3_load() of a host file, which is shown read-only at the same path in the guest.
 * @param m the machine
 * @param host the host's path; symbolic links are followed
 * @param argv as for r3_load(); NULL: the path as given
 * @param envp as for r3_load()
 * @return as r3_load()
 */
int r3_load_host(struct r3_machine *m, const char *host, const char *const argv[],
		 const char *const envp[]);

/**
 * r3_load() of a program that is in memory.
 * @param m the machine
 * @param guest absolute path under which it becomes a file of the guest's
 * @param image an ELF file or a script, copied
 * @param size of it in bytes
 * @param argv as for r3_load()
 * @param envp as for r3_load()
 * @return as r3_load()
 */
int r3_load_memory(struct r3_machine *m, const char *guest, const void *image, size_t size,
		   const char *const argv[], const char *const envp[]);

/**
 * Start a further process beside the first, with the same descriptors 0 to 2 and working
 * directory to begin with, in a session of its own. It runs in r3_run(); when the first one
 * ends, it is killed.
 * @param m the machine, with a program loaded
 * @param guest as for r3_load()
 * @param argv as for r3_load()
 * @param envp as for r3_load()
 * @return its number, or a negative errno as r3_load(); -ESRCH: no program is loaded
 */
int r3_spawn(struct r3_machine *m, const char *guest, const char *const argv[],
	     const char *const envp[]);

/**
 * How a process of r3_spawn() ended; to be had once.
 * @param m the machine
 * @param pid what r3_spawn() said
 * @param status as r3_exit_status() has it; may be NULL
 * @return 0; -EAGAIN: it has not ended; -ECHILD: there is no such process, or it was asked already
 */
int r3_spawn_status(struct r3_machine *m, int pid, int *status);

/* --- running --- */

/**
 * Run until the first program has ended.
 * @param m the machine
 * @return 0: it has; -EINTR: after r3_kick(); -ETIME: at a limit of time; -EDEADLK: every task
 *	sleeps and nothing can wake any; -ESRCH: no program is loaded
 */
int r3_run(struct r3_machine *m);

/**
 * How the first program ended.
 * @param m the machine
 * @return as wait(2) encodes it: exit code << 8, or the signal that killed it; 0 before the end
 */
int r3_exit_status(const struct r3_machine *m);

/** How a run ended. */
enum r3_end {
	R3_EXITED,	/**< with the program: see r3_exit_status() */
	R3_HALTED,	/**< by reboot(2), LINUX_REBOOT_CMD_HALT */
	R3_POWERED_OFF, /**< LINUX_REBOOT_CMD_POWER_OFF */
	R3_RESTART	/**< LINUX_REBOOT_CMD_RESTART or RESTART2: it wants to be made and loaded anew */
};

/**
 * What r3_run() returned 0 for.
 * @param m the machine
 * @return how the run ended; R3_EXITED of what is no machine
 */
enum r3_end r3_ended(const struct r3_machine *m);

/**
 * Stop a run soon, or the next one at once; any thread or signal handler.
 * @param m the machine
 */
void r3_kick(struct r3_machine *m);

/**
 * Send a signal into the machine; any thread or signal handler. SIGINT, SIGQUIT, SIGTSTP and
 * SIGWINCH go to the foreground process group of its terminal, or, without one, to the program's;
 * SIGCONT to the program's group; others to the program.
 * @param m the machine
 * @param sig 1 to 64
 * @return 0; -EINVAL: no such signal
 */
int r3_machine_signal(struct r3_machine *m, int sig);

/**
 * Ask for lines (options.message) about who waits for what; any thread or signal handler.
 * @param m the machine
 */
void r3_report_waiters(struct r3_machine *m);

/* --- what it has done --- */

/** What a machine has done. */
struct r3_stats {
	uint64_t int80;		/**< calls by int $0x80 */
	uint64_t sysenter;	/**< by sysenter */
	uint64_t syscall32;	/**< by syscall of 32-bit code */
	uint64_t syscall64;	/**< by syscall of 64-bit code */
	uint64_t calls_i386;	/**< calls by table */
	uint64_t calls_x86_64;	/**< calls by table */
	uint64_t page_faults;	/**< served, or signalled */
	uint64_t tlb_fills;	/**< of the CPU */
	uint64_t blocks_translated; /**< by the CPU, of code */
	uint64_t execs;		/**< programs started */
	uint64_t exec_blocks_last; /**< blocks translated since the last execve */
	uint64_t frames_peak;		  /**< 4 KiB frames in use at peak */
	uint64_t sleeps;    /**< of all tasks, with break_sleep */
	const char *broken_sleep; /**< the routine that break_sleep met; NULL: it met none */
	uint64_t call_hash; /**< of who called what and got what, in order, with hash_calls */
};
/**
 * What a machine has done so far.
 * @param m the machine
 * @param stats filled; all 0 if m is none
 */
void r3_stats(const struct r3_machine *m, struct r3_stats *stats);

/** One call of a table: what a program asked for. */
struct r3_call_stat {
	const char *name; /**< as Linux names it, or NULL for a hole or a number beyond the table */
	unsigned number; /**< in its table */
	int is_i386;	 /**< of which table */
	int served;	 /**< 0: it was answered with -ENOSYS for want of a routine */
	uint64_t count;	 /**< not served: always counted; served: with time_calls only */
	uint64_t ns;	 /**< spent, with time_calls */
};
/**
 * Call fn for every row of both tables that has a count.
 * @param m the machine
 * @param fn gets ctx and the row, which is valid during the call; not 0: no more rows
 * @param ctx for fn
 */
void r3_each_call(const struct r3_machine *m, int (*fn)(void *ctx, const struct r3_call_stat *),
		  void *ctx);

/* --- terminals of the host that a machine uses --- */

/**
 * Put the terminals that the machine's programs may have changed back as they were. Safe in a
 * signal handler; r3_destroy() does it, too.
 */
void r3_restore_terminals(void);

/** The same before the process stops itself. Safe in a signal handler. */
void r3_suspend_terminals(void);

/**
 * When the process goes on: the modes that the programs had set, but not in the background. Safe in
 * a signal handler.
 */
void r3_resume_terminals(void);

/**
 * What this is made of.
 * @return "ring3 VERSION", and the engine's and libraries' versions, one a line; this thread's
 */
const char *r3_version(void);

#ifdef __cplusplus
}
#endif

#endif
