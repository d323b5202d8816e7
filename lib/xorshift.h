/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * xorshift64*: small numbers of chance for decisions that need no secrecy and must repeat
 * themselves with their seed. The state is anything but 0.
 */
#ifndef LIB_XORSHIFT_H
#define LIB_XORSHIFT_H

#include <stdint.h>

/* The upper bits are the better ones. */
static inline uint64_t xorshift_next(uint64_t *state)
{
	uint64_t x = *state;

	x ^= x >> 12;
	x ^= x << 25;
	x ^= x >> 27;
	*state = x;
	return x * 0x2545f4914f6cdd1dull;
}

#endif
