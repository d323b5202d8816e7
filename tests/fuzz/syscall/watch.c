/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "watch.h"

#include <stdlib.h>
#include <string.h>

#include "api/machine.h"
#include "ring3/trace.h"
#include "trace/json.h"
#include "trace/text.h"

static const struct r3_machine machine = { .observer.untimed = true };
static struct text line;
static struct json_line object;
static struct r3_decode_options options;

/* Symbols are not looked for. */
const struct place *symbols_find(__attribute__((unused)) struct symbols *s,
				 __attribute__((unused)) int tid,
				 __attribute__((unused)) uint64_t address)
{
	abort();
}

unsigned symbols_stack(__attribute__((unused)) struct symbols *s, __attribute__((unused)) int tid,
		       __attribute__((unused)) int (*frame)(void *, const struct place *),
		       __attribute__((unused)) void *ctx)
{
	abort();
}

static void choose(unsigned how)
{
	static const unsigned limits[] = { 0, 1, 32, 5000 };

	options = (struct r3_decode_options){ .string_limit = limits[how & 3],
					      .whole = how >> 2 & 1,
					      .opaque = (how >> 3 & 7) == 7,
					      .raw = (how >> 3 & 7) == 6,
					      .about = how >> 6 & 1 ? R3_ABOUT_PATHS | R3_ABOUT_DETAILS : 0 };
	line.hex = how >> 7 & 1 ? HEX_NON_ASCII : HEX_NEVER;
	line.symbols = (enum text_symbols)((how >> 8) % 3);
}

void watch_enter(const struct task *t, unsigned how)
{
	struct json_places places = { 0 };
	struct r3_call c;

	choose(how);
	describe_call(&machine, &c, t);
	text_reset(&line);
	r3_decode(&c, R3_ENTERING, &options, &text_sink, &line);
	json_begin_call(&object, &c, &options, &places);
}

/* Every byte of a line can be shown: what is not plain text is escaped. */
static void check_plain(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if ((unsigned char)s[i] < ' ' || (unsigned char)s[i] > '~')
			abort();
}

void watch_exit(const struct task *t, long result)
{
	struct r3_call c;

	describe_call(&machine, &c, t);
	c.result = result;
	r3_decode(&c, R3_EXITING, &options, &text_sink, &line);
	r3_decode_result(&c, &options, &text_sink, &line);
	check_plain(line.s, line.n);
	json_end_call(&object, &c, &options, 0);
}

void watch_finish(void)
{
	text_free(&line);
	json_line_free(&object);
}
