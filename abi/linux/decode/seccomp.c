/* SPDX-License-Identifier: GPL-2.0-or-later */
/* seccomp. */
#include "decode/bpf_filter.h"
#include "decode/forms.h"
#include "decode/internal.h"
#include "decode/seccomp.h"

enum { SET_MODE_STRICT, SET_MODE_FILTER, GET_ACTION_AVAIL, GET_NOTIF_SIZES };

static const struct xlat operations[] = {
	{ SET_MODE_STRICT, "SECCOMP_SET_MODE_STRICT" }, { SET_MODE_FILTER, "SECCOMP_SET_MODE_FILTER" },
	{ GET_ACTION_AVAIL, "SECCOMP_GET_ACTION_AVAIL" },
	{ GET_NOTIF_SIZES, "SECCOMP_GET_NOTIF_SIZES" }, {}
};
static const struct xlat filter_flags[] = {
	{ 1, "SECCOMP_FILTER_FLAG_TSYNC" }, { 2, "SECCOMP_FILTER_FLAG_LOG" },
	{ 4, "SECCOMP_FILTER_FLAG_SPEC_ALLOW" }, { 8, "SECCOMP_FILTER_FLAG_NEW_LISTENER" },
	{ 16, "SECCOMP_FILTER_FLAG_TSYNC_ESRCH" }, { 32, "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV" }, {}
};
static const struct xlat actions[] = {
	{ 0x80000000, "SECCOMP_RET_KILL_PROCESS" }, { 0, "SECCOMP_RET_KILL_THREAD" },
	{ 0x00030000, "SECCOMP_RET_TRAP" }, { 0x00050000, "SECCOMP_RET_ERRNO" },
	{ 0x7fc00000, "SECCOMP_RET_USER_NOTIF" }, { 0x7ff00000, "SECCOMP_RET_TRACE" },
	{ 0x7ffc0000, "SECCOMP_RET_LOG" }, { 0x7fff0000, "SECCOMP_RET_ALLOW" }, {}
};

void put_filter_flags(struct decoder *d, uint64_t flags)
{
	put_flags(d, filter_flags, flags, "SECCOMP_FILTER_FLAG_???");
}

static void print_filter_flags(struct decoder *d, uint64_t v)
{
	put_filter_flags(d, (uint32_t)v);
}

static void print_action(struct decoder *d, uint64_t v)
{
	uint32_t action;

	if (!fetch(d, &action, v, sizeof(action)))
		return;
	begin(d, SINK_ARRAY);
	put_value(d, actions, action, "SECCOMP_RET_???");
	end(d);
}

/* What a filter returns: an action, and in the lower half what goes with it. */
static void print_filter_result(struct decoder *d, uint64_t v)
{
	const char *name = xlat_name(actions, (uint32_t)v & 0xffff0000);
	struct names t;
	char text[48];

	if (!(v & 0xffff)) {
		put_value(d, actions, (uint32_t)v, "SECCOMP_RET_???");
		return;
	}
	names_init(&t);
	snprintf(text, sizeof(text), "%#x /* SECCOMP_RET_??? */", (uint32_t)v & 0xffff0000);
	add_name(&t, name ? name : text);
	add_number(&t, v & 0xffff);
	d->sink->symbol(d->ctx, (uint32_t)v, SINK_HEX, t.s);
}

void put_filter_statements(struct decoder *d, uaddr_t at, uint64_t n)
{
	put_statements(d, at, n, print_filter_result);
}

void print_sock_fprog(struct decoder *d, uint64_t v)
{
	put_sock_fprog(d, v, print_filter_result);
}

static void print_notif_sizes(struct decoder *d, uint64_t v)
{
	uint16_t sizes[3];

	if (!fetch_out(d, sizes, v, sizeof(sizes)))
		return;
	begin(d, SINK_STRUCT);
	field(d, "seccomp_notif");
	put_unsigned(d, sizes[0]);
	field(d, "seccomp_notif_resp");
	put_unsigned(d, sizes[1]);
	field(d, "seccomp_data");
	put_unsigned(d, sizes[2]);
	end(d);
}

void args_seccomp(struct decoder *d)
{
	uint32_t op = (uint32_t)d->args[0];

	if (!is_entering(d)) {
		if (op == GET_NOTIF_SIZES)
			put_arg_as(d, 2, print_notif_sizes);
		return;
	}
	put_arg(d, "op");
	put_value(d, operations, op, "SECCOMP_SET_MODE_???");
	put_arg_as(d, 1, op == SET_MODE_FILTER ? print_filter_flags : print_hex32);
	d->more_later = op == GET_NOTIF_SIZES;
	if (op == SET_MODE_FILTER)
		put_arg_as(d, 2, print_sock_fprog);
	else if (op == GET_ACTION_AVAIL)
		put_arg_as(d, 2, print_action);
	else if (op != GET_NOTIF_SIZES)
		put_arg_as(d, 2, print_ADDR);
}
