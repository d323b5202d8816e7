/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What suites of ids, limits and names share. */
#ifndef SUITES_IDS_H
#define SUITES_IDS_H

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "ring3/suite.h"

#define UNCHANGED (-1)
#define OTHER 1234 /* an id that is nobody's in the tests */

static inline int64_t my_uid(struct r3_task *t)
{
	return r3_call(t, r3_is_i386(t) ? "getuid32" : "getuid");
}

static inline void assert_word(struct r3_task *t, r3_ptr p, uint32_t value)
{
	assert_int_equal(r3_get_u32(t, p), value);
}

#endif
