/* SPDX-License-Identifier: GPL-2.0-or-later */
/* New processes and threads, and what they share. */
#include "decode/forms.h"
#include "decode/internal.h"
#include "kernel/signal.h"
#include "uapi/sched.h"

/* As strace 6.1 has them: without CLONE_DETACHED. */
#define CLONE_FLAGS                                                                              \
	X(CLONE_VM), X(CLONE_FS), X(CLONE_FILES), X(CLONE_SIGHAND), X(CLONE_PIDFD),              \
	X(CLONE_PTRACE), X(CLONE_VFORK), X(CLONE_PARENT), X(CLONE_THREAD), X(CLONE_NEWNS),       \
	X(CLONE_SYSVSEM), X(CLONE_SETTLS), X(CLONE_PARENT_SETTID), X(CLONE_CHILD_CLEARTID),      \
	X(CLONE_UNTRACED), X(CLONE_CHILD_SETTID), X(CLONE_NEWCGROUP), X(CLONE_NEWUTS),           \
	X(CLONE_NEWIPC), X(CLONE_NEWUSER), X(CLONE_NEWPID), X(CLONE_NEWNET), X(CLONE_IO)

static const struct xlat clone_flags[] = { CLONE_FLAGS, {} };
static const struct xlat clone3_flags[] = {
	CLONE_FLAGS, X(CLONE_CLEAR_SIGHAND), X(CLONE_INTO_CGROUP), {}
};

static const struct xlat unshare_flags[] = {
	X(CLONE_NEWTIME), X(CLONE_VM), X(CLONE_FS), X(CLONE_FILES), X(CLONE_SIGHAND),
	X(CLONE_THREAD), X(CLONE_NEWNS), X(CLONE_SYSVSEM), X(CLONE_NEWCGROUP), X(CLONE_NEWUTS),
	X(CLONE_NEWIPC), X(CLONE_NEWUSER), X(CLONE_NEWPID), X(CLONE_NEWNET), {}
};

static const struct xlat setns_types[] = {
	X(CLONE_NEWTIME), X(CLONE_NEWNS), X(CLONE_NEWCGROUP), X(CLONE_NEWUTS), X(CLONE_NEWIPC),
	X(CLONE_NEWUSER), X(CLONE_NEWPID), X(CLONE_NEWNET), {}
};

void print_unshare_flags(struct decoder *d, uint64_t v)
{
	put_flags(d, unshare_flags, v, "CLONE_???");
}

void print_setns_type(struct decoder *d, uint64_t v)
{
	put_flags(d, setns_types, (uint32_t)v, "CLONE_NEW???");
}

/* --- clone --- */

/* Flags, and in the lowest byte the signal that tells of its end. */
static void put_clone_flags(struct decoder *d, uint64_t v)
{
	uint64_t flags = v & ~CSIGNAL, sig = v & CSIGNAL;

	if (flags && sig)
		begin(d, SINK_PARTS);
	if (flags)
		put_flags(d, clone_flags, flags, "CLONE_???");
	if (sig)
		print_signo(d, sig);
	else if (!flags)
		put_number(d, 0);
	if (flags && sig)
		end(d);
}

/* A number that the kernel wrote: of a descriptor or a task. */
static void put_number_at(struct decoder *d, uaddr_t at, print_fn *print)
{
	int value;

	if (!fetch_out(d, &value, at, sizeof(value)))
		return;
	begin(d, SINK_ARRAY);
	print(d, (uint32_t)value);
	end(d);
}

static void put_tls_desc(struct decoder *d, uaddr_t at)
{
	if (failed(d))
		put_address(d, at);
	else
		print_user_desc(d, at);
}

/* Registers stand in another order in each ABI. */
static void put_clone(struct decoder *d, unsigned parent_tid, unsigned child_tid, unsigned tls)
{
	uint64_t flags = d->args[0];

	if (is_entering(d)) {
		put_named_arg(d, "child_stack");
		put_address(d, d->args[1]);
		put_named_arg(d, "flags");
		put_clone_flags(d, flags);
		return;
	}
	if (flags & (CLONE_PARENT_SETTID | CLONE_PIDFD)) {
		put_named_arg(d, "parent_tid");
		put_number_at(d, d->args[parent_tid], flags & CLONE_PIDFD ? print_fd : print_task);
	}
	if (flags & CLONE_SETTLS) {
		put_named_arg(d, "tls");
		if (d->is_64bit)
			put_address(d, d->args[tls]);
		else
			put_tls_desc(d, d->args[tls]);
	}
	if (flags & (CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID)) {
		put_named_arg(d, "child_tidptr");
		put_address(d, d->args[child_tid]);
	}
}

void args_clone(struct decoder *d)
{
	put_clone(d, 2, 3, 4);
}

void args_compat_ia32_clone(struct decoder *d)
{
	put_clone(d, 2, 4, 3);
}

/* --- clone3 --- */

static void put_tids(struct decoder *d, const void *elem, __unused void *ctx)
{
	put_number(d, *(const int *)elem);
}

static void put_set_tid(struct decoder *d, const struct linux_clone_args *a)
{
	int tid;

	field(d, "set_tid");
	if (!a->set_tid_size || a->set_tid_size > MAX_PID_NS_LEVEL)
		put_address(d, a->set_tid);
	else
		put_array(d, a->set_tid, a->set_tid_size, &tid, sizeof(tid), put_tids, NULL);
	field_unsigned(d, a, set_tid_size);
}

static void field_address(struct decoder *d, const char *name, uaddr_t v)
{
	field(d, name);
	put_address(d, v);
}

static void put_clone_args(struct decoder *d, const struct linux_clone_args *a, uint64_t size)
{
	begin(d, SINK_STRUCT);
	field(d, "flags");
	put_flags(d, clone3_flags, a->flags, "CLONE_???");
	if (a->flags & CLONE_PIDFD)
		field_address(d, "pidfd", a->pidfd);
	if (a->flags & (CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID))
		field_address(d, "child_tid", a->child_tid);
	if (a->flags & CLONE_PARENT_SETTID)
		field_address(d, "parent_tid", a->parent_tid);
	field(d, "exit_signal");
	if (a->exit_signal <= INT32_MAX)
		print_signo(d, a->exit_signal);
	else
		put_unsigned(d, a->exit_signal);
	field_address(d, "stack", a->stack);
	field_hex(d, a, stack_size);
	if (a->flags & CLONE_SETTLS) {
		field(d, "tls");
		if (d->is_64bit)
			put_address(d, a->tls);
		else
			print_user_desc(d, a->tls);
	}
	if (a->set_tid || a->set_tid_size)
		put_set_tid(d, a);
	if (size >= CLONE_ARGS_SIZE_VER2 && (a->cgroup || a->flags & CLONE_INTO_CGROUP)) {
		field(d, "cgroup");
		if (a->cgroup <= INT32_MAX)
			print_fd(d, a->cgroup);
		else
			put_unsigned(d, a->cgroup);
	}
	put_rest(d, d->args[0], CLONE_ARGS_SIZE_VER2, size);
	end(d);
}

#define CLONE_ANSWERS (CLONE_PIDFD | CLONE_PARENT_SETTID)

/* What the kernel answered through the pointers, and in what a later kernel may have added. */
static void put_clone_answer(struct decoder *d, const struct linux_clone_args *a, uint64_t size)
{
	if (!(a->flags & CLONE_ANSWERS) && !has_rest(d->args[0], CLONE_ARGS_SIZE_VER2, size))
		return;
	d->sink->becomes(d->ctx);
	begin(d, SINK_STRUCT);
	if (a->flags & CLONE_PIDFD) {
		field(d, "pidfd");
		put_number_at(d, a->pidfd, print_fd);
	}
	if (a->flags & CLONE_PARENT_SETTID) {
		field(d, "parent_tid");
		put_number_at(d, a->parent_tid, print_task);
	}
	put_rest(d, d->args[0], CLONE_ARGS_SIZE_VER2, size);
	end(d);
}

void args_clone3(struct decoder *d)
{
	struct linux_clone_args a = { 0 };
	uint64_t size = d->args[1];

	if (is_entering(d)) {
		put_arg(d, "uargs");
		if (size < CLONE_ARGS_SIZE_VER0)
			put_address(d, d->args[0]);
		else if (fetch(d, &a, d->args[0], min(size, (uint64_t)sizeof(a))))
			put_clone_args(d, &a, size);
		return;
	}
	if (!failed(d) && size >= CLONE_ARGS_SIZE_VER0 && !d->opaque &&
	    read_guest(&a, d->args[0], CLONE_ARGS_SIZE_VER0))
		put_clone_answer(d, &a, size);
	put_arg_defined(d, 1);
}
