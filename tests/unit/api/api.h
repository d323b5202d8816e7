/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of the API share. */
#ifndef TESTS_API_H
#define TESTS_API_H

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ring3/control.h"
#include "ring3/ring3.h"
#include "ring3/trace.h"

/* guest.S: it ends with PPID + 4 + value, and ring3's own number is 1. */
#define GUEST_STATUS (1 + 4 + 5)
#define GUEST_ROUND 0x401020u
#define GUEST_SUM 0x401040u

static inline int machine_setup(void **state)
{
	struct r3_options o = R3_OPTIONS_INIT;
	struct r3_machine *m;

	o.mem_size = 64 << 20;
	if (r3_create(&m, &o)) {
		fprintf(stderr, "%s\n", r3_error(NULL));
		return -1;
	}
	*state = m;
	return 0;
}

static inline int machine_teardown(void **state)
{
	r3_destroy(*state);
	return 0;
}

/* Fails with the machine's own words. */
#define assert_r3(m, call)                                                     \
	do {                                                                   \
		int r3_result = (int)(call);                                   \
		if (r3_result < 0)                                             \
			fail_msg(#call ": %d: %s", r3_result, r3_error(m));    \
	} while (0)

static inline int exit_code(struct r3_machine *m)
{
	return r3_exit_status(m) >> 8;
}

#endif
