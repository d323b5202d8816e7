/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Two JSON traces compared: for each task, where the second first differs from the first. Times
 * and addresses, which differ in any two runs, do not count (docs/trace-json.md).
 */
#ifndef TRACE_DIFF_H
#define TRACE_DIFF_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum diff_result { DIFF_SAME, DIFF_DIFFERENT, DIFF_TROUBLE };

/*
 * Differences go to out as text for people, trouble (a file that is not to be read, or no trace)
 * to complain().
 */
enum diff_result trace_diff(const char *path_a, const char *path_b, FILE *out,
			    void (*complain)(const char *fmt, ...)
				    __attribute__((format(printf, 1, 2))));

/* --- the parts of it --- */

/*
 * A task of a trace, by its place in the tree of tasks: numbers of tasks may differ. 0: the event
 * is of a task that nothing is known of.
 */
typedef unsigned diff_task_of(void *ctx, json_int_t tid);

/* Of an event, all that counts: equal for events that are the same. */
uint64_t diff_digest(json_t *event, diff_task_of *task_of, void *ctx);

/* An event as a line of text, in which nothing can reach a terminal. */
void diff_print_event(FILE *out, const json_t *event);

#endif
