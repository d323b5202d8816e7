/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Observers and decoding: the kernel's events and values in the public header's words. */
#include "ring3/trace.h"

#include <string.h>

#include "api/machine.h"
#include "decode/decode.h"
#include "decode/multiplex.h"
#include "decode/siginfo.h"
#include "kernel/ext.h"
#include "kernel/signal.h"
#include "kernel/summary.h"
#include "kernel/time.h"
#include "kernel/trace.h"
#include "loader/initstack.h"
#include "loader/vdso/vdso.h"
#include "mm/mm.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/errno.h"

/* A call that is many is told as what it comes to. */
static void unfold(struct r3_call *c)
{
	struct subcall sub;

	if (!find_subcall(&sub, c->definition, c->args))
		return;
	if (sub.name)
		c->name = sub.name;
	if (sub.kind)
		c->kind = sub.kind;
	c->definition = sub.sys;
	c->nargs = sub.sys->nargs;
	memcpy(c->args, sub.args, sizeof(c->args));
}

/* i386's begins with what every call goes through and what signal handlers return by. */
static bool is_in_vdso(const struct task *t)
{
	uint64_t offset = t->mm ? t->call_ip - t->mm->vdso : PAGE_SIZE;

	return offset < PAGE_SIZE &&
	       (t->abi->is_64bit || offset >= VDSO32_kernel_rt_sigreturn + 16);
}

void describe_call(const struct r3_machine *m, struct r3_call *c, const struct task *t)
{
	const struct sys_entry *e = sys_entry_of(t->abi->is_64bit, t->orig_nr);
	const struct syscall *sys = e ? e->sys : &sys_ni_syscall;

	*c = (struct r3_call){ .tid = t->pid,
			       .pid = t->tgid,
			       .comm = t->comm,
			       .name = e ? e->name : NULL,
			       .number = t->orig_nr,
			       .kind = e ? t->orig_nr : UINT32_MAX,
			       .is_i386 = !t->abi->is_64bit,
			       .trap = (enum r3_trap)t->trap,
			       .nargs = sys->nargs,
			       .ip = t->call_ip,
			       .in_vdso = is_in_vdso(t),
			       .time_ns = m->observer.untimed ? 0 : ktime_get(),
			       .entered_ns = t->call_ns,
			       .definition = sys };
	memcpy(c->args, t->args, sizeof(c->args));
	if (c->is_i386)
		unfold(c);
}

/* It may want another call, other arguments, no call at all, a signal, or time to pass. */
static bool ask_observer(struct r3_machine *m, struct task *t, struct r3_call *c, long *result)
{
	uint64_t args[6];
	bool skip;

	memcpy(args, c->args, sizeof(args));
	skip = m->observer.enter(m->observer.ctx, c) != 0;
	t->orig_nr = c->number;
	if (memcmp(args, c->args, sizeof(args))) /* not those of a sub-call, which lie elsewhere */
		memcpy(t->args, c->args, sizeof(t->args));
	t->summary_skips = c->uncounted;
	if (unlikely(c->signal))
		send_sig(c->signal, t);
	if (unlikely(c->delay_ns))
		trace_delay(c->delay_ns);
	*result = c->result;
	return skip;
}

static bool is_wanted(const struct r3_machine *m, const struct task *t)
{
	const uint64_t *wanted = m->observer.wanted[!t->abi->is_64bit];
	uint32_t nr = min(t->orig_nr, (uint32_t)NR_CALL_KINDS - 1);

	return !wanted || wanted[nr / 64] >> nr % 64 & 1;
}

static bool on_enter(void *ctx, struct task *t, long *result)
{
	struct r3_machine *m = ctx;
	struct r3_call c;

	if (unlikely(m->until.want.call)) {
		t->call_ip = task_get_reg(t, CPU_RIP);
		if (until_call(m, t) && m->until.skip) {
			*result = m->until.result;
			return true;
		}
	}
	t->told = is_wanted(m, t);
	if (!t->told || !m->observer.enter)
		return false;
	t->call_ip = task_get_reg(t, CPU_RIP);
	describe_call(m, &c, t);
	t->call_ns = c.time_ns;
	return ask_observer(m, t, &c, result);
}

/* What the guest takes for an error is one, wherever its routine left the upper half zero. */
static int64_t result_of_i386(long result)
{
	int32_t low = (int32_t)result;

	return low < 0 && low >= -MAX_ERRNO ? low : result;
}

static long on_exit(void *ctx, struct task *t, long result)
{
	struct r3_machine *m = ctx;
	struct r3_call c;

	if (!t->told || !m->observer.exit)
		return result;
	describe_call(m, &c, t);
	c.result = t->abi->is_64bit ? result : result_of_i386(result);
	m->observer.exit(m->observer.ctx, &c);
	t->last_nr = c.number;
	if (unlikely(c.delay_ns))
		trace_delay(c.delay_ns);
	return c.result;
}

static void on_signal(void *ctx, struct task *t, const struct ksiginfo *info)
{
	struct r3_machine *m = ctx;
	struct r3_signal s = { .tid = t->pid,
			       .pid = t->tgid,
			       .signo = info->signo,
			       .code = info->code,
			       .err = info->err,
			       .from_pid = info->pid,
			       .from_uid = info->uid,
			       .status = info->status,
			       .timer = info->timerid,
			       .overrun = info->overrun,
			       .fd = info->fd,
			       .value = info->value,
			       .addr = info->addr,
			       .band = info->band,
			       .utime_ns = info->utime,
			       .stime_ns = info->stime,
			       .call_addr = info->call_addr,
			       .syscall = info->syscall,
			       .arch = info->arch,
			       .is_i386 = !t->abi->is_64bit,
			       .time_ns = ktime_get() };

	if (m->observer.signal)
		m->observer.signal(m->observer.ctx, &s);
}

static void on_stop(void *ctx, struct task *t, int sig)
{
	struct r3_machine *m = ctx;

	if (m->observer.stop)
		m->observer.stop(m->observer.ctx, t->pid, t->tgid, sig);
}

static void on_task_start(void *ctx, struct task *t, struct task *parent)
{
	struct r3_machine *m = ctx;

	if (m->observer.task_start)
		m->observer.task_start(m->observer.ctx, t->pid, t->tgid, parent ? parent->pid : 0);
}

static void on_task_end(void *ctx, struct task *t, int code)
{
	struct r3_machine *m = ctx;

	if (m->observer.task_end)
		m->observer.task_end(m->observer.ctx, t->pid, t->tgid, code);
}

static void on_task_exec(void *ctx, struct task *t, int old)
{
	struct r3_machine *m = ctx;

	if (m->observer.task_exec)
		m->observer.task_exec(m->observer.ctx, t->pid, old);
}

static void on_idle(void *ctx)
{
	struct r3_machine *m = ctx;

	if (m->observer.idle)
		m->observer.idle(m->observer.ctx);
}

#define NR_EXECVE_64 59
#define NR_EXECVE_32 11

/* --- the execve of the program: what it was can be read off the new stack --- */

static uaddr_t aux_value(const struct mm *mm, uint64_t key)
{
	for (unsigned i = 0; mm->saved_auxv[i]; i += 2)
		if (mm->saved_auxv[i] == key)
			return mm->saved_auxv[i + 1];
	return 0;
}

static void tell_program(void *arg)
{
	struct r3_machine *m = arg;
	struct task *t = current;
	uint64_t word = t->image->is_64bit ? 8 : 4, sp = t->mm->start_stack, argc = 0;
	struct r3_call c;

	if (copy_from_user(&argc, sp, word))
		return;
	t->abi = t->image;
	t->orig_nr = t->image->is_64bit ? NR_EXECVE_64 : NR_EXECVE_32;
	t->trap = t->image->is_64bit ? CPU_TRAP_SYSCALL64 : CPU_TRAP_INT80;
	memset(t->args, 0, sizeof(t->args));
	t->args[0] = aux_value(t->mm, AT_EXECFN);
	t->args[1] = sp + word;
	t->args[2] = sp + word * (argc + 2);
	t->call_ip = task_get_reg(t, CPU_RIP);
	describe_call(m, &c, t);
	t->call_ns = c.time_ns;
	c.is_past = 1;
	if (m->observer.enter)
		m->observer.enter(m->observer.ctx, &c);
	if (m->kernel->summary && !c.uncounted)
		m->kernel->summary->calls[1][NR_EXECVE_64].calls++;
	if (m->observer.exit)
		m->observer.exit(m->observer.ctx, &c);
	t->last_nr = c.number;
	t->orig_nr = NO_SYSCALL;
}

int r3_tell_program(struct r3_machine *m)
{
	if (!machine_ok(m))
		return machine_bad();
	if (!m->kernel->init || !m->kernel->init->mm)
		return machine_fail(m, -ESRCH, "no program is loaded");
	return kernel_call(m->kernel, tell_program, m);
}

uint64_t r3_time(const struct r3_machine *m)
{
	struct kernel *before;
	uint64_t now;

	if (!machine_ok(m))
		return 0;
	before = kernel_enter(m->kernel);
	now = ktime_get();
	kernel_enter(before);
	return now;
}

int64_t r3_wall_offset(const struct r3_machine *m)
{
	return machine_ok(m) ? m->kernel->realtime_offset : 0;
}

static bool on_fault(void *ctx, struct task *t, const struct cpu_fault *f)
{
	struct r3_machine *m = ctx;
	struct r3_fault fault = { .tid = t->pid,
				  .pid = t->tgid,
				  .vector = f->vector,
				  .error = f->error,
				  .address = f->address,
				  .ip = task_get_reg(t, CPU_RIP) };

	return m->observer.fault && m->observer.fault(m->observer.ctx, &fault);
}

void machine_update_tracer(struct r3_machine *m)
{
	bool wanted = m->observed || m->until.want.call;

	m->tracer = (struct tracer){ on_enter, on_exit, on_signal, on_stop, on_task_start,
				     on_task_end, on_task_exec, on_idle, on_fault, m };
	trace_attach(m->kernel, wanted ? &m->tracer : NULL);
}

void r3_observe(struct r3_machine *m, const struct r3_observer *o)
{
	if (!machine_ok(m))
		return;
	m->observed = o;
	m->observer = o ? *o : (struct r3_observer){ 0 };
	machine_update_tracer(m);
}

int r3_first_task(const struct r3_machine *m)
{
	return machine_ok(m) && m->kernel->init ? m->kernel->init->pid : 0;
}

/* --- definitions and memory --- */

static const struct {
	const char *word;
	uint8_t size;
	bool is_signed;
} argtypes[] = {
#define ARGTYPE(name, ctype, ...) [ARG_##name] = { #name, sizeof(ctype), (ctype)-1 < (ctype)1 },
#include "argtypes.def"
#undef ARGTYPE
};

unsigned r3_call_numbers(void)
{
	return NR_SYSCALLS;
}

unsigned r3_call_kinds(void)
{
	return NR_CALL_KINDS;
}

static const char *find_call(int is_i386, unsigned kind, const struct syscall **sys)
{
	const struct sys_entry *table = is_i386 ? ia32_sys_call_table : sys_call_table;

	if (kind >= NR_SYSCALLS)
		return is_i386 ? find_subcall_kind(kind, sys) : NULL;
	*sys = table[kind].sys;
	return table[kind].name;
}

int r3_call_info(int is_i386, unsigned kind, struct r3_call_info *info)
{
	const struct syscall *sys;
	const char *name = find_call(is_i386, kind, &sys);

	if (!info)
		return -EINVAL;
	if (!name)
		return -ENOENT;
	*info = (struct r3_call_info){ .name = name,
				       .number = kind < NR_SYSCALLS ? kind : subcall_carrier(kind),
				       .nargs = sys->nargs,
				       .served = sys->call != NULL };
	for (unsigned i = 0; i < sys->nargs; i++)
		info->args[i] = (struct r3_arg_info){ sys->args[i].name,
						      argtypes[sys->args[i].type].word,
						      argtypes[sys->args[i].type].size,
						      argtypes[sys->args[i].type].is_signed };
	return 0;
}

size_t r3_poke(const struct r3_call *call, uint64_t to, const void *from, size_t n)
{
	if (!call || !from || !current)
		return n;
	return access_process_vm(current->mm, to, (void *)from, n, GUP_WRITE | GUP_FORCE);
}

/*
 * --- decoding: the caller's sink is the kernel's ---
 *
 * Their functions stand in the same order, and differ in the names of their enumerations only: what
 * handed on each word would be a good part of a line's cost.
 */

#define SAME_MEMBER(m)                                                                 \
	_Static_assert(offsetof(struct r3_sink, m) == offsetof(struct sink_ops, m) &&  \
			       sizeof((struct r3_sink){ 0 }.m) ==                      \
				       sizeof((struct sink_ops){ 0 }.m),               \
		       "a sink is the same to the caller and to the kernel: " #m)
SAME_MEMBER(arg);
SAME_MEMBER(begin);
SAME_MEMBER(field);
SAME_MEMBER(end);
SAME_MEMBER(becomes);
SAME_MEMBER(number);
SAME_MEMBER(address);
SAME_MEMBER(symbol);
SAME_MEMBER(string);
SAME_MEMBER(more);
SAME_MEMBER(comment);
SAME_MEMBER(about);
SAME_MEMBER(remark);
SAME_MEMBER(call);
SAME_MEMBER(bytes);
_Static_assert(sizeof(struct r3_sink) == sizeof(struct sink_ops), "nor has one of them more");
_Static_assert((int)R3_DECIMAL == SINK_DECIMAL && (int)R3_HEX_16 == SINK_HEX_16, "bases");
_Static_assert((int)R3_STRUCT == SINK_STRUCT && (int)R3_FIELD_CHANGE == SINK_FIELD_CHANGE,
	       "groups");

static const struct sink_ops *ops_of(const struct r3_sink *sink)
{
	return (const struct sink_ops *)sink;
}

/* In place: what is made elsewhere and copied is read before its bytes have arrived. */
static inline void init_decoder(struct decoder *d, const struct r3_call *c, enum r3_phase phase,
				const struct r3_decode_options *o, const struct r3_sink *sink,
				void *ctx)
{
	d->sys = c->definition;
	d->nr = c->number;
	d->args = c->args;
	d->is_64bit = !c->is_i386;
	d->phase = phase == R3_ENTERING ? DECODE_ENTERING : DECODE_EXITING;
	d->result = c->result;
	d->string_limit = o->string_limit;
	d->about = o->about;
	d->whole = o->whole;
	d->opaque = o->opaque;
	d->raw = o->raw;
	d->zone = o->zone;
	d->zone_ctx = o->zone_ctx;
	d->constants = (enum decode_constants)o->constants;
	d->note = current->decoder_note;
	d->arg = 0;
	d->more_later = false;
	d->sink = ops_of(sink);
	d->ctx = ctx;
}

/* A call is described as long as its task stands in the kernel. */
static bool can_decode(const struct r3_call *c, const struct r3_decode_options *o,
		       const struct r3_sink *sink)
{
	return c && c->definition && o && sink && current;
}

int r3_decode(const struct r3_call *c, enum r3_phase phase, const struct r3_decode_options *o,
	       const struct r3_sink *sink, void *ctx)
{
	struct decoder d;

	if (!can_decode(c, o, sink))
		return 0;
	init_decoder(&d, c, phase, o, sink, ctx);
	decode_call(&d);
	return d.more_later;
}

static struct ksiginfo info_of(const struct r3_signal *s)
{
	return (struct ksiginfo){ .signo = s->signo,
				  .err = s->err,
				  .code = s->code,
				  .pid = s->from_pid,
				  .uid = s->from_uid,
				  .value = s->value,
				  .timerid = s->timer,
				  .overrun = s->overrun,
				  .status = s->status,
				  .utime = s->utime_ns,
				  .stime = s->stime_ns,
				  .addr = s->addr,
				  .band = s->band,
				  .fd = s->fd,
				  .call_addr = s->call_addr,
				  .syscall = s->syscall,
				  .arch = s->arch };
}

void r3_decode_signal(const struct r3_signal *s, const struct r3_decode_options *o,
		      const struct r3_sink *sink, void *ctx)
{
	struct decoder d = { .ctx = ctx };
	struct ksiginfo info;

	if (!s || !o || !sink)
		return;
	info = info_of(s);
	d.sink = ops_of(sink);
	d.is_64bit = !s->is_i386;
	d.about = o->about;
	decode_signal(&d, &info);
}

void r3_decode_result(const struct r3_call *c, const struct r3_decode_options *o,
		      const struct r3_sink *sink, void *ctx)
{
	struct decoder d;

	if (!can_decode(c, o, sink))
		return;
	init_decoder(&d, c, R3_EXITING, o, sink, ctx);
	decode_result(&d);
}
