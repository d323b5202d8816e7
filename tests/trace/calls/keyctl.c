/* SPDX-License-Identifier: GPL-2.0-or-later */
/* keyctl: each command; and _sysctl. */
#include "calls.h"

static const char text[64] = "text string\0more of it that is long enough to be cut off.";
static const unsigned numbers[64] = { 1, 2, 3 }, more[64] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 };
static const struct {
	const void *base;
	unsigned long len;
} iov[] = { { text, 3 }, { text, 5 } };
static const struct {
	const char *hash, *other;
	unsigned n, spare[8];
} kdf[] = { { text, text, 7, { 0 } }, { text, text, -1u, { 1 } }, { (char *)BAD, (char *)BAD, 5, { 0 } } };
static const struct {
	unsigned ops, size;
	unsigned short max[4];
	unsigned spare[10];
} query[] = { { 0, 1, { 2, 3, 4, 5 }, { 0 } }, { 0x1f, 1, { 2, 3, 4, 5 }, { 1 } } };
static const unsigned char caps[64] = { 0xff, 0xff, 0xff, 1 };
static const struct {
	const int *name;
	int nlen;
	void *oldval;
	unsigned long *oldlenp;
	void *newval;
	unsigned long newlen;
} sysctl[] = { { (int *)numbers, 3, (void *)text, (void *)more, 0, 9 }, { 0, -1, 0, 0, (void *)BAD, -1 } };

#define EACH(c)                                                                         \
	C(keyctl, c, P(text), P(text), P(text), P(text)), C(keyctl, c, 1, 2, 3, 4),     \
	C(keyctl, c, -1, -2, -3, -4), C(keyctl, c, BAD, BAD, BAD, BAD)
#define PKEY(c)                                                                         \
	C(keyctl, c, P(numbers), P(text), P(text), P(text)),                            \
	C(keyctl, c, P(more), P(text), P(text), P(text)),                               \
	C(keyctl, c, P(numbers), BAD, P(text), BAD), C(keyctl, c, BAD, P(text), P(text), P(text))
#define ANSWER(c) C(keyctl, c, 5, P(text), 0), C(keyctl, c, 5, P(text), 3), C(keyctl, c, 5, P(text), 50)
#define DEFAULT(v) C(keyctl, 14, v), C(keyctl, 19, 1, 2, v, -2)

TABLE = {
	EACH(0), EACH(1), EACH(2), EACH(3), EACH(4), EACH(5), EACH(6), EACH(7), EACH(8), EACH(9),
	EACH(10), EACH(11), EACH(12), EACH(13), EACH(14), EACH(15), EACH(16), EACH(17), EACH(18),
	EACH(19), EACH(20), EACH(21), EACH(22), EACH(23), EACH(24), EACH(25), EACH(26), EACH(27),
	EACH(28), EACH(29), EACH(30), EACH(31), EACH(32), EACH(33),
	C(keyctl, 23, P(numbers), P(text), 5, P(kdf)), C(keyctl, 23, BAD, P(text), 2, P(kdf + 1)),
	C(keyctl, 23, P(numbers), P(text), 5, P(kdf + 2)), C(keyctl, 23, P(numbers), P(text), 5, 0),
	C(keyctl, 24, 3, 0, P(text), P(query)), C(keyctl, 24, 3, 1, P(text), P(query + 1)),
	PKEY(25), PKEY(26), PKEY(27), PKEY(28), ANSWER(6), ANSWER(11), ANSWER(17),
	C(keyctl, 31, P(caps), 0), C(keyctl, 31, P(caps), 2), C(keyctl, 31, P(caps), 64),
	C(keyctl, 20, 1, P(iov), 0, 3), C(keyctl, 20, 1, P(iov), 2, -1),
	DEFAULT(-2), DEFAULT(-1), DEFAULT(0), DEFAULT(1), DEFAULT(2), DEFAULT(3), DEFAULT(4),
	DEFAULT(5), DEFAULT(6), DEFAULT(7), DEFAULT(8), DEFAULT(133), DEFAULT(134), DEFAULT(512),
	DEFAULT(516), DEFAULT(519), DEFAULT(530), DEFAULT(531),
	C(keyctl, 5, -9, 0x3f3f3f3f), C(keyctl, 5, -9, 0xffffffff), C(keyctl, 5, -9, 0x40404040),
	C(keyctl, 30, 1, 2, 3, 0), C(keyctl, 30, 1, 2, 3, 3), C(keyctl, 4, 1, -1, 0),
	C(_sysctl, P(sysctl)), C(_sysctl, P(sysctl + 1)),
};
