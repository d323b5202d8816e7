/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A few processes that fork from one another and end, and between that do random things to the
 * same area of their memory, one at a time: what each of them sees afterwards.
 *
 * guest: args 1
 * guest: args 2
 */
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/uio.h>
#include <sys/wait.h>

#include "guest.h"

#define PG 4096ul
#define PAGES 16u
#define AREA 0x60000000ul
#define SLOTS 4
#define STEPS 2500

/* Shared by all: the machine that draws, who is alive, and the line to be printed. */
static struct {
	unsigned long long seed;
	pid_t pid[SLOTS];
	int len;
	char line[4096];
} *common;
static int file, tube[2], to[SLOTS][2], from[2], me;

static unsigned draw(unsigned below)
{
	unsigned long long s = common->seed;

	s ^= s << 13;
	s ^= s >> 7;
	s ^= s << 17;
	common->seed = s;
	return s % below;
}

static void __attribute__((format(printf, 1, 2))) say(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	common->len += vsnprintf(common->line + common->len, sizeof(common->line) - common->len,
				 fmt, ap);
	va_end(ap);
}

static sigjmp_buf back;

static void on_fault(int sig)
{
	siglongjmp(back, sig);
}

/* A byte written by the program itself: 0 or the signal. */
static int store(unsigned long addr, char c)
{
	int sig = sigsetjmp(back, 1);

	if (!sig)
		*(volatile char *)addr = c;
	return sig;
}

static char load(unsigned long addr)
{
	char c;

	if (sigsetjmp(back, 1))
		return '!';
	c = *(volatile char *)addr;
	return c ? c : '.';
}

static void contents(void)
{
	say(" %d[", me);
	for (unsigned i = 0; i < PAGES; i++)
		say("%c", load(AREA + i * PG));
	say("]");
}

static int prot(void)
{
	static const int prots[] = { PROT_NONE, PROT_READ, PROT_READ | PROT_WRITE,
				     PROT_READ | PROT_WRITE, PROT_READ | PROT_WRITE };

	return prots[draw(5)];
}

static long map(unsigned long a, unsigned long len, int flags)
{
	unsigned pgoff = draw(4);
	int fd = flags & MAP_ANONYMOUS ? -1 : file;
	long ret = raw(sizeof(long) == 8 ? SYS_mmap : 192, a, len, prot(), flags | MAP_FIXED, fd,
		       fd < 0 ? 0 : sizeof(long) == 8 ? pgoff * PG : pgoff);

	return ret == (long)a ? 0 : ret;
}

static long kernel_store(unsigned long a, char c)
{
	long ret;

	write(tube[1], &c, 1);
	ret = raw(SYS_read, tube[0], a, 1, 0, 0, 0);
	if (ret != 1)
		read(tube[0], &c, 1);
	return ret;
}

/* Into another one's memory, or from it into ours. */
static long remote(unsigned long a, char c)
{
	unsigned other = draw(SLOTS);
	struct iovec r = { (void *)a, 1 }, l = { &c, 1 };

	if (!common->pid[other])
		return 0;
	if (draw(2))
		return process_vm_writev(common->pid[other], &l, 1, &r, 1, 0) < 0 ? -errno : 1;
	l.iov_base = (void *)(AREA + draw(PAGES) * PG);
	return process_vm_readv(common->pid[other], &l, 1, &r, 1, 0) < 0 ? -errno : 1;
}

static void serve(void);

static long fork_into(unsigned slot)
{
	pid_t pid;

	if (common->pid[slot])
		return 0;
	pid = fork();
	if (!pid) {
		me = slot;
		serve();
	}
	common->pid[slot] = pid;
	return 1;
}

static const int advices[] = { MADV_DONTNEED, MADV_WIPEONFORK, MADV_KEEPONFORK, MADV_DONTFORK,
			       MADV_DOFORK, MADV_FREE, MADV_POPULATE_WRITE };

static long act(void)
{
	unsigned first = draw(PAGES), n = 1 + draw(6);
	unsigned long a = AREA + first * PG, len = n * PG;
	char c = 'a' + draw(26);

	if (first + n > PAGES)
		len = (PAGES - first) * PG;
	say("%u+%lu %c ", first, len / PG, c);
	switch (draw(20)) {
	case 0:
		say("anon");
		return map(a, len, MAP_PRIVATE | MAP_ANONYMOUS);
	case 1:
		say("shared anon");
		return map(a, len, MAP_SHARED | MAP_ANONYMOUS);
	case 2:
		say("private");
		return map(a, len, MAP_PRIVATE);
	case 3:
		say("shared");
		return map(a, len, MAP_SHARED);
	case 4:
		say("unmap");
		return raw(SYS_munmap, a, len, 0, 0, 0, 0);
	case 5:
		say("protect");
		return raw(SYS_mprotect, a, len, prot(), 0, 0, 0);
	case 6 ... 8:
		say("store");
		return store(a, c);
	case 9:
		say("kernel store");
		return kernel_store(a, c);
	case 10:
		n = draw(sizeof(advices) / sizeof(advices[0]));
		say("advice %d", advices[n]);
		/* what was freed may be there or not: write it again */
		if (advices[n] == MADV_FREE) {
			long ret = raw(SYS_madvise, a, len, MADV_FREE, 0, 0, 0);

			for (unsigned i = 0; i < len / PG; i++)
				store(a + i * PG, c);
			return ret;
		}
		return raw(SYS_madvise, a, len, advices[n], 0, 0, 0);
	case 11:
		say("move");
		n = draw(PAGES);
		return raw(SYS_mremap, a, PG, PG, MREMAP_MAYMOVE | MREMAP_FIXED, AREA + n * PG,
			   0) & 1 ? -1 : 0;
	case 12:
		say("lock");
		return draw(2) ? raw(SYS_mlock, a, len, 0, 0, 0, 0) :
				 raw(SYS_munlock, a, len, 0, 0, 0, 0);
	case 13:
		say("resize");
		return ftruncate(file, (1 + draw(8)) * PG);
	case 14:
		say("file");
		return pwrite(file, &c, 1, draw(8) * PG);
	case 15:
		say("remote");
		return remote(a, c);
	default:
		say("fork");
		return fork_into(draw(SLOTS));
	}
}

/* A process's life: 'a' act, 'c' say what it sees, 'e' end. */
static void serve(void)
{
	char order;

	while (read(to[me][0], &order, 1) == 1) {
		if (order == 'e')
			_exit(0);
		if (order == 'a') {
			long ret = act();

			if (ret < 0)
				say(" %s", guest_errno(-ret));
			else
				say(" %ld", ret);
		}
		contents();
		write(from[1], &order, 1);
	}
	_exit(0);
}

static void order(unsigned slot, char what)
{
	write(to[slot][1], &what, 1);
	if (what != 'e')
		read(from[0], &what, 1);
}

/* A process of the tree may go, but the last one stays. */
static void end(unsigned slot)
{
	unsigned alive = 0;

	for (unsigned i = 0; i < SLOTS; i++)
		alive += common->pid[i] != 0;
	if (alive < 2 || !common->pid[slot])
		return;
	order(slot, 'e');
	while (!kill(common->pid[slot], 0)) /* it is reaped by itself */
		sched_yield();
	common->pid[slot] = 0;
	say("end %u", slot);
}

static void step(unsigned i)
{
	unsigned slot = draw(SLOTS), other = draw(SLOTS);

	common->len = 0;
	if (draw(12) == 0) {
		end(slot);
	} else if (common->pid[slot]) {
		say("%u: ", slot);
		order(slot, 'a');
	} else {
		return;
	}
	if (common->pid[other])
		order(other, 'c');
	printf("%u %.*s\n", i, common->len, common->line);
}

int main(int argc, char **argv)
{
	char text[8 * PG];
	struct sigaction sa = { .sa_handler = on_fault };

	sigaction(SIGSEGV, &sa, NULL);
	sigaction(SIGBUS, &sa, NULL);
	signal(SIGCHLD, SIG_IGN);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	common = mmap(NULL, sizeof(*common), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		      -1, 0);
	common->seed = 88172645463325252ull * (argc > 1 ? atoi(argv[1]) : 1);
	file = memfd_create("f", 0);
	memset(text, 'F', sizeof(text));
	write(file, text, sizeof(text));
	pipe(tube);
	pipe(from);
	for (int i = 0; i < SLOTS; i++)
		pipe(to[i]);
	fork_into(0);
	for (unsigned i = 0; i < STEPS; i++)
		step(i);
	fflush(stdout);
	for (unsigned i = 0; i < SLOTS; i++)
		if (common->pid[i])
			order(i, 'e');
	return 0;
}
