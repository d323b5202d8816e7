/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which paths a call concerns: a sink that compares the texts among its arguments, and what its
 * descriptors are, with those that were asked for.
 */
#include "trace/paths.h"

#include <string.h>

#include "trace/ignore.h"

struct match {
	const struct strace_options *o;
	bool found;
};

static void compare(struct match *m, const char *text, size_t n)
{
	for (unsigned i = 0; i < m->o->nr_paths; i++)
		m->found |= strlen(m->o->paths[i]) == n && !memcmp(m->o->paths[i], text, n);
}

static void match_string(void *ctx, const void *bytes, size_t n, unsigned flags)
{
	if (!(flags & (R3_BYTES | R3_CUT)))
		compare(ctx, bytes, n);
}

static void match_about(void *ctx, const char *text)
{
	compare(ctx, text, strlen(text));
}

bool paths_match(const struct strace_options *o, const struct r3_call *c)
{
	struct r3_decode_options decode = { .string_limit = 4096, .about = R3_ABOUT_PATHS };
	struct r3_sink matching = ignoring_sink;
	struct match m = { .o = o };
	struct r3_call late = *c;

	matching.string = match_string;
	matching.about = match_about;
	r3_decode(c, R3_ENTERING, &decode, &matching, &m);
	if (m.found)
		return true;
	late.result = 0; /* what is told on the way out, as it stands now */
	r3_decode(&late, R3_EXITING, &decode, &matching, &m);
	return m.found;
}
