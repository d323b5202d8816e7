/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every combination of odd arguments to the calls of memory: which error comes first. */
#include <limits.h>
#include <sys/mman.h>

#include "guest.h"

#define PG 4096ul
#define AREA 0x60000000ul /* 8 pages, cut out of a reservation; nothing is near it */
#define TOP (sizeof(long) == 8 ? 0x7ffffffff000ul : 0xffffe000ul)

static int fds[5]; /* read-write, read-only, write-only, directory, closed */

/* Successful addresses differ between machines, but where they were asked for. */
static void result(long ret, long asked)
{
	if (ret >= -4095 && ret < 0)
		printf(" %s", guest_errno(-ret));
	else if (ret == asked)
		printf(" =");
	else
		printf(" %s", ret == 0 ? "0" : "ok");
}

static void layout(void)
{
	munmap((void *)AREA, 64 * PG);
	mmap((void *)AREA, 4 * PG, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	mmap((void *)(AREA + 4 * PG), 2 * PG, 1, MAP_SHARED | MAP_FIXED, fds[0], 0);
	mmap((void *)(AREA + 7 * PG), PG, 0, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
}

static long do_mmap(unsigned long addr, unsigned long len, int prot, unsigned long flags, int fd,
		    unsigned long off)
{
	long ret = raw(sizeof(long) == 8 ? SYS_mmap : 192, addr, len, prot, flags, fd,
		       sizeof(long) == 8 ? off : off / PG);

	if (!(ret >= -4095 && ret < 0))
		munmap((void *)ret, len);
	layout();
	return ret;
}

static void mmaps(void)
{
	static const unsigned long addrs[] = { 0, 1, AREA, AREA + 1, AREA + 16 * PG, TOP - PG, TOP,
					       -PG };
	static const unsigned long lens[] = { 0, 1, PG, 3 * PG, TOP, -1ul, -PG };
	static const unsigned long flags[] = {
		0, 1, 2, 3, 4, 0x12, 0x22, 0x21, 0x23, 0x20, 0x32, 0x2022, 0x2002, 0x4022,
		0x122, 0x121, 0x102, 0x100022, 0x100002, 0x100003, 0x80022,
		0x20022, 0x62, 0x72, 0x8022, 0x200022, 0x400003,
	};

	for (unsigned a = 0; a < sizeof(addrs) / sizeof(addrs[0]); a++) {
		for (unsigned l = 0; l < sizeof(lens) / sizeof(lens[0]); l++) {
			/* huge sizes may or may not fit, depending on what else is there */
			printf("mmap addr %u len %u:", a, l);
			for (unsigned f = 0; f < sizeof(flags) / sizeof(flags[0]); f++) {
				if (lens[l] == TOP && (flags[f] & 0x100010))
					continue; /* would go over the program itself */
				result(do_mmap(addrs[a], lens[l], 3, flags[f], fds[0], 0), addrs[a]);
			}
			puts("");
		}
	}
	for (unsigned f = 0; f < sizeof(flags) / sizeof(flags[0]); f++) {
		printf("mmap flags %lx:", flags[f]);
		for (int fd = 0; fd < 5; fd++) {
			for (int prot = 0; prot < 8; prot++)
				result(do_mmap(AREA, PG, prot, flags[f], fds[fd], 0), AREA);
		}
		puts("");
	}
	show(mmap(0, PG, 1, MAP_PRIVATE, fds[0], 1) == MAP_FAILED);
	printf("offsets:");
	result(do_mmap(AREA, 2 * PG, 1, 0x12, fds[0], -PG), AREA);
	result(do_mmap(AREA, PG, 1, 0x12, fds[0], -PG), AREA);
	result(do_mmap(AREA, PG, 1, 0x12, fds[0], LONG_MAX & -PG), AREA);
	result(do_mmap(AREA, PG, 1, 0x12, fds[0], (LONG_MAX & -PG) - PG), AREA);
	puts("");
}

static const unsigned long starts[] = { 0, PG, AREA, AREA + 1, AREA + 3 * PG, AREA + 4 * PG,
					AREA + 6 * PG, AREA + 7 * PG, AREA + 8 * PG, TOP, -PG };
static const unsigned long sizes[] = { 0, 1, PG, 2 * PG, 4 * PG, 6 * PG, 8 * PG, TOP, -PG, -1ul };
#define N(a) (sizeof(a) / sizeof((a)[0]))

/* call(nr, start, size, x...) for all of them, and for each value of the third argument. */
static void ranges(const char *name, long nr, const unsigned long *values, unsigned n)
{
	for (unsigned v = 0; v < n; v++) {
		printf("%s %lx:", name, values[v]);
		for (unsigned a = 0; a < N(starts); a++) {
			for (unsigned s = 0; s < N(sizes); s++) {
				/* not over the program itself */
				if (starts[a] < AREA ? sizes[s] > PG : starts[a] < TOP && sizes[s] == TOP)
					continue;
				/* the sum wraps for a program of 64 bits alone */
				if (sizeof(long) == 4 && sizes[s] > TOP)
					continue;
				result(raw(nr, starts[a], sizes[s], values[v], 0, 0, 0), -1);
				layout();
			}
			printf(" |");
		}
		puts("");
	}
}

/* What Linux changed after 6.12: several mappings move at once, and arguments are checked first. */
static int depends_on_version(unsigned flags, unsigned long start, unsigned long old,
			      unsigned long new, unsigned long to)
{
	static const char mapped[] = "aaaabb.c";
	unsigned long first = (start - AREA) / PG, last = first + (old - 1) / PG;

	if (!(flags & 6))
		return 0;
	if (start < AREA || first >= 8 || mapped[first] == '.')
		return 1; /* EFAULT, or EINVAL for another argument */
	if (old && (last >= 8 || mapped[first] != mapped[last]))
		return 1;
	if (!old && start == to)
		return 1;
	return (flags & 4) && old != new && old == 1;
}

static void remaps(void)
{
	static const unsigned long olds[] = { 0, 1, PG, 2 * PG, 4 * PG, 8 * PG };
	static const unsigned long news[] = { 0, PG, 2 * PG, 5 * PG, TOP };
	static const unsigned long to[] = { 0, AREA, AREA + PG, AREA + 32 * PG, AREA + 1, TOP, -PG };

	for (unsigned flags = 0; flags < 9; flags++) {
		for (unsigned a = 2; a < N(starts); a++) {
			printf("mremap %x start %u:", flags, a);
			for (unsigned o = 0; o < N(olds); o++) {
				for (unsigned n = 0; n < N(news); n++) {
					for (unsigned t = 0; t < N(to); t++) {
						long ret;

						if (depends_on_version(flags, starts[a], olds[o], news[n],
								       to[t]))
							continue;
						ret = raw(SYS_mremap, starts[a], olds[o], news[n],
							  flags, to[t], 0);
						result(ret, to[t]);
						if (!(ret >= -4095 && ret < 0))
							munmap((void *)ret, news[n]);
						layout();
						if (!(flags & 6))
							break;
					}
				}
			}
			puts("");
		}
	}
}

int main(void)
{
	static const unsigned long prots[] = { 0, 1, 3, 4, 7, 8, 9, 0x10, 0x1000001, 0x2000001,
					       0x3000001 };
	static const unsigned long advice[] = { 0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
						17, 18, 19, 20, 21, 22, 23, 24, 26, 50, -1ul };
	static const unsigned long sync[] = { 0, 1, 2, 3, 4, 5, 6, 8 };
	static const unsigned long lock[] = { 0, 1, 2 };
	static const unsigned long none[] = { 0 };
	char buf[2 * PG] = { 1 };

	setvbuf(stdout, NULL, _IOLBF, 0);
	fds[0] = open("f", O_RDWR | O_CREAT, 0600);
	write(fds[0], buf, sizeof(buf));
	fds[1] = open("f", O_RDONLY);
	fds[2] = open("f", O_WRONLY);
	fds[3] = open(".", O_RDONLY);
	fds[4] = 99;
	layout();
	mmaps();
	ranges("mprotect", SYS_mprotect, prots, N(prots));
	ranges("madvise", SYS_madvise, advice, N(advice));
	ranges("msync", SYS_msync, sync, N(sync));
	ranges("mlock2", SYS_mlock2, lock, N(lock));
	ranges("munlock", SYS_munlock, none, 1);
	ranges("mincore", SYS_mincore, none, 1);
	ranges("munmap", SYS_munmap, none, 1);
	remaps();
	for (unsigned flags = 0; flags < 9; flags++) {
		printf("mlockall %x:", flags);
		result(raw(SYS_mlockall, flags, 0, 0, 0, 0, 0), -1);
		munlockall();
	}
	puts("");
	return 0;
}
