/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines on their way to an output: one may stand there unfinished. */
#ifndef TRACE_STREAM_H
#define TRACE_STREAM_H

#include "trace/output.h"
#include "trace/text.h"

struct traced;

struct stream {
	struct output out;
	struct text line;
	size_t written;	     /* of the line, to the output */
	struct traced *open; /* whose line stands there unfinished; NULL: nobody's */
};

/* What there is of the line, if the output is not to wait. */
void stream_show(struct stream *s);
void stream_end_line(struct stream *s);
/* Somebody else's line begins: an open one is left as it stands. */
void stream_leave_line(struct stream *s);
/* 0, or the errno of what went wrong. */
int stream_close(struct stream *s);

#endif
