/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGE 4096

/* The end of a page behind which there is nothing. */
static char *page_end(void)
{
	char *page = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	munmap(page + PAGE, PAGE);
	return page + PAGE;
}

static void show(const char *what, const void *src, void *dst, size_t len)
{
	long n = syscall(463, src, dst, len);

	if (n < 0)
		printf("%-30s %ld, %s\n", what, n, strerror(errno));
	else
		printf("%-30s %ld\n", what, n);
}

int main(void)
{
	char *hole = page_end(), *other = page_end(), here[16] = "................";
	static char from[1000];

	memset(from, 'x', sizeof(from));
	show("all of it:", "hello, world", here, 12);
	printf("  %.16s\n", here);

	memcpy(hole - 5, "12345", 5);
	show("the source ends at a hole:", hole - 5, here, 12);
	printf("  %.16s\n", here);
	show("so does the destination:", "abcdefghijkl", hole - 3, 12);
	printf("  %.5s\n", hole - 5);
	show("both, the source first:", hole - 2, other - 4, 12);
	show("both, the destination first:", hole - 4, other - 2, 12);
	show("a hole behind three rounds:", from, hole - 600, sizeof(from));

	show("no source at all:", hole, here, 12);
	show("no destination at all:", "hello, world", hole, 12);
	show("nothing to nowhere:", NULL, NULL, 0);
	show("what may only be read:", "hello, world", (void *)"constant", 8);
	show("the kernel's addresses:", (void *)~0xffful, here, 12);
	show("a length beyond all memory:", hole - 5, here, ~0ul);
	return 0;
}
