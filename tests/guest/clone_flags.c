/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: args 61 */
/* guest: flags -fno-stack-protector */
/*
 * clone_flags STEP [each]: every combination of the flags of clone and clone3, or each STEP-th:
 * its error, or what the child shares and what both were told. Printed is how often each error came,
 * and a child, with a hash of those combinations and what was seen; with "each" all of it.
 *
 * For somebody without rights, and in a directory of its own as its root, where not even
 * CLONE_NEWUSER is allowed: so that Linux answers what ring3 answers by policy.
 */
#include <linux/futex.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "tasks.h"

#define LENGTH(a) (sizeof(a) / sizeof(*(a)))
#define CHILD_STATUS 7

/* What the child and the parent's parent write, seen by all. */
static volatile struct board {
	int tid, tgid, ppid, ptid, ctid;
	int tls;	 /* 1: its parent's, 2: its own */
	int usr2_is_default;
	int done;
	int reaped;	 /* the child of CLONE_PARENT that has ended */
	int status;
} *board;

/* In memory that is copied or shared. */
static volatile int ptid, ctid, pidfd, marker;
static char stack[16384] __attribute__((aligned(16)));
static uintptr_t tls_block[64];
static uintptr_t parents_tls;
static pid_t self, parent;

/* --- the child: no libc, which would want its own thread-local memory --- */

#ifdef __i386__
#define SYSCALL_INSN "int $0x80"
#define FIRST_TLS_WORD "movl %%gs:0, %0"
#else
#define SYSCALL_INSN "syscall"
#define FIRST_TLS_WORD "movq %%fs:0, %0"
#endif

static long call4(long nr, long a, long b, long c, long d)
{
	long ret;
#ifdef __i386__
	asm volatile(SYSCALL_INSN : "=a"(ret) : "a"(nr), "b"(a), "c"(b), "d"(c), "S"(d) : "memory");
#else
	register long r10 asm("r10") = d;

	asm volatile(SYSCALL_INSN
		     : "=a"(ret)
		     : "a"(nr), "D"(a), "S"(b), "d"(c), "r"(r10)
		     : "rcx", "r11", "memory");
#endif
	return ret;
}

struct kernel_sigaction {
	uintptr_t handler, flags, restorer;
	uint64_t mask;
};

static uintptr_t first_tls_word(void)
{
	uintptr_t word;

	asm volatile(FIRST_TLS_WORD : "=r"(word));
	return word;
}

__attribute__((used, noreturn)) void child(void)
{
	static struct kernel_sigaction ignore, was;
	uintptr_t word = first_tls_word();

	board->tid = (int)call4(SYS_gettid, 0, 0, 0, 0);
	board->tgid = (int)call4(SYS_getpid, 0, 0, 0, 0);
	board->ppid = (int)call4(SYS_getppid, 0, 0, 0, 0);
	board->ptid = ptid;
	board->ctid = ctid;
	board->tls = word == (uintptr_t)tls_block ? 2 : word == parents_tls;
	call4(SYS_rt_sigaction, SIGUSR2, 0, (long)&was, 8);
	board->usr2_is_default = was.handler == 0;
	marker = 1;
	call4(SYS_close, 9, 0, 0, 0);
	call4(SYS_umask, 077, 0, 0, 0);
	ignore.handler = (uintptr_t)SIG_IGN;
	call4(SYS_rt_sigaction, SIGUSR1, (long)&ignore, 0, 8);
	board->done = 1;
	for (;;)
		call4(SYS_exit, CHILD_STATUS, 0, 0, 0);
}

/* clone or clone3 with a stack of the child's own, on which it calls child(). */
static long call_clone(long nr, long a, long b, long c, long d, long e)
{
	long ret;
#ifdef __i386__
	asm volatile(SYSCALL_INSN "\n\ttest %%eax, %%eax\n\tjnz 1f\n\tcall child\n1:"
		     : "=a"(ret)
		     : "a"(nr), "b"(a), "c"(b), "d"(c), "S"(d), "D"(e)
		     : "memory");
#else
	register long r10 asm("r10") = d;
	register long r8 asm("r8") = e;

	asm volatile(SYSCALL_INSN "\n\ttest %%rax, %%rax\n\tjnz 1f\n\tcall child\n1:"
		     : "=a"(ret)
		     : "a"(nr), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8)
		     : "rcx", "r11", "memory");
#endif
	return ret;
}

/* --- one combination --- */

#ifdef __i386__
/* The descriptor of the segment that libc uses, with another base. */
static long tls_argument(void)
{
	static unsigned desc[4];
	unsigned gs;

	asm("mov %%gs, %0" : "=r"(gs));
	desc[0] = gs >> 3;
	desc[1] = (unsigned)tls_block;
	desc[2] = 0xfffff;
	desc[3] = 0x51;
	return (long)desc;
}
#else
static long tls_argument(void)
{
	return (long)tls_block;
}
#endif

static long clone2_with(uint64_t flags)
{
	long top = (long)(stack + sizeof(stack)), given = (long)&ptid;

	if (flags & CLONE_PIDFD)
		given = (long)&pidfd;
#ifdef __i386__
	return call_clone(SYS_clone, (long)flags, top, given, tls_argument(), (long)&ctid);
#else
	return call_clone(SYS_clone, (long)flags, top, given, (long)&ctid, tls_argument());
#endif
}

static long clone3_with(uint64_t flags, int exit_signal)
{
	static struct task_args a;

	a = (struct task_args){
		.flags = flags,
		.pidfd = PTR(&pidfd),
		.child_tid = PTR(&ctid),
		.parent_tid = PTR(&ptid),
		.exit_signal = (uint64_t)exit_signal,
		.stack = PTR(stack),
		.stack_size = sizeof(stack),
		.tls = (uint64_t)(uintptr_t)tls_argument(),
		.cgroup = 1000, /* no descriptor */
	};
	return call_clone(SYS_clone3, (long)&a, sizeof(a), 0, 0, 0);
}

static void prepare(void)
{
	ptid = ctid = pidfd = -1;
	marker = 0;
	board->done = board->reaped = 0;
	if (fcntl(9, F_GETFD) < 0)
		dup2(0, 9);
	umask(022);
	signal(SIGUSR1, SIG_DFL);
}

/* Until the child is gone: as our child, our parent's, or a thread. */
static int await_end(uint64_t flags, pid_t tid)
{
	int status = -1;

	if (flags & CLONE_THREAD) {
		while (!syscall(SYS_tgkill, self, tid, 0))
			sched_yield();
	} else if (flags & CLONE_PARENT) {
		while (board->reaped != tid)
			syscall(SYS_futex, &board->reaped, FUTEX_WAIT, 0, NULL, NULL, 0);
		status = board->status;
	} else {
		while (waitpid(tid, &status, __WALL) != tid)
			;
	}
	return status;
}

static int take_sigchld(void)
{
	static const struct timespec at_once;
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	return sigtimedwait(&set, NULL, &at_once) == SIGCHLD;
}

#define SAY(condition, word) ((condition) ? strcat(text, " " word) : text)

static void describe_pidfd(char *text)
{
	struct pollfd p = { pidfd, POLLIN, 0 };

	if (pidfd < 0)
		return;
	strcat(text, " pidfd");
	SAY(fcntl(pidfd, F_GETFD) == FD_CLOEXEC, "cloexec");
	SAY(fcntl(pidfd, F_GETFL) & O_EXCL, "of-thread");
	poll(&p, 1, 0);
	SAY(p.revents & POLLIN, "ended");
	SAY(p.revents & POLLHUP, "reaped");
	close(pidfd);
}

static void describe(char *text, uint64_t flags, pid_t tid)
{
	struct sigaction sa;
	int waited = board->done, status = await_end(flags, tid);

	SAY(board->tid != tid, "WRONG-TID");
	SAY(flags & CLONE_VFORK && waited, "waited-for");
	SAY(board->tgid == self, "same-process");
	SAY(board->tgid == tid, "own-process");
	SAY(board->ppid == self, "mine");
	SAY(board->ppid == parent, "sibling");
	SAY(status == CHILD_STATUS << 8, "reaped");
	SAY(take_sigchld(), "sigchld");
	SAY(ptid == tid, "ptid");
	SAY(board->ptid == tid, "sees-ptid");
	SAY(board->ctid == tid, "sees-ctid");
	SAY(ctid == tid, "ctid");
	SAY(ctid == 0, "ctid-cleared");
	SAY(board->tls == 1, "tls-of-parent");
	SAY(board->tls == 2, "tls-own");
	SAY(marker, "vm");
	SAY(fcntl(9, F_GETFD) < 0, "files");
	SAY(umask(022) == 077, "fs");
	sigaction(SIGUSR1, NULL, &sa);
	SAY(sa.sa_handler == SIG_IGN, "sighand");
	SAY(board->usr2_is_default, "cleared-sighand");
	describe_pidfd(text);
}

/* --- all of them --- */

static struct outcome {
	const char *call, *error;
	unsigned count;
	uint32_t hash;
} outcomes[20];
static unsigned nr_outcomes;
static int each;

static uint32_t hash_word(uint32_t hash, uint32_t word)
{
	return (hash ^ word) * 16777619u;
}

static struct outcome *outcome_of(const char *call, const char *error)
{
	unsigned i;

	for (i = 0; i < nr_outcomes; i++)
		if (outcomes[i].call == call && !strcmp(outcomes[i].error, error))
			return outcomes + i;
	if (i == LENGTH(outcomes))
		abort();
	nr_outcomes++;
	outcomes[i].call = call;
	outcomes[i].error = error;
	return outcomes + i;
}

/* error: "a child" if there is one, which text describes. */
static void record(const char *call, uint64_t flags, int exit_signal, const char *error,
		   const char *text)
{
	struct outcome *o = outcome_of(call, error);

	if (each)
		printf("%s %#llx %d: %s%s\n", call, (unsigned long long)flags, exit_signal, error,
		       text);
	o->count++;
	o->hash = hash_word(o->hash, (uint32_t)(flags ^ flags >> 32) ^ (uint32_t)exit_signal);
	for (const char *c = text; *c; c++)
		o->hash = hash_word(o->hash, (unsigned char)*c);
}

static void try_one(int is_clone3, uint64_t flags, int exit_signal)
{
	const char *call = is_clone3 ? "clone3" : "clone", *error = "a child";
	char text[240] = "";
	long tid;

	prepare();
	tid = is_clone3 ? clone3_with(flags, exit_signal) : clone2_with(flags | (unsigned)exit_signal);
	if (tid < 0)
		error = guest_errno((int)-tid);
	else
		describe(text, flags, (pid_t)tid);
	record(call, flags, exit_signal, error, text);
}

/* The combination that the bits of a number choose from a list. */
static uint64_t chosen(const uint64_t *list, unsigned n, unsigned long bits)
{
	uint64_t flags = 0;

	for (unsigned i = 0; i < n; i++)
		if (bits >> i & 1)
			flags |= list[i];
	return flags;
}

#define CLONE3_ONLY CLONE_CLEAR_SIGHAND, CLONE_INTO_CGROUP

/* The first 16 are clone's as well. */
static const uint64_t ordinary[] = {
	CLONE_VM, CLONE_FS, CLONE_FILES, CLONE_SIGHAND, CLONE_THREAD, CLONE_PARENT_SETTID,
	CLONE_CHILD_SETTID, CLONE_CHILD_CLEARTID, CLONE_SETTLS, CLONE_VFORK, CLONE_PARENT,
	CLONE_PIDFD, CLONE_SYSVSEM, CLONE_IO, CLONE_UNTRACED, CLONE_DETACHED, CLONE3_ONLY,
};

/* The first seven are namespaces that clone knows, then what they may not be with. */
static const uint64_t spaces[] = {
	CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID,
	CLONE_NEWNET, CLONE_VM, CLONE_FS, CLONE_SIGHAND, CLONE_THREAD, CLONE_PARENT,
	CLONE_SYSVSEM, CLONE_PIDFD, CLONE_DETACHED, CLONE_NEWTIME, CLONE3_ONLY,
};
#define NR_SPACES 7

static void try_all(unsigned long step)
{
	unsigned n = LENGTH(ordinary);

	for (unsigned long i = 0; i < 1ul << 16; i += step)
		try_one(0, chosen(ordinary, 16, i), SIGCHLD);
	for (unsigned long i = 0; i < 2ul << n; i += step)
		try_one(1, chosen(ordinary, n, i), i >> n & 1 ? SIGCHLD : 0);
	for (unsigned long i = 0; i < 1ul << 15; i += step)
		if (i & ((1 << NR_SPACES) - 1))
			try_one(0, chosen(spaces, 15, i), SIGCHLD);
	n = LENGTH(spaces);
	for (unsigned long i = 0; i < 1ul << n; i += step)
		if (i & ((1 << NR_SPACES) - 1) || chosen(spaces, n, i) & CLONE_NEWTIME)
			try_one(1, chosen(spaces, n, i), 0);
}

static void on_usr2(int sig)
{
	(void)sig;
}

static void probe(unsigned long step)
{
	sigset_t set;

	self = getpid();
	parent = getppid();
	if (mkdir("root", 0755) || chroot("root"))
		printf("not as root\n");
	become_nobody();
	tls_block[0] = (uintptr_t)tls_block;
	parents_tls = first_tls_word();
	signal(SIGUSR2, on_usr2);
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	try_all(step);
	for (unsigned i = 0; i < nr_outcomes; i++)
		printf("%s: %s: %u, %08x\n", outcomes[i].call, outcomes[i].error,
		       outcomes[i].count, outcomes[i].hash);
}

/* Our child makes children for us, too. */
static int reap_all(pid_t prober)
{
	int status;
	pid_t p;

	while ((p = waitpid(-1, &status, __WALL)) != prober) {
		if (p < 0)
			return 1;
		board->status = status;
		board->reaped = p;
		syscall(SYS_futex, &board->reaped, FUTEX_WAKE, 1, NULL, NULL, 0);
	}
	rmdir("root");
	return status != 0;
}

int main(int argc, char **argv)
{
	pid_t p;

	if (argc < 2)
		return 2;
	each = argc > 2;
	board = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	p = fork();
	if (!p) {
		probe(strtoul(argv[1], NULL, 0));
		fflush(stdout);
		_exit(0);
	}
	return reap_all(p);
}
