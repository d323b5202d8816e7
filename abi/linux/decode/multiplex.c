/* SPDX-License-Identifier: GPL-2.0-or-later */
/* See multiplex.h. The routines of the calls unfold their arguments by themselves, and alike. */
#include "decode/multiplex.h"

#include <string.h>

#include "decode/forms.h"
#include "decode/internal.h"
#include "uaccess.h"
#include "uapi/ipc.h"
#include "uapi/socket.h"

extern const struct syscall sys_compat_socketcall, sys_compat_ipc, sys_compat_ia32_mmap,
	sys_compat_old_select;
extern const struct syscall sys_socket, sys_bind, sys_connect, sys_listen, sys_accept,
	sys_getsockname, sys_getpeername, sys_socketpair, sys_sendto, sys_compat_recvfrom,
	sys_shutdown, sys_setsockopt, sys_getsockopt, sys_compat_sendmsg, sys_compat_recvmsg,
	sys_accept4, sys_compat_recvmmsg_time32, sys_compat_sendmmsg;
extern const struct syscall sys_semget, sys_semop, sys_msgget, sys_compat_msgsnd,
	sys_compat_msgrcv, sys_compat_msgctl, sys_compat_shmat, sys_shmdt, sys_shmget,
	sys_compat_shmctl, sys_semtimedop_time32;
extern const struct syscall sys_mmap, sys_compat_select;

#define NR_SOCKETCALL 102
#define NR_IPC 117
/* Where their sub-calls are among the kinds of calls. */
#define KIND_SOCKETCALL 464
#define KIND_IPC (KIND_SOCKETCALL + SYS_SENDMMSG + 1)

_Static_assert(KIND_SOCKETCALL >= NR_SYSCALLS && KIND_IPC + IPC_SHMCTL < NR_CALL_KINDS, "kinds");

/* --- socketcall --- */

static const struct syscall send = {
	4, NULL, { SC_ARG(fd_t, fd), SC_ARG(uin_t, buff), SC_ARG(usize_t, len),
		   SC_ARG(msgflags_t, flags) }
};
static const struct syscall recv = {
	4, NULL, { SC_ARG(fd_t, fd), SC_ARG(ureceived_t, ubuf), SC_ARG(usize_t, size),
		   SC_ARG(msgflags_t, flags) }
};

static const struct {
	const char *name, *constant;
	const struct syscall *sys;
} socket_calls[] = {
	[SYS_SOCKET] = { "socket", "SYS_SOCKET", &sys_socket },
	[SYS_BIND] = { "bind", "SYS_BIND", &sys_bind },
	[SYS_CONNECT] = { "connect", "SYS_CONNECT", &sys_connect },
	[SYS_LISTEN] = { "listen", "SYS_LISTEN", &sys_listen },
	[SYS_ACCEPT] = { "accept", "SYS_ACCEPT", &sys_accept },
	[SYS_GETSOCKNAME] = { "getsockname", "SYS_GETSOCKNAME", &sys_getsockname },
	[SYS_GETPEERNAME] = { "getpeername", "SYS_GETPEERNAME", &sys_getpeername },
	[SYS_SOCKETPAIR] = { "socketpair", "SYS_SOCKETPAIR", &sys_socketpair },
	[SYS_SEND] = { "send", "SYS_SEND", &send },
	[SYS_RECV] = { "recv", "SYS_RECV", &recv },
	[SYS_SENDTO] = { "sendto", "SYS_SENDTO", &sys_sendto },
	[SYS_RECVFROM] = { "recvfrom", "SYS_RECVFROM", &sys_compat_recvfrom },
	[SYS_SHUTDOWN] = { "shutdown", "SYS_SHUTDOWN", &sys_shutdown },
	[SYS_SETSOCKOPT] = { "setsockopt", "SYS_SETSOCKOPT", &sys_setsockopt },
	[SYS_GETSOCKOPT] = { "getsockopt", "SYS_GETSOCKOPT", &sys_getsockopt },
	[SYS_SENDMSG] = { "sendmsg", "SYS_SENDMSG", &sys_compat_sendmsg },
	[SYS_RECVMSG] = { "recvmsg", "SYS_RECVMSG", &sys_compat_recvmsg },
	[SYS_ACCEPT4] = { "accept4", "SYS_ACCEPT4", &sys_accept4 },
	[SYS_RECVMMSG] = { "recvmmsg", "SYS_RECVMMSG", &sys_compat_recvmmsg_time32 },
	[SYS_SENDMMSG] = { "sendmmsg", "SYS_SENDMMSG", &sys_compat_sendmmsg },
};

static bool read_args(uint64_t to[6], uaddr_t at, unsigned n)
{
	uint32_t a[6];
	unsigned i;

	if (!at || copy_from_user(a, at, n * sizeof(a[0])))
		return false;
	for (i = 0; i < n; i++)
		to[i] = a[i];
	return true;
}

static bool unfold_socketcall(struct subcall *sub, const uint64_t args[6])
{
	uint32_t op = (uint32_t)args[0];

	if (op < SYS_SOCKET || op > SYS_SENDMMSG)
		return false;
	sub->name = socket_calls[op].name;
	sub->kind = KIND_SOCKETCALL + op;
	sub->sys = socket_calls[op].sys;
	return read_args(sub->args, args[1], sub->sys->nargs);
}

void print_socketcall_op(struct decoder *d, uint64_t v)
{
	uint32_t op = (uint32_t)v;

	if (op >= SYS_SOCKET && op <= SYS_SENDMMSG)
		d->sink->symbol(d->ctx, op, SINK_DECIMAL, socket_calls[op].constant);
	else
		put_number(d, (int32_t)op);
}

/* --- ipc: which of its arguments are those of the call, in the call's order --- */

static const struct syscall ipc_semctl = {
	4, NULL, { SC_ARG(int_t, semid), SC_ARG(int_t, semnum), SC_ARG(sem_cmd_t, cmd),
		   SC_ARG(usemun_pointer_t, arg) }
};
/* Of an old msgrcv whose block of two arguments cannot be read. */
static const struct syscall ipc_msgrcv = {
	4, NULL, { SC_ARG(int_t, msqid), SC_ARG(addr_t, msgp), SC_ARG(usize_t, msgsz),
		   SC_ARG(sysvmsgflags_t, msgflg) }
};

enum { OP, FIRST, SECOND, THIRD, PTR, FIFTH };

static const struct ipc_call {
	const char *name;
	const struct syscall *sys;
	uint8_t from[5];
} ipc_calls[] = {
	[IPC_SEMOP] = { "semop", &sys_semop, { FIRST, PTR, SECOND } },
	[IPC_SEMGET] = { "semget", &sys_semget, { FIRST, SECOND, THIRD } },
	[IPC_SEMCTL] = { "semctl", &ipc_semctl, { FIRST, SECOND, THIRD, PTR } },
	[IPC_SEMTIMEDOP] = { "semtimedop", &sys_semtimedop_time32, { FIRST, PTR, SECOND, FIFTH } },
	[IPC_MSGSND] = { "msgsnd", &sys_compat_msgsnd, { FIRST, PTR, SECOND, THIRD } },
	[IPC_MSGRCV] = { "msgrcv", &sys_compat_msgrcv, { FIRST, PTR, SECOND, FIFTH, THIRD } },
	[IPC_MSGGET] = { "msgget", &sys_msgget, { FIRST, SECOND } },
	[IPC_MSGCTL] = { "msgctl", &sys_compat_msgctl, { FIRST, SECOND, PTR } },
	/* the result's place comes last, and is not told */
	[IPC_SHMAT] = { "shmat", &sys_compat_shmat, { FIRST, PTR, SECOND, THIRD } },
	[IPC_SHMDT] = { "shmdt", &sys_shmdt, { PTR } },
	[IPC_SHMGET] = { "shmget", &sys_shmget, { FIRST, SECOND, THIRD } },
	[IPC_SHMCTL] = { "shmctl", &sys_compat_shmctl, { FIRST, SECOND, PTR } },
};

/* Old callers hand over the buffer's address and the type in a block. */
static void unfold_old_msgrcv(struct subcall *sub, const uint64_t args[6])
{
	uint32_t block[2];

	if (!args[PTR] || copy_from_user(block, args[PTR], sizeof(block))) {
		sub->sys = &ipc_msgrcv;
		sub->args[3] = args[THIRD];
		return;
	}
	sub->args[1] = block[0];
	sub->args[3] = block[1];
}

static bool unfold_ipc(struct subcall *sub, const uint64_t args[6])
{
	uint32_t op = (uint32_t)args[OP] & 0xffff, version = (uint32_t)args[OP] >> 16;
	const struct ipc_call *c = op < ARRAY_SIZE(ipc_calls) ? &ipc_calls[op] : NULL;
	unsigned i;

	if (!c || !c->sys)
		return false;
	sub->name = c->name;
	sub->kind = KIND_IPC + op;
	sub->sys = c->sys;
	for (i = 0; i < ARRAY_SIZE(c->from); i++)
		sub->args[i] = args[c->from[i]];
	if (op == IPC_MSGRCV && !version)
		unfold_old_msgrcv(sub, args);
	return true;
}

/* What is no call: its number, and below 1<<16 the version of the interface. */
void args_ipc(struct decoder *d)
{
	uint32_t op = (uint32_t)d->args[OP];
	char text[32];

	if (!is_entering(d))
		return;
	put_arg(d, d->sys->args[OP].name);
	if (op >> 16) {
		snprintf(text, sizeof(text), "%u<<16|%u", op >> 16, op & 0xffff);
		d->sink->symbol(d->ctx, op, SINK_UNSIGNED, text);
	} else {
		put_unsigned(d, op);
	}
	for (d->arg = FIRST; d->arg <= FIFTH; d->arg++) {
		put_arg(d, d->sys->args[d->arg].name);
		put_hex(d, (uint32_t)d->args[d->arg]);
	}
}

const char *find_subcall_kind(unsigned kind, const struct syscall **sys)
{
	if (kind >= KIND_IPC && kind - KIND_IPC < ARRAY_SIZE(ipc_calls)) {
		*sys = ipc_calls[kind - KIND_IPC].sys;
		return ipc_calls[kind - KIND_IPC].name;
	}
	if (kind >= KIND_SOCKETCALL && kind - KIND_SOCKETCALL < ARRAY_SIZE(socket_calls)) {
		*sys = socket_calls[kind - KIND_SOCKETCALL].sys;
		return socket_calls[kind - KIND_SOCKETCALL].name;
	}
	return NULL;
}

unsigned subcall_kind(uint32_t nr, uint32_t op)
{
	const struct syscall *sys;
	unsigned kind = nr == NR_IPC ? KIND_IPC + (op & 0xffff) : KIND_SOCKETCALL + op;

	return kind < NR_CALL_KINDS && subcall_carrier(kind) == nr && find_subcall_kind(kind, &sys)
		       ? kind : nr;
}

unsigned subcall_carrier(unsigned kind)
{
	return kind >= KIND_IPC ? NR_IPC : NR_SOCKETCALL;
}

bool find_subcall(struct subcall *sub, const struct syscall *sys, const uint64_t args[6])
{
	memset(sub, 0, sizeof(*sub));
	if (sys == &sys_compat_socketcall)
		return unfold_socketcall(sub, args);
	if (sys == &sys_compat_ipc)
		return unfold_ipc(sub, args);
	if (sys == &sys_compat_ia32_mmap) {
		sub->sys = &sys_mmap;
		return read_args(sub->args, args[0], 6);
	}
	if (sys == &sys_compat_old_select) {
		sub->sys = &sys_compat_select;
		return read_args(sub->args, args[0], 5);
	}
	return false;
}
