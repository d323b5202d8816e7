/* SPDX-License-Identifier: GPL-2.0-or-later */
/* prctl and arch_prctl: an operation, and by it what the other registers are. */
#include "uapi/prctl.h"

#include "decode/forms.h"
#include "decode/internal.h"
#include "decode/prctl_tables.h"
#include "kernel/signal.h"

/* --- what the operations take and give --- */

static void print_suid_dump(struct decoder *d, uint64_t v)
{
	put_value(d, suid_dumps, v, "SUID_DUMP_???");
}

static void print_unalign(struct decoder *d, uint64_t v)
{
	put_flags(d, unaligns, (uint32_t)v, "PR_UNALIGN_???");
}

static void print_tsc(struct decoder *d, uint64_t v)
{
	put_value(d, tscs, (uint32_t)v, "PR_TSC_???");
}

static void print_securebits(struct decoder *d, uint64_t v)
{
	put_flags(d, securebits, v, "SECBIT_???");
}

static void print_cap(struct decoder *d, uint64_t v)
{
	put_value(d, prctl_caps, v, "CAP_???");
}

static void print_mm(struct decoder *d, uint64_t v)
{
	put_value(d, mm_fields, (uint32_t)v, "PR_SET_MM_???");
}

static void print_ambient(struct decoder *d, uint64_t v)
{
	put_value(d, ambients, v, "PR_CAP_AMBIENT_???");
}

static void print_mce_kill(struct decoder *d, uint64_t v)
{
	put_value(d, mce_kills, v, "PR_MCE_KILL_???");
}

static void print_mce_policy(struct decoder *d, uint64_t v)
{
	put_value(d, mce_policies, v, "PR_MCE_KILL_???");
}

static void print_seccomp_mode(struct decoder *d, uint64_t v)
{
	put_value(d, seccomp_modes, v, "SECCOMP_MODE_???");
}

static void print_speculation(struct decoder *d, uint64_t v)
{
	put_value(d, speculations, v, "PR_SPEC_???");
}

static void print_speculation_set(struct decoder *d, uint64_t v)
{
	put_value(d, speculation_states + 1, v, "PR_SPEC_???"); /* PR_SPEC_PRCTL is a result */
}

static void print_dispatch(struct decoder *d, uint64_t v)
{
	put_value(d, dispatches, v, "PR_SYS_DISPATCH_???");
}

static void print_fp_mode(struct decoder *d, uint64_t v)
{
	put_flags(d, fp_modes, (uint32_t)v, "PR_FP_MODE_???");
}

static void print_pac_keys(struct decoder *d, uint64_t v)
{
	put_flags(d, pac_keys, v, "PR_PAC_???");
}

static void print_core_op(struct decoder *d, uint64_t v)
{
	put_value(d, core_ops, v, "PR_SCHED_CORE_???");
}

static void print_pidtype(struct decoder *d, uint64_t v)
{
	const char *name = xlat_name(pidtypes, v);

	put_hex(d, v);
	d->sink->comment(d->ctx, name ? name : "PIDTYPE_???");
}

static void print_vma_op(struct decoder *d, uint64_t v)
{
	put_value(d, vma_ops, v, "PR_SET_VMA_???");
}

static void print_ptracer(struct decoder *d, uint64_t v)
{
	if ((uint32_t)v == UINT32_MAX)
		d->sink->symbol(d->ctx, v, SINK_HEX, "PR_SET_PTRACER_ANY");
	else
		print_task(d, v);
}

#define TASK_COMM_SHOWN 15

static void print_comm(struct decoder *d, uint64_t v)
{
	put_user_string(d, v, min(d->string_limit, (unsigned)TASK_COMM_SHOWN));
}

static void print_comm_out(struct decoder *d, uint64_t v)
{
	if (failed(d))
		put_address(d, v);
	else
		print_comm(d, v);
}

/* An int that the kernel wrote. */
static void put_int_out(struct decoder *d, uaddr_t v, print_fn *print)
{
	uint32_t value;

	if (!fetch_out(d, &value, v, sizeof(value)))
		return;
	begin(d, SINK_ARRAY);
	print(d, value);
	end(d);
}

static void print_signo_out(struct decoder *d, uint64_t v)
{
	put_int_out(d, v, print_signo);
}

static void print_unalign_out(struct decoder *d, uint64_t v)
{
	put_int_out(d, v, print_unalign);
}

static void print_u32_out(struct decoder *d, uint64_t v)
{
	put_int_out(d, v, print_u32);
}

static void print_tsc_out(struct decoder *d, uint64_t v)
{
	put_int_out(d, v, print_tsc);
}

/* All of the register is looked at. */
static void print_death_signal(struct decoder *d, uint64_t v)
{
	if (v > NSIG)
		put_unsigned(d, v);
	else
		print_signo(d, v);
}

/* --- the operations --- */

/* Printers of the second argument on: NULL ends them. late: they are told on the way out. */
struct operation {
	uint32_t op;
	const char *name;
	print_fn *args[4];
	bool late;
};

#define HEX3 print_hex, print_hex, print_hex
#define HEX4 print_hex, HEX3

static const struct operation operations[] = {
	{ 1, "PR_SET_PDEATHSIG", { print_death_signal } },
	{ 2, "PR_GET_PDEATHSIG", { print_signo_out }, true },
	{ 3, "PR_GET_DUMPABLE" },
	{ 4, "PR_SET_DUMPABLE", { print_suid_dump } },
	{ 5, "PR_GET_UNALIGN", { print_unalign_out }, true },
	{ 6, "PR_SET_UNALIGN", { print_unalign } },
	{ 7, "PR_GET_KEEPCAPS" },
	{ 8, "PR_SET_KEEPCAPS", { print_u64 } },
	{ 9, "PR_GET_FPEMU", { print_u32_out }, true },
	{ 10, "PR_SET_FPEMU", { print_u64 } },
	{ 11, "PR_GET_FPEXC", { print_u32_out }, true },
	{ 12, "PR_SET_FPEXC", { print_u64 } },
	{ 13, "PR_GET_TIMING" },
	{ 14, "PR_SET_TIMING", { print_u64 } },
	{ 15, "PR_SET_NAME", { print_comm } },
	{ 16, "PR_GET_NAME", { print_comm_out }, true },
	{ 19, "PR_GET_ENDIAN", { print_u32_out }, true },
	{ 20, "PR_SET_ENDIAN", { print_u64 } },
	{ 21, "PR_GET_SECCOMP" },
	{ 22, "PR_SET_SECCOMP", { print_seccomp_mode, HEX3 } },
	{ 23, "PR_CAPBSET_READ", { print_cap } },
	{ 24, "PR_CAPBSET_DROP", { print_cap } },
	{ 25, "PR_GET_TSC", { print_tsc_out }, true },
	{ 26, "PR_SET_TSC", { print_tsc } },
	{ 27, "PR_GET_SECUREBITS" },
	{ 28, "PR_SET_SECUREBITS", { print_securebits } },
	{ 29, "PR_SET_TIMERSLACK", { print_s64 } },
	{ 30, "PR_GET_TIMERSLACK" },
	{ 31, "PR_TASK_PERF_EVENTS_DISABLE" },
	{ 32, "PR_TASK_PERF_EVENTS_ENABLE" },
	{ 33, "PR_MCE_KILL", { print_mce_kill, HEX3 } },
	{ 34, "PR_MCE_KILL_GET", { HEX4 } },
	{ 35, "PR_SET_MM", { print_mm, HEX3 } },
	{ 36, "PR_SET_CHILD_SUBREAPER", { print_u64 } },
	{ 37, "PR_GET_CHILD_SUBREAPER", { print_u32_out }, true },
	{ 38, "PR_SET_NO_NEW_PRIVS", { print_u64, HEX3 } },
	{ 39, "PR_GET_NO_NEW_PRIVS", { HEX4 } },
	{ 40, "PR_GET_TID_ADDRESS", { print_address_out }, true },
	{ 41, "PR_SET_THP_DISABLE", { print_u64, HEX3 } },
	{ 42, "PR_GET_THP_DISABLE", { HEX4 } },
	{ 43, "PR_MPX_ENABLE_MANAGEMENT", { HEX4 } },
	{ 44, "PR_MPX_DISABLE_MANAGEMENT", { HEX4 } },
	{ 45, "PR_SET_FP_MODE", { print_fp_mode } },
	{ 46, "PR_GET_FP_MODE" },
	{ 47, "PR_CAP_AMBIENT", { print_ambient, HEX3 } },
	{ 50, "PR_SVE_SET_VL", { print_hex } },
	{ 51, "PR_SVE_GET_VL" },
	{ 52, "PR_GET_SPECULATION_CTRL", { print_speculation } },
	{ 53, "PR_SET_SPECULATION_CTRL", { print_speculation, print_speculation_set } },
	{ 54, "PR_PAC_RESET_KEYS", { print_pac_keys, HEX3 } },
	{ 55, "PR_SET_TAGGED_ADDR_CTRL", { HEX4 } },
	{ 56, "PR_GET_TAGGED_ADDR_CTRL", { HEX4 } },
	{ 57, "PR_SET_IO_FLUSHER", { print_u64, HEX3 } },
	{ 58, "PR_GET_IO_FLUSHER", { HEX4 } },
	{ 59, "PR_SET_SYSCALL_USER_DISPATCH", { print_dispatch, print_hex, print_hex, print_ADDR } },
	{ 60, "PR_PAC_SET_ENABLED_KEYS", { print_pac_keys, print_pac_keys, print_hex, print_hex } },
	{ 61, "PR_PAC_GET_ENABLED_KEYS", { HEX4 } },
	{ 62, "PR_SCHED_CORE", { print_core_op, print_task, print_pidtype, print_ADDR } },
	{ 63, "PR_SME_SET_VL", { print_hex } },
	{ 64, "PR_SME_GET_VL" },
	{ 0x53564d41, "PR_SET_VMA", { print_vma_op, print_ADDR, print_u64, print_str } },
	{ 0x59616d61, "PR_SET_PTRACER", { print_ptracer } },
};

static const struct operation other = { 0, NULL, { HEX4 } };

static const struct operation *find(uint32_t op)
{
	unsigned i;

	for (i = 0; i < ARRAY_SIZE(operations); i++)
		if (operations[i].op == op)
			return &operations[i];
	return &other;
}

/* What the third argument is may depend on the second. */
static print_fn *printer(const struct decoder *d, const struct operation *o, unsigned i)
{
	uint32_t op = o->op;
	uint64_t second = d->args[1];

	if (i == 1 && op == 47 && second >= 1 && second <= 3)
		return print_cap;
	if (i == 1 && op == 33 && second == 1)
		return print_mce_policy;
	if (op == 22 && i && second == 2)
		return i == 1 ? print_sock_fprog : NULL; /* a filter, and that is all */
	if (i == 1 && op == 53 && second > 2)
		return print_hex;
	if (i && op == 0x53564d41 && second)
		return print_hex;
	return o->args[i];
}

void args_prctl(struct decoder *d)
{
	const struct operation *o = find((uint32_t)d->args[0]);
	unsigned i;

	if (is_entering(d)) {
		put_arg(d, "option");
		d->sink->symbol(d->ctx, (uint32_t)d->args[0], SINK_HEX, o->name ? o->name : "PR_???");
		d->more_later = o->late;
	}
	if (is_entering(d) == o->late)
		return;
	for (i = 0; i < 4 && printer(d, o, i); i++)
		put_arg_as(d, i + 1, printer(d, o, i));
}

/* --- results that say something --- */

static void put_remark_value(struct decoder *d, const struct xlat *table)
{
	const char *name = xlat_name(table, (uint64_t)d->result);

	if (name)
		put_remark(d, name);
}

static void put_remark_flags(struct decoder *d, const struct xlat *table)
{
	struct names t = { .n = 0 };

	put_hex(d, (uint64_t)d->result);
	if (d->result && add_flags(&t, table, (uint64_t)d->result))
		put_remark(d, t.s);
}

void result_prctl(struct decoder *d)
{
	switch ((uint32_t)d->args[0]) {
	case 3:
		result_number(d);
		put_remark_value(d, suid_dumps);
		break;
	case 27:
		put_remark_flags(d, securebits);
		break;
	case 52:
		put_remark_flags(d, speculation_states);
		if (!d->result)
			put_remark(d, "PR_SPEC_NOT_AFFECTED");
		break;
	default:
		result_number(d);
	}
}

/* --- arch_prctl --- */

static const struct xlat arch_prctls[] = {
	{ 0x1001, "ARCH_SET_GS" }, { 0x1002, "ARCH_SET_FS" }, { 0x1003, "ARCH_GET_FS" },
	{ 0x1004, "ARCH_GET_GS" }, { 0x1011, "ARCH_GET_CPUID" }, { 0x1012, "ARCH_SET_CPUID" },
	{ 0x1021, "ARCH_GET_XCOMP_SUPP" }, { 0x1022, "ARCH_GET_XCOMP_PERM" },
	{ 0x1023, "ARCH_REQ_XCOMP_PERM" }, { 0x1024, "ARCH_GET_XCOMP_GUEST_PERM" },
	{ 0x1025, "ARCH_REQ_XCOMP_GUEST_PERM" }, { 0x2001, "ARCH_MAP_VDSO_X32" },
	{ 0x2002, "ARCH_MAP_VDSO_32" }, { 0x2003, "ARCH_MAP_VDSO_64" }, {}
};

void print_arch_prctl_op(struct decoder *d, uint64_t v)
{
	put_value(d, arch_prctls, (uint32_t)v, "ARCH_???");
}

void args_arch_prctl(struct decoder *d)
{
	uint32_t op = (uint32_t)d->args[0];
	bool late = op == ARCH_GET_FS || op == ARCH_GET_GS;

	if (is_entering(d)) {
		put_arg_defined(d, 0);
		d->more_later = late;
	}
	if (is_entering(d) == late || op == ARCH_GET_CPUID)
		return;
	if (late)
		put_arg_as(d, 1, print_address_out);
	else
		put_arg_as(d, 1, op == ARCH_SET_FS || op == ARCH_SET_GS ? print_ADDR : print_hex);
}
