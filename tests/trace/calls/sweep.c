/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Every call of the ABI with arguments that mean nothing, eight rows each: how many there are, their
 * widths and signs, flags without a name, addresses where nothing is, structures of zeros and of others.
 */
#include "calls.h"

static char zeros[4096];
static const struct {
	char ones[15], zero;
} some[256] = { [0 ... 255] = { .ones = { [0 ... 14] = 1 } } };

#define ROWS(nr)                                                                              \
	{ nr, { 0, 0, 0, 0, 0, 0 } }, { nr, { -1, -1, -1, -1, -1, -1 } },                     \
	{ nr, { I(1), I(2), I(3), I(4), I(5), I(6) } },                                       \
	{ nr, { BAD, BAD, BAD, BAD, BAD, BAD } },                                             \
	{ nr, { P(zeros), 2, P(zeros), 2, P(zeros), 2 } },                                    \
	{ nr, { 2, P(zeros), 2, P(zeros), 2, P(zeros) } },                                    \
	{ nr, { P(some), P(some), 1, P(some), P(some), 1 } },                                 \
	{ nr, { 1, P(some), P(some), 1, P(some), P(some) } },

TABLE = {
#include "rows.inc"
};
