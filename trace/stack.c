/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stacks as strace -k prints them: " > /file(symbol+0x12) [0x34]", the offset in the file. */
#include "trace/stack.h"

struct stack_text {
	struct symbols *symbols;
	struct stream *to;
};

static int put_frame(void *ctx, const struct place *p)
{
	const struct stack_text *s = ctx;
	struct text *line = &s->to->line;

	text_puts(line, " > ");
	if (p->file)
		text_safely(line, p->file);
	if (p->file && p->symbol) {
		text_puts(line, "(");
		text_safely(line, symbols_plain_name(s->symbols, p->symbol));
		text_puts(line, "+0x");
		text_digits(line, p->offset, 16);
		text_puts(line, ")");
	} else if (p->file) {
		text_puts(line, "()");
	}
	text_puts(line, p->file ? " [0x" : "[0x");
	text_digits(line, p->file ? p->file_offset : p->address, 16);
	text_puts(line, "]");
	stream_end_line(s->to);
	return 0;
}

void stack_put(struct symbols *symbols, int tid, struct stream *to)
{
	struct stack_text s = { symbols, to };

	if (symbols && symbols_stack(symbols, tid, put_frame, &s))
		return;
	text_puts(&to->line, " > no stack is known");
	stream_end_line(to);
}
