/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines on their way to an output. */
#include "trace/stream.h"

#include <errno.h>

#include "trace/tasks.h"

static void write_line(struct stream *s)
{
	if (s->line.out_of_memory && !s->out.failed)
		s->out.failed = ENOMEM;
	output_write(&s->out, s->line.s + s->written, s->line.n - s->written);
	s->written = s->line.n;
}

void stream_show(struct stream *s)
{
	if (s->out.at_once)
		write_line(s);
}

void stream_end_line(struct stream *s)
{
	text_add(&s->line, "\n", 1);
	write_line(s);
	text_reset(&s->line);
	s->written = 0;
	s->open = NULL;
}

void stream_leave_line(struct stream *s)
{
	if (!s->open)
		return;
	text_puts(&s->line, " <unfinished ...>");
	stream_end_line(s);
}

int stream_close(struct stream *s)
{
	stream_leave_line(s);
	text_free(&s->line);
	return output_close(&s->out);
}
