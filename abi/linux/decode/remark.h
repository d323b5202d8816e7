/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Remarks on results that are put together of several values: "in [3], left {tv_sec=1, ...}". */
#ifndef DECODE_REMARK_H
#define DECODE_REMARK_H

#include "decode/internal.h"

/* Text of limited length: what does not fit is left out. */
struct remark {
	char s[1280];
	size_t n;
};

void remark_add(struct remark *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* ", left {tv_sec=0, tv_nsec=5}" of a timeout that the kernel wrote back. */
struct remark_time {
	uaddr_t at;
	bool wide;
	const char *fraction; /* tv_usec, tv_nsec */
};
void remark_add_time_left(struct remark *r, const struct remark_time *t);

#endif
