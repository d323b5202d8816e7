/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ring3 program. It sees the library through include/ring3/ alone. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>
#include <stdint.h>

#include "ring3/ring3.h"

/* Exit codes of our own, as env(1), timeout(1) and shells have them. */
enum { EXIT_LIMIT = 124, EXIT_TROUBLE = 125, EXIT_REFUSED = 126, EXIT_MISSING = 127 };

struct mount_option {
	const char *host, *guest;
	bool writable;
};

struct run_options {
	const char *root; /* NULL: none */
	bool root_writable;
	struct mount_option *mounts;
	unsigned nr_mounts;
	const char **env; /* NULL-terminated, K=V */
	unsigned nr_env;
	const char *cwd;
	uint32_t uid, gid;
	uint64_t mem;
	const char *hostname, *argv0;
	uint64_t limit_procs, limit_files; /* 0: none */
	bool deterministic, call_hash;
	bool break_kills;
	uint64_t break_sleep, seed, schedule_seed, limit_time, limit_cpu;
	bool missing, stats, times, quiet, check_leaks, init;
	char **argv; /* PROGRAM ARGS, NULL-terminated */
};

/*
 * Parses a command's arguments (argv[0] is its name); prints a line and exits with 125 on a bad one.
 * Beside run's long options there may be others, short ones and long ones from OPT_MORE on, as
 * getopt_long(3) has them, which more() takes.
 */
#define OPT_MORE 1024
struct option;
void parse_run_options(struct run_options *o, int argc, char **argv, const char *shorts,
		       const struct option *longs, void (*more)(void *ctx, int c, const char *arg),
		       void *ctx);
/* K=V, or K for the caller's value; a later one of a name replaces an earlier one. */
void add_env(struct run_options *o, const char *setting);
void remove_env(struct run_options *o, const char *name);
void take_env(struct run_options *o); /* the caller's, instead of what there is */
/* A user's name, or UID[:GID]. */
void parse_user(struct run_options *o, const char *arg);

void free_run_options(struct run_options *o);

/* What is called on the way; NULL: nothing. */
struct run_hooks {
	void (*ready)(void *ctx, struct r3_machine *m); /* the program is about to run */
	void (*ending)(void *ctx); /* it has run, and the machine is still there */
	void (*abandoned)(void *ctx); /* in a signal handler: ring3 is about to end at once */
	bool (*ended)(void *ctx); /* the machine is gone; false: ring3 had trouble */
	void *ctx;
};

/* Makes the machine and runs the program in it. The status to exit with. */
int run_machine(const struct run_options *o, const struct run_hooks *hooks);

/* From a handler of a signal that ends ring3: tells who is hooked in. */
void abandon_run(void);

int run_command(int argc, char **argv);
int trace_command(int argc, char **argv);

/* A name as an absolute path, `.`, `..` and double slashes resolved as text. Malloc'ed. */
char *absolute_path(const char *name);

/* "ring3: ..." on stderr. */
void complain(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void die(int status, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
int print(const char *text); /* on stdout; 0, or 125 */
void *xrealloc(void *p, size_t n);

/* Signals from outside (signals.c). */
/* Bit n-1: signal n may come. What is typed, only where there is a terminal to type at. */
uint64_t signals_to_expect(void);
bool have_job_control(void);
void stop_with_program(void *ctx, int sig); /* r3_options.stopped */
void pass_signals(struct r3_machine *m); /* from now on, to m */
void stop_passing_signals(void);	 /* m ends */
/* The program died of sig: so do we if we were sent it, too; else returns. */
void die_as_told(int sig);

void print_stats(const struct r3_machine *m, bool times);
void print_missing(const struct r3_machine *m);
bool print_left(const struct r3_left *left); /* false: nothing was left */

#endif
