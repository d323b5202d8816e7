/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Waiting for children: how they ended, and what they used. */
#include "uapi/wait.h"

#include "decode/forms.h"
#include "decode/internal.h"
#include "kernel/signal.h"
#include "uapi/resource.h"

static const struct xlat wait_flags[] = {
	X(WNOHANG), X(WEXITED), X(WSTOPPED), X(WCONTINUED), X(WNOWAIT), { (uint32_t)__WCLONE, "__WCLONE" },
	X(__WALL), X(__WNOTHREAD), {}
};

void print_waitflags(struct decoder *d, uint64_t v)
{
	put_flags(d, wait_flags, (uint32_t)v, "W???");
}

static const struct xlat idtypes[] = { X(P_ALL), X(P_PID), X(P_PGID), X(P_PIDFD), {} };

void print_idtype(struct decoder *d, uint64_t v)
{
	put_value(d, idtypes, (uint32_t)v, "P_???");
}

/* waitid's: a task, a group, a pidfd or nothing, by the argument before. */
void print_waitid(struct decoder *d, uint64_t v)
{
	if ((uint32_t)d->args[d->arg - 1] == P_PIDFD)
		print_fd(d, v);
	else
		print_task(d, v);
}

/* --- status --- */

static const struct xlat ptrace_events[] = {
	{ 1, "PTRACE_EVENT_FORK" }, { 2, "PTRACE_EVENT_VFORK" }, { 3, "PTRACE_EVENT_CLONE" },
	{ 4, "PTRACE_EVENT_EXEC" }, { 5, "PTRACE_EVENT_VFORK_DONE" }, { 6, "PTRACE_EVENT_EXIT" },
	{ 7, "PTRACE_EVENT_SECCOMP" }, { 128, "PTRACE_EVENT_STOP" }, {}
};

/* What no macro of wait(2) has told: a tracer's event in the upper half, other bits. */
static void describe_rest(const struct decoder *d, unsigned rest, struct names *t)
{
	const char *event = xlat_name(ptrace_events, rest >> 16);
	char text[64];

	if (rest >> 16) {
		if (d->constants == CONSTANTS_NUMBERED)
			snprintf(text, sizeof(text), "%#x<<16", rest >> 16);
		else if (event && d->constants == CONSTANTS_NAMED)
			snprintf(text, sizeof(text), "%s<<16", event);
		else
			snprintf(text, sizeof(text), "%#x /* %s */<<16", rest >> 16,
				 event ? event : "PTRACE_EVENT_???");
		add_name(t, text);
	}
	if (rest & 0xffff)
		add_number(t, rest & 0xffff);
}

/* The macros of wait(2) that are true of it. */
static void describe_status(const struct decoder *d, unsigned status, struct names *t)
{
	unsigned low = status & 0x7f, high = status >> 8 & 0xff, told = 0xffff;
	char buf[SIGNAL_TEXT], text[96];
	const char *sig = signal_text((int)(low == 0x7f ? high & 0x7f : low), buf);

	if (status == 0xffff) {
		snprintf(text, sizeof(text), "{WIFCONTINUED(s)}");
	} else if (low == 0x7f) {
		snprintf(text, sizeof(text), "{WIFSTOPPED(s) && WSTOPSIG(s) == %s%s}", sig ? sig : "0",
			 high & 0x80 ? " | 0x80" : "");
	} else if (low) {
		snprintf(text, sizeof(text), "{WIFSIGNALED(s) && WTERMSIG(s) == %s%s}", sig,
			 status & 0x80 ? " && WCOREDUMP(s)" : "");
		told = 0xff;
	} else {
		snprintf(text, sizeof(text), "{WIFEXITED(s) && WEXITSTATUS(s) == %u}", high);
		told = 0xff7f;
	}
	add_name(t, text);
	describe_rest(d, status & ~told, t);
}

static void put_status(struct decoder *d, uaddr_t at)
{
	struct names t;
	unsigned status;

	if (!fetch(d, &status, at, sizeof(status)))
		return;
	begin(d, SINK_ARRAY);
	if ((status & 0xff) == 0xff && status != 0xffff) {
		put_hex(d, status); /* no macro is true of it */
	} else {
		names_init(&t);
		describe_status(d, status, &t);
		put_bytes_as(d, &status, sizeof(status), t.s);
	}
	end(d);
}

/* wait4's: there if a child was. */
void print_wait_status(struct decoder *d, uint64_t v)
{
	if (d->result > 0)
		put_status(d, v);
	else
		put_address(d, v);
}

/* --- usage --- */

static void put_timeval(struct decoder *d, const char *name, int64_t sec, int64_t usec)
{
	field(d, name);
	begin(d, SINK_STRUCT);
	field(d, "tv_sec");
	put_number(d, sec);
	field(d, "tv_usec");
	put_unsigned(d, (uint64_t)usec);
	end(d);
}

#define FIELD(f) (field(d, "ru_" #f), put_unsigned(d, (uint64_t)r->f))

static void put_rusage(struct decoder *d, const struct x64_rusage *r)
{
	begin(d, SINK_STRUCT);
	put_timeval(d, "ru_utime", r->utime.tv_sec, r->utime.tv_usec);
	put_timeval(d, "ru_stime", r->stime.tv_sec, r->stime.tv_usec);
	if (d->whole) {
		FIELD(maxrss), FIELD(ixrss), FIELD(idrss), FIELD(isrss), FIELD(minflt);
		FIELD(majflt), FIELD(nswap), FIELD(inblock), FIELD(oublock), FIELD(msgsnd);
		FIELD(msgrcv), FIELD(nsignals), FIELD(nvcsw), FIELD(nivcsw);
	} else {
		put_more(d);
	}
	end(d);
}

#undef FIELD
#define SAME(f) .f = (uint32_t)r.f

static void print_compat_rusage(struct decoder *d, uaddr_t v)
{
	struct i386_rusage r;

	if (!fetch_out(d, &r, v, sizeof(r)))
		return;
	put_rusage(d, &(struct x64_rusage){ { r.utime.tv_sec, r.utime.tv_usec },
					    { r.stime.tv_sec, r.stime.tv_usec },
					    SAME(maxrss), SAME(ixrss), SAME(idrss), SAME(isrss),
					    SAME(minflt), SAME(majflt), SAME(nswap), SAME(inblock),
					    SAME(oublock), SAME(msgsnd), SAME(msgrcv),
					    SAME(nsignals), SAME(nvcsw), SAME(nivcsw) });
}

#undef SAME

void print_rusage(struct decoder *d, uint64_t v)
{
	struct x64_rusage r;

	if (!d->is_64bit)
		print_compat_rusage(d, v);
	else if (fetch_out(d, &r, v, sizeof(r)))
		put_rusage(d, &r);
}

/* wait4's: there if a child was. */
void print_wait_rusage(struct decoder *d, uint64_t v)
{
	if (d->result > 0)
		print_rusage(d, v);
	else
		put_address(d, v);
}

#define RUSAGE_BOTH (-2)

static const struct xlat rusage_whos[] = {
	{ 0, "RUSAGE_SELF" }, { (uint32_t)-1, "RUSAGE_CHILDREN" }, { (uint32_t)RUSAGE_BOTH, "RUSAGE_BOTH" },
	{ 1, "RUSAGE_THREAD" }, {}
};

void print_rusage_who(struct decoder *d, uint64_t v)
{
	put_value(d, rusage_whos, (uint32_t)v, "RUSAGE_???");
}
