/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The walk over a call's arguments, and what they all need: reading the guest, strings, results. */
#include "decode/internal.h"

#include "uaccess.h"
#include "uapi/errno.h"

static const struct {
	print_fn *print;
	enum argkind kind;
} types[] = {
#define FIRST(a, ...) a
#define PRINTER_OR_KIND(kind, ...) FIRST(__VA_OPT__(print_##__VA_ARGS__, ) print_##kind, )
#define ARGTYPE(name, ctype, kind, ...) \
	[ARG_##name] = { PRINTER_OR_KIND(kind, __VA_ARGS__), ARGKIND_##kind },
#include "argtypes.def"
#undef ARGTYPE
};

static bool is_written(enum argtype type)
{
	return types[type].kind == ARGKIND_OUT || types[type].kind == ARGKIND_INOUT;
}

/* The first argument that is told on the way out. */
static unsigned first_late(const struct decoder *d)
{
	unsigned i;

	for (i = 0; i < d->sys->nargs; i++)
		if (is_written(d->sys->args[i].type))
			break;
	return i;
}

/* open's mode means something with O_CREAT or O_TMPFILE only, and strace then leaves it away. */
static bool is_absent(const struct decoder *d)
{
	unsigned i = d->arg;

	return d->sys->args[i].type == ARG_umode_t && i &&
	       d->sys->args[i - 1].type == ARG_oflags_t && !open_has_mode(d->args[i - 1]);
}

static void decode_arg(struct decoder *d)
{
	const struct syscall_arg *a = &d->sys->args[d->arg];

	if (is_absent(d))
		return;
	d->sink->arg(d->ctx, a->name);
	if (d->raw)
		put_hex(d, d->args[d->arg]);
	else
		types[a->type].print(d, d->args[d->arg]);
}

void decode_call(struct decoder *d)
{
	unsigned late = first_late(d);
	unsigned last = d->phase == DECODE_ENTERING ? late : d->sys->nargs;

	for (d->arg = d->phase == DECODE_ENTERING ? 0 : late; d->arg < last; d->arg++)
		decode_arg(d);
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

bool fetch(struct decoder *d, void *to, uaddr_t from, size_t size)
{
	if (from && !copy_from_user(to, from, size))
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

/* --- how results are written --- */

static bool is_call(const struct decoder *d, const struct syscall *s)
{
	return d->sys == s;
}

extern const struct syscall sys_mmap, sys_mmap_pgoff, sys_mremap, sys_brk, sys_umask;

void decode_result(struct decoder *d)
{
	if (is_call(d, &sys_umask))
		put_octal(d, (uint64_t)d->result);
	else if (is_call(d, &sys_mmap) || is_call(d, &sys_mmap_pgoff) ||
		 is_call(d, &sys_mremap) || is_call(d, &sys_brk))
		put_hex(d, (uint64_t)d->result);
	else
		put_number(d, d->result);
}
