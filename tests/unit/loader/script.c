/* SPDX-License-Identifier: GPL-2.0-or-later */
/* First lines of scripts; what becomes of each was tried on Linux. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "loader/script.h"

static int parse(const char *text, size_t n, char head[SCRIPT_HEAD], struct script *s)
{
	const char *why = NULL;
	int err;

	memset(head, 0, SCRIPT_HEAD);
	memcpy(head, text, n < SCRIPT_HEAD ? n : SCRIPT_HEAD);
	assert_true(is_script(head));
	err = script_parse(head, s, &why);
	assert_int_equal(err != 0, why != NULL);
	return err;
}

static void lines_are_cut_as_linux_cuts_them(void **state)
{
	static const struct {
		const char *text, *interp, *arg; /* interp NULL: refused */
	} lines[] = {
		{ "#!/bin/sh\n", "/bin/sh", NULL },
		{ "#!/bin/sh", "/bin/sh", NULL },
		{ "#! /bin/sh\necho\n", "/bin/sh", NULL },
		{ "#!\t /bin/sh \t\n", "/bin/sh", NULL },
		{ "#!/bin/awk -f\n", "/bin/awk", "-f" },
		{ "#!/bin/awk \t-f  x y \n", "/bin/awk", "-f  x y" },
		{ "#!/bin/awk -f", "/bin/awk", "-f" },
		{ "#!/bin/sh\r\n", "/bin/sh\r", NULL },
		{ "#!", "", NULL },
		{ "#!\n", NULL, NULL },
		{ "#! \t \n", NULL, NULL },
		{ "#!\n/bin/sh\n", NULL, NULL },
	};
	char head[SCRIPT_HEAD];
	struct script s;

	(void)state;
	for (unsigned i = 0; i < ARRAY_SIZE(lines); i++) {
		int err = parse(lines[i].text, strlen(lines[i].text), head, &s);

		if (!lines[i].interp) {
			assert_int_equal(err, -ENOEXEC);
			continue;
		}
		assert_int_equal(err, 0);
		assert_string_equal(s.interp, lines[i].interp);
		if (lines[i].arg)
			assert_string_equal(s.arg, lines[i].arg);
		else
			assert_null(s.arg);
	}
}

static void a_name_that_may_be_cut_off_is_refused_and_an_argument_is_not(void **state)
{
	char text[SCRIPT_HEAD + 1], head[SCRIPT_HEAD];
	struct script s;

	(void)state;
	memset(text, 'x', sizeof(text));
	memcpy(text, "#!/", 3);
	assert_int_equal(parse(text, sizeof(text), head, &s), -ENOEXEC);
	text[9] = ' ';
	assert_int_equal(parse(text, sizeof(text), head, &s), 0);
	assert_string_equal(s.interp, "/xxxxxx");
	assert_int_equal(strlen(s.arg), SCRIPT_HEAD - 1 - 10);
	memset(text + 2, ' ', sizeof(text) - 2);
	assert_int_equal(parse(text, sizeof(text), head, &s), -ENOEXEC);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_cut_as_linux_cuts_them),
		cmocka_unit_test(
			a_name_that_may_be_cut_off_is_refused_and_an_argument_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
