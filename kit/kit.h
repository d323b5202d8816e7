/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kit's parts among themselves. */
#ifndef KIT_KIT_H
#define KIT_KIT_H

#include "kit/world.h"

#define KIT_TASKS 26 /* at most in a test: A to Z */

/* --- kit.c: worlds, tests, failures --- */

/* A task ready for a test; NULL, with *why. Kits are kept for the next test of the same kind. */
struct r3_task *kit_start(const struct world_ops *ops, bool is_i386, bool is_root,
			  const struct r3_test *test, const char **why);
/* The test of k is over. False, with *why: something was left over. */
bool kit_finish(struct kit *k, const char **why);
/* A call of parent has made task tid (0: the last one): it is driven from now on. NULL: kit->error. */
struct r3_task *kit_adopt(struct r3_task *parent, int tid);
/* What machines are made with: r3_kit_options(). */
const struct r3_options *kit_options(void);
/* All but the first n. */
void kit_forget_tasks(struct kit *k, unsigned n);
/* Who can make a call on t's memory: t, or a thread beside it that is in no call. NULL: nobody. */
struct r3_task *kit_free_hand(struct r3_task *t);

/* Fails the running test, with a message and the place in the test's source. */
__attribute__((noreturn, format(printf, 3, 4))) void kit_fail(const char *file, int line,
							      const char *fmt, ...);
/* The same at the place where the test of t is defined. */
__attribute__((noreturn, format(printf, 2, 3))) void kit_fail_in(const struct r3_task *t,
								 const char *fmt, ...);

/*
 * What a public function begins with: t is a task of the test that runs, and nothing of what follows
 * it is NULL. Else the test fails, and the function is not gone on with.
 */
#define KIT_BEGIN(t, ...) KIT_CHECK(__func__, (t), ##__VA_ARGS__)
#define KIT_CHECK(function, t, ...)                                                          \
	kit_check((function), (t), (const void *const[]){ (t), ##__VA_ARGS__ },              \
		  sizeof((const void *const[]){ (t), ##__VA_ARGS__ }) / sizeof(void *))
void kit_check(const char *function, const struct r3_task *t, const void *const *given, size_t n);

/* --- names.c --- */

/*
 * The number of a call in a table, or -1. SYS_ and __NR_ in front do not count, nor does what
 * follows a comma; "17" is 17. info->name is NULL if the number has none.
 */
int kit_call_nr(bool is_i386, const char *call, struct r3_call_info *info);
/* c's name, from its number and what kit_call_nr() said. */
void kit_name_call(struct kit_call *c, const struct r3_call_info *info);
/* "EBADF (Bad file descriptor)"; a number that is no errno: its digits. In buf. */
const char *kit_errno_text(int err, char *buf, size_t size);
/* "-1 EBADF (Bad file descriptor)" or "17", as results are written. In buf. */
const char *kit_result_text(int64_t result, char *buf, size_t size);
/* t->text from t->call and t->result, for worlds that have none. */
void kit_describe(struct r3_task *t);
/* The number in x86's <errno.h> of a name, or 0. */
int kit_errno_by_name(const char *name);

/* --- call.c --- */

/* The call of a name, for t. False: there is none. */
bool kit_make_call(const struct r3_task *t, struct kit_call *c, const char *name,
		   const int64_t args[6]);
/* t, KIT_IDLE, makes a call; afterwards it may be KIT_IDLE (t->result), KIT_BLOCKED or KIT_GONE. */
bool kit_run_call(struct r3_task *t, const struct kit_call *c);
/* t, in a call, goes on if it can. False, with kit->error: it will not come to an end. */
bool kit_go_on(struct r3_task *t);
/* What the kit does itself neither fails nor counts, between these two. */
unsigned long kit_hold_failures(struct kit *k);
void kit_release_failures(struct kit *k, unsigned long held);
/*
 * A call of the kit's own, which neither t->text nor t->result tell of: its result. It is made by
 * another thread if t is in a call. What sleeps or cannot be made fails the test.
 */
int64_t kit_call(struct r3_task *t, const char *name, int64_t a, int64_t b, int64_t c, int64_t d,
		 int64_t e, int64_t f);
/* The same; what fails, fails the test. */
int64_t kit_call_ok(struct r3_task *t, const char *name, int64_t a, int64_t b, int64_t c,
		    int64_t d, int64_t e, int64_t f);

/* Bytes as strace writes them, "..." --- */
void kit_quote(char *to, size_t size, const void *bytes, size_t n);

#endif
