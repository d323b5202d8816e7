/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tampering with calls (-e inject=, -e fault=): results, signals, delays and other memory, for the
 * calls of a set, from some invocation to another, and if the arguments are such.
 */
#ifndef TRACE_INJECT_H
#define TRACE_INJECT_H

#include "ring3/trace.h"
#include "trace/callset.h"
#include "trace/condition.h"

#define MAX_INJECTIONS 64

/* Bytes over the memory that an argument points to. */
struct poke {
	unsigned arg;
	size_t n;
	unsigned char *bytes;
	struct poke *next;
};

struct injection {
	struct callset set;
	struct condition *conditions; /* all hold, or it is not of this call */
	bool has_result, is_error;
	int64_t result; /* negative errno if is_error */
	int signal;
	uint64_t delay_enter, delay_exit; /* ns */
	struct poke *poke_enter, *poke_exit;
	unsigned first, last, step;
	unsigned base; /* of its counters in a task's */
};

struct injector {
	struct injection *list;
	unsigned nr, nr_counters;
};

/* What was done to the call that a task makes. */
struct tampering {
	uint64_t made; /* which injections, a bit each */
	bool result, delayed, poked;
	bool is_value; /* the result is no error, whatever it looks like */
};

/* SET[:option...]; fault: its default is an ENOSYS. */
bool injector_add(struct injector *in, const char *text, bool fault, struct trace_error *e);
void injector_free(struct injector *in);
/* Give every injection its place among the counters. */
void injector_number(struct injector *in);
/* Counters of one task; NULL: no memory, or nothing to count. */
uint32_t *injector_counters(const struct injector *in);

/* On the way in: 1 if the routine is not to be called. */
int injector_enter(const struct injector *in, uint32_t *counters, struct r3_call *c,
		   struct tampering *t);
void injector_exit(const struct injector *in, struct r3_call *c, struct tampering *t);

#endif
