/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A mapped file that is changed in every other way at the same time, under several names: what
 * mappings see, what reads see, and what lies behind the end.
 * guest: on hostfs
 */
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>

#include "guest.h"

#define PG 4096
#define RW (PROT_READ | PROT_WRITE)

static sigjmp_buf back;
static char buf[2 * PG];

static void on_fault(int sig)
{
	siglongjmp(back, sig);
}

/* The byte at p, or the signal that it takes to look at it. */
static int at(volatile char *p)
{
	int sig = sigsetjmp(back, 1);

	return sig ? -sig : *p;
}

static int put(volatile char *p, int value)
{
	int sig = sigsetjmp(back, 1);

	if (!sig)
		*p = value;
	return -sig;
}

static int file_of(const char *name, int first, int pages)
{
	int fd = open(name, O_RDWR | O_CREAT | O_TRUNC, 0644);

	for (int i = 0; i < pages; i++) {
		memset(buf, first + i, PG);
		write(fd, buf, PG);
	}
	return fd;
}

static char *map(int fd, int pages, int how)
{
	return mmap(NULL, pages * PG, RW, how, fd, 0);
}

static int byte_of(int fd, off_t where)
{
	char c = -1;

	return pread(fd, &c, 1, where) == 1 ? c : -1;
}

/* --- copies in the kernel --- */

static void copies(void)
{
	int from = file_of("from", 'A', 4), to = file_of("to", 'a', 4), tube[2];
	char *src = map(from, 4, MAP_SHARED), *dst = map(to, 4, MAP_SHARED);
	char *mine = map(to, 4, MAP_PRIVATE);
	loff_t in = 0, out = PG;
	off_t start = 2 * PG;

	puts("-- copies");
	printf("%c %c %c\n", at(dst), at(mine), at(mine + PG));
	show(copy_file_range(from, &in, to, &out, PG, 0));
	printf("%c %c\n", at(dst + PG), at(mine + PG));
	src[2 * PG] = 'z'; /* newer than the file */
	in = 2 * PG;
	out = 0;
	show(copy_file_range(from, &in, to, &out, 10, 0));
	printf("%c %c\n", at(dst), at(mine));
	src[2 * PG] = 'y';
	lseek(to, 3 * PG, SEEK_SET);
	show(sendfile(to, from, &start, 100));
	printf("%c %c\n", at(dst + 3 * PG), at(dst + 3 * PG + 100));
	pipe(tube);
	write(tube[1], "splice", 6);
	out = 5;
	show(splice(tube[0], NULL, to, &out, 6, 0));
	printf("%c %c %c\n", at(dst + 5), at(dst + 10), at(dst + 11));
	mine[PG] = 'm';
	show(fallocate(to, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 2 * PG));
	printf("%d %d %c\n", at(dst), at(mine), at(mine + PG));
}

/* --- one file, several names and descriptors --- */

static void names(void)
{
	int fd = file_of("one", '1', 2), other;
	char *a = map(fd, 2, MAP_SHARED), *b;
	struct stat st;

	puts("-- names");
	show(link("one", "two"));
	other = open("two", O_RDWR);
	b = map(other, 2, MAP_SHARED);
	b[0] = 'x';
	printf("%c %c\n", at(a), byte_of(fd, 0));
	show(rename("two", "three"));
	show(unlink("one"));
	show(unlink("three"));
	a[PG] = 'y';
	printf("%c %c\n", at(b + PG), byte_of(other, PG));
	fstat(other, &st);
	printf("%d names, %ld bytes\n", (int)st.st_nlink, (long)st.st_size);
	close(fd);
	close(other);
	a[1] = 'z';
	printf("%c\n", at(b + 1));
	fflush(stdout);
	if (!fork()) { /* who ends without a word has written, too */
		b[2] = 'c';
		_exit(0);
	}
	wait(NULL);
	printf("%c\n", at(a + 2));
	/* to itself, through its own mapping */
	fd = file_of("self", 's', 2);
	a = map(fd, 2, MAP_SHARED);
	a[PG - 1] = 'S';
	show(pwrite(fd, a + PG - 3, 6, PG - 6));
	printf("%.6s\n", a + PG - 6);
	show(pread(fd, a + 10, 20, PG - 6));
	printf("%.6s\n", a + 10);
}

/* --- the end --- */

static void emptied(void)
{
	int fd = file_of("emptied", 'e', 3);
	char *shared = map(fd, 3, MAP_SHARED), *mine = map(fd, 3, MAP_PRIVATE);

	puts("-- emptied");
	at(shared);
	mine[0] = 'm';
	close(open("emptied", O_WRONLY | O_TRUNC));
	printf("%d %d %d\n", at(shared), at(mine), at(mine + PG));
	show(pwrite(fd, "zz", 2, PG));
	printf("%d %c %d %d\n", at(shared), at(shared + PG), at(mine), at(shared + 2 * PG));
	show(truncate("emptied", 100));
	printf("%d %d\n", at(shared + 99), at(shared + PG));
}

/*
 * Bytes behind the end never were the file's, however it grows. Written back first, because Linux
 * clears them at the latest then.
 */
static void behind_the_end(const char *how, void (*grow)(int fd))
{
	int fd = file_of("end", 'e', 1);
	char *p = map(fd, 2, MAP_SHARED);

	printf("-- behind the end: %s\n", how);
	show(ftruncate(fd, 100));
	printf("%d\n", put(p + 150, 'x'));
	show(msync(p, PG, MS_SYNC));
	printf("%d\n", byte_of(fd, 150));
	grow(fd);
	printf("%d %d\n", at(p + 150), byte_of(fd, 150));
	munmap(p, 2 * PG);
	close(fd);
	fd = open("end", O_RDONLY);
	printf("%d\n", byte_of(fd, 150));
	close(fd);
}

static void by_truncate(int fd)
{
	show(ftruncate(fd, PG + 1));
}

static void by_name(int fd)
{
	(void)fd;
	show(truncate("end", 200));
}

static void by_write(int fd)
{
	show(pwrite(fd, "w", 1, 180));
}

static void by_far_write(int fd)
{
	show(pwrite(fd, "w", 1, 7 * PG));
}

static void by_allocation(int fd)
{
	show(fallocate(fd, 0, 0, PG));
}

int main(void)
{
	struct sigaction sa = { .sa_handler = on_fault };

	sigaction(SIGBUS, &sa, NULL);
	copies();
	names();
	emptied();
	behind_the_end("truncate", by_truncate);
	behind_the_end("by name", by_name);
	behind_the_end("a write", by_write);
	behind_the_end("far away", by_far_write);
	behind_the_end("allocation", by_allocation);
	return 0;
}
