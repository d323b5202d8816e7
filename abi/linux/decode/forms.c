/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The calls of forms.h by number, and results that many calls have. */
#include "decode/forms.h"

#include "decode/internal.h"

struct form {
	args_fn *args; /* NULL: as defined */
	result_fn *result;
};

#define SECOND(a, b, ...) b
#define CHOICE(...) SECOND(__VA_ARGS__)
#define SYSCALL(nr, name, routine) \
	[nr] = { CHOICE(ARGS_##routine, NULL, ), CHOICE(RESULT_##routine, result_number, ) },

static const struct form forms_64[NR_SYSCALLS] = {
#include "syscalls_64.inc"
};

static const struct form forms_32[NR_SYSCALLS] = {
#include "syscalls_32.inc"
};

/* NULL: a hole, or a call that was reached by another's number. */
static const struct form *form_of_number(const struct decoder *d)
{
	const struct sys_entry *table = d->is_64bit ? sys_call_table : ia32_sys_call_table;

	if (d->nr >= NR_SYSCALLS || table[d->nr].sys != d->sys)
		return NULL;
	return d->is_64bit ? &forms_64[d->nr] : &forms_32[d->nr];
}

static const struct form *form_of_routine(const struct syscall *sys)
{
	unsigned nr;

	for (nr = 0; nr < NR_SYSCALLS; nr++) {
		if (ia32_sys_call_table[nr].sys == sys)
			return &forms_32[nr];
		if (sys_call_table[nr].sys == sys)
			return &forms_64[nr];
	}
	return NULL;
}

static const struct form *form_of(const struct decoder *d)
{
	const struct form *form = form_of_number(d);

	return form ? form : form_of_routine(d->sys);
}

args_fn *args_form(const struct decoder *d)
{
	const struct form *form = form_of(d);

	return form ? form->args : NULL;
}

void decode_result(struct decoder *d)
{
	const struct form *form = d->raw ? NULL : form_of(d);

	if (form && form->result)
		form->result(d);
	else
		result_number(d);
}

void result_number(struct decoder *d)
{
	put_number(d, d->result);
}

void result_hex(struct decoder *d)
{
	put_hex(d, (uint64_t)d->result);
}

void result_octal(struct decoder *d)
{
	put_octal(d, (uint64_t)d->result);
}

void result_fd(struct decoder *d)
{
	print_fd(d, (uint64_t)d->result);
}

void result_task(struct decoder *d)
{
	print_task(d, (uint64_t)d->result);
}
