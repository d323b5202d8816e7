/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory that processes share: files that shrink, seals, futexes, what is in core. */
#include <limits.h>
#include <linux/futex.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "guest.h"

#define PG 4096ul
#define RW (PROT_READ | PROT_WRITE)
#ifndef F_SEAL_EXEC
#define F_SEAL_EXEC 0x20
#endif
#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 8
#define MFD_EXEC 16
#endif

static int to_child[2], to_parent[2];
static pid_t child;

static void post(int fd)
{
	fflush(stdout);
	(void)!write(fd, "", 1);
}

static void await(int fd)
{
	char c;

	(void)!read(fd, &c, 1);
}

/* The child runs step(0), step(1), ... whenever the parent says next(). */
static void start(void (*step)(int))
{
	pipe(to_child);
	pipe(to_parent);
	fflush(stdout);
	child = fork();
	if (child)
		return;
	close(to_child[1]);
	for (int i = 0;; i++) {
		char c;

		if (read(to_child[0], &c, 1) != 1)
			_exit(0);
		step(i);
		post(to_parent[1]);
	}
}

static void next(void)
{
	post(to_child[1]);
	await(to_parent[0]);
}

static void finish(void)
{
	close(to_child[1]);
	waitpid(child, NULL, 0);
	close(to_child[0]);
	close(to_parent[0]);
	close(to_parent[1]);
}

/* --- a file shrinks under the other's eyes --- */

static sigjmp_buf back;
static char *map, *copy;

static void on_fault(int sig)
{
	siglongjmp(back, sig);
}

static int touch(volatile char *p, int write)
{
	int sig = sigsetjmp(back, 1);

	if (sig)
		return -sig;
	if (write)
		*p = 'w';
	return *p;
}

static void look(const char *who)
{
	printf("%s: %d %d %d %d\n", who, touch(map, 0), touch(map + 2 * PG, 0), touch(copy, 0),
	       touch(copy + 2 * PG, 0));
}

static void shrinking_step(int i)
{
	if (i == 1)
		touch(copy + 2 * PG, 1);
	look("child");
}

static void shrinking(void)
{
	int fd = memfd_create("f", 0);

	puts("-- a file that shrinks");
	ftruncate(fd, 3 * PG);
	for (int i = 0; i < 3; i++)
		pwrite(fd, "abc" + i, 1, i * PG);
	map = mmap(NULL, 3 * PG, RW, MAP_SHARED, fd, 0);
	copy = mmap(NULL, 3 * PG, RW, MAP_PRIVATE, fd, 0);
	copy[0] = 'C';
	start(shrinking_step);
	next();
	look("parent");
	next(); /* the child copies the last page */
	ftruncate(fd, PG + 10);
	next();
	look("parent");
	ftruncate(fd, 3 * PG);
	next();
	look("parent");
	show(fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, PG));
	next();
	look("parent");
	finish();
	munmap(map, 3 * PG);
	munmap(copy, 3 * PG);
	close(fd);
}

/* --- seals --- */

static int sealed;

static void sealed_step(int i)
{
	char *p;

	switch (i) {
	case 0: /* the child maps it, too */
		map = mmap(NULL, PG, RW, MAP_SHARED, sealed, 0);
		break;
	case 1:
		show(mprotect(map, PG, PROT_READ));
		break;
	case 2:
		munmap(map, PG);
		map = mmap(NULL, PG, PROT_READ, MAP_SHARED, sealed, 0);
		break;
	case 3:
		show(mprotect(map, PG, RW));
		p = mmap(NULL, PG, PROT_READ, MAP_SHARED, sealed, 0);
		show(p == MAP_FAILED);
		show(mprotect(p, PG, RW));
		show(mmap(NULL, PG, RW, MAP_SHARED, sealed, 0) == MAP_FAILED);
		show(write(sealed, "x", 1));
		break;
	}
}

static void seals(int seal)
{
	printf("-- seal %x\n", seal);
	sealed = memfd_create("s", MFD_ALLOW_SEALING);
	ftruncate(sealed, PG);
	start(sealed_step);
	next();
	show(fcntl(sealed, F_ADD_SEALS, seal)); /* somebody can write it */
	next();
	show(fcntl(sealed, F_ADD_SEALS, seal)); /* and still could, after mprotect */
	next();
	show(fcntl(sealed, F_ADD_SEALS, seal));
	next();
	show(fcntl(sealed, F_GET_SEALS));
	finish();
	close(sealed);
}

/* Who has it mapped keeps writing, and so does its child. */
static char *future;

static void future_step(int i)
{
	(void)i;
	future[0]++;
	printf("child: %c\n", future[0]);
	show(mprotect(future, PG, PROT_READ));
	show(mprotect(future, PG, RW));
	show(write(sealed, "x", 1));
	show(mmap(NULL, PG, RW, MAP_SHARED, sealed, 0) == MAP_FAILED);
	show(mmap(NULL, PG, RW, MAP_PRIVATE, sealed, 0) == MAP_FAILED);
}

static void future_writes(void)
{
	puts("-- future writes");
	sealed = memfd_create("s", MFD_ALLOW_SEALING);
	ftruncate(sealed, PG);
	future = mmap(NULL, PG, RW, MAP_SHARED, sealed, 0);
	future[0] = 'a';
	show(fcntl(sealed, F_ADD_SEALS, F_SEAL_FUTURE_WRITE));
	start(future_step);
	next();
	printf("parent: %c\n", ++future[0]);
	show(fcntl(sealed, F_ADD_SEALS, F_SEAL_WRITE));
	munmap(future, PG);
	show(fcntl(sealed, F_ADD_SEALS, F_SEAL_WRITE));
	finish();
	show(fcntl(sealed, F_ADD_SEALS, F_SEAL_WRITE));
	close(sealed);
}

static void executable(void)
{
	int fd = memfd_create("x", MFD_NOEXEC_SEAL);
	struct stat st;

	puts("-- seals of execution");
	if (fd < 0) {
		puts("none");
		return;
	}
	show(fcntl(fd, F_GET_SEALS));
	show(fchmod(fd, 0700));
	show(fchmod(fd, 0600));
	fstat(fd, &st);
	printf("%o\n", st.st_mode & 0777);
	close(fd);
	fd = memfd_create("x", MFD_EXEC | MFD_ALLOW_SEALING);
	show(write(fd, "x", 1));
	show(fcntl(fd, F_ADD_SEALS, F_SEAL_EXEC));
	show(fcntl(fd, F_GET_SEALS));
	show(write(fd, "x", 1));
	show(ftruncate(fd, 10));
	show(fchmod(fd, 0600));
	close(fd);
}

/* --- futexes in shared memory, at other addresses --- */

static int *word;

static long futex(int *addr, int op, int val)
{
	return syscall(SYS_futex, addr, op, val, NULL, NULL, 0);
}

static void ping_pong(int *mine, int who)
{
	for (int i = 0; i < 100; i++) {
		while (*mine != who)
			futex(mine, FUTEX_WAIT, !who);
		*mine = !who;
		futex(mine, FUTEX_WAKE, INT_MAX);
	}
}

static void futexes(int fd)
{
	void *guard = mmap(NULL, 7 * PG, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	printf("-- futex in %s memory\n", fd < 0 ? "anonymous" : "a file's");
	word = mmap(NULL, PG, RW, fd < 0 ? MAP_SHARED | MAP_ANONYMOUS : MAP_SHARED, fd, 0);
	fflush(stdout);
	child = fork();
	if (!child) {
		int *moved = mremap(word, PG, PG, MREMAP_MAYMOVE | MREMAP_FIXED,
				    (char *)guard + 3 * PG);

		ping_pong(moved, 1);
		_exit(0);
	}
	ping_pong(word, 0);
	waitpid(child, NULL, 0);
	printf("%d\n", *word);
	munmap(word, PG);
	munmap(guard, 7 * PG);
}

/* A wait on a private word is nobody else's, though the addresses are equal. */
static void private_words(void)
{
	int *p = mmap(NULL, PG, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	puts("-- private words");
	fflush(stdout);
	child = fork();
	if (!child) {
		struct timespec t = { 0, 20000000 };

		*p = 1;
		show(syscall(SYS_futex, p, FUTEX_WAIT, 1, &t, NULL, 0));
		fflush(stdout);
		_exit(0);
	}
	for (int i = 0; i < 20; i++) {
		if (futex(p, FUTEX_WAKE, 1))
			puts("woken");
		sched_yield();
	}
	waitpid(child, NULL, 0);
	munmap(p, PG);
}

/* --- what is in core --- */

static void in_core(const char *who, char *p, int n)
{
	unsigned char vec[8];

	show(mincore(p, n * PG, vec));
	printf("%s:", who);
	for (int i = 0; i < n; i++)
		printf(" %d", vec[i] & 1);
	puts("");
}

static char *core_shared, *core_private;

static void core_step(int i)
{
	if (i == 1) {
		core_shared[PG] = 1;
		core_private[PG] = 1;
	}
	in_core("child", core_shared, 4);
	in_core("child", core_private, 4);
}

static void cores(void)
{
	int fd = memfd_create("c", 0);

	puts("-- in core");
	ftruncate(fd, 4 * PG);
	pwrite(fd, "x", 1, 2 * PG);
	core_shared = mmap(NULL, 4 * PG, RW, MAP_SHARED, fd, 0);
	core_private = mmap(NULL, 4 * PG, RW, MAP_PRIVATE, fd, 0);
	start(core_step);
	next();
	core_private[3 * PG] = 1;
	next();
	in_core("parent", core_shared, 4);
	in_core("parent", core_private, 4);
	show(madvise(core_shared, 4 * PG, MADV_DONTNEED));
	show(madvise(core_shared, 4 * PG, MADV_REMOVE));
	next();
	printf("%d %d\n", core_shared[PG], core_private[3 * PG]);
	finish();
}

/* --- a duplicate of shared memory, and what msync says of it --- */

static void duplicates(void)
{
	char *p = mmap(NULL, 2 * PG, RW, MAP_SHARED | MAP_ANONYMOUS, -1, 0), *dup;

	puts("-- duplicates");
	dup = mremap(p, 0, 2 * PG, MREMAP_MAYMOVE);
	show(dup == MAP_FAILED);
	fflush(stdout);
	if (!fork()) {
		p[PG] = 'd';
		show(msync(dup, 2 * PG, MS_SYNC));
		munmap(p, 2 * PG);
		printf("child: %c\n", dup[PG]);
		fflush(stdout);
		_exit(0);
	}
	wait(NULL);
	printf("parent: %c %c\n", p[PG], dup[PG]);
	dup = mremap(p, 2 * PG, 2 * PG, MREMAP_MAYMOVE | MREMAP_DONTUNMAP);
	show(dup == MAP_FAILED);
	if (dup != MAP_FAILED)
		printf("%c %c\n", p[PG], dup[PG]);
}

int main(void)
{
	struct sigaction sa = { .sa_handler = on_fault };
	int fd;

	sigaction(SIGBUS, &sa, NULL);
	sigaction(SIGSEGV, &sa, NULL);
	shrinking();
	seals(F_SEAL_WRITE);
	seals(F_SEAL_FUTURE_WRITE);
	future_writes();
	executable();
	futexes(-1);
	fd = memfd_create("f", 0);
	ftruncate(fd, PG);
	futexes(fd);
	private_words();
	cores();
	duplicates();
	return 0;
}
