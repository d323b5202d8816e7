/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "trace/strace_code.h"

#include <string.h>

#include "trace/json.h"

/* --- text: "0x401136 main+0x4: mov    %rsp,%rbp" --- */

static void put_place(struct text *line, const struct place *p)
{
	if (!p->symbol)
		return;
	text_puts(line, " ");
	text_safely(line, p->symbol);
	if (p->offset) {
		text_puts(line, "+");
		text_number(line, p->offset, R3_HEX);
	}
}

static void put_instruction(struct strace *s, struct traced *t, const struct instruction *i,
			    const struct place *p)
{
	struct text *line = strace_begin_line(s, t);

	text_number(line, i->address, R3_HEX);
	if (p)
		put_place(line, p);
	text_puts(line, p ? ": " : ":   ");
	text_puts(line, i->text);
	stream_end_line(t->stream);
}

static void put_block(struct strace *s, struct traced *t, const struct code_event *e)
{
	struct text *line = strace_begin_line(s, t);

	text_puts(line, "block ");
	text_number(line, e->address, R3_HEX);
	put_place(line, e->place);
	text_puts(line, ", ");
	text_number(line, e->size, R3_UNSIGNED);
	text_puts(line, " bytes");
	stream_end_line(t->stream);
	for (unsigned i = 0; i < e->nr; i++)
		put_instruction(s, t, &e->instructions[i], NULL);
}

/* --- JSON --- */

static void add_instruction(struct jbuf *b, const struct instruction *i)
{
	jbuf_put(b, "\"address\":");
	jbuf_address(b, i->address);
	jbuf_put(b, ",\"bytes\":");
	jbuf_hex(b, i->bytes, i->size);
	jbuf_put(b, ",\"text\":");
	jbuf_text(b, i->text, strlen(i->text), false);
}

static void add_event(struct jbuf *b, const struct code_event *e)
{
	jbuf_put(b, "{\"event\":");
	if (e->is_block)
		jbuf_put(b, "\"block\",\"pid\":");
	else
		jbuf_put(b, "\"instruction\",\"pid\":");
	jbuf_decimal(b, (unsigned)e->pid);
	jbuf_put(b, ",\"tid\":");
	jbuf_decimal(b, (unsigned)e->tid);
	jbuf_put(b, ",\"at\":");
	json_add_place(b, e->place);
	if (!e->is_block) {
		jbuf_put(b, ",");
		add_instruction(b, e->instructions);
		jbuf_put(b, "}\n");
		return;
	}
	jbuf_put(b, ",\"size\":");
	jbuf_decimal(b, e->size);
	jbuf_put(b, ",\"instructions\":[");
	for (unsigned i = 0; i < e->nr; i++) {
		jbuf_add(b, i ? ",{" : "{", i ? 2 : 1);
		add_instruction(b, &e->instructions[i]);
		jbuf_put(b, "}");
	}
	jbuf_put(b, "]}\n");
}

void strace_code_event(void *ctx, const struct code_event *e)
{
	struct strace *s = ctx;
	struct traced *t = tasks_find(&s->tasks, e->tid);

	if (!t || !t->watched)
		return;
	if (s->o.json) {
		t->json.b.n = 0; /* it is in no call */
		add_event(&t->json.b, e);
		output_write(&t->stream->out, t->json.b.s, t->json.b.n);
	} else if (e->is_block) {
		put_block(s, t, e);
	} else {
		put_instruction(s, t, e->instructions, e->place);
	}
}
