/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Limits of memory: address space, data, stack, locked pages, mappings; reservations. */
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "guest.h"

#define PG 4096ul
#define MB (1ul << 20)
#define ANON (MAP_PRIVATE | MAP_ANONYMOUS)
#define RW (PROT_READ | PROT_WRITE)

/* fn in a process of its own, so that limits end with it. */
static void apart(const char *name, void (*fn)(void))
{
	int status;

	printf("-- %s\n", name);
	fflush(stdout);
	if (!fork()) {
		fn();
		fflush(stdout);
		_exit(0);
	}
	wait(&status);
	if (status)
		printf("status %x\n", status);
}

static void limit(int what, unsigned long cur, unsigned long max)
{
	struct rlimit r = { cur, max };

	if (setrlimit(what, &r))
		perror("setrlimit");
}

static long vm(const char *field)
{
	char line[256];
	FILE *f = fopen("/proc/self/status", "r");
	long value = -1;

	while (fgets(line, sizeof(line), f)) {
		if (!strncmp(line, field, strlen(field)) && line[strlen(field)] == ':')
			value = atol(line + strlen(field) + 1) * 1024;
	}
	fclose(f);
	return value;
}

static int can_map(size_t size, int prot, int flags)
{
	void *p = mmap(NULL, size, prot, flags, -1, 0);

	if (p == MAP_FAILED)
		return -errno;
	munmap(p, size);
	return 0;
}

static void address_space(void)
{
	char *p;

	limit(RLIMIT_AS, vm("VmSize") + 8 * MB, RLIM_INFINITY);
	show(can_map(8 * MB, PROT_NONE, ANON));
	show(can_map(8 * MB + PG, PROT_NONE, ANON));
	show(can_map(8 * MB + PG, RW, MAP_SHARED | MAP_ANONYMOUS));
	show(can_map(9 * MB, PROT_NONE, ANON | MAP_NORESERVE));
	p = mmap(NULL, 6 * MB, RW, ANON, -1, 0);
	show(can_map(3 * MB, PROT_READ, ANON));
	show(mremap(p, 6 * MB, 9 * MB, MREMAP_MAYMOVE) == MAP_FAILED);
	/* what is replaced does not count twice */
	show(mmap(p, 6 * MB, PROT_READ, ANON | MAP_FIXED, -1, 0) == p);
	show(mremap(p, 6 * MB, MB, 0) == p);
	show(can_map(7 * MB, PROT_READ, ANON));
	/* a copy has the same size, and may be made however tight the limit is */
	limit(RLIMIT_AS, MB, RLIM_INFINITY);
	fflush(stdout);
	if (!fork()) {
		show(can_map(PG, PROT_READ, ANON));
		show(mprotect(p, MB, RW));
		show(sbrk(1) == (void *)-1);
		fflush(stdout);
		_exit(0);
	}
	wait(NULL);
}

static void data(void)
{
	char *p;

	limit(RLIMIT_DATA, vm("VmData") + 4 * MB, RLIM_INFINITY);
	show(can_map(4 * MB, RW, ANON));
	show(can_map(5 * MB, RW, ANON));
	show(can_map(5 * MB, PROT_READ, ANON));
	show(can_map(5 * MB, RW, MAP_SHARED | MAP_ANONYMOUS));
	p = mmap(NULL, 5 * MB, PROT_READ, ANON, -1, 0);
	show(mprotect(p, 5 * MB, RW));
	show(mprotect(p, 3 * MB, RW));
	fflush(stdout);
	if (!fork()) {
		show(mprotect(p + 3 * MB, 2 * MB, RW));
		show(sbrk(2 * MB) == (void *)-1);
		fflush(stdout);
		_exit(0);
	}
	wait(NULL);
	limit(RLIMIT_DATA, 0, RLIM_INFINITY);
	show(can_map(PG, RW, ANON));
	limit(RLIMIT_DATA, 0, 0);
	show(can_map(PG, RW, ANON));
}

static void unprivileged(void)
{
	if (getuid() == 0 && (setresgid(1000, 1000, 1000) || setresuid(1000, 1000, 1000)))
		perror("setresuid");
}

static void locked(void)
{
	char *p = mmap(NULL, 32 * PG, RW, ANON, -1, 0);

	unprivileged();
	limit(RLIMIT_MEMLOCK, 8 * PG, 8 * PG);
	show(mlock(p, 9 * PG));
	show(mlock(p, 8 * PG));
	show(mlock(p + 4 * PG, 4 * PG)); /* locked already */
	show(mlock(p + 8 * PG, 1));
	show(mmap(NULL, PG, RW, ANON | MAP_LOCKED, -1, 0) == MAP_FAILED);
	show(mremap(p, 8 * PG, 9 * PG, MREMAP_MAYMOVE) == MAP_FAILED);
	show(munlock(p, 2 * PG));
	show(mlock2(p + 10 * PG, 2 * PG, MLOCK_ONFAULT));
	show(mlockall(MCL_CURRENT));
	show(mlockall(MCL_FUTURE));
	show(mmap(NULL, PG, RW, ANON, -1, 0) == MAP_FAILED);
	show(sbrk(PG) == (void *)-1);
	fflush(stdout);
	if (!fork()) {
		/* neither locks nor the future are inherited */
		show(vm("VmLck"));
		show(mlock(p + 16 * PG, 8 * PG));
		fflush(stdout);
		_exit(0);
	}
	wait(NULL);
	show(munlockall());
	show(vm("VmLck"));
	limit(RLIMIT_MEMLOCK, 0, 0);
	show(mlock(p, 1));
	show(mlockall(MCL_CURRENT));
	show(mlock2(p, 1, MLOCK_ONFAULT));
	show(mmap(NULL, PG, RW, ANON | MAP_LOCKED, -1, 0) == MAP_FAILED);
	show(munlock(p, PG));
}

static sigjmp_buf back;

static void on_fault(int sig)
{
	siglongjmp(back, sig);
}

static volatile long depth;

static __attribute__((noinline)) long recurse(void)
{
	volatile char block[8192];

	block[0] = depth++;
	return (depth < 0 ? 0 : recurse()) + block[0];
}

static void catch_faults(void)
{
	stack_t ss = { .ss_sp = mmap(NULL, 16 * PG, RW, ANON, -1, 0), .ss_size = 16 * PG };
	struct sigaction sa = { .sa_handler = on_fault, .sa_flags = SA_ONSTACK };

	sigaltstack(&ss, NULL);
	sigaction(SIGSEGV, &sa, NULL);
	sigaction(SIGBUS, &sa, NULL);
}

static void overflow(unsigned long size)
{
	int sig;

	limit(RLIMIT_STACK, size, RLIM_INFINITY);
	depth = 0;
	sig = sigsetjmp(back, 1);
	if (!sig)
		recurse();
	printf("signal %d, about %d%% of it\n", sig,
	       (int)((depth * 8192 + size / 20) * 10 / size) * 10);
	fflush(stdout);
}

static void stack(void)
{
	catch_faults();
	overflow(4 * MB);
	overflow(2 * MB); /* has grown beyond it already: smaller limits take nothing away */
	overflow(6 * MB);
	if (!fork()) {
		overflow(7 * MB);
		_exit(0);
	}
	wait(NULL);
	/* the limit of the whole space counts, too */
	limit(RLIMIT_AS, vm("VmSize") + MB, RLIM_INFINITY);
	limit(RLIMIT_STACK, 8 * MB, RLIM_INFINITY);
	if (!sigsetjmp(back, 1))
		recurse();
	printf("%d\n", depth * 8192 < 8 * (long)MB);
}

static void try_to_grow(volatile char *to)
{
	if (sigsetjmp(back, 1)) {
		puts("faulted");
		return;
	}
	*to = 1;
	puts("grew");
}

static void growing(void)
{
	char *p, *top;

	catch_faults();
	p = mmap(NULL, 600 * PG, PROT_NONE, ANON, -1, 0);
	munmap(p, 599 * PG);
	top = mmap(p + 590 * PG, 8 * PG, RW, ANON | MAP_GROWSDOWN | MAP_FIXED, -1, 0);
	show(top == MAP_FAILED);
	try_to_grow(top - 1);
	try_to_grow(top - 20 * PG);
	/* a mapping below keeps its distance */
	mmap(p + 200 * PG, PG, RW, ANON | MAP_FIXED, -1, 0);
	try_to_grow(top - 100 * PG);
	try_to_grow(top - 140 * PG);
	fflush(stdout);
	if (!fork()) {
		try_to_grow(top - 120 * PG);
		show(mprotect(top - 110 * PG, PG, PROT_READ | PROT_GROWSDOWN));
		fflush(stdout);
		_exit(0);
	}
	wait(NULL);
	fflush(stdout);
}

/* A runtime reserves much, and uses little of it. */
static void reservations(void)
{
	const int wide = sizeof(long) == 8;
	const size_t huge = (size_t)1 << (wide ? 45 : 30);
	char *p = mmap(NULL, huge, PROT_NONE, ANON | MAP_NORESERVE, -1, 0), *q;

	show(p == MAP_FAILED);
	show(mprotect(p + huge / 2, 2 * MB, RW));
	p[huge / 2] = 1;
	p[huge / 2 + 2 * MB - 1] = 1;
	q = mmap(NULL, huge / 4, PROT_NONE, ANON, -1, 0);
	show(q == MAP_FAILED);
	show(mmap(q + 64 * MB, 4 * MB, RW, ANON | MAP_FIXED, -1, 0) == MAP_FAILED);
	q[64 * MB] = 1;
	show(madvise(q + 64 * MB, MB, MADV_DONTNEED));
	show(munmap(p, huge));
	p = mmap(NULL, huge / 4, RW, ANON | MAP_NORESERVE, -1, 0);
	show(p == MAP_FAILED);
	p[huge / 8] = 7;
	fflush(stdout);
	if (!fork()) { /* which copies no more than what there is */
		p[huge / 8 + PG]++;
		printf("child: %d\n", p[huge / 8]);
		fflush(stdout);
		_exit(0);
	}
	wait(NULL);
	show(mremap(p, huge / 4, PG, 0) == p);
	/* what can never be had is refused at once */
	if (wide)
		show(can_map(huge, RW, ANON));
}

static void many_mappings(void)
{
	char *p = mmap(NULL, 140000 * PG, PROT_NONE, ANON | MAP_NORESERVE, -1, 0);
	long n;

	for (n = 0; n < 70000; n++)
		if (mprotect(p + n * 2 * PG, PG, PROT_READ))
			break;
	printf("%s after %d thousand\n", n < 70000 ? guest_errno(errno) : "all", (int)(n / 1000));
	show(mmap(NULL, PG, RW, ANON, -1, 0) == MAP_FAILED);
	show(munmap(p + 10 * PG + PG, PG));
	show(mprotect(p, PG, PROT_NONE));
	show(munmap(p, 140000 * PG));
}

int main(void)
{
	apart("address space", address_space);
	apart("data", data);
	apart("locked", locked);
	apart("stack", stack);
	apart("growing", growing);
	apart("reservations", reservations);
	apart("many mappings", many_mappings);
	return 0;
}
