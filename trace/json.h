/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A trace as JSON (docs/trace-json.md): an object a line for each call, when it ends, and for each
 * signal and each beginning and end of a task.
 */
#ifndef TRACE_JSON_H
#define TRACE_JSON_H

#include "trace/jbuf.h"
#include "trace/symbols.h"

#define JSON_DEPTH 32 /* of groups in groups; what is deeper is left out */

struct json_group {
	uint8_t kind; /* enum r3_group */
	bool begun;   /* something stands in it already */
	bool more;    /* and something was left out */
};

/* A line that is being made: one for each task, because calls end in another order. */
struct json_line {
	struct jbuf b;
	unsigned nr_args;
	bool exiting; /* arguments are told on the way out */
	const char *last_arg; /* its name */
	/* of the value at hand */
	bool open;   /* its object is not closed yet: more may be said about it */
	bool named;  /* its object is there, with a name, and wants the value */
	bool wanted; /* its name is there, and it must follow */
	bool plain;  /* it is a decimal number and nothing more */
	unsigned depth, ignored; /* groups; those that are left out */
	struct json_group group[JSON_DEPTH];
};

/* The value of another member than an argument, whose name stands there: begins and ends. */
void json_begin_value(struct json_line *l);
void json_end_value(struct json_line *l);

extern const struct r3_sink json_sink; /* its ctx: struct json_line */

/* What was done to a call (-e inject=). */
#define JSON_INJECTED_RESULT 1u
#define JSON_INJECTED_ARGS 2u
#define JSON_DELAYED 4u
#define JSON_IS_VALUE 8u /* the result is no error, whatever it looks like */

#define JSON_PLACES 64

/* Where calls come from, with the text of those that come again. */
struct json_places {
	struct r3_machine *machine;
	struct symbols *symbols; /* NULL: addresses alone */
	bool stack;		 /* all callers */
	struct {
		uint64_t serial; /* struct place's */
		struct jbuf text;
	} known[JSON_PLACES];
};
void json_places_free(struct json_places *p);

/* A line begins with a call and is whole after one of the two functions that follow. */
void json_begin_call(struct json_line *l, const struct r3_call *c,
		     const struct r3_decode_options *o, struct json_places *places);
void json_end_call(struct json_line *l, const struct r3_call *c,
		   const struct r3_decode_options *o, unsigned done_to_it);
/* The task ended in it, or the trace did. */
void json_unfinished_call(struct json_line *l);

/* {"address":..., "file":..., "symbol":...} */
void json_add_place(struct jbuf *b, const struct place *p);

/* Whole lines. */
void json_signal(struct json_line *l, const struct r3_signal *sig,
		 const struct r3_decode_options *o);
void json_stop(struct json_line *l, int tid, int pid, int signo, uint64_t time_ns);
/* A thread that is no leader executed a program: the leader's number is its own now. */
void json_superseded(struct json_line *l, int tid, int pid, int by_tid, uint64_t time_ns);
void json_task_start(struct json_line *l, int tid, int pid, int parent_tid, uint64_t time_ns);
void json_task_end(struct json_line *l, int tid, int pid, int status, uint64_t time_ns);

static inline void json_line_free(struct json_line *l)
{
	jbuf_free(&l->b);
}

#endif
