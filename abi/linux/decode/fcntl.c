/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fcntl: an argument, and a result, for each command. */
#include "decode/files.h"
#include "decode/forms.h"
#include "kernel/signal.h"
#include "uapi/fcntl.h"
#include "uapi/flock.h"

static const struct xlat commands[] = {
	X(F_DUPFD), X(F_GETFD), X(F_SETFD), X(F_GETFL), X(F_SETFL), X(F_GETLK), X(F_SETLK),
	X(F_SETLKW), X(F_SETOWN), X(F_GETOWN), X(F_SETSIG), X(F_GETSIG), X(F_GETLK64),
	X(F_SETLK64), X(F_SETLKW64), X(F_SETOWN_EX), X(F_GETOWN_EX), X(F_GETOWNER_UIDS),
	X(F_OFD_GETLK), X(F_OFD_SETLK), X(F_OFD_SETLKW), X(F_SETLEASE), X(F_GETLEASE),
	X(F_NOTIFY), X(F_CANCELLK), X(F_DUPFD_CLOEXEC), X(F_SETPIPE_SZ), X(F_GETPIPE_SZ),
	X(F_ADD_SEALS), X(F_GET_SEALS), {}
};
static const struct xlat fd_flags[] = { X(FD_CLOEXEC), {} };
static const struct xlat seals[] = {
	X(F_SEAL_SEAL), X(F_SEAL_SHRINK), X(F_SEAL_GROW), X(F_SEAL_WRITE), X(F_SEAL_FUTURE_WRITE), {}
};
static const struct xlat lock_types[] = {
	X(F_RDLCK), X(F_WRLCK), X(F_UNLCK), X(F_EXLCK), X(F_SHLCK), {}
};
static const struct xlat owner_types[] = {
	X(F_OWNER_TID), X(F_OWNER_PID), X(F_OWNER_PGRP), {}
};
static const struct xlat notify_events[] = {
	{ 1, "DN_ACCESS" }, { 2, "DN_MODIFY" }, { 4, "DN_CREATE" }, { 8, "DN_DELETE" },
	{ 16, "DN_RENAME" }, { 32, "DN_ATTRIB" }, X(DN_MULTISHOT), {}
};

void print_fcntl_cmd(struct decoder *d, uint64_t v)
{
	put_value(d, commands, (uint32_t)v, "F_???");
}

/* --- locks --- */

struct any_flock {
	int type, whence;
	int64_t start, len;
	int pid;
};

static void put_flock(struct decoder *d, const struct any_flock *l, bool with_pid)
{
	begin(d, SINK_STRUCT);
	field(d, "l_type");
	put_value(d, lock_types, (uint16_t)l->type, "F_???");
	field(d, "l_whence");
	print_whence(d, (uint16_t)l->whence);
	field(d, "l_start");
	put_number(d, l->start);
	field(d, "l_len");
	put_number(d, l->len);
	if (with_pid) {
		field(d, "l_pid");
		print_task(d, (uint32_t)l->pid);
	}
	end(d);
}

#define ANY_FLOCK(l) \
	(&(struct any_flock){ (l).l_type, (l).l_whence, (l).l_start, (l).l_len, (l).l_pid })

static void print_flock(struct decoder *d, uint64_t v, bool with_pid, bool long_form)
{
	struct i386_flock64 i64;
	struct i386_flock i386;
	struct x64_flock x64;

	if (d->is_64bit) {
		if (fetch_out(d, &x64, v, sizeof(x64)))
			put_flock(d, ANY_FLOCK(x64), with_pid);
	} else if (long_form) {
		if (fetch_out(d, &i64, v, sizeof(i64)))
			put_flock(d, ANY_FLOCK(i64), with_pid);
	} else if (fetch_out(d, &i386, v, sizeof(i386))) {
		put_flock(d, ANY_FLOCK(i386), with_pid);
	}
}

static void print_lock(struct decoder *d, uint64_t v)
{
	print_flock(d, v, false, false);
}

static void print_lock64(struct decoder *d, uint64_t v)
{
	print_flock(d, v, false, true);
}

static void print_found_lock(struct decoder *d, uint64_t v)
{
	print_flock(d, v, true, false);
}

static void print_found_lock64(struct decoder *d, uint64_t v)
{
	print_flock(d, v, true, true);
}

/* --- other arguments --- */

static void print_fd_flags(struct decoder *d, uint64_t v)
{
	put_flags(d, fd_flags, (uint32_t)v, "FD_???");
}

static void print_status_flags(struct decoder *d, uint64_t v)
{
	put_open_flags(d, (uint32_t)v);
}

static void print_lease(struct decoder *d, uint64_t v)
{
	put_value(d, lock_types, (uint32_t)v, "F_???");
}

static void print_notify(struct decoder *d, uint64_t v)
{
	put_flags(d, notify_events, (uint32_t)v, "DN_???");
}

static void print_seals(struct decoder *d, uint64_t v)
{
	put_flags(d, seals, (uint32_t)v, "F_SEAL_???");
}

static void print_owner(struct decoder *d, uint64_t v)
{
	int owner[2];

	if (!fetch_out(d, owner, v, sizeof(owner)))
		return;
	begin(d, SINK_STRUCT);
	field(d, "type");
	put_value(d, owner_types, (uint32_t)owner[0], "F_OWNER_???");
	field(d, "pid");
	if (owner[0] == F_OWNER_PGRP)
		put_number(d, owner[1]);
	else
		print_task(d, (uint32_t)owner[1]);
	end(d);
}

#define IA32_NR_FCNTL64 221 /* fcntl knows no locks of 64 bits */

/* What a command takes: no argument if there is no printer; late: what the kernel writes. */
struct command {
	print_fn *print;
	bool late;
};

static struct command long_lock_command(unsigned cmd)
{
	switch (cmd) {
	case F_OFD_SETLK:
	case F_OFD_SETLKW:
	case F_SETLK64:
	case F_SETLKW64:
		return (struct command){ print_lock64, false };
	}
	return (struct command){ print_found_lock64, true };
}

static struct command command_of(const struct decoder *d)
{
	unsigned cmd = (unsigned)d->args[1];

	switch (cmd) {
	case F_GETFD:
	case F_GETFL:
	case F_GETOWN:
	case F_GETSIG:
	case F_GETLEASE:
	case F_GETPIPE_SZ:
	case F_GET_SEALS:
		return (struct command){ NULL, false };
	case F_SETFD:
		return (struct command){ print_fd_flags, false };
	case F_SETFL:
		return (struct command){ print_status_flags, false };
	case F_DUPFD:
	case F_DUPFD_CLOEXEC:
	case F_SETPIPE_SZ:
		return (struct command){ print_s64, false };
	case F_SETOWN:
		return (struct command){ print_task, false };
	case F_SETSIG:
		return (struct command){ print_signo, false };
	case F_SETOWN_EX:
		return (struct command){ print_owner, false };
	case F_GETOWN_EX:
		return (struct command){ print_owner, true };
	case F_SETLEASE:
		return (struct command){ print_lease, false };
	case F_NOTIFY:
		return (struct command){ print_notify, false };
	case F_ADD_SEALS:
		return (struct command){ print_seals, false };
	case F_SETLK:
	case F_SETLKW:
		return (struct command){ print_lock, false };
	case F_GETLK:
		return (struct command){ print_found_lock, true };
	case F_GETLK64:
	case F_SETLK64:
	case F_SETLKW64:
		if (d->is_64bit || d->nr != IA32_NR_FCNTL64)
			return (struct command){ print_ADDR, false };
		return long_lock_command(cmd);
	case F_OFD_GETLK:
	case F_OFD_SETLK:
	case F_OFD_SETLKW:
		return long_lock_command(cmd);
	}
	return (struct command){ print_hex, false };
}

void args_fcntl(struct decoder *d)
{
	struct command c = command_of(d);

	if (is_entering(d))
		put_args_defined(d, 0, 2);
	if (c.print && is_entering(d) == !c.late)
		put_arg_as(d, 2, c.print);
}

/* --- results --- */

/* "0x8002 (flags O_RDWR|O_LARGEFILE)" */
static void put_with_names(struct decoder *d, const char *what, const struct names *t)
{
	char text[1100];

	put_hex(d, (uint64_t)d->result);
	snprintf(text, sizeof(text), "%s%s", what, t->s);
	put_remark(d, text);
}

static void put_flags_result(struct decoder *d, const char *what, const struct xlat *flags)
{
	struct names t = { .n = 0 };

	if (!d->result) {
		put_number(d, 0);
		return;
	}
	add_flags(&t, flags, (uint64_t)d->result);
	put_with_names(d, what, &t);
}

static void put_status_flags_result(struct decoder *d)
{
	struct names t = { .n = 0 };

	add_open_flags(&t, (uint64_t)d->result);
	put_with_names(d, "flags ", &t);
}

static void put_lease_result(struct decoder *d)
{
	const char *name = xlat_name(lock_types, (uint64_t)d->result);

	put_hex(d, (uint64_t)d->result);
	if (name)
		put_remark(d, name);
}

static void put_signal_result(struct decoder *d)
{
	int sig = (int)d->result;
	char text[24];

	put_number(d, sig);
	if (sig <= 0 || sig > NSIG)
		return;
	if (sig < SIGRTMIN)
		snprintf(text, sizeof(text), "%s", signal_name(sig));
	else
		snprintf(text, sizeof(text), "SIGRT_%d", sig - SIGRTMIN);
	put_remark(d, text);
}

void result_fcntl(struct decoder *d)
{
	switch ((unsigned)d->args[1]) {
	case F_DUPFD:
	case F_DUPFD_CLOEXEC:
		result_fd(d);
		break;
	case F_GETFD:
		put_flags_result(d, "flags ", fd_flags);
		break;
	case F_GETFL:
		put_status_flags_result(d);
		break;
	case F_GETOWN:
		result_task(d);
		break;
	case F_GETSIG:
		put_signal_result(d);
		break;
	case F_GETLEASE:
		put_lease_result(d);
		break;
	case F_GET_SEALS:
		put_flags_result(d, "seals ", seals);
		break;
	default:
		result_number(d);
	}
}
