/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is known of the tasks that are traced. */
#ifndef TRACE_TASKS_H
#define TRACE_TASKS_H

#include "trace/inject.h"
#include "trace/json.h"
#include "trace/stream.h"

struct traced {
	int tid, pid;
	struct stream *stream; /* where its lines go: its own with -ff */
	bool watched;	       /* false: not followed, or detached from */
	bool is_i386;	       /* of the last call */
	unsigned number;       /* of it */
	uint64_t ip;	       /* behind it */
	bool in_call;
	bool ended;
	bool shown;	 /* the call at hand, or what is seen of it when it ends */
	bool args_left;	 /* to be told on the way out */
	struct tampering tampering;
	uint32_t *counters; /* of injections */
	struct json_line json; /* of the call at hand */
	struct text held;   /* a line that is shown or not by how the call ends */
	const char *call;   /* the name of the call at hand */
	char nameless[24];  /* if it has none */
	char comm[16];	    /* of the task, kept if lines show it */
	struct traced *next; /* of the same bucket */
};

#define TASK_BUCKETS 256

struct tasks {
	struct traced *bucket[TASK_BUCKETS];
	struct traced *last; /* that was found */
	unsigned nr;
};

struct traced *tasks_search(struct tasks *t, int tid);
struct traced *tasks_add(struct tasks *t, int tid, int pid); /* NULL: no memory */
/* The call of t is leader's from now on, and what is known of it. */
void tasks_take_over(struct tasks *tasks, struct traced *leader, struct traced *t);
void tasks_remove(struct tasks *t, struct traced *task);
void tasks_free(struct tasks *t);

static inline void traced_name(struct traced *t, const char *comm)
{
	memccpy(t->comm, comm, '\0', sizeof(t->comm) - 1);
}

static inline struct traced *tasks_find(struct tasks *t, int tid)
{
	return t->last && t->last->tid == tid ? t->last : tasks_search(t, tid);
}

#endif
