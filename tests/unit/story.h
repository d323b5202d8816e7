/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A story: what a task does, told again and again with the n-th object missing. What fails must say
 * so by an error that is allowed, and nothing may be left behind.
 */
#ifndef TESTS_STORY_H
#define TESTS_STORY_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "fs/fs.h"
#include "mm/mm.h"
#include "syscall.h"

#define PG ((uint64_t)PAGE_SIZE)
#define AREA 0x10000000ull /* 16 pages of the task's */

/* A system call of the task, by its definition. */
#define call(name, ...)                                                    \
	({                                                                 \
		extern const struct syscall sys_##name;                    \
		sys_##name.call((const uint64_t[6]){ __VA_ARGS__ });       \
	})

struct story {
	void (*tell)(void);
	void (*clean)(void); /* after it, and before; NULL: nothing but to close all descriptors */
	const int *allowed;  /* errors of calls; the last one is 0 */
	unsigned long least, most; /* objects that it takes */
};

/* The first call with another error is kept for the test: this is another stack. */
int64_t story_try(const char *what, int64_t ret);
#define try(expression) story_try(#expression, expression)

/* A test: until none is missing. */
void story_with_each_object_missing(const struct story *s);

#endif
