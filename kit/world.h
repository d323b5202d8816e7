/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the kit needs of a kernel whose calls are tested: ring3's (ring3.c) or the host's (linux.c).
 * All else (allocations, strings, expectations, rows, suites) is made of these and of calls.
 *
 * Nothing here fails a test: functions answer, with a line in kit->error where it says so, and may
 * leave without anything to clean up when CMocka jumps out of a test later.
 */
#ifndef KIT_WORLD_H
#define KIT_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ring3/cmocka.h"

/* Of a task's last call, as text. */
#define KIT_TEXT 2048

/* A call to be made. */
struct kit_call {
	char name[32];	  /* "read"; a number without a name: "syscall_999" */
	unsigned number;  /* in the table that `way` leads to */
	unsigned nargs;	  /* that the call has, for text; 6: unknown */
	uint64_t args[6]; /* i386: the upper halves are 0 */
	enum r3_way way;
};

enum kit_state {
	KIT_IDLE,    /* no call was begun, or it is finished: result is there */
	KIT_BEGUN,   /* it has a call to make, or is in one, and could go on */
	KIT_BLOCKED, /* asleep in the call */
	KIT_GONE     /* the task has ended: status is there */
};

/* A task; made by kit.c, of which the world knows `part` alone. */
struct r3_task {
	struct kit *kit;
	int tid, pid;	  /* as the task's kernel numbers them */
	unsigned slot;	  /* 0: the first task; numbers tasks from 0 on */
	unsigned vm;	  /* whose memory it has: the slot of the first that had it; kit.c */
	bool shares_vm;	  /* set by adopt(): it has its parent's memory */
	char name;	  /* for schedules */
	enum r3_way way;
	enum kit_state state;
	struct kit_call call;
	int64_t result;	  /* of the last call that finished; i386: -4095 to -1, else unsigned */
	int status;	  /* KIT_GONE: as wait(2) has it */
	char text[KIT_TEXT]; /* the last call and its result as strace prints it; "": kit.c makes one */
	char where[64];	  /* KIT_BLOCKED: the kernel's function; "" if the world cannot tell */
	void *part;	  /* the world's */
	struct r3_task *next;
};

struct world_ops {
	const char *name; /* "ring3", "Linux" */
	enum r3_world world;
	/*
	 * A world with one task (*first: zeroed, kit and slot set), 32-bit code or not, of kit->uid and
	 * gid, which stands in no call in an empty directory of its own, with no descriptors, umask
	 * 022. Sets tid, pid and state. 0 or a negative errno with kit->error.
	 */
	int (*open)(struct kit *k, struct r3_task *first);
	/* As after open(), for the next test; the other tasks are forgotten by the caller. */
	int (*reset)(struct kit *k, struct r3_task *first);
	/*
	 * A test is over: ends every task. False, with kit->error, if anything was left over that
	 * ought not. After it comes reset() or close().
	 */
	bool (*finish)(struct kit *k);
	/* Gives everything back. */
	void (*close)(struct kit *k);

	/* Can calls be made in this way? */
	bool (*can)(const struct kit *k, enum r3_way way);
	/* t gets t->call to make; its state is KIT_BEGUN; it does not run yet. */
	void (*begin)(struct r3_task *t);
	/*
	 * t, KIT_BEGUN or KIT_BLOCKED, goes on until it has finished its call, sleeps, or is gone:
	 * sets state, result, text, where. No other task of the world runs meanwhile, where the world
	 * can prevent it. False, with kit->error: it will not come to an end (a loop in ring 3).
	 */
	bool (*run)(struct r3_task *t);
	/*
	 * Could t, KIT_BLOCKED when last seen, go on? Then it is KIT_BEGUN, and does not run yet. Of a
	 * task that is KIT_IDLE: it takes the signals that are due, and may be KIT_GONE then.
	 */
	void (*look)(struct r3_task *t);

	/*
	 * A call of parent has made task tid (0: the last one): it is child now (zeroed; kit and slot
	 * set), which stands in no call behind the one that made it. Sets tid, pid, state. 0, or
	 * -ESRCH with kit->error.
	 */
	int (*adopt)(struct r3_task *parent, struct r3_task *child, int tid);

	/* Bytes that could be copied, in spite of protections. */
	size_t (*read)(struct r3_task *t, r3_ptr from, void *to, size_t n);
	size_t (*write)(struct r3_task *t, r3_ptr to, const void *from, size_t n);

	/*
	 * Makes a file of mode's type in the task's directory: with n bytes, or as a link to them. 0,
	 * or a negative errno. NULL: the task's own calls do as well.
	 */
	int (*make_file)(struct kit *k, const char *path, unsigned mode, const void *bytes, size_t n);

	/* Time passes: on ring3 by hand, on the host by itself. */
	void (*advance)(struct kit *k, uint64_t ns);

	/* NULL where it cannot be had: the machine; save and back; the n-th that fails (0: none). */
	struct r3_machine *(*machine)(const struct kit *k);
	int (*save)(struct kit *k);
	int (*back)(struct kit *k);
	void (*fail_nth)(struct kit *k, enum r3_failing what, unsigned long n);
	/* How far it is to the failure that was asked for; 0: it has come to it, or there is none. */
	unsigned long (*fail_left)(struct kit *k, enum r3_failing what);
};

extern const struct world_ops world_ring3, world_linux;

/* A world and the test that runs in it. One for each world, ABI and kind of user that is used. */
struct kit {
	const struct world_ops *ops;
	bool is_i386, is_root;
	uint32_t uid, gid;     /* of the first task */
	struct r3_task *first; /* kept from test to test */
	struct r3_task *tasks; /* the first, then as they were made */
	unsigned nr_tasks;
	r3_ptr next_page;	     /* memory.c: where the next allocation goes */
	/*
	 * Set by open(), for r3_handle(); 0: the world's tasks have none. A handler with SA_SIGINFO
	 * that adds 1 to the u32 of its signal at counts; what an x86-64 handler returns to.
	 */
	r3_ptr handler, restorer, counts;
	bool is_failing;	     /* sweep.c: something is to fail ... */
	enum r3_failing failing;     /* ... namely this */
	struct kit_saved *saved;     /* sweep.c */
	const struct r3_test *test;  /* that runs; NULL: one of r3_setup_*() */
	bool is_over;	     /* the test is; set by kit.c */
	bool is_open, is_used;	     /* reset() is due before the next test */
	void *part;		     /* the world's */
	void (*seen)(const struct r3_task *t); /* t->call of the test's has finished; may be NULL */
	/* This host cannot be asked for what the test wants; does not return. NULL: that is a failure. */
	void (*cannot)(void *arg, const char *why);
	void *cannot_arg;
	char error[512];
};

#endif
