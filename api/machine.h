/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What stands behind struct r3_machine. */
#ifndef API_MACHINE_H
#define API_MACHINE_H

#include "kernel/kernel.h"
#include "kernel/trace.h"
#include "ring3/control.h"
#include "ring3/ring3.h"
#include "ring3/trace.h"
#include "uapi/errno.h"

#define MACHINE_OPEN 0x72336d61u /* machine.magic until r3_destroy() */

/* api/until.c: what r3_run_until() waits for. */
struct until {
	struct r3_until want; /* all zero: nothing */
	struct r3_stop stop;  /* where it was met, if it was */
	bool met;
	/* the last stop in front of code, which runs first now */
	int left_tid;
	uint64_t left_address;
	/* r3_change_call() */
	bool skip;
	int64_t result;
};

/* What of a machine is not the kernel's, and belongs to a snapshot. */
struct machine_state {
	bool ended;
	int status;
	struct until until;
};

struct r3_machine {
	uint32_t magic;
	struct kernel *kernel;
	struct r3_options options;
	char *cwd;	 /* NULL: / */
	int stdio[3];	 /* host descriptors; -1: closed */
	bool ended;
	int status;
	bool observed;
	struct r3_observer observer; /* r3_observe */
	struct tracer tracer;
	struct r3_code_hooks code_hooks; /* r3_hook_code */
	struct until until;
	struct machine_state saved; /* r3_snapshot() */
	char error[512];
};

/* Record a failure on m (NULL: of this thread): err is a negative errno, returned. */
int machine_fail(struct r3_machine *m, int err, const char *fmt, ...) __printf(3, 4);

/*
 * Is it a machine? Of one that was destroyed the structure stays for a while (machine.c), so that
 * whoever uses it by mistake is told.
 */
static inline bool machine_ok(const struct r3_machine *m)
{
	return m && m->magic == MACHINE_OPEN;
}

/* What every function with a result says to what is no machine: -EBADF, with a line. */
int machine_bad(void);

/* Runs fn with the embedder's authority, which is root's, in the first task's context. 0 or -errno. */
int machine_call(struct r3_machine *m, int (*fn)(void *arg), void *arg);

static inline struct r3_left left_of(const struct kernel_left *k)
{
	return (struct r3_left){ k->tasks, k->files, k->inodes, k->dentries, k->frames, k->objects };
}

/* mount.c: a host file at its own path, read-only, unless it is there already. 0 or -errno. */
int machine_show_program(struct r3_machine *m, const char *path);
/* machine.c: r3_run(); 1: it stopped because of kernel_pause() */
int machine_run(struct r3_machine *m);
/* machine.c: current gets descriptors 0 to 2 and the working directory. 0 or -errno. */
int machine_connect(struct r3_machine *m);

/* trace.c, inspect.c: tracer and hooks as observer, code_hooks and until want them. */
void machine_update_tracer(struct r3_machine *m);
void machine_update_hooks(struct r3_machine *m);
/* trace.c: the call that t is in */
void describe_call(const struct r3_machine *m, struct r3_call *c, const struct task *t);

/* until.c: is this what is waited for? Then the machine pauses, and must be left at once. */
bool until_call(struct r3_machine *m, struct task *t);
bool until_block(struct r3_machine *m, uaddr_t address);
/* until.c: task tid was put elsewhere */
void until_moved(struct r3_machine *m, int tid);
/* until.c: what the next run is to stop at; NULL: nothing */
void until_set(struct r3_machine *m, const struct r3_until *want);

#endif
