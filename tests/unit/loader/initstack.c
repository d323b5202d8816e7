/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The initial stack, read back as a program would read it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "loader/initstack.h"

static const char strings[] = "prog\0\0-x\0A=b\0CC=\0/bin/prog";

struct view {
	struct initstack s;
	uint8_t *bytes;
	uint64_t at; /* address of the next word */
};

static uint64_t next_word(struct view *v)
{
	size_t n = v->s.is_64bit ? 8 : 4;
	uint64_t w = 0;

	assert_true(v->at >= v->s.sp && v->at + n <= v->s.top);
	memcpy(&w, v->bytes + (v->at - v->s.sp), n);
	v->at += n;
	return w;
}

static const char *string_at(const struct view *v, uint64_t addr)
{
	assert_true(addr >= v->s.sp && addr < v->s.top);
	return (const char *)v->bytes + (addr - v->s.sp);
}

static void check_vector(struct view *v, const char *const *expected)
{
	for (; *expected; expected++)
		assert_string_equal(string_at(v, next_word(v)), *expected);
	assert_int_equal(next_word(v), 0);
}

static void check(bool is_64bit, uint64_t top, uint64_t skew)
{
	static const char *const argv[] = { "prog", "", "-x", NULL };
	static const char *const envp[] = { "A=b", "CC=", NULL };
	struct aux_entry aux[] = { { AT_PAGESZ, 4096 }, { AT_RANDOM, 0 }, { AT_ENTRY, 0x1234 },
				   { AT_EXECFN, 0 }, { AT_PLATFORM, 0 } };
	struct view v = { .s = { .is_64bit = is_64bit, .top = top, .skew = skew,
				 .strings = strings, .strings_size = sizeof(strings), .argc = 3,
				 .envc = 2, .platform = "i686", .aux = aux, .nr_aux = 5,
				 .random = "0123456789abcde" } };

	assert_true(initstack_layout(&v.s));
	assert_int_equal(v.s.sp % 16, 0);
	v.bytes = malloc(v.s.size);
	memset(v.bytes, 0xee, v.s.size);
	initstack_fill(&v.s, v.bytes);
	v.at = v.s.sp;
	assert_int_equal(next_word(&v), 3);
	check_vector(&v, argv);
	check_vector(&v, envp);
	assert_int_equal(next_word(&v), AT_PAGESZ);
	assert_int_equal(next_word(&v), 4096);
	assert_int_equal(next_word(&v), AT_RANDOM);
	assert_memory_equal(string_at(&v, next_word(&v)), "0123456789abcde", 16);
	assert_int_equal(next_word(&v), AT_ENTRY);
	assert_int_equal(next_word(&v), 0x1234);
	assert_int_equal(next_word(&v), AT_EXECFN);
	assert_string_equal(string_at(&v, next_word(&v)), "/bin/prog");
	assert_int_equal(next_word(&v), AT_PLATFORM);
	assert_string_equal(string_at(&v, next_word(&v)), "i686");
	assert_int_equal(next_word(&v), AT_NULL);
	assert_int_equal(next_word(&v), 0);
	/* The strings lie in one row, for /proc/PID/cmdline and environ. */
	assert_int_equal(v.s.arg_end - v.s.arg_start, sizeof("prog\0\0-x"));
	assert_int_equal(v.s.env_start, v.s.arg_end);
	assert_int_equal(v.s.env_end - v.s.env_start, sizeof("A=b\0CC="));
	assert_memory_equal(string_at(&v, v.s.arg_start), strings, sizeof(strings));
	/* Linux leaves one empty word at the very top. */
	assert_int_equal(v.s.env_end + sizeof("/bin/prog") + 8, top);
	assert_memory_equal(v.bytes + v.s.size - 8, "\0\0\0\0\0\0\0", 8);
	free(v.bytes);
}

static void programs_find_everything_where_it_belongs(void **state)
{
	(void)state;
	for (uint64_t skew = 0; skew < 40; skew++) {
		check(false, 0xffffe000, skew);
		check(true, 0x7ffffffff000, skew);
	}
	check(true, 0x7ffffffff000, 8191);
}

static void no_arguments_are_possible(void **state)
{
	struct initstack s = { .is_64bit = true, .top = 0x10000, .strings = "f",
			       .strings_size = 2, .platform = "p" };
	uint64_t bytes[32];

	(void)state;
	assert_true(initstack_layout(&s));
	assert_true(s.size <= sizeof(bytes));
	initstack_fill(&s, bytes);
	for (unsigned i = 0; i < 5; i++)
		assert_int_equal(bytes[i], 0);
}

static void what_does_not_fit_is_refused(void **state)
{
	struct initstack s = { .top = 4096, .strings = strings, .strings_size = sizeof(strings),
			       .argc = 3, .envc = 2, .platform = "p", .skew = 8191 };

	(void)state;
	assert_false(initstack_layout(&s));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(programs_find_everything_where_it_belongs),
		cmocka_unit_test(no_arguments_are_possible),
		cmocka_unit_test(what_does_not_fit_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
