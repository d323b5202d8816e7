/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What truncate(2) and ftruncate(2) make of the file of letters, in the same rows. */
#ifndef SUITES_CUTS_H
#define SUITES_CUTS_H

#include "shared.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyz"
#define FSIZE 1000

static inline void limit_files(struct r3_task *t)
{
	r3_scene(t);
	limit(t, RLIMIT_FSIZE, FSIZE);
}

static inline void has_ten(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	r3_assert_file(t, "file", LETTERS, 10);
}

static inline void is_longer(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	r3_assert_file(t, "file", LETTERS "\0\0\0\0", 30);
}

static inline void is_the_same(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	r3_assert_file(t, "file", LETTERS, 26);
}

#endif
