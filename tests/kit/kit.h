/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What tests of the kit include, as any user's do. */
#ifndef TESTS_KIT_KIT_H
#define TESTS_KIT_KIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ring3/cmocka.h"

static inline void make_pipe(struct r3_task *t, int fd[2])
{
	r3_ptr p = r3_alloc(t, 8);

	r3_assert_result(t, 0, SYS_pipe2, p, 0);
	r3_get(t, p, fd, 8);
}

#define KIT_MAIN                                   \
	int main(int argc, char **argv)            \
	{                                          \
		return r3_kit_main(argc, argv);    \
	}

#endif
