/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is to happen when a timer runs out or a message arrives. */
#include "decode/forms.h"
#include "decode/internal.h"
#include "kernel/signal.h"
#include "uapi/signal.h"

static const struct xlat notifications[] = {
	X(SIGEV_SIGNAL), X(SIGEV_NONE), X(SIGEV_THREAD), X(SIGEV_THREAD_ID), {}
};

struct any_sigevent {
	uint64_t value;
	int signo, notify, tid;
	uint64_t function, attributes;
};

static bool fetch_sigevent(struct decoder *d, struct any_sigevent *any, uaddr_t v)
{
	struct i386_sigevent i386;
	struct x64_sigevent x64;
	uint64_t wide[2];

	if (!d->is_64bit) {
		if (!fetch(d, &i386, v, sizeof(i386)))
			return false;
		*any = (struct any_sigevent){ i386.value, i386.signo, i386.notify, i386.tid,
					      (uint32_t)i386.tid, (uint32_t)i386.pad[0] };
		return true;
	}
	if (!fetch(d, &x64, v, sizeof(x64)))
		return false;
	memcpy(wide, (char *)&x64 + offsetof(struct x64_sigevent, tid), sizeof(wide));
	*any = (struct any_sigevent){ x64.value, x64.signo, x64.notify, x64.tid, wide[0], wide[1] };
	return true;
}

static void put_sigval(struct decoder *d, uint64_t value)
{
	field(d, "sigev_value");
	begin(d, SINK_STRUCT);
	field(d, "sival_int");
	put_number(d, (int32_t)value);
	field(d, "sival_ptr");
	put_address(d, value);
	end(d);
}

static void put_sigevent(struct decoder *d, const struct any_sigevent *e)
{
	bool signals = e->notify == SIGEV_SIGNAL || e->notify == SIGEV_THREAD ||
		       e->notify == SIGEV_THREAD_ID;

	begin(d, SINK_STRUCT);
	if (e->value)
		put_sigval(d, e->value);
	field(d, "sigev_signo");
	if (signals)
		print_signo(d, (uint32_t)e->signo);
	else
		put_unsigned(d, (uint32_t)e->signo);
	field(d, "sigev_notify");
	put_value(d, notifications, (uint32_t)e->notify, "SIGEV_???");
	if (e->notify == SIGEV_THREAD_ID) {
		field(d, "sigev_notify_thread_id");
		put_number(d, (int32_t)e->tid);
	} else if (e->notify == SIGEV_THREAD) {
		field(d, "sigev_notify_function");
		put_address(d, e->function);
		field(d, "sigev_notify_attributes");
		put_address(d, e->attributes);
	}
	end(d);
}

void print_sigevent(struct decoder *d, uint64_t v)
{
	struct any_sigevent e;

	if (fetch_sigevent(d, &e, v))
		put_sigevent(d, &e);
}
