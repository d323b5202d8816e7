/* SPDX-License-Identifier: GPL-2.0-or-later */
/* adjtimex and clock_adjtime. */
#include "uapi/timex.h"

#include "decode/forms.h"
#include "decode/internal.h"
#include "decode/time.h"

static const struct xlat modes[] = {
	{ 0xa001, "ADJ_OFFSET_SS_READ" }, { 0x8001, "ADJ_OFFSET_SINGLESHOT" }, X(ADJ_OFFSET),
	X(ADJ_FREQUENCY), X(ADJ_MAXERROR), X(ADJ_ESTERROR), X(ADJ_STATUS), X(ADJ_TIMECONST),
	X(ADJ_TAI), X(ADJ_SETOFFSET), { 0x1000, "ADJ_MICRO" }, X(ADJ_NANO), X(ADJ_TICK), {}
};

static const struct xlat status_flags[] = {
	{ 0x0001, "STA_PLL" }, { 0x0002, "STA_PPSFREQ" }, { 0x0004, "STA_PPSTIME" },
	{ 0x0008, "STA_FLL" }, { 0x0010, "STA_INS" }, { 0x0020, "STA_DEL" },
	{ 0x0040, "STA_UNSYNC" }, { 0x0080, "STA_FREQHOLD" }, { 0x0100, "STA_PPSSIGNAL" },
	{ 0x0200, "STA_PPSJITTER" }, { 0x0400, "STA_PPSWANDER" }, { 0x0800, "STA_PPSERROR" },
	{ 0x1000, "STA_CLOCKERR" }, { 0x2000, "STA_NANO" }, { 0x4000, "STA_MODE" },
	{ 0x8000, "STA_CLK" }, {}
};

static void put_timex(struct decoder *d, const struct linux_timex *t)
{
	begin(d, SINK_STRUCT);
	field(d, "modes");
	put_flags(d, modes, t->modes, "ADJ_???");
	field_number(d, t, offset);
	field_number(d, t, freq);
	field_unsigned(d, t, maxerror);
	field_unsigned(d, t, esterror);
	field(d, "status");
	put_flags(d, status_flags, (uint32_t)t->status, "STA_???");
	field_number(d, t, constant);
	field_unsigned(d, t, precision);
	field_number(d, t, tolerance);
	field(d, "time");
	put_time(d, t->tv_sec, "tv_usec", (uint64_t)t->tv_usec);
	field_number(d, t, tick);
	field_number(d, t, ppsfreq);
	field_number(d, t, jitter);
	field_number(d, t, shift);
	field_number(d, t, stabil);
	field_number(d, t, jitcnt);
	field_number(d, t, calcnt);
	field_number(d, t, errcnt);
	field_number(d, t, stbcnt);
	field_number(d, t, tai);
	end(d);
}

void print_timex(struct decoder *d, uint64_t v)
{
	struct linux_timex t;

	if (fetch_out(d, &t, v, sizeof(t)))
		put_timex(d, &t);
}

#define SAME(f) .f = t.f

void print_timex32(struct decoder *d, uint64_t v)
{
	struct i386_timex t;

	if (!fetch_out(d, &t, v, sizeof(t)))
		return;
	put_timex(d, &(struct linux_timex){ SAME(modes), SAME(offset), SAME(freq),
					    .maxerror = (uint32_t)t.maxerror,
					    .esterror = (uint32_t)t.esterror, SAME(status),
					    SAME(constant), .precision = (uint32_t)t.precision,
					    SAME(tolerance), SAME(tv_sec),
					    .tv_usec = (uint32_t)t.tv_usec, SAME(tick),
					    SAME(ppsfreq), SAME(jitter), SAME(shift), SAME(stabil),
					    SAME(jitcnt), SAME(calcnt), SAME(errcnt),
					    SAME(stbcnt), SAME(tai) });
}

/* The state of the clock is its result. */
void result_timex(struct decoder *d)
{
	static const char *const states[] = { "TIME_OK",  "TIME_INS",  "TIME_DEL",
					      "TIME_OOP", "TIME_WAIT", "TIME_ERROR" };

	uint64_t size = d->is_64bit ? sizeof(struct linux_timex) : sizeof(struct i386_timex);
	struct linux_timex t;

	result_number(d);
	if (d->opaque || !read_guest(&t, d->args[d->sys->nargs - 1], size))
		return; /* told only with what it is the state of */
	if (d->result >= 0 && d->result < (int64_t)ARRAY_SIZE(states))
		put_remark(d, states[d->result]);
}
