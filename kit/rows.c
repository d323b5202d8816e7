/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tokens of a row are made into: numbers, memory, strings, tasks. */
#include "kit/rows.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "kit/kit.h"

#define NO_SUCH_PID 5000000 /* beyond PID_MAX_LIMIT */
#define BEHIND_CUT 65536    /* bytes of a cut buffer that do not exist */

static int64_t value_of(struct r3_task *t, const struct r3_arg *arg, struct made_row *made);

static r3_ptr nowhere(const struct r3_task *t, enum r3_nowhere where)
{
	switch (where) {
	case R3_AT_KERNEL:
		return R3_KERNEL_PTR(t);
	case R3_AT_LAST:
		return r3_is_i386(t) ? 0xfffffff8u : 0xfffffffffffffff8ull;
	case R3_AT_CRAZY:
		return r3_is_i386(t) ? R3_KERNEL_PTR(t) : 0x8000000000000000ull;
	default:
		return R3_BAD_PTR;
	}
}

/* An array of numbers of `size` bytes each. */
static r3_ptr array(struct r3_task *t, const struct r3_token *token, size_t size,
		    struct made_row *made)
{
	unsigned char bytes[16 * 8];

	for (int64_t i = 0; i < token->n; i++) {
		int64_t value = value_of(t, &token->args[i], made);

		memcpy(bytes + i * size, &value, size);
	}
	return r3_bytes(t, bytes, (size_t)token->n * size);
}

/* `pattern` again and again, n bytes of it. */
static r3_ptr long_string(struct r3_task *t, size_t n, const char *pattern)
{
	char *s = malloc(n + 1);
	size_t length = strlen(pattern);
	r3_ptr p;

	for (size_t i = 0; i < n; i++)
		s[i] = pattern[i % length];
	if (n)
		s[n - 1] = 'f';
	s[n] = 0;
	p = r3_string(t, s);
	free(s);
	return p;
}

static int64_t dead_child(struct r3_task *t)
{
	struct r3_task *child = r3_fork(t);

	r3_end(child, 7);
	return r3_tid(child);
}

static int64_t who(struct r3_task *t, enum r3_who which)
{
	switch (which) {
	case R3_PID_SELF:
		return kit_call_ok(t, "getpid", 0, 0, 0, 0, 0, 0);
	case R3_TID_SELF:
		return r3_tid(t);
	case R3_PID_CHILD:
		return r3_tid(r3_fork(t));
	case R3_PID_DEAD:
		return dead_child(t);
	case R3_PID_PARENT:
		return kit_call_ok(t, "getppid", 0, 0, 0, 0, 0, 0);
	case R3_PID_INIT:
		return 1;
	default:
		return NO_SUCH_PID;
	}
}

static r3_ptr out(struct r3_task *t, size_t n, struct made_row *made)
{
	r3_ptr p = r3_alloc(t, n);

	if (!made->out)
		made->out = p;
	return p;
}

static int64_t made_of(struct r3_task *t, const struct r3_token *token, struct made_row *made)
{
	size_t n = (size_t)token->n;

	switch (token->kind) {
	case R3_T_FD:
		return r3_fd(t, (enum r3_fd_kind)token->n);
	case R3_T_OUT:
		return (int64_t)out(t, n, made);
	case R3_T_BYTES:
		return (int64_t)r3_bytes(t, token->data, n);
	case R3_T_RO:
		return (int64_t)r3_alloc_readonly(t, token->data, n);
	case R3_T_SHORT:
		return (int64_t)r3_alloc_cut(t, n + BEHIND_CUT, n);
	case R3_T_OFF_BY:
		return (int64_t)(r3_alloc(t, n + 8) | 1);
	case R3_T_ADDRESS:
		return (int64_t)nowhere(t, (enum r3_nowhere)token->n);
	case R3_T_WORDS:
		return (int64_t)array(t, token, r3_word(t), made);
	case R3_T_U32S:
		return (int64_t)array(t, token, 4, made);
	case R3_T_U64S:
		return (int64_t)array(t, token, 8, made);
	case R3_T_PATH:
		r3_scene(t);
		return (int64_t)r3_string(t, token->data);
	case R3_T_LONG_NAME:
		return (int64_t)long_string(t, n, "n");
	case R3_T_LONG_PATH:
		return (int64_t)long_string(t, n, "./");
	case R3_T_TASK:
		return who(t, (enum r3_who)token->n);
	case R3_T_BY_ABI:
		return value_of(t, &token->args[r3_is_i386(t) ? 1 : 0], made);
	case R3_T_WIDE:
		return token->n;
	}
	return 0;
}

static int64_t value_of(struct r3_task *t, const struct r3_arg *arg, struct made_row *made)
{
	return arg->token ? made_of(t, arg->token, made) : arg->n;
}

static void add(struct made_row *made, uint64_t value)
{
	if (made->n < 6)
		made->args[made->n++] = value;
	else if (value)
		made->too_many = true;
}

void make_row(struct r3_task *t, const struct r3_row *row, struct made_row *made)
{
	memset(made, 0, sizeof(*made));
	for (unsigned i = 0; i < 6; i++) {
		const struct r3_arg *arg = &row->args[i];
		uint64_t value = (uint64_t)value_of(t, arg, made);

		if (arg->token && arg->token->kind == R3_T_WIDE && r3_is_i386(t)) {
			add(made, value & 0xffffffffu);
			value >>= 32;
		}
		add(made, value);
	}
}
