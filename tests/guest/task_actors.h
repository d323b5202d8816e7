/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The actors of task_random.c: tasks that wait for orders on a channel each, obey, and answer what
 * came of it. They keep nothing but a board in shared memory.
 */
#ifndef GUEST_TASK_ACTORS_H
#define GUEST_TASK_ACTORS_H

#include <fcntl.h>
#include <linux/capability.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "tasks.h"

#define SLOTS 10
#define STACK 65536
#define FIRST_FD 100 /* of the channels: two for each slot, then the board */
#define BOARD_FD (FIRST_FD + 2 * SLOTS)
#define EXE_FD (BOARD_FD + 1)

enum op {
	OP_CLONE,
	OP_THREAD,
	OP_EXIT,
	OP_EXIT_GROUP,
	OP_KILL,
	OP_TGKILL,
	OP_PGKILL,
	OP_PIDFD_SIGNAL,
	OP_WAIT4,
	OP_WAITID,
	OP_SETPGID,
	OP_SETSID,
	OP_GETPGID,
	OP_GETSID,
	OP_GETPPID,
	OP_SUBREAPER,
	OP_DEATHSIG,
	OP_SIGACTION,
	OP_EXEC,
	OP_UMASK,
	OP_NAME,
	OP_NICE,
	OP_CLOSE_ON,
	OP_SIGMASK,
	/* with users */
	OP_SETRESUID,
	OP_SETREUID,
	OP_SETUID,
	OP_SETRESGID,
	OP_KEEPCAPS,
	OP_DUMPABLE,
	OP_KCMP,
	OP_PIDFD_GETFD,
	OP_READV,
	OP_PROC,
	OP_PRLIMIT,
	OP_GETNICE,
	OP_SCHED,
	OP_ROBUST,
	OP_QUEUE,
	NR_OPS
};

static const char *const op_name[NR_OPS] = {
	"clone",
	"thread",
	"exit",
	"exit_group",
	"kill",
	"tgkill",
	"kill group",
	"pidfd_send_signal",
	"wait4",
	"waitid",
	"setpgid",
	"setsid",
	"getpgid",
	"getsid",
	"getppid",
	"subreaper",
	"deathsig",
	"sigaction",
	"exec",
	"umask",
	"name",
	"setpriority",
	"descriptor",
	"sigmask",
	"setresuid",
	"setreuid",
	"setuid",
	"setresgid",
	"keepcaps",
	"dumpable",
	"kcmp",
	"pidfd_getfd",
	"process_vm_readv",
	"open /proc",
	"prlimit",
	"getpriority",
	"sched_setscheduler",
	"get_robust_list",
	"rt_sigqueueinfo",
};

struct order {
	int op, slot;
	long a, b, c;
};
struct answer {
	long ret;
	int status, pid, code; /* of a wait */
};

/* What all see. */
struct board {
	volatile int tid[SLOTS];
	volatile unsigned signals[SLOTS]; /* that came to a process, by number below 32 */
};
static struct board *board;
static int people[] = { 0, 1000, 1001, -1 };

static char *stacks; /* of those that share memory */

static void on_signal(int sig)
{
	int pid = (int)raw(SYS_getpid, 0, 0, 0, 0, 0, 0);

	for (int i = 0; i < SLOTS; i++)
		if (board->tid[i] == pid)
			board->signals[i] |= 1u << sig;
}

static void set_handler(int sig, void (*fn)(int), int flags)
{
	struct sigaction sa = { .sa_handler = fn, .sa_flags = SA_RESTART | flags };

	sigaction(sig, &sa, NULL);
}

static int act(int slot);

static int act_of(void *slot)
{
	return act((int)(intptr_t)slot);
}

static long do_clone(const struct order *o)
{
	long r;

	if (o->a & CLONE_VM) {
		r = clone(act_of, stacks + (size_t)(o->b + 1) * STACK, (int)o->a,
			  (void *)(intptr_t)o->b, NULL, NULL, NULL);
		return r < 0 ? -errno : r;
	}
	r = raw_clone((unsigned long)o->a, NULL, NULL, NULL);
	if (!r)
		raw(SYS_exit, act((int)o->b), 0, 0, 0, 0, 0);
	return r;
}

static long open_proc(const struct order *o)
{
	static const char *const what[] = { "environ",	"maps",		 "mem", "fd/0",
					    "comm",	"oom_score_adj", "cwd", "auxv",
					    "fdinfo/0", "stat",		 "exe", "ns/pid" };
	char path[64], link[64];
	long fd;

	snprintf(path, sizeof(path), "/proc/%ld/%s", o->a, what[o->b % 12]);
	if (o->b % 12 == 6 || o->b % 12 == 10 || o->b % 12 == 11)
		return readlink(path, link, sizeof(link)) < 0 ? -errno : 0;
	fd = raw(SYS_openat, AT_FDCWD, (long)path, o->c ? O_RDWR : O_RDONLY, 0, 0, 0);
	if (fd < 0)
		return fd;
	raw(SYS_close, fd, 0, 0, 0, 0, 0);
	return 0;
}

static long with_pidfd(const struct order *o)
{
	long fd = raw(SYS_pidfd_open, o->a, 0, 0, 0, 0, 0), r;

	if (fd < 0)
		return fd;
	if (o->op == OP_PIDFD_GETFD) {
		r = raw(SYS_pidfd_getfd, fd, o->b, 0, 0, 0, 0);
		if (r >= 0)
			r = raw(SYS_close, r, 0, 0, 0, 0, 0);
	} else {
		r = raw(SYS_pidfd_send_signal, fd, o->b, 0, o->c, 0, 0);
	}
	raw(SYS_close, fd, 0, 0, 0, 0, 0);
	return r;
}

static long do_waitid(const struct order *o, struct answer *w)
{
	siginfo_t si = { 0 };
	long r;

	if (o->a == P_PIDFD) {
		long fd = raw(SYS_pidfd_open, o->b, 0, 0, 0, 0, 0);

		r = raw(SYS_waitid, P_PIDFD, fd, (long)&si, o->c, 0, 0);
		if (fd >= 0)
			raw(SYS_close, fd, 0, 0, 0, 0, 0);
	} else {
		r = raw(SYS_waitid, o->a, o->b, (long)&si, o->c, 0, 0);
	}
	w->pid = si.si_pid;
	w->status = si.si_status;
	w->code = si.si_code;
	return r;
}

static long do_readv(const struct order *o)
{
	char c[8];
	struct iovec here = { c, 8 }, there = { &board, 8 };

	return raw(SYS_process_vm_readv, o->a, (long)&here, 1, (long)&there, 1, 0);
}

static long do_exec(const struct order *o)
{
	static char number[12];
	char *argv[] = { "task_random", "actor", number, NULL }, *envp[] = { NULL };

	snprintf(number, sizeof(number), "%d", o->slot);
	return raw(SYS_execveat, EXE_FD, (long)"", (long)argv, (long)envp, AT_EMPTY_PATH, 0);
}

static long do_prlimit(const struct order *o)
{
	struct {
		uint64_t cur, max;
	} lim = { 0 }, set = { 0, 1000000 };

	return raw(SYS_prlimit64, o->a, RLIMIT_CORE, o->b ? (long)&set : 0, (long)&lim, 0, 0);
}

static long do_robust(const struct order *o)
{
	long head, len;

	return raw(SYS_get_robust_list, o->a, (long)&head, (long)&len, 0, 0, 0);
}

static long do_queue(const struct order *o)
{
	siginfo_t si = { .si_signo = (int)o->b, .si_code = (int)o->c };

	return raw(SYS_rt_sigqueueinfo, o->a, o->b, (long)&si, 0, 0, 0);
}

static long do_sigmask(const struct order *o)
{
	uint64_t set = 1ull << (o->b - 1);

	return raw(SYS_rt_sigprocmask, o->a, (long)&set, 0, 8, 0, 0);
}

static long do_sched(const struct order *o)
{
	int zero = 0;

	return raw(SYS_sched_setscheduler, o->a, SCHED_BATCH, (long)&zero, 0, 0, 0);
}

static long perform(const struct order *o, struct answer *w)
{
	switch (o->op) {
	case OP_CLONE:
	case OP_THREAD:
		return do_clone(o);
	case OP_EXIT:
		return raw(SYS_exit, o->a, 0, 0, 0, 0, 0);
	case OP_EXIT_GROUP:
		return raw(SYS_exit_group, o->a, 0, 0, 0, 0, 0);
	case OP_KILL:
		return raw(SYS_kill, o->a, o->b, 0, 0, 0, 0);
	case OP_PGKILL:
		return raw(SYS_kill, -o->a, o->b, 0, 0, 0, 0);
	case OP_TGKILL:
		return raw(SYS_tgkill, o->c, o->a, o->b, 0, 0, 0);
	case OP_PIDFD_SIGNAL:
	case OP_PIDFD_GETFD:
		return with_pidfd(o);
	case OP_WAIT4:
		return w->pid = (int)raw(SYS_wait4, o->a, (long)&w->status, o->c, 0, 0, 0);
	case OP_WAITID:
		return do_waitid(o, w);
	case OP_SETPGID:
		return raw(SYS_setpgid, o->a, o->b, 0, 0, 0, 0);
	case OP_SETSID:
		return raw(SYS_setsid, 0, 0, 0, 0, 0, 0);
	case OP_GETPGID:
		return raw(SYS_getpgid, o->a, 0, 0, 0, 0, 0);
	case OP_GETSID:
		return raw(SYS_getsid, o->a, 0, 0, 0, 0, 0);
	case OP_GETPPID:
		return raw(SYS_getppid, 0, 0, 0, 0, 0, 0);
	case OP_SUBREAPER:
		return raw(SYS_prctl, PR_SET_CHILD_SUBREAPER, o->a, 0, 0, 0, 0);
	case OP_DEATHSIG:
		return raw(SYS_prctl, PR_SET_PDEATHSIG, o->a, 0, 0, 0, 0);
	case OP_SIGACTION:
		set_handler((int)o->b,
			    o->a == 0	? SIG_DFL
			    : o->a == 1 ? SIG_IGN
					: on_signal,
			    (int)o->c);
		return 0;
	case OP_EXEC:
		return do_exec(o);
	case OP_UMASK:
		return raw(SYS_umask, o->a, 0, 0, 0, 0, 0);
	case OP_NAME:
		return raw(SYS_prctl, PR_SET_NAME, o->a ? (long)"one" : (long)"two", 0, 0, 0, 0);
	case OP_NICE:
		return raw(SYS_setpriority, o->c, o->a, o->b, 0, 0, 0);
	case OP_GETNICE:
		return raw(SYS_getpriority, o->c, o->a, 0, 0, 0, 0);
	case OP_CLOSE_ON:
		return o->a ? raw(SYS_dup2, 0, 50, 0, 0, 0, 0) : raw(SYS_close, 50, 0, 0, 0, 0, 0);
	case OP_SIGMASK:
		return do_sigmask(o);
	default:
		return -ENOSYS;
	}
}

/* The ids by the kernel's own calls: libc's would change those of all threads. */
#ifdef __i386__
#define NR_ID(name) SYS_##name##32
#else
#define NR_ID(name) SYS_##name
#endif

static long perform_more(const struct order *o, struct answer *w)
{
	switch (o->op) {
	case OP_SETRESUID:
		return raw(NR_ID(setresuid), o->a, o->b, o->c, 0, 0, 0);
	case OP_SETREUID:
		return raw(NR_ID(setreuid), o->a, o->b, 0, 0, 0, 0);
	case OP_SETUID:
		return raw(NR_ID(setuid), o->a, 0, 0, 0, 0, 0);
	case OP_SETRESGID:
		return raw(NR_ID(setresgid), o->a, o->b, o->c, 0, 0, 0);
	case OP_KEEPCAPS:
		return raw(SYS_prctl, PR_SET_KEEPCAPS, o->a, 0, 0, 0, 0);
	case OP_DUMPABLE:
		return o->b ? raw(SYS_prctl, PR_SET_DUMPABLE, o->a, 0, 0, 0, 0)
			    : raw(SYS_prctl, PR_GET_DUMPABLE, 0, 0, 0, 0, 0);
	case OP_KCMP: { /* the order of addresses is nobody's business */
		long r = raw(SYS_kcmp, o->a, o->b, o->c, 0, 0, 0);
		return r > 0 ? 1 : r;
	}
	case OP_READV:
		return do_readv(o);
	case OP_PROC:
		return open_proc(o);
	case OP_PRLIMIT:
		return do_prlimit(o);
	case OP_SCHED:
		return do_sched(o);
	case OP_ROBUST:
		return do_robust(o);
	case OP_QUEUE:
		return do_queue(o);
	default:
		return perform(o, w);
	}
}

static int act(int slot)
{
	int fd = FIRST_FD + 2 * slot + 1;
	struct order o;

	board->tid[slot] = (int)raw(SYS_gettid, 0, 0, 0, 0, 0, 0);
	for (;;) {
		struct answer w = { 0 };

		if (recv(fd, &o, sizeof(o), 0) != sizeof(o))
			return 99;
		w.ret = perform_more(&o, &w);
		send(fd, &w, sizeof(w), 0);
	}
}

static void open_board(void)
{
	board = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, BOARD_FD, 0);
	stacks = mmap(NULL, (size_t)SLOTS * STACK, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
}

#endif
