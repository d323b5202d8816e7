/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the arguments of a call must be: [fd==1], [path=="/etc/passwd"], [flags&O_CREAT]. */
#ifndef TRACE_CONDITION_H
#define TRACE_CONDITION_H

#include "ring3/trace.h"
#include "trace/callset.h"

enum comparison { IS, IS_NOT, LESS, LESS_OR_IS, MORE, MORE_OR_IS, HAS };

struct condition {
	char *arg;
	enum comparison how;
	bool is_text; /* compared with what the decoders tell: a string or names of flags */
	int64_t number;
	char *text;
	struct condition *next;
};

/* Terms between "&&". NULL and *e, or a list for conditions_free(). */
struct condition *conditions_parse(const char *text, struct trace_error *e);
/* Has every call of the set arguments of these names? */
bool conditions_fit(const struct condition *list, const struct callset *set, struct trace_error *e);
void conditions_free(struct condition *list);
/* From enter() only. */
bool conditions_hold(const struct condition *list, const struct r3_call *c);

#endif
