/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The walk over a call's arguments, and what they all need: reading the guest, strings, results. */
#include "decode/forms.h"
#include "decode/internal.h"
#include "decode/net.h"

#include "uaccess.h"
#include "uapi/errno.h"

/* What the call changes, or what lies behind it, is told on the way out. */
#define IS_LATE(type, kind) \
	((kind) == ARGKIND_OUT || (kind) == ARGKIND_INOUT || (type) == ARG_uiovec_out_t)

/* Of those that the call overwrites something is kept. */
#define IS_NOTED(type)                                                             \
	((type) == ARG_usocklen_inout_t || (type) == ARG_uoptlen_inout_t ||        \
	 (type) == ARG_umsghdr_inout_t || (type) == ARG_ummsghdr_recv_t ||         \
	 (type) == ARG_uperf_attr_t)

/* What others before may make superfluous: file_arg_is_absent() knows. */
#define IS_OPTIONAL(type) \
	((type) == ARG_umode_t || (type) == ARG_udev_t || (type) == ARG_uint_t)

static const struct {
	print_fn *print;
	bool late, noted, optional;
} types[] = {
#define FIRST(a, ...) a
#define PRINTER_OR_KIND(kind, ...) FIRST(__VA_OPT__(print_##__VA_ARGS__, ) print_##kind, )
#define ARGTYPE(name, ctype, kind, ...)                                              \
	[ARG_##name] = { PRINTER_OR_KIND(kind, __VA_ARGS__),                         \
			 IS_LATE(ARG_##name, ARGKIND_##kind), IS_NOTED(ARG_##name),  \
			 IS_OPTIONAL(ARG_##name) },
#include "argtypes.def"
#undef ARGTYPE
};

/* The first argument that is told on the way out. */
static unsigned first_late(const struct decoder *d)
{
	unsigned i;

	for (i = 0; i < d->sys->nargs; i++)
		if (types[d->sys->args[i].type].late)
			break;
	return i;
}

static inline bool is_absent(const struct decoder *d)
{
	enum argtype type = d->sys->args[d->arg].type;

	return types[type].print == print_nothing || (types[type].optional && file_arg_is_absent(d));
}

void put_arg_as(struct decoder *d, unsigned i, print_fn *print)
{
	d->arg = i;
	put_arg(d, d->sys->args[i].name);
	print(d, d->args[i]);
}

void put_arg_defined(struct decoder *d, unsigned i)
{
	d->arg = i;
	if (!is_absent(d))
		put_arg_as(d, i, types[d->sys->args[i].type].print);
}

void put_args_defined(struct decoder *d, unsigned first, unsigned end)
{
	for (; first < end; first++)
		put_arg_defined(d, first);
}

static bool has_name(const struct decoder *d)
{
	const struct sys_entry *table = d->is_64bit ? sys_call_table : ia32_sys_call_table;

	return d->nr < NR_SYSCALLS && table[d->nr].name;
}

/* What is in the registers of a call that nobody knows. */
static void put_unknown_args(struct decoder *d)
{
	static const char *const names[] = { "arg1", "arg2", "arg3", "arg4", "arg5", "arg6" };
	unsigned i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		put_arg(d, names[i]);
		put_hex(d, d->args[i]);
	}
}

static void put_raw_args(struct decoder *d)
{
	for (d->arg = 0; d->arg < d->sys->nargs; d->arg++) {
		put_arg(d, d->sys->args[d->arg].name);
		put_hex(d, d->args[d->arg]);
	}
}

/* What the call will overwrite, and is told as it was, too. */
static void note_args(struct decoder *d, unsigned late)
{
	enum argtype type;
	unsigned i;

	for (i = late; i < d->sys->nargs; i++) {
		type = d->sys->args[i].type;
		if (!types[type].noted)
			continue;
		if (type == ARG_usocklen_inout_t || type == ARG_uoptlen_inout_t)
			note_socklen(d, d->args[i]);
		else if (type == ARG_uperf_attr_t)
			note_perf_attr(d, d->args[i]);
		else
			note_messages(d, i);
	}
}

void decode_call(struct decoder *d)
{
	args_fn *args = args_form(d);
	unsigned late;

	if (d->sys == &sys_ni_syscall && !has_name(d)) {
		if (is_entering(d))
			put_unknown_args(d);
	} else if (d->raw) {
		if (is_entering(d))
			put_raw_args(d);
	} else if (args) {
		args(d);
	} else {
		late = first_late(d);
		put_args_defined(d, is_entering(d) ? 0 : late, is_entering(d) ? late : d->sys->nargs);
		d->more_later = is_entering(d) && late < d->sys->nargs;
		if (is_entering(d))
			note_args(d, late);
	}
}

void print_nothing(__unused struct decoder *d, __unused uint64_t v)
{
}

uint64_t later_arg(const struct decoder *d, enum argtype type)
{
	unsigned i;

	for (i = d->arg + 1; i < d->sys->nargs; i++)
		if (d->sys->args[i].type == type)
			return d->args[i];
	return 0;
}

bool failed(const struct decoder *d)
{
	return d->phase == DECODE_EXITING && d->result < 0 && d->result >= -MAX_ERRNO;
}

bool read_guest(void *to, uaddr_t from, size_t size)
{
	return !copy_from_user(to, from, size);
}

bool peek(void *to, uaddr_t from, size_t size)
{
	return from && !copy_from_user(to, from, size);
}

bool fetch(struct decoder *d, void *to, uaddr_t from, size_t size)
{
	if (from && !d->opaque && !copy_from_user(to, from, size))
		return true;
	put_address(d, from);
	return false;
}

bool fetch_out(struct decoder *d, void *to, uaddr_t from, size_t size)
{
	if (!failed(d))
		return fetch(d, to, from, size);
	put_address(d, from);
	return false;
}
