/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets of system calls as strace's options write them: names, %classes, /regex, ?x, !x, x@32. */
#ifndef TRACE_CALLSET_H
#define TRACE_CALLSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CALLSET_NUMBERS 512 /* of each table */

struct callset {
	uint64_t bits[2][CALLSET_NUMBERS / 64]; /* [0]: x86-64's table, [1]: i386's */
	bool unknown;				/* numbers that no table has */
};

/* Why an option is wrong: one line. */
struct trace_error {
	char text[256];
};
/* Always false. */
bool trace_fail(struct trace_error *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* [!]all, [!]none, [!]VALUE,...: the set is what text says and nothing else. */
bool callset_parse(struct callset *set, const char *text, struct trace_error *e);
/* One value of it, without '!': added to the set. */
bool callset_add(struct callset *set, const char *value, struct trace_error *e);
void callset_fill(struct callset *set, bool all);

static inline bool callset_has(const struct callset *set, int is_i386, unsigned number)
{
	if (number >= CALLSET_NUMBERS)
		return set->unknown;
	return set->bits[is_i386][number / 64] >> number % 64 & 1;
}

static inline void callset_put(struct callset *set, int is_i386, unsigned number)
{
	set->bits[is_i386][number / 64] |= 1ull << number % 64;
}

#endif
