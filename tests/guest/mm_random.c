/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A long random sequence of calls on one area of memory: results, contents and mappings after each.
 *
 * guest: args 1
 * guest: args 2
 * guest: args 3
 */
#include <sys/mman.h>
#include <sys/uio.h>

#include "guest.h"

#define PG 4096ul
#define PAGES 32u
#define AREA 0x60000000ul
#define STEPS 1500

static unsigned long long seed;
static int file, tube[2];

static unsigned draw(unsigned below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed % below;
}

static int prot(void)
{
	static const int prots[] = { PROT_NONE, PROT_READ, PROT_READ | PROT_WRITE,
				     PROT_READ | PROT_WRITE, PROT_READ | PROT_EXEC };

	return prots[draw(5)];
}

/* The byte at addr as the kernel reads it, '!' for a fault. */
static char kernel_sees(unsigned long addr)
{
	char c;

	if (write(tube[1], (void *)addr, 1) != 1)
		return '!';
	read(tube[0], &c, 1);
	return c ? c : '.';
}

static void contents(void)
{
	char line[PAGES + 1] = { 0 };

	for (unsigned i = 0; i < PAGES; i++) {
		line[i] = kernel_sees(AREA + i * PG);
		/* what the kernel can read the program can */
		if (line[i] != '!' && line[i] != '.' && *(volatile char *)(AREA + i * PG) != line[i])
			printf("page %u differs\n", i);
	}
	printf(" [%s]", line);
}

/* Rights of each page, and where in the file it is; joined mappings are told by mergers(). */
static void mappings(void)
{
	char text[65536];
	int fd = open("/proc/self/maps", O_RDONLY), n, got = 0;

	while ((n = read(fd, text + got, sizeof(text) - 1 - got)) > 0)
		got += n;
	close(fd);
	text[got] = 0;
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		unsigned long start, end, off;
		char rights[5];

		if (sscanf(line, "%lx-%lx %4s %lx", &start, &end, rights, &off) != 4)
			continue;
		if (start >= AREA && end <= AREA + 2 * PAGES * PG)
			printf(" %lu-%lu%s%lu", (start - AREA) / PG, (end - AREA) / PG, rights, off / PG);
	}
	puts("");
}

static long act(void)
{
	unsigned first = draw(PAGES), n = 1 + draw(8);
	unsigned long a = AREA + first * PG, len = n * PG;
	char c = 'a' + draw(26);

	if (first + n > PAGES)
		len = (PAGES - first) * PG;
	switch (draw(13)) {
	case 0:
		printf("anon %u %lu", first, len / PG);
		return raw(sizeof(long) == 8 ? SYS_mmap : 192, a, len, prot(), 0x32, -1, 0) & 1;
	case 1:
		printf("private %u %lu", first, len / PG);
		n = draw(4);
		return raw(sizeof(long) == 8 ? SYS_mmap : 192, a, len, prot(), 0x12, file,
			   sizeof(long) == 8 ? n * PG : n) & 1;
	case 2:
		printf("shared %u %lu", first, len / PG);
		n = draw(4);
		return raw(sizeof(long) == 8 ? SYS_mmap : 192, a, len, prot(), 0x11, file,
			   sizeof(long) == 8 ? n * PG : n) & 1;
	case 3:
		printf("unmap %u %lu", first, len / PG);
		return raw(SYS_munmap, a, len, 0, 0, 0, 0);
	case 4:
	case 5:
		printf("protect %u %lu", first, len / PG);
		return raw(SYS_mprotect, a, len, prot(), 0, 0, 0);
	case 6:
	case 7:
	case 8: {
		printf("write %u", first);
		write(tube[1], &c, 1);
		return raw(SYS_read, tube[0], a, 1, 0, 0, 0) == 1 ? 1 :
		       (read(tube[0], &c, 1), -EFAULT);
	}
	case 9:
		printf("forget %u %lu", first, len / PG);
		return raw(SYS_madvise, a, len, MADV_DONTNEED, 0, 0, 0);
	case 10:
		/* one page: newer kernels can move several mappings at once */
		printf("move %u", first);
		return raw(SYS_mremap, a, PG, PG, MREMAP_MAYMOVE | MREMAP_FIXED,
			   AREA + draw(PAGES) * PG, 0) & 1 ? -1 : 0;
	case 11:
		printf("grow %u", first);
		return raw(SYS_mremap, a, PG, 2 * PG, 0, 0, 0) < 0 && 0;
	default:
		printf("resize");
		return ftruncate(file, (1 + draw(6)) * PG);
	}
}

int main(int argc, char **argv)
{
	char text[6 * PG];

	seed = 88172645463325252ull * (argc > 1 ? atoi(argv[1]) : 1);
	file = open("f", O_RDWR | O_CREAT, 0600);
	memset(text, 'F', sizeof(text));
	write(file, text, sizeof(text));
	pipe(tube);
	for (int i = 0; i < STEPS; i++) {
		long ret = act();

		printf(" -> %s", ret < 0 ? guest_errno(-ret) : ret ? "1" : "0");
		contents();
		mappings();
	}
	return 0;
}
