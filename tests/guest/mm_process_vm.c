/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The memory of another process: process_vm_readv, process_vm_writev, /proc/PID/mem. */
#include <sys/mman.h>
#include <sys/uio.h>
#include <sys/wait.h>

#include "guest.h"

#define PG 4096ul

static char *area; /* pages: rw, r, none, hole, wx-less exec, shared rw */
static pid_t child;
static int to_child[2], from_child[2];

/* The child does what it is told, a letter at a time. */
static void serve(void)
{
	char c;

	while (read(to_child[0], &c, 1) == 1) {
		if (c == 'p')
			printf("child: %.8s|%.8s|%.8s\n", area, area + PG, area + 5 * PG);
		else if (c == 'w')
			memcpy(area, "CHILD..", 8);
		fflush(stdout);
		(void)!write(from_child[1], &c, 1);
	}
	_exit(0);
}

static void tell(char c)
{
	(void)!write(to_child[1], &c, 1);
	(void)!read(from_child[0], &c, 1);
}

static void setup(void)
{
	area = mmap(NULL, 6 * PG, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	mmap(area + 5 * PG, PG, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1,
	     0);
	for (int i = 0; i < 6; i++)
		memset(area + i * PG, 'a' + i, PG);
	mprotect(area + PG, PG, PROT_READ);
	mprotect(area + 2 * PG, PG, PROT_NONE);
	munmap(area + 3 * PG, PG);
	mprotect(area + 4 * PG, PG, PROT_EXEC);
	pipe(to_child);
	pipe(from_child);
	child = fork();
	if (!child) {
		close(to_child[1]);
		serve();
	}
	memset(area, 'P', 8);
}

static long pread_vm(void *to, size_t n, void *from)
{
	struct iovec l = { to, n }, r = { from, n };

	return process_vm_readv(child, &l, 1, &r, 1, 0);
}

static long pwrite_vm(void *to, const void *from, size_t n)
{
	struct iovec l = { (void *)from, n }, r = { to, n };

	return process_vm_writev(child, &l, 1, &r, 1, 0);
}

static void plain(void)
{
	char buf[3 * PG];

	puts("-- plain");
	show(pread_vm(buf, 8, area));
	printf("%.8s\n", buf);
	show(pwrite_vm(area, "written", 8));
	tell('p');
	printf("mine: %.8s\n", area);
	tell('w');
	show(pread_vm(buf, 8, area));
	printf("%.8s\n", buf);
	/* protections are those of the other one */
	show(pread_vm(buf, 8, area + PG));
	show(pwrite_vm(area + PG, "x", 1));
	show(pread_vm(buf, 8, area + 2 * PG));
	show(pread_vm(buf, 8, area + 3 * PG));
	show(pread_vm(buf, 8, area + 4 * PG));
	show(pwrite_vm(area + 5 * PG, "shared!", 8));
	printf("mine: %.8s\n", area + 5 * PG);
	/* parts */
	show(pread_vm(buf, 3 * PG, area + 100));
	show(pread_vm(buf, 2 * PG, area + 100));
	show(pwrite_vm(area + PG - 4, "12345678", 8));
	show(pread_vm(area + 3 * PG, 8, area));
	show(pread_vm(area + PG - 4, 8, area));
}

static void vectors(void)
{
	char a[16] = "", b[16] = "";
	struct iovec l[3] = { { a, 3 }, { NULL, 0 }, { b, 9 } };
	struct iovec r[3] = { { area, 5 }, { area + PG, 4 }, { area + 5 * PG, 7 } };
	struct iovec bad[2] = { { area, 4 }, { area + 3 * PG, 4 } };

	puts("-- vectors");
	show(process_vm_readv(child, l, 3, r, 3, 0));
	printf("%.3s %.9s\n", a, b);
	show(process_vm_readv(child, l, 3, bad, 2, 0));
	show(process_vm_readv(child, l, 0, r, 3, 0));
	show(process_vm_readv(child, l, 1, r, 0, 0));
	show(process_vm_readv(child, l + 1, 1, r, 3, 0));
	show(process_vm_readv(child, l, 1, NULL, 1, 0));
	show(process_vm_readv(child, NULL, 1, r, 1, 0));
	show(process_vm_readv(child, l, 1025, r, 1, 0));
	show(process_vm_readv(child, l, 1, r, 1025, 0));
	show(process_vm_readv(child, l, 1, r, 1, 1));
	show(process_vm_readv(1 << 22, l, 1, r, 1, 0));
	show(process_vm_readv(1 << 22, l, 1, r, 0, 0));
	show(process_vm_readv(1 << 22, NULL, 1, r, 0, 1));
	show(process_vm_readv(-1, l, 1, r, 1, 0));
	l[0].iov_len = (size_t)-1;
	show(process_vm_readv(child, l, 1, r, 1, 0));
	l[0].iov_len = 3;
	r[0].iov_len = (size_t)-1;
	show(process_vm_readv(child, l, 1, r, 1, 0));
	r[0] = (struct iovec){ (void *)-8l, 4 };
	show(process_vm_readv(child, l, 1, r, 1, 0));
	l[0] = (struct iovec){ a, 4 };
	show(process_vm_readv(getpid(), l, 1, &(struct iovec){ "self", 4 }, 1, 0));
	printf("%.4s\n", a);
}

static void through_proc(void)
{
	char path[64], buf[8] = "";
	int fd;

	puts("-- mem");
	snprintf(path, sizeof(path), "/proc/%d/mem", child);
	fd = open(path, O_RDWR);
	show(pread(fd, buf, 8, (uintptr_t)area + 2 * PG));
	printf("%.8s\n", buf);
	show(pread(fd, buf, 8, (uintptr_t)area + 3 * PG));
	/* what is read-only is written all the same, privately */
	show(pwrite(fd, "forced!", 8, (uintptr_t)area + PG));
	tell('p');
	printf("mine: %.8s\n", area + PG);
	show(pwrite(fd, "0", 1, (uintptr_t)area + 3 * PG));
	show(pread(fd, NULL, 8, (uintptr_t)area));
	/* the space lives on in the descriptor, but it is empty when its process has ended */
	close(to_child[1]);
	waitpid(child, NULL, 0);
	show(pread(fd, buf, 8, (uintptr_t)area));
	show(pwrite(fd, buf, 8, (uintptr_t)area));
	close(fd);
	show(pread_vm(buf, 8, area));
}

static void of_a_zombie(void)
{
	struct iovec v = { area, 4 };
	siginfo_t info;
	pid_t pid = fork();

	if (!pid)
		_exit(0);
	waitid(P_PID, pid, &info, WEXITED | WNOWAIT);
	puts("-- zombie");
	show(process_vm_readv(pid, &v, 1, &v, 1, 0));
	waitpid(pid, NULL, 0);
	show(process_vm_readv(pid, &v, 1, &v, 1, 0));
}

static void of_another_user(void)
{
	struct iovec v = { area, 4 };
	pid_t pid = getpid(), other = fork();
	int status;

	if (!other) {
		if (setresgid(1000, 1000, 1000) || setresuid(1000, 1000, 1000))
			_exit(1);
		puts("-- another user");
		show(process_vm_readv(pid, &v, 1, &v, 1, 0));
		fflush(stdout);
		_exit(0);
	}
	waitpid(other, &status, 0);
}

int main(void)
{
	setup();
	plain();
	vectors();
	through_proc();
	of_a_zombie();
	if (!getuid())
		of_another_user();
	return 0;
}
