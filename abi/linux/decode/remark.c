/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "decode/remark.h"

#include <stdarg.h>

void remark_add(struct remark *r, const char *fmt, ...)
{
	size_t room = sizeof(r->s) - r->n;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(r->s + r->n, room, fmt, ap);
	va_end(ap);
	if (n > 0 && (size_t)n < room)
		r->n += (size_t)n;
	else
		r->s[r->n] = '\0';
}

void remark_add_time_left(struct remark *r, const struct remark_time *t)
{
	int32_t narrow[2];
	int64_t time[2];

	if (!t->at)
		return;
	remark_add(r, "%sleft ", r->n ? ", " : "");
	if (t->wide ? !peek(time, t->at, sizeof(time)) : !peek(narrow, t->at, sizeof(narrow))) {
		remark_add(r, "%#llx", (unsigned long long)t->at);
		return;
	}
	if (!t->wide) {
		time[0] = narrow[0];
		time[1] = (uint32_t)narrow[1];
	}
	remark_add(r, "{tv_sec=%lld, %s=%llu}", (long long)time[0], t->fraction,
		   (unsigned long long)time[1]);
}
