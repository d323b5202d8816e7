/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "decode/remark.h"

#include <stdarg.h>

#include "uaccess.h"

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
	if (t->wide ? copy_from_user(time, t->at, sizeof(time)) :
		      copy_from_user(narrow, t->at, sizeof(narrow)))
		return;
	if (!t->wide) {
		time[0] = narrow[0];
		time[1] = narrow[1];
	}
	remark_add(r, "%sleft {tv_sec=%lld, %s=%llu}", r->n ? ", " : "", (long long)time[0],
		   t->fraction, (unsigned long long)time[1]);
}
