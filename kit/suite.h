/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Suites: which tests they come to, how one is run, what is written down of it. */
#ifndef KIT_SUITE_H
#define KIT_SUITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "kit/kit.h"
#include "ring3/suite.h"

#define SUITE_TEXT 400

enum planned_status {
	PLANNED,	/* it has not run */
	STARTED,	/* and not come to its end: it failed */
	PASSED,
	DIFFERS,	/* as the row's policy says */
	NOT_COMPARABLE, /* this host cannot say */
	RING3_ONLY	/* Linux is not asked */
};

/* A test: a row or a case, for one of the suite's calls, in an ABI and a world. */
struct planned {
	const struct r3_suite *suite;
	const struct r3_row *row;   /* or */
	const struct r3_case *kase;
	const char *call;
	bool is_i386;
	const struct world_ops *world;
	struct r3_test test; /* as the kit wants it */
	char name[200];
	struct planned *twin; /* the same in the other world; may be NULL */
	enum planned_status status;
	char expected[80];	/* as text */
	char text[SUITE_TEXT];	/* the call and its result */
	char reason[100];	/* NOT_COMPARABLE: why */
	struct kit *kit;	/* while it runs */
};

struct plan {
	struct planned *tests;
	size_t n;
};

/* plan.c: all tests of the suites; false, with a message: a suite is wrong. */
bool suite_plan(struct plan *plan, const struct r3_suite *suites);
void suite_forget_plan(struct plan *plan);

/* run.c: a CMocka test and its teardown; *state is a struct planned. */
void suite_run(void **state);
int suite_over(void **state);

/* results.c */
void results_seen(const struct r3_task *t);
/* Where they differ from each other or from what is expected; how many do. */
size_t results_print_differences(const struct plan *plan);
bool results_write(const char *path, const struct plan *plan, const struct r3_suite *suites);

#endif
