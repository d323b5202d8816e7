/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "trace/json.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>

#define MAX_ERRNO 4095

static void add_string(struct jbuf *b, const char *s)
{
	jbuf_text(b, s, strlen(s), false);
}

/* A name of ours, which needs no escapes. */
static void add_name(struct jbuf *b, const char *s)
{
	jbuf_put(b, "\"");
	jbuf_add(b, s, strlen(s));
	jbuf_put(b, "\"");
}

/* --- what lines begin with --- */

#define begin_line(l, event, pid, tid)                            \
	do {                                                      \
		reset(l);                                         \
		jbuf_put(&(l)->b, "{\"event\":\"" event "\",\"pid\":"); \
		add_task(&(l)->b, pid, tid);                      \
	} while (0)

static void reset(struct json_line *l)
{
	struct jbuf b = l->b;

	*l = (struct json_line){ .b = b };
	l->b.n = 0;
}

static void add_task(struct jbuf *b, int pid, int tid)
{
	jbuf_decimal(b, (unsigned)pid);
	jbuf_put(b, ",\"tid\":");
	jbuf_decimal(b, (unsigned)tid);
}

static void add_time(struct jbuf *b, uint64_t ns)
{
	jbuf_put(b, ",\"time_ns\":");
	jbuf_unsigned(b, ns);
}

/* --- where a call came from --- */

void json_add_place(struct jbuf *b, const struct place *p)
{
	jbuf_put(b, "{\"address\":");
	jbuf_address(b, p->address);
	if (p->file) {
		jbuf_put(b, ",\"file\":");
		add_string(b, p->file);
		jbuf_put(b, ",\"offset\":");
		jbuf_unsigned(b, p->file_offset);
	}
	if (p->symbol) {
		jbuf_put(b, ",\"symbol\":");
		add_string(b, p->symbol);
		jbuf_put(b, ",\"symbol_offset\":");
		jbuf_unsigned(b, p->offset);
	}
	jbuf_put(b, "}");
}

static int add_frame(void *ctx, const struct place *p)
{
	struct jbuf *b = ctx;

	if (b->n && b->s[b->n - 1] != '[')
		jbuf_put(b, ",");
	json_add_place(b, p);
	return b->out_of_memory;
}

void json_places_free(struct json_places *p)
{
	for (unsigned i = 0; i < JSON_PLACES; i++)
		jbuf_free(&p->known[i].text);
}

/*
 * i386 programs call by the vDSO's __kernel_vsyscall: what called that says more. It has pushed
 * three registers above the address where it returns to.
 */
static const struct place *find_caller(const struct json_places *places, const struct r3_call *c)
{
	const struct place *p = symbols_find(places->symbols, c->tid, c->ip);
	struct r3_registers regs;
	uint32_t back;

	if (!c->is_i386 || !p->symbol || strcmp(p->symbol, "__kernel_vsyscall") != 0 ||
	    strcmp(p->file, "[vdso]") != 0 || r3_registers(places->machine, c->tid, &regs) ||
	    r3_read_memory(places->machine, c->tid, regs.r[4] + 12, &back, sizeof(back)) !=
		    (int64_t)sizeof(back))
		return p;
	return symbols_find(places->symbols, c->tid, back);
}

static void add_known_place(struct jbuf *b, struct json_places *places, const struct place *p)
{
	unsigned slot = (unsigned)(p->serial % JSON_PLACES);
	struct jbuf *text = &places->known[slot].text;

	if (places->known[slot].serial != p->serial) {
		places->known[slot].serial = p->serial;
		text->n = 0;
		json_add_place(text, p);
	}
	b->out_of_memory |= text->out_of_memory;
	jbuf_add(b, text->s, text->n);
}

static void add_caller(struct jbuf *b, const struct r3_call *c, struct json_places *places)
{
	const struct place unknown = { .address = c->ip };

	jbuf_put(b, ",\"caller\":");
	if (places->symbols)
		add_known_place(b, places, find_caller(places, c));
	else
		json_add_place(b, &unknown);
	if (!places->stack || !places->symbols)
		return;
	jbuf_put(b, ",\"stack\":[");
	symbols_stack(places->symbols, c->tid, add_frame, b);
	jbuf_put(b, "]");
}

/* --- calls --- */

static const char *const traps[] = { [R3_INT80] = "int 0x80",
				     [R3_SYSENTER] = "sysenter",
				     [R3_SYSCALL32] = "syscall32",
				     [R3_SYSCALL64] = "syscall" };

void json_begin_call(struct json_line *l, const struct r3_call *c,
		     const struct r3_decode_options *o, struct json_places *places)
{
	struct jbuf *b = &l->b;

	begin_line(l, "call", c->pid, c->tid);
	jbuf_put(b, ",\"comm\":");
	add_string(b, c->comm);
	add_time(b, c->time_ns);
	jbuf_put(b, ",\"call\":");
	if (c->name)
		add_name(b, c->name);
	else
		jbuf_put(b, "null");
	jbuf_put(b, ",\"number\":");
	jbuf_decimal(b, c->number);
	jbuf_put(b, ",\"abi\":");
	add_name(b, c->is_i386 ? "i386" : "x86-64");
	jbuf_put(b, ",\"trap\":");
	add_name(b, traps[c->trap]);
	add_caller(b, c, places);
	jbuf_put(b, ",\"args\":[");
	r3_decode(c, R3_ENTERING, o, &json_sink, l);
}

static void end_args(struct json_line *l)
{
	json_end_value(l);
	jbuf_put(&l->b, "]");
}

static const char *restart_name(int64_t result)
{
	switch (-result) {
	case R3_ERESTARTSYS:
		return "ERESTARTSYS";
	case R3_ERESTARTNOINTR:
		return "ERESTARTNOINTR";
	case R3_ERESTARTNOHAND:
		return "ERESTARTNOHAND";
	case R3_ERESTART_RESTARTBLOCK:
		return "ERESTART_RESTARTBLOCK";
	}
	return NULL;
}

static void add_error(struct jbuf *b, int64_t result)
{
	const char *restart = restart_name(result), *name = strerrorname_np((int)-result);

	if (restart) {
		jbuf_put(b, ",\"result\":null,\"restart\":");
		add_name(b, restart);
		return;
	}
	jbuf_put(b, ",\"result\":-1,\"errno\":");
	jbuf_decimal(b, (uint64_t)-result);
	if (name) {
		jbuf_put(b, ",\"error\":");
		add_name(b, name);
	}
}

/* The number, and what it means if it is more than one. */
static void add_result(struct json_line *l, const struct r3_call *c,
		       const struct r3_decode_options *o)
{
	size_t before;

	jbuf_put(&l->b, ",\"result\":");
	jbuf_signed(&l->b, c->result);
	before = l->b.n;
	jbuf_put(&l->b, ",\"returned\":");
	json_begin_value(l);
	r3_decode_result(c, o, &json_sink, l);
	json_end_value(l);
	if (l->plain)
		l->b.n = before;
}

static void add_tampering(struct jbuf *b, unsigned done)
{
	if (done & JSON_INJECTED_RESULT)
		jbuf_put(b, ",\"injected_result\":true");
	if (done & JSON_INJECTED_ARGS)
		jbuf_put(b, ",\"injected_args\":true");
	if (done & JSON_DELAYED)
		jbuf_put(b, ",\"delayed\":true");
}

void json_end_call(struct json_line *l, const struct r3_call *c,
		   const struct r3_decode_options *o, unsigned done_to_it)
{
	struct jbuf *b = &l->b;

	l->exiting = true;
	r3_decode(c, R3_EXITING, o, &json_sink, l);
	end_args(l);
	if (c->result < 0 && c->result >= -MAX_ERRNO && !(done_to_it & JSON_IS_VALUE))
		add_error(b, c->result);
	else
		add_result(l, c, o);
	jbuf_put(b, ",\"duration_ns\":");
	jbuf_unsigned(b, c->time_ns - c->entered_ns);
	if (done_to_it)
		add_tampering(b, done_to_it);
	jbuf_put(b, "}\n");
}

void json_unfinished_call(struct json_line *l)
{
	end_args(l);
	jbuf_put(&l->b, ",\"result\":null,\"unfinished\":true}\n");
}

/* --- signals and tasks --- */

static void add_signal_name(struct jbuf *b, int sig)
{
	const char *name = sigabbrev_np(sig);

	if (name) {
		jbuf_put(b, "\"SIG");
		jbuf_add(b, name, strlen(name));
		jbuf_put(b, "\"");
	} else {
		jbuf_put(b, "\"SIGRT_");
		jbuf_decimal(b, (unsigned)(sig - 32));
		jbuf_put(b, "\"");
	}
}

static void add_signal(struct jbuf *b, int sig)
{
	jbuf_put(b, ",\"signal\":");
	add_signal_name(b, sig);
	jbuf_put(b, ",\"number\":");
	jbuf_decimal(b, (unsigned)sig);
}

void json_signal(struct json_line *l, const struct r3_signal *sig,
		 const struct r3_decode_options *o)
{
	struct jbuf *b = &l->b;

	begin_line(l, "signal", sig->pid, sig->tid);
	add_time(b, sig->time_ns);
	add_signal(b, sig->signo);
	jbuf_put(b, ",\"info\":");
	json_begin_value(l);
	r3_decode_signal(sig, o, &json_sink, l);
	json_end_value(l);
	jbuf_put(b, "}\n");
}

void json_stop(struct json_line *l, int tid, int pid, int signo, uint64_t time_ns)
{
	struct jbuf *b = &l->b;

	begin_line(l, "stop", pid, tid);
	add_time(b, time_ns);
	add_signal(b, signo);
	jbuf_put(b, "}\n");
}

void json_superseded(struct json_line *l, int tid, int pid, int by_tid, uint64_t time_ns)
{
	struct jbuf *b = &l->b;

	begin_line(l, "superseded", pid, tid);
	add_time(b, time_ns);
	jbuf_put(b, ",\"by\":");
	jbuf_decimal(b, (unsigned)by_tid);
	jbuf_put(b, "}\n");
}

void json_task_start(struct json_line *l, int tid, int pid, int parent_tid, uint64_t time_ns)
{
	struct jbuf *b = &l->b;

	begin_line(l, "start", pid, tid);
	add_time(b, time_ns);
	jbuf_put(b, ",\"parent\":");
	if (parent_tid)
		jbuf_decimal(b, (unsigned)parent_tid);
	else
		jbuf_put(b, "null");
	jbuf_put(b, "}\n");
}

void json_task_end(struct json_line *l, int tid, int pid, int status, uint64_t time_ns)
{
	struct jbuf *b = &l->b;

	begin_line(l, "end", pid, tid);
	add_time(b, time_ns);
	if (WIFSIGNALED(status)) {
		jbuf_put(b, ",\"killed_by\":");
		add_signal_name(b, WTERMSIG(status));
		if (WCOREDUMP(status))
			jbuf_put(b, ",\"core_dumped\":true");
	} else {
		jbuf_put(b, ",\"exit_status\":");
		jbuf_decimal(b, (unsigned)WEXITSTATUS(status));
	}
	jbuf_put(b, "}\n");
}
