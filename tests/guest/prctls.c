/* SPDX-License-Identifier: GPL-2.0-or-later */
/* prctl's odds and ends, names, limits, personality, arch_prctl, membarrier, rseq. */
#include <limits.h>
#include <setjmp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <sys/wait.h>

#include "guest.h"

#define BAD 8

static void prctls(void)
{
	static const int unknown[] = { 0, 5, 6, 9, 10, 11, 12, 17, 18, 19, 20, 43, 44, 45, 46, 48, 50,
				       51, 54, 60, 61, 1000, -1, 0x7fffffff };
	int v = 77;
	char name[17] = "";

	show(prctl(PR_SET_PDEATHSIG, 65));
	show(prctl(PR_SET_PDEATHSIG, SIGUSR1));
	show(prctl(PR_GET_PDEATHSIG, &v));
	printf("%d\n", v);
	show(prctl(PR_GET_PDEATHSIG, BAD));
	show(prctl(PR_SET_PDEATHSIG, 0));
	show(prctl(PR_GET_DUMPABLE));
	show(prctl(PR_SET_DUMPABLE, 2));
	show(prctl(PR_SET_DUMPABLE, 0));
	show(prctl(PR_GET_DUMPABLE));
	show(prctl(PR_SET_DUMPABLE, 1));
	show(prctl(PR_SET_NAME, "a name that is too long"));
	show(prctl(PR_GET_NAME, name));
	printf("%s\n", name);
	show(prctl(PR_SET_NAME, BAD));
	show(prctl(PR_GET_NAME, BAD));
	show(prctl(PR_GET_TIMING));
	show(prctl(PR_SET_TIMING, 0));
	show(prctl(PR_SET_TIMING, 1));
	show(prctl(PR_GET_SECCOMP));
	show(prctl(PR_GET_TSC, &v));
	printf("%d\n", v);
	show(prctl(PR_SET_TSC, 3));
	show(prctl(PR_GET_TSC, BAD));
	show(prctl(PR_GET_TIMERSLACK));
	show(prctl(PR_SET_TIMERSLACK, 1234));
	show(prctl(PR_GET_TIMERSLACK));
	show(prctl(PR_SET_TIMERSLACK, 0));
	show(prctl(PR_GET_TIMERSLACK));
	show(prctl(PR_SET_CHILD_SUBREAPER, 5));
	show(prctl(PR_GET_CHILD_SUBREAPER, &v));
	printf("%d\n", v);
	show(prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0));
	show(prctl(PR_SET_NO_NEW_PRIVS, 1, 1, 0, 0));
	show(prctl(PR_GET_NO_NEW_PRIVS, 1, 0, 0, 0));
	show(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
	show(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
	show(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
	show(prctl(PR_MCE_KILL, PR_MCE_KILL_CLEAR, 0, 0, 0));
	show(prctl(PR_MCE_KILL, PR_MCE_KILL_CLEAR, 1, 0, 0));
	show(prctl(PR_MCE_KILL, PR_MCE_KILL_SET, 3, 0, 0));
	show(prctl(PR_MCE_KILL, 7, 0, 0, 0));
	show(prctl(PR_MCE_KILL_GET, 0, 0, 0, 0));
	show(prctl(PR_MCE_KILL_GET, 1, 0, 0, 0));
	show(prctl(PR_GET_THP_DISABLE, 0, 0, 0, 0));
	show(prctl(PR_GET_THP_DISABLE, 1, 0, 0, 0));
	show(prctl(PR_SET_THP_DISABLE, 0, 1, 0, 0));
	for (unsigned i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++)
		printf("prctl(%d): %ld\n", unknown[i], raw(SYS_prctl, unknown[i], 0, 0, 0, 0, 0));
}

static sigjmp_buf out;

static void segv(int sig, siginfo_t *si, void *ctx)
{
	(void)ctx;
	printf("signal %d code %d\n", sig, si->si_code);
	siglongjmp(out, 1);
}

static unsigned rdtsc(void)
{
	unsigned low, high;

	asm volatile("rdtsc" : "=a"(low), "=d"(high));
	return low | high;
}

static void time_stamps(void)
{
	struct sigaction sa = { .sa_sigaction = segv, .sa_flags = SA_SIGINFO };

	sigaction(SIGSEGV, &sa, NULL);
	show(prctl(PR_SET_TSC, PR_TSC_SIGSEGV));
	if (!sigsetjmp(out, 1))
		printf("read %d\n", rdtsc() != 0);
	show(prctl(PR_SET_TSC, PR_TSC_ENABLE));
	printf("read %d\n", rdtsc() != 0);
}

static void limits(void)
{
	struct rlimit r;
	struct {
		uint64_t cur, max;
	} l, bad = { 2, 1 };

	for (int i = 0; i < 16; i++) {
		show(getrlimit(i, &r));
		if (i == RLIMIT_STACK || i == RLIMIT_CORE)
			printf("cur %ld\n", (long)r.rlim_cur);
	}
	show(getrlimit(16, &r));
	show(getrlimit(-1, &r));
	show(raw(SYS_getrlimit, 0, BAD, 0, 0, 0, 0));
	show(raw(SYS_setrlimit, 0, BAD, 0, 0, 0, 0));
	show(raw(SYS_setrlimit, 99, BAD, 0, 0, 0, 0));
	show(raw(SYS_prlimit64, 0, 99, 0, 0, 0, 0));
	show(raw(SYS_prlimit64, 4194304, 99, 0, 0, 0, 0));
	show(raw(SYS_prlimit64, 4194304, 99, BAD, 0, 0, 0));
	show(raw(SYS_prlimit64, 0, RLIMIT_NPROC, (long)&bad, 0, 0, 0));
	show(raw(SYS_prlimit64, 0, RLIMIT_NPROC, 0, BAD, 0, 0));
	l.cur = 100;
	l.max = 200;
	show(raw(SYS_prlimit64, 0, RLIMIT_STACK, (long)&l, 0, 0, 0));
	show(raw(SYS_prlimit64, getpid(), RLIMIT_STACK, 0, (long)&l, 0, 0));
	printf("%d %d\n", (int)l.cur, (int)l.max);
	bad.cur = 1 << 21;
	bad.max = 1 << 21;
	show(raw(SYS_prlimit64, 0, RLIMIT_NOFILE, (long)&bad, 0, 0, 0));
#ifdef __i386__
	struct {
		unsigned cur, max;
	} o;

	l.cur = 0x123456789aull;
	l.max = ~0ull;
	show(raw(SYS_prlimit64, 0, RLIMIT_FSIZE, (long)&l, 0, 0, 0));
	show(raw(SYS_ugetrlimit, RLIMIT_FSIZE, (long)&o, 0, 0, 0, 0));
	printf("%#x %#x\n", o.cur, o.max);
	show(raw(SYS_getrlimit, RLIMIT_FSIZE, (long)&o, 0, 0, 0, 0));
	printf("%#x %#x\n", o.cur, o.max);
	o.cur = o.max = ~0u;
	show(raw(SYS_setrlimit, RLIMIT_FSIZE, (long)&o, 0, 0, 0, 0));
	show(raw(SYS_prlimit64, 0, RLIMIT_FSIZE, 0, (long)&l, 0, 0));
	printf("%d %d\n", l.cur == ~0ull, l.max == ~0ull);
#endif
}

static void personalities(void)
{
	struct utsname u;

	printf("%#x\n", personality(0xffffffff));
	printf("%#x\n", personality(PER_LINUX32 | UNAME26));
	uname(&u);
	printf("%s %s %d\n", u.sysname, u.machine, !strncmp(u.release, "2.6.", 4));
	printf("%#x\n", personality(PER_LINUX));
	uname(&u);
	printf("%s\n", u.machine);
	show(raw(SYS_uname, BAD, 0, 0, 0, 0, 0));
#ifdef __i386__
	char old[45];

	show(raw(SYS_oldolduname, (long)old, 0, 0, 0, 0, 0));
	printf("%s %s %zu\n", old, old + 36, strnlen(old + 27, 9));
	show(raw(SYS_oldolduname, 0, 0, 0, 0, 0, 0));
	show(raw(SYS_olduname, (long)&u, 0, 0, 0, 0, 0));
	printf("%s\n", u.machine);
#endif
}

static void usage(void)
{
	struct rusage ru;
	struct sysinfo si;

	show(getrusage(RUSAGE_SELF, &ru));
	printf("maxrss %d minflt %d\n", ru.ru_maxrss > 100, ru.ru_minflt > 0);
	show(getrusage(RUSAGE_CHILDREN, &ru));
	printf("children %ld %ld\n", ru.ru_maxrss, ru.ru_minflt);
	show(getrusage(RUSAGE_THREAD, &ru));
	show(getrusage(2, &ru));
	show(getrusage(-2, &ru));
	show(raw(SYS_getrusage, 0, BAD, 0, 0, 0, 0));
	show(sysinfo(&si));
	printf("unit %d ram %d procs %d\n", si.mem_unit >= 1, si.totalram > si.freeram, si.procs >= 2);
	show(raw(SYS_sysinfo, BAD, 0, 0, 0, 0, 0));
}

static void entropy(void)
{
	char a[600] = { 0 }, b[600] = { 0 };

	show(raw(SYS_getrandom, (long)a, sizeof(a), 0, 0, 0, 0));
	show(raw(SYS_getrandom, (long)b, sizeof(b), 1, 0, 0, 0));
	printf("differ %d\n", memcmp(a, b, sizeof(a)) != 0);
	show(raw(SYS_getrandom, (long)a, 10, 2, 0, 0, 0));
	show(raw(SYS_getrandom, (long)a, 10, 4, 0, 0, 0));
	show(raw(SYS_getrandom, (long)a, 10, 6, 0, 0, 0));
	show(raw(SYS_getrandom, (long)a, 10, 8, 0, 0, 0));
	show(raw(SYS_getrandom, BAD, 10, 0, 0, 0, 0));
	show(raw(SYS_getrandom, BAD, 0, 0, 0, 0, 0));
	show(raw(SYS_getrandom, (long)a, 0, 0, 0, 0, 0));
}

static void arch(void)
{
	show(raw(SYS_arch_prctl, 0x1011, 0, 0, 0, 0, 0));
	show(raw(SYS_arch_prctl, 0, 0, 0, 0, 0, 0));
	show(raw(SYS_arch_prctl, 0x7777, 0, 0, 0, 0, 0));
#ifdef __x86_64__
	unsigned long fs, gs;

	show(raw(SYS_arch_prctl, 0x1003, (long)&fs, 0, 0, 0, 0));
	show(raw(SYS_arch_prctl, 0x1003, BAD, 0, 0, 0, 0));
	show(raw(SYS_arch_prctl, 0x1001, 0x123456789000, 0, 0, 0, 0));
	show(raw(SYS_arch_prctl, 0x1004, (long)&gs, 0, 0, 0, 0));
	printf("gs %#lx fs %d\n", gs, fs != 0);
	show(raw(SYS_arch_prctl, 0x1001, 0x7ffffffff000, 0, 0, 0, 0));
	show(raw(SYS_arch_prctl, 0x1001, -4096, 0, 0, 0, 0));
	asm volatile("mov %0, %%gs" : : "r"(0));
	show(raw(SYS_arch_prctl, 0x1004, (long)&gs, 0, 0, 0, 0));
#else
	show(raw(SYS_arch_prctl, 0x1003, 0, 0, 0, 0, 0));
#endif
}

static void barriers(void)
{
	show(raw(SYS_membarrier, 0, 1, 0, 0, 0, 0));
	show(raw(SYS_membarrier, 8, 0, 0, 0, 0, 0));
	show(raw(SYS_membarrier, 16, 0, 0, 0, 0, 0));
	show(raw(SYS_membarrier, 8, 0, 0, 0, 0, 0));
	show(raw(SYS_membarrier, 8, 1, 0, 0, 0, 0));
	show(raw(SYS_membarrier, 3, 0, 0, 0, 0, 0));
	show(raw(SYS_membarrier, 4, 0, 0, 0, 0, 0));
	show(raw(SYS_membarrier, 512, 0, 0, 0, 0, 0));
	show(raw(SYS_membarrier, -1, 0, 0, 0, 0, 0));
}

struct rseq_area {
	uint32_t start, cpu;
	uint64_t cs;
	uint32_t flags, node, mm, pad;
} __attribute__((aligned(32)));

static void sequences(void)
{
	static struct rseq_area a, b;
	extern const ptrdiff_t __rseq_offset;
	extern const unsigned __rseq_size;
	char *old = (char *)__builtin_thread_pointer() + __rseq_offset;
	uint32_t sig = 0x53053053;

	if (__rseq_size)
		printf("libc's: %ld\n", raw(SYS_rseq, (long)old, 32, 1, sig, 0, 0));
	a.cpu = 77;
	show(raw(SYS_rseq, (long)&a + 4, 32, 0, 1, 0, 0));
	show(raw(SYS_rseq, (long)&a, 31, 0, 1, 0, 0));
	show(raw(SYS_rseq, (long)&a, 32, 2, 1, 0, 0));
	show(raw(SYS_rseq, (long)&a, 32, 1, 1, 0, 0));
	show(raw(SYS_rseq, (long)&a, 32, 0, 1, 0, 0));
	printf("cpu known %d\n", a.cpu < 4096 && a.cpu == a.start);
	show(raw(SYS_rseq, (long)&a, 32, 0, 1, 0, 0));
	show(raw(SYS_rseq, (long)&a, 32, 0, 2, 0, 0));
	show(raw(SYS_rseq, (long)&b, 32, 0, 1, 0, 0));
	show(raw(SYS_rseq, (long)&a, 32, 1, 2, 0, 0));
	show(raw(SYS_rseq, (long)&b, 32, 1, 1, 0, 0));
	show(raw(SYS_rseq, (long)&a, 32, 1, 1, 0, 0));
	printf("cpu %d start %d\n", a.cpu, a.start);
	show(raw(SYS_rseq, -4096, 32, 0, 1, 0, 0));
}

static void threads(void)
{
	long head[3], len;
	int tid;

	printf("%d\n", raw(SYS_gettid, 0, 0, 0, 0, 0, 0) == getpid());
	printf("%d\n", raw(SYS_set_tid_address, (long)&tid, 0, 0, 0, 0, 0) == getpid());
	show(raw(SYS_set_robust_list, (long)head, sizeof(head) + 1, 0, 0, 0, 0));
	show(raw(SYS_set_robust_list, (long)head, sizeof(head), 0, 0, 0, 0));
	show(raw(SYS_get_robust_list, 0, (long)&tid, (long)&len, 0, 0, 0));
	printf("%ld\n", len);
	show(raw(SYS_get_robust_list, 0, BAD, (long)&len, 0, 0, 0));
	show(raw(SYS_get_robust_list, 4194304, 0, 0, 0, 0, 0));
	show(raw(SYS_set_robust_list, 0, sizeof(head), 0, 0, 0, 0));
	show(raw(SYS_getpgid, 4194304, 0, 0, 0, 0, 0));
	show(raw(SYS_getsid, 4194304, 0, 0, 0, 0, 0));
	show(raw(SYS_setpgid, 0, -1, 0, 0, 0, 0));
	show(raw(SYS_setpgid, 4194304, 0, 0, 0, 0, 0));
	show(raw(SYS_setpgid, -1, 0, 0, 0, 0, 0));
	printf("%d\n", getpgrp() == getpgid(0) && getpgid(getpid()) == getpgrp());
}

/*
 * Such a registration counts as one for PRIVATE_EXPEDITED, and is none. In a space of its own, that
 * is registered for nothing yet.
 */
static void implied_barriers(void)
{
	if (fork()) {
		wait(NULL);
		return;
	}
	show(raw(SYS_membarrier, 64, 0, 0, 0, 0, 0));
	show(raw(SYS_membarrier, 512, 0, 0, 0, 0, 0));
	show(raw(SYS_membarrier, 8, 0, 0, 0, 0, 0));
	show(raw(SYS_membarrier, 32, 0, 0, 0, 0, 0));
	show(raw(SYS_membarrier, 256, 0, 0, 0, 0, 0));
	show(raw(SYS_membarrier, 512, 0, 0, 0, 0, 0));
	_exit(0);
}

int main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	prctls();
	time_stamps();
	limits();
	personalities();
	usage();
	entropy();
	arch();
	implied_barriers();
	barriers();
	sequences();
	threads();
	return 0;
}
