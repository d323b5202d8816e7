/* SPDX-License-Identifier: GPL-2.0-or-later */
/* futex: which registers mean something, and what, depends on the operation. */
#include "uapi/futex.h"

#include "decode/forms.h"
#include "decode/internal.h"

enum {
	OP_WAIT, OP_WAKE, OP_FD, OP_REQUEUE, OP_CMP_REQUEUE, OP_WAKE_OP, OP_LOCK_PI, OP_UNLOCK_PI,
	OP_TRYLOCK_PI, OP_WAIT_BITSET, OP_WAKE_BITSET, OP_WAIT_REQUEUE_PI, OP_CMP_REQUEUE_PI,
	OP_LOCK_PI2, NR_OPS
};

static const char *const names[NR_OPS] = {
	"FUTEX_WAIT",	     "FUTEX_WAKE",	    "FUTEX_FD",	       "FUTEX_REQUEUE",
	"FUTEX_CMP_REQUEUE", "FUTEX_WAKE_OP",	    "FUTEX_LOCK_PI",   "FUTEX_UNLOCK_PI",
	"FUTEX_TRYLOCK_PI",  "FUTEX_WAIT_BITSET",   "FUTEX_WAKE_BITSET", "FUTEX_WAIT_REQUEUE_PI",
	"FUTEX_CMP_REQUEUE_PI", "FUTEX_LOCK_PI2"
};

#define COMMAND 0x7fu
#define PRIVATE 0x80u
#define REALTIME 0x100u

static void print_op(struct decoder *d, uint64_t v)
{
	uint32_t op = (uint32_t)v, cmd = op & ~(PRIVATE | REALTIME);
	char text[80];

	if (cmd >= NR_OPS) {
		d->sink->symbol(d->ctx, op, SINK_HEX, "FUTEX_???");
		return;
	}
	snprintf(text, sizeof(text), "%s%s%s", names[cmd],
		 !(op & PRIVATE) ? "" : cmd == OP_FD ? "|FUTEX_PRIVATE_FLAG" : "_PRIVATE",
		 op & REALTIME ? "|FUTEX_CLOCK_REALTIME" : "");
	d->sink->symbol(d->ctx, op, SINK_HEX, text);
}

static void print_bitset(struct decoder *d, uint64_t v)
{
	if ((uint32_t)v == UINT32_MAX)
		d->sink->symbol(d->ctx, UINT32_MAX, SINK_HEX, "FUTEX_BITSET_MATCH_ANY");
	else
		put_hex(d, (uint32_t)v);
}

/* FUTEX_WAKE_OP's last number: an operation on the second word, and a comparison of it. */
static void print_wake_op(struct decoder *d, uint64_t v)
{
	static const char *const ops[] = { "FUTEX_OP_SET", "FUTEX_OP_ADD", "FUTEX_OP_OR",
					   "FUTEX_OP_ANDN", "FUTEX_OP_XOR" };
	static const char *const cmps[] = { "FUTEX_OP_CMP_EQ", "FUTEX_OP_CMP_NE", "FUTEX_OP_CMP_LT",
					    "FUTEX_OP_CMP_LE", "FUTEX_OP_CMP_GT", "FUTEX_OP_CMP_GE" };
	uint32_t bits = (uint32_t)v, op = bits >> 28 & 7, cmp = bits >> 24 & 15;
	char text[200], op_text[40], cmp_text[40];

	if (op < ARRAY_SIZE(ops))
		snprintf(op_text, sizeof(op_text), "%s<<28", ops[op]);
	else
		snprintf(op_text, sizeof(op_text), "%#x<<28 /* FUTEX_OP_??? */", op);
	if (cmp < ARRAY_SIZE(cmps))
		snprintf(cmp_text, sizeof(cmp_text), "%s<<24", cmps[cmp]);
	else
		snprintf(cmp_text, sizeof(cmp_text), "%#x<<24 /* FUTEX_OP_CMP_??? */", cmp);
	snprintf(text, sizeof(text), "%s%s|%#x<<12|%s|%#x",
		 bits >> 31 ? "FUTEX_OP_OPARG_SHIFT<<28|" : "", op_text, bits >> 12 & 0xfff,
		 cmp_text, bits & 0xfff);
	put_bytes_as(d, &bits, sizeof(bits), text);
}

/* The arguments behind the operation, in order: NULL ends them. */
static void put_futex(struct decoder *d, print_fn *timeout)
{
	print_fn *val = print_u32, *addr = print_ADDR;
	print_fn *const forms[NR_OPS][5] = {
		[OP_WAIT] = { val, timeout },
		[OP_WAKE] = { val },
		[OP_FD] = { val },
		[OP_REQUEUE] = { val, val, addr },
		[OP_CMP_REQUEUE] = { val, val, addr, val },
		[OP_WAKE_OP] = { val, val, addr, print_wake_op },
		[OP_LOCK_PI] = { NULL, timeout },
		[OP_UNLOCK_PI] = { NULL },
		[OP_TRYLOCK_PI] = { NULL },
		[OP_WAIT_BITSET] = { val, timeout, NULL, print_bitset },
		[OP_WAKE_BITSET] = { val, NULL, NULL, print_bitset },
		[OP_WAIT_REQUEUE_PI] = { val, timeout, addr },
		[OP_CMP_REQUEUE_PI] = { val, val, addr, val },
		[OP_LOCK_PI2] = { NULL, timeout },
	};
	print_fn *const unknown[] = { val, addr, addr, print_hex32 };
	uint32_t cmd = (uint32_t)d->args[1] & COMMAND;
	print_fn *const *form = cmd < NR_OPS ? forms[cmd] : unknown;
	unsigned i;

	if (!is_entering(d))
		return;
	put_arg_as(d, 0, print_ADDR);
	put_arg_as(d, 1, print_op);
	for (i = 0; i < 4; i++)
		if (form[i])
			put_arg_as(d, i + 2, form[i]);
}

void args_futex(struct decoder *d)
{
	put_futex(d, print_timespec);
}

void args_futex_time32(struct decoder *d)
{
	put_futex(d, print_timespec32);
}

/* --- several at once --- */

struct waiter {
	uint64_t val, uaddr;
	uint32_t flags, reserved;
};

static const struct xlat waiter_flags[] = {
	{ 2, "FUTEX_32" }, { PRIVATE, "FUTEX_PRIVATE_FLAG" }, {}
};

static void put_waiter(struct decoder *d, const void *elem, __unused void *ctx)
{
	const struct waiter *w = elem;

	begin(d, SINK_STRUCT);
	field_hex(d, w, val);
	field(d, "uaddr");
	put_address(d, w->uaddr);
	field(d, "flags");
	put_flags(d, waiter_flags, w->flags, "FUTEX_???");
	if (w->reserved) {
		field(d, "__reserved");
		put_hex(d, w->reserved);
	}
	end(d);
}

void print_futex_waiters(struct decoder *d, uint64_t v)
{
	struct waiter w;

	uint32_t n = (uint32_t)later_arg(d, ARG_uint_t);

	put_array_up_to(d, v, n, FUTEX_WAITV_MAX, &w, sizeof(w), put_waiter, NULL);
}
