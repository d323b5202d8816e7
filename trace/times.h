/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When: in front of lines (-t, -r) and behind calls (-T). */
#ifndef TRACE_TIMES_H
#define TRACE_TIMES_H

#include <stdint.h>

#include "trace/options.h"
#include "trace/text.h"

struct times {
	uint64_t last;	    /* machine time of the line before */
	bool any;	    /* there was one */
	int64_t second;	    /* that is in words already */
	char in_words[9];
};

/* now: machine time; wall_offset: what is to be added for the time since 1970. */
void times_put(struct times *t, const struct strace_options *o, struct text *line, uint64_t now,
	       int64_t wall_offset);
/* Seconds that local time is ahead of UTC, as r3_decode_options wants to know. */
int times_zone(void *ctx, int64_t second);
/* " <0.000012>" */
void times_put_spent(const struct strace_options *o, struct text *line, uint64_t ns);

#endif
