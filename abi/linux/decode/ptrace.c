/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ptrace: a request, and by it what address and data are. */
#include "decode/errnames.h"
#include "decode/forms.h"
#include "decode/regset.h"
#include "decode/seccomp.h"
#include "decode/siginfo.h"
#include "decode/signal.h"
#include "decode/xlat/ptrace.h"

/* --- addresses --- */

static void put_offset(struct decoder *d, uint64_t v, uint64_t from, const char *name)
{
	char text[64];

	if (v == from)
		snprintf(text, sizeof(text), "%s", name);
	else
		snprintf(text, sizeof(text), "%s+%u", name, (unsigned)(v - from));
	if (v) {
		d->sink->symbol(d->ctx, v, SINK_HEX, text);
		return;
	}
	/* A number is told as an address is. */
	if (d->constants == CONSTANTS_NAMED)
		d->sink->symbol(d->ctx, v, SINK_HEX, text);
	else
		put_address(d, v);
	if (d->constants == CONSTANTS_BOTH)
		d->sink->comment(d->ctx, text);
}

/* In struct user: that of x86-64 for both ABIs, as strace has it. */
static void print_user_offset(struct decoder *d, uint64_t v)
{
	unsigned i = min(v / 8, (uint64_t)ARRAY_SIZE(user_registers) - 1);
	const struct xlat *m = user_members;
	char name[48];

	if (v > USER_SIZE) {
		put_hex(d, v);
	} else if (v == USER_SIZE) {
		d->sink->symbol(d->ctx, v, SINK_HEX, "sizeof(struct user)");
	} else if (v < m->value) {
		snprintf(name, sizeof(name), "8*%s", user_registers[i]);
		put_offset(d, v, i * 8, name);
	} else {
		while (m[1].name && m[1].value <= v)
			m++;
		snprintf(name, sizeof(name), "offsetof(struct user, %s)", m->name);
		put_offset(d, v, m->value, name);
	}
}

static void print_regset_type(struct decoder *d, uint64_t v)
{
	put_value(d, regsets, (uint32_t)v, "NT_???");
}

static void print_peeksiginfo_args(struct decoder *d, uint64_t v)
{
	struct {
		uint64_t off;
		uint32_t flags;
		int32_t nr;
	} a;

	if (!fetch(d, &a, v, sizeof(a)))
		return;
	begin(d, SINK_STRUCT);
	field_unsigned(d, &a, off);
	field(d, "flags");
	put_flags(d, peeksiginfo_flags, a.flags, "PTRACE_PEEKSIGINFO_???");
	field_number(d, &a, nr);
	end(d);
}

/* --- data --- */

static void print_options(struct decoder *d, uint64_t v)
{
	put_flags(d, ptrace_options, v, "PTRACE_O_???");
}

static void print_event_message(struct decoder *d, uint64_t v)
{
	print_word_out(d, v);
}

static void put_registers(struct decoder *d, uint32_t type, uaddr_t at)
{
	if (failed(d))
		put_address(d, at);
	else
		put_regset(d, type, at, regset_size(d, type));
}

static void print_registers(struct decoder *d, uint64_t v)
{
	put_registers(d, NT_PRSTATUS, v);
}

static void print_fp_registers(struct decoder *d, uint64_t v)
{
	put_registers(d, NT_FPREGSET, v);
}

static bool peek_iovec(const struct decoder *d, uint64_t iov[2], uaddr_t at)
{
	uint32_t narrow[2];

	if (d->is_64bit)
		return peek(iov, at, 16);
	if (!peek(narrow, at, sizeof(narrow)))
		return false;
	iov[0] = narrow[0], iov[1] = narrow[1];
	return true;
}

/* GETREGSET's room, for the way out: the kernel says how much it has taken. */
static void note_regset_room(struct decoder *d, uaddr_t at)
{
	uint64_t iov[2];

	d->note[0] = peek_iovec(d, iov, at) ? iov[1] : 0;
}

static void put_regset_length(struct decoder *d, uint64_t n)
{
	bool changed = !is_entering(d) && d->note[0] != n;

	field(d, "iov_len");
	if (changed) {
		begin(d, SINK_FIELD_CHANGE);
		put_unsigned(d, d->note[0]);
		d->sink->becomes(d->ctx);
	}
	put_unsigned(d, n);
	if (changed)
		end(d);
}

/* An iovec of the set that the address names. */
static void print_regset_iovec(struct decoder *d, uint64_t v)
{
	uint32_t type = (uint32_t)d->args[2];
	uint64_t iov[2];

	if (d->opaque || !peek_iovec(d, iov, v)) {
		put_address(d, v);
		return;
	}
	begin(d, SINK_STRUCT);
	field(d, "iov_base");
	if (!failed(d) && (type == NT_PRSTATUS || type == NT_FPREGSET))
		put_regset(d, type, iov[0], iov[1]);
	else
		put_address(d, iov[0]);
	put_regset_length(d, iov[1]);
	end(d);
}

static void put_info(struct decoder *d, const void *bytes, __unused void *ctx)
{
	put_read_siginfo(d, bytes);
}

static void print_siginfos(struct decoder *d, uint64_t v)
{
	uint64_t bytes[SIGINFO_BYTES / 8];

	if (failed(d)) {
		put_address(d, v);
	} else if (!d->result && v) {
		begin(d, SINK_ARRAY);
		end(d);
	} else {
		put_array(d, v, (uint64_t)d->result, bytes, sizeof(bytes), put_info, NULL);
	}
}

static void print_mask(struct decoder *d, uint64_t v)
{
	if (failed(d))
		put_address(d, v);
	else
		put_sigset_at(d, v, d->args[2]);
}

static void print_filter(struct decoder *d, uint64_t v)
{
	if (!failed(d) && d->whole)
		put_filter_statements(d, v, (uint64_t)d->result);
	else
		put_address(d, v);
}

/* Which filter is told on the way in, its flags on the way out. */
static void print_filter_metadata(struct decoder *d, uint64_t v)
{
	uint64_t data[2], size = d->args[2];

	if (size < 8) {
		put_address(d, v);
		return;
	}
	if (!fetch(d, data, v, 8))
		return;
	begin(d, SINK_STRUCT);
	field(d, "filter_off");
	put_unsigned(d, data[0]);
	if (d->result > 8) {
		if (d->result < 16 || !peek(data, v, 16)) {
			put_more(d);
		} else {
			field(d, "flags");
			put_filter_flags(d, data[1]);
			if (d->result > 16)
				put_more(d);
		}
	}
	end(d);
}

/* --- where a task stands in its system call --- */

struct syscall_info {
	uint8_t op, pad[3];
	uint32_t arch;
	uint64_t instruction_pointer, stack_pointer;
	union {
		struct {
			uint64_t nr, args[6];
			uint32_t ret_data;
		} entry;
		struct {
			int64_t rval;
			uint8_t is_error;
		} exit;
	};
};

enum { INFO_NONE, INFO_ENTRY, INFO_EXIT, INFO_SECCOMP };

#define HAS(n, f) ((n) >= offsetof(struct syscall_info, f) + sizeof(((struct syscall_info *)0)->f))

static void put_entry_info(struct decoder *d, const struct syscall_info *i, uint64_t n)
{
	unsigned k;

	if (!HAS(n, entry.nr))
		return;
	field(d, i->op == INFO_ENTRY ? "entry" : "seccomp");
	begin(d, SINK_STRUCT);
	field(d, "nr");
	put_call_number(d, i->entry.nr, i->arch);
	if (HAS(n, entry.args[0])) {
		field(d, "args");
		begin(d, SINK_ARRAY);
		for (k = 0; k < 6 && HAS(n, entry.args[k]); k++)
			put_hex(d, i->entry.args[k]);
		end(d);
	}
	if (i->op == INFO_SECCOMP && HAS(n, entry.ret_data)) {
		field(d, "ret_data");
		put_unsigned(d, i->entry.ret_data);
	}
	end(d);
}

static void put_exit_info(struct decoder *d, const struct syscall_info *i, uint64_t n)
{
	bool has_error = HAS(n, exit.is_error);
	const char *name = has_error && i->exit.is_error && i->exit.rval < 0 && i->exit.rval > -4096 ?
				   error_name((int)-i->exit.rval) :
				   NULL;
	char text[32];

	if (!HAS(n, exit.rval))
		return;
	field(d, "exit");
	begin(d, SINK_STRUCT);
	field(d, "rval");
	if (name) {
		snprintf(text, sizeof(text), "-%s", name);
		d->sink->symbol(d->ctx, (uint64_t)i->exit.rval, SINK_DECIMAL, text);
	} else {
		put_number(d, i->exit.rval);
	}
	if (has_error) {
		field(d, "is_error");
		put_unsigned(d, i->exit.is_error);
	}
	end(d);
}

static void put_syscall_info(struct decoder *d, const struct syscall_info *i, uint64_t n)
{
	begin(d, SINK_STRUCT);
	field(d, "op");
	put_value(d, syscall_info_ops, i->op, "PTRACE_SYSCALL_INFO_???");
	if (HAS(n, arch)) {
		field(d, "arch");
		put_audit_arch(d, i->arch);
	}
	if (HAS(n, instruction_pointer)) {
		field(d, "instruction_pointer");
		put_address(d, i->instruction_pointer);
	}
	if (HAS(n, stack_pointer)) {
		field(d, "stack_pointer");
		put_address(d, i->stack_pointer);
	}
	if (i->op == INFO_ENTRY || i->op == INFO_SECCOMP)
		put_entry_info(d, i, n);
	else if (i->op == INFO_EXIT)
		put_exit_info(d, i, n);
	end(d);
}

static void print_syscall_info(struct decoder *d, uint64_t v)
{
	uint64_t n = min(d->args[2], (uint64_t)d->result);
	struct syscall_info i = { 0 };

	if (failed(d) || !n)
		put_address(d, v);
	else if (fetch(d, &i, v, min(n, (uint64_t)sizeof(i))))
		put_syscall_info(d, &i, n);
}

/* --- the requests --- */

/* What addr and data are; NULL: not looked at. late: data is told on the way out. */
struct request {
	uint16_t nr;
	bool late, no_task;
	print_fn *addr, *data;
};

static const struct request requests[] = {
	{ TRACEME, .no_task = true }, { KILL }, { ATTACH }, { INTERRUPT }, { LISTEN },
	{ PEEKTEXT, true, .addr = print_ADDR, .data = print_address_out },
	{ PEEKDATA, true, .addr = print_ADDR, .data = print_address_out },
	{ PEEKUSER, true, .addr = print_user_offset, .data = print_address_out },
	{ POKEUSER, .addr = print_user_offset, .data = print_ADDR },
	{ CONT, .addr = print_ADDR, .data = print_signo },
	{ DETACH, .addr = print_ADDR, .data = print_signo },
	{ SYSCALL, .addr = print_ADDR, .data = print_signo },
	{ SINGLESTEP, .addr = print_ADDR, .data = print_signo },
	{ SYSEMU, .addr = print_ADDR, .data = print_signo },
	{ SYSEMU_SINGLESTEP, .addr = print_ADDR, .data = print_signo },
	{ SINGLEBLOCK, .addr = print_ADDR, .data = print_signo },
	{ GETREGS, true, .data = print_registers }, { SETREGS, .data = print_registers },
	{ GETFPREGS, true, .data = print_fp_registers }, { SETFPREGS, .data = print_fp_registers },
	{ OLDSETOPTIONS, .addr = print_ADDR, .data = print_options },
	{ SETOPTIONS, .addr = print_ADDR, .data = print_options },
	{ SEIZE, .addr = print_ADDR, .data = print_options },
	{ GETEVENTMSG, true, .addr = print_ADDR, .data = print_event_message },
	{ GETSIGINFO, true, .addr = print_ADDR, .data = print_siginfo_out },
	{ SETSIGINFO, .addr = print_ADDR, .data = print_siginfo_in },
	{ GETREGSET, true, .addr = print_regset_type, .data = print_regset_iovec },
	{ SETREGSET, .addr = print_regset_type, .data = print_regset_iovec },
	{ PEEKSIGINFO, true, .addr = print_peeksiginfo_args, .data = print_siginfos },
	{ GETSIGMASK, true, .addr = print_u64, .data = print_mask },
	{ SETSIGMASK, .addr = print_u64, .data = print_mask },
	{ SECCOMP_GET_FILTER, true, .addr = print_u64, .data = print_filter },
	{ SECCOMP_GET_METADATA, true, .addr = print_u64, .data = print_filter_metadata },
	{ GET_SYSCALL_INFO, true, .addr = print_u64, .data = print_syscall_info },
};

static const struct request other = { .addr = print_ADDR, .data = print_ADDR };

static const struct request *find_request(uint64_t nr)
{
	unsigned i;

	for (i = 0; i < ARRAY_SIZE(requests); i++)
		if (requests[i].nr == nr)
			return &requests[i];
	return &other;
}

static void print_request(struct decoder *d, uint64_t v)
{
	put_value(d, ptrace_requests, v, "PTRACE_???");
}

void args_ptrace(struct decoder *d)
{
	uint64_t nr = d->is_64bit ? d->args[0] : (uint32_t)d->args[0];
	const struct request *r = find_request(nr);

	if (is_entering(d)) {
		d->more_later = r->late;
		put_arg(d, d->sys->args[0].name);
		print_request(d, nr);
		if (!r->no_task)
			put_arg_as(d, 1, print_task);
		if (r->addr)
			put_arg_as(d, 2, r->addr);
		if (nr == GETREGSET)
			note_regset_room(d, d->args[3]);
	}
	if (r->data && is_entering(d) != r->late)
		put_arg_as(d, 3, r->data);
}
