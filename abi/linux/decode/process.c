/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Processes, their limits, time and signals. */
#include "decode/internal.h"
#include "uapi/random.h"

static const struct xlat getrandom_flags[] = {
	X(GRND_NONBLOCK), X(GRND_RANDOM), X(GRND_INSECURE), {}
};

void print_grndflags(struct decoder *d, uint64_t v)
{
	put_flags(d, getrandom_flags, (uint32_t)v, "GRND_???");
}

static const struct xlat splice_flags[] = { { 1, "SPLICE_F_MOVE" }, { 2, "SPLICE_F_NONBLOCK" },
					    { 4, "SPLICE_F_MORE" }, { 8, "SPLICE_F_GIFT" }, {} };

void print_spliceflags(struct decoder *d, uint64_t v)
{
	put_flags(d, splice_flags, (uint32_t)v, "SPLICE_F_???");
}
