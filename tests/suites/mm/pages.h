/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What suites of memory share: ranges at one place in both ABIs, page by page. */
#ifndef SUITES_MM_PAGES_H
#define SUITES_MM_PAGES_H

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "../shared.h"

#define PAGE 4096
#define RW (PROT_READ | PROT_WRITE)
#define ANON (MAP_PRIVATE | MAP_ANONYMOUS)

/* Three pages from here, of which rows know the addresses; behind them nothing is. */
#define AREA 0x30000000
#define AREA_END (AREA + 3 * PAGE)

/* mmap of x86-64 and mmap2 of i386: what the task's ABI has. */
static inline int64_t map_at(struct r3_task *t, r3_ptr at, size_t n, int prot, int flags, int fd)
{
	return r3_call(t, r3_is_i386(t) ? "mmap2" : "mmap", at, n, prot, flags, fd, 0);
}

static inline void map_area(struct r3_task *t)
{
	assert_int_equal(map_at(t, AREA, 3 * PAGE, RW, ANON | MAP_FIXED, -1), AREA);
}

/* The second of its pages is missing. */
static inline void map_with_hole(struct r3_task *t)
{
	map_area(t);
	r3_assert_result(t, 0, SYS_munmap, AREA + PAGE, PAGE);
}

/* May the task touch this byte? As reading and writing it would find. */
static inline int readable(struct r3_task *t, r3_ptr p)
{
	return r3_syscall(t, SYS_write, r3_fd(t, R3_FD_PIPE_W), p, 1) == 1;
}

static inline int writable(struct r3_task *t, r3_ptr p)
{
	return r3_syscall(t, SYS_read, r3_fd(t, R3_FD_PIPE_DATA), p, 1) == 1;
}

#endif
