/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file control.h
 * Driving a machine by hand: stop it at a call, at an address or after some blocks of code, look
 * into its tasks and change them, and go on.
 *
 * What is said of a machine in ring3.h holds here, too: functions belong to the thread that made
 * the machine, and answer 0 or a negative errno with a line from r3_error().
 */
#ifndef RING3_CONTROL_H
#define RING3_CONTROL_H

#include "ring3/trace.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What r3_run_until() stops at; what is 0 or NULL does not count. */
struct r3_until {
	/** A task's number: only what this one does; 0: any task's doing. */
	int tid;
	/** A system call by its Linux name, in either ABI, before its routine; "": any call. */
	const char *call;
	/** In front of the instruction at this address, not where the last stop was already. */
	uint64_t address;
	/** In front of the next block of code, when so many have run. */
	uint64_t blocks;
	/** A task's number: nobody else gets a turn meanwhile; 0: whoever can run does. */
	int only;
	/** Not 0: when nobody (but for `only`: when that one) can run now, instead of waiting. */
	int idle;
};

/** Where it stopped. */
struct r3_stop {
	int tid;		/**< of the task that is about to do what was waited for */
	int pid;		/**< of its process */
	uint64_t address;	/**< where it goes on: of a call, behind the trap instruction */
	uint64_t blocks;	/**< blocks of code since r3_run_until(), if they were counted */
	int idle;		/**< not 0: nobody could run; only blocks counts of the others */
	int at_call;		/**< not 0: the next one says which */
	struct r3_call call;	/**< strings are valid until the machine goes on */
};

/** r3_run_until() stopped where it was to. */
#define R3_STOPPED 1

/**
 * r3_run() until the first of what is wanted happens.
 * @param m the machine
 * @param until what to stop at; copied
 * @param stop filled when the result is R3_STOPPED; NULL: not wanted
 * @return R3_STOPPED; 0 when the program has ended before; or what r3_run() fails with
 */
int r3_run_until(struct r3_machine *m, const struct r3_until *until, struct r3_stop *stop);

/**
 * Change the call that a task was stopped at by r3_run_until(), before it goes on.
 * @param m the machine
 * @param call tid says which task; number and args are what it calls then
 * @param skip not 0: no routine is called, and call->result is the result
 * @return 0; -ESRCH when that task is not stopped at a call
 */
int r3_change_call(struct r3_machine *m, const struct r3_call *call, int skip);

/**
 * Change a task's memory, as a debugger does: private pages are copied first, protections do not
 * count as long as the mapping could be made writable.
 * @param m the machine
 * @param tid a task of the address space
 * @param addr where, in its address space
 * @param buf the bytes
 * @param n how many
 * @return bytes written, fewer than n before an address that cannot be; -ESRCH
 */
int64_t r3_write_memory(struct r3_machine *m, int tid, uint64_t addr, const void *buf, size_t n);

/**
 * Change a task's general registers. While the machine runs, in an observer and for the task that
 * it is called for; else for any task that has begun to run.
 * @param m the machine
 * @param tid the task
 * @param regs all of them; is_64bit does not count. Flags that ring 3 cannot change stay
 * @return 0; -ESRCH; -EBUSY when the machine is not where that can be done
 */
int r3_set_registers(struct r3_machine *m, int tid, const struct r3_registers *regs);

/**
 * Have a task call a routine of its table as if it had executed its ABI's usual trap instruction in
 * front of where it stands; the result goes to rax. It does when it gets its turn.
 * @param m the machine, not running
 * @param tid a task in user mode
 * @param number of the call, in the table of the task's ABI
 * @param args as registers hold them; i386: the upper halves are 0
 * @return 0; -ESRCH; -EBUSY: it is in the middle of a call, or has not begun
 */
int r3_call_routine(struct r3_machine *m, int tid, unsigned number, const uint64_t args[6]);

/**
 * In which function of the kernel a task sleeps.
 * @param m the machine
 * @param tid the task
 * @return its name; NULL: it does not sleep, or is none
 */
const char *r3_sleeps_in(const struct r3_machine *m, int tid);

/**
 * Let time pass in a machine with r3_options.clock_by_hand: timers that are due by then go off.
 * @param m the machine, not running
 * @param ns how much
 * @return 0; -EINVAL: its clock goes by itself, or would overflow
 */
int r3_advance_time(struct r3_machine *m, uint64_t ns);

/** What r3_fail_nth() makes fail. */
enum r3_failing {
	R3_FAIL_ALLOC, /**< an allocation of kernel memory: an object */
	R3_FAIL_FRAME, /**< an allocation of a frame, for the kernel or for a task's page */
	R3_FAIL_COPY   /**< a copy from or to a task's memory */
};

/**
 * Make the n-th allocation of kernel memory from now on fail, or the n-th copy from or to a
 * task's memory: for tests of what the kernel, or an extension of it, does then.
 * @param m the machine
 * @param what is to fail
 * @param n 1: the next; 0: none any more
 * @return 0; -EINVAL
 */
int r3_fail_nth(struct r3_machine *m, enum r3_failing what, uint64_t n);

/**
 * How far it is to the failure that r3_fail_nth() asked for.
 * @param m the machine
 * @param what is to fail
 * @return so many are to come, the failing one included; 0: it has come to it, or none was asked for
 */
uint64_t r3_fail_left(const struct r3_machine *m, enum r3_failing what);

/**
 * The numbers of all tasks, in order of creation.
 * @param m the machine
 * @param tids where to put them; NULL with max 0
 * @param max how many there is room for
 * @return how many tasks there are, also if that is more than max
 */
int r3_tasks(const struct r3_machine *m, int *tids, size_t max);

/* --- snapshots --- */

/**
 * Remember the whole machine as it is now, instead of what was remembered before: tasks in the
 * middle of their calls, memory, its own files, descriptors, timers, its clock. What is on the host
 * is not part of it, but for the positions of files among descriptors 0 to 2.
 * @param m the machine, not running
 * @return 0; -ENOMEM; -EBUSY: a terminal, pipe, socket or device of the host's is open in it, or a
 *	host call is under way: r3_error() says which
 */
int r3_snapshot(struct r3_machine *m);

/**
 * Bring back what r3_snapshot() remembered, as often as wanted: it takes as long as there was
 * change. Observers and hooks stay as they are now; a kick that has not been seen yet may be lost.
 * @param m the machine, not running
 * @return 0; -ENOENT: nothing is remembered; -EBUSY: the machine is running; -EIO: the host refuses
 */
int r3_restore(struct r3_machine *m);

/**
 * What r3_destroy_counting() would say now: everything is taken down, and then brought back as
 * r3_restore() does. What extensions were told to release is not theirs any more after that.
 * @param m the machine, not running
 * @param left filled
 * @return 0, or as r3_restore()
 */
int r3_restore_counting(struct r3_machine *m, struct r3_left *left);

/**
 * Forget what was remembered; r3_destroy() does it, too.
 * @param m the machine
 */
void r3_drop_snapshot(struct r3_machine *m);

#ifdef __cplusplus
}
#endif

#endif
