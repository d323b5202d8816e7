/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets of signals, actions, alternate stacks, events; results that are handlers and sets. */
#include "kernel/signal.h"

#include "decode/forms.h"
#include "decode/internal.h"
#include "decode/signal.h"
#include "current.h"
#include "uapi/sigcontext.h"


/* --- sets --- */

static void put_set_member(struct decoder *d, int sig)
{
	char name[16];

	if (sig < SIGRTMIN)
		snprintf(name, sizeof(name), "%s", signal_name(sig) + 3);
	else if (sig == SIGRTMIN)
		snprintf(name, sizeof(name), "RTMIN");
	else
		snprintf(name, sizeof(name), "RT_%d", sig - SIGRTMIN);
	d->sink->symbol(d->ctx, (uint64_t)sig, SINK_DECIMAL, name);
}

/* The shorter of the set and its complement among nr signals, without SIG. */
static void put_set(struct decoder *d, uint64_t bits, int nr)
{
	bool inverted = __builtin_popcountll(bits) >= nr * 2 / 3;
	int sig;

	if (inverted)
		bits = ~bits;
	begin(d, inverted ? SINK_NOT_SET : SINK_SET);
	for (sig = 1; sig <= nr; sig++)
		if (bits & sigmask(sig))
			put_set_member(d, sig);
	end(d);
}

void put_sigset(struct decoder *d, uint64_t bits)
{
	put_set(d, bits, NSIG);
}

static bool fetch_any(struct decoder *d, void *to, uaddr_t from, size_t size, bool out)
{
	return out ? fetch_out(d, to, from, size) : fetch(d, to, from, size);
}

/* Of so many bytes, at most the kernel's set, at least min; with other sizes nothing is told. */
static void put_user_sigset(struct decoder *d, uaddr_t at, uint64_t size, unsigned min, bool out)
{
	uint64_t bits = 0;

	if (size < min || size > sizeof(bits))
		put_address(d, at);
	else if (fetch_any(d, &bits, at, size, out))
		put_set(d, bits, size > 4 ? 64 : 32);
}

static unsigned word_size(const struct decoder *d)
{
	return d->is_64bit ? 8 : 4;
}

void put_sigset_at(struct decoder *d, uaddr_t at, uint64_t size)
{
	put_user_sigset(d, at, size, word_size(d), false);
}

void print_sigset(struct decoder *d, uint64_t v)
{
	put_user_sigset(d, v, later_arg(d, ARG_usize_t), word_size(d), false);
}

void print_sigset_out(struct decoder *d, uint64_t v)
{
	put_user_sigset(d, v, later_arg(d, ARG_usize_t), word_size(d), true);
}

/* rt_sigpending fills as many bytes as are asked for. */
void print_sigset_part(struct decoder *d, uint64_t v)
{
	put_user_sigset(d, v, later_arg(d, ARG_usize_t), 1, true);
}

void print_old_sigset(struct decoder *d, uint64_t v)
{
	put_user_sigset(d, v, 4, 4, false);
}

void print_old_sigset_out(struct decoder *d, uint64_t v)
{
	put_user_sigset(d, v, 4, 4, true);
}

/* The set itself, in a register. */
void print_sigset_value(struct decoder *d, uint64_t v)
{
	put_set(d, (uint32_t)v, 32);
}

static const struct xlat hows[] = { X(SIG_BLOCK), X(SIG_UNBLOCK), X(SIG_SETMASK), {} };

void print_sighow(struct decoder *d, uint64_t v)
{
	put_value(d, hows, (uint32_t)v, "SIG_???");
}

/* --- actions --- */

static const struct xlat handlers[] = { { 0, "SIG_DFL" }, { 1, "SIG_IGN" }, { ~0ull, "SIG_ERR" }, {} };

void print_sighandler(struct decoder *d, uint64_t v)
{
	if (xlat_name(handlers, v))
		put_value(d, handlers, v, NULL);
	else
		put_address(d, v);
}

static const struct xlat action_flags[] = {
	X(SA_RESTORER), { SA_ONSTACK, "SA_ONSTACK" }, X(SA_RESTART), X(SA_NODEFER), X(SA_RESETHAND),
	X(SA_SIGINFO), X(SA_NOCLDSTOP), X(SA_NOCLDWAIT), {}
};

static void put_action(struct decoder *d, const struct x64_sigaction *a, int nr)
{
	begin(d, SINK_STRUCT);
	field(d, "sa_handler");
	print_sighandler(d, a->handler);
	field(d, "sa_mask");
	put_set(d, a->mask, nr);
	field(d, "sa_flags");
	put_flags(d, action_flags, a->flags, "SA_???");
	if (a->flags & SA_RESTORER) {
		field(d, "sa_restorer");
		put_address(d, a->restorer);
	}
	end(d);
}

static void put_user_action(struct decoder *d, uaddr_t v, bool out)
{
	struct i386_sigaction i386;
	struct x64_sigaction x64;

	if (!fetch_any(d, d->is_64bit ? (void *)&x64 : &i386, v,
		       d->is_64bit ? sizeof(x64) : sizeof(i386), out))
		return;
	if (!d->is_64bit)
		x64 = (struct x64_sigaction){ i386.handler, i386.flags, i386.restorer, i386.mask };
	put_action(d, &x64, NSIG);
}

void print_sigaction(struct decoder *d, uint64_t v)
{
	put_user_action(d, v, false);
}

void print_sigaction_out(struct decoder *d, uint64_t v)
{
	put_user_action(d, v, true);
}

static void put_user_old_action(struct decoder *d, uaddr_t v, bool out)
{
	struct i386_old_sigaction a;

	if (fetch_any(d, &a, v, sizeof(a), out))
		put_action(d, &(struct x64_sigaction){ a.handler, a.flags, a.restorer, a.mask }, 32);
}

void print_old_sigaction(struct decoder *d, uint64_t v)
{
	put_user_old_action(d, v, false);
}

void print_old_sigaction_out(struct decoder *d, uint64_t v)
{
	put_user_old_action(d, v, true);
}

/* --- alternate stacks --- */

static const struct xlat stack_flags[] = {
	X(SS_ONSTACK), X(SS_DISABLE), X(SS_AUTODISARM), {}
};

static void put_user_stack(struct decoder *d, uaddr_t v, bool out)
{
	struct i386_stack i386;
	struct x64_stack x64;

	if (!fetch_any(d, d->is_64bit ? (void *)&x64 : &i386, v,
		       d->is_64bit ? sizeof(x64) : sizeof(i386), out))
		return;
	if (!d->is_64bit)
		x64 = (struct x64_stack){ i386.sp, i386.flags, 0, i386.size };
	begin(d, SINK_STRUCT);
	field(d, "ss_sp");
	put_address(d, x64.sp);
	field(d, "ss_flags");
	put_flags(d, stack_flags, (uint32_t)x64.flags, "SS_???");
	field(d, "ss_size");
	put_unsigned(d, x64.size);
	end(d);
}

void print_sigstack(struct decoder *d, uint64_t v)
{
	put_user_stack(d, v, false);
}

void print_sigstack_out(struct decoder *d, uint64_t v)
{
	put_user_stack(d, v, true);
}

/* --- the frame that a handler returns to: its mask --- */

static void put_frame_mask(struct decoder *d, uaddr_t at)
{
	uint64_t bits;

	if (!is_entering(d))
		return;
	put_arg(d, "frame");
	if (!fetch(d, &bits, at, sizeof(bits)))
		return;
	begin(d, SINK_STRUCT);
	field(d, "mask");
	put_sigset(d, bits);
	end(d);
}

/* RET has taken the return address off, before an i386 sigreturn POP the number, too. */
void args_rt_sigreturn(struct decoder *d)
{
	put_frame_mask(d, task_get_reg(current, CPU_RSP) -
				  offsetof(struct x64_rt_sigframe, uc) +
				  offsetof(struct x64_rt_sigframe, uc.sigmask));
}

void args_compat_rt_sigreturn(struct decoder *d)
{
	put_frame_mask(d, (uint32_t)task_get_reg(current, CPU_RSP) -
				  offsetof(struct i386_rt_sigframe, sig) +
				  offsetof(struct i386_rt_sigframe, uc.sigmask));
}

void args_compat_sigreturn(struct decoder *d)
{
	uaddr_t frame = (uint32_t)task_get_reg(current, CPU_RSP) -
			offsetof(struct i386_sigframe, sc);
	uint32_t low, high;

	if (!is_entering(d))
		return;
	put_arg(d, "frame");
	if (!fetch(d, &low, frame + offsetof(struct i386_sigframe, sc.oldmask), sizeof(low)) ||
	    !fetch(d, &high, frame + offsetof(struct i386_sigframe, extramask), sizeof(high)))
		return;
	begin(d, SINK_STRUCT);
	field(d, "mask");
	put_sigset(d, (uint64_t)high << 32 | low);
	end(d);
}

/* --- results --- */

/* The handler before: its name is a remark. */
void result_handler(struct decoder *d)
{
	const char *name = xlat_name(handlers, (uint64_t)d->result);

	put_hex(d, (uint64_t)d->result);
	if (name)
		put_remark(d, name);
}

static void put_mask_remark(struct decoder *d, const char *what)
{
	struct names names = { .n = 0 };
	uint64_t bits = (uint32_t)d->result;
	bool inverted = __builtin_popcountll(bits) >= 32 * 2 / 3;
	char text[1100];
	int sig;

	if (inverted)
		bits = (uint32_t)~bits;
	for (sig = 1; sig <= 32; sig++)
		if (bits & sigmask(sig))
			add_name(&names, sig < SIGRTMIN ? signal_name(sig) + 3 : "RTMIN");
	for (sig = 0; names.s[sig]; sig++)
		if (names.s[sig] == '|')
			names.s[sig] = ' ';
	snprintf(text, sizeof(text), "%s %s[%s]", what, inverted ? "~" : "", names.s);
	put_remark(d, text);
}

void result_mask(struct decoder *d)
{
	put_hex(d, (uint64_t)d->result);
	put_mask_remark(d, "mask");
}

void result_old_mask(struct decoder *d)
{
	put_hex(d, (uint64_t)d->result);
	put_mask_remark(d, "old mask");
}

/* The signal that was waited for. */
void result_signal(struct decoder *d)
{
	char buf[SIGNAL_TEXT];
	const char *text = d->result > NSIG ? NULL : signal_text((int)d->result, buf);

	result_number(d);
	if (text)
		put_remark(d, text);
}
