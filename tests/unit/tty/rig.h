/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pseudo-terminals by system calls of a task without a CPU. */
#ifndef TESTS_UNIT_TTY_RIG_H
#define TESTS_UNIT_TTY_RIG_H

#include "../fs/rig.h"
#include "fs/tty/n_tty.h"

int tty_setup(void **state); /* fs_setup(), as root */
#define tty_test(fn) cmocka_unit_test_setup_teardown(fn, tty_setup, fs_teardown)

long open_master(void);		    /* without blocking; or -errno */
long open_slave(long master);	    /* unlocks it; or -errno */
long ioctl_(long fd, unsigned cmd, uint64_t arg);
long ioctl_int(long fd, unsigned cmd, int value); /* an int at the argument */
long put(long fd, const void *bytes, size_t n);
long get(long fd, void *bytes, size_t n);
struct tty *tty_at(long fd);
/* What waits is within its buffer, and nobody is at it. The line discipline only masks indices. */
void check_tty(struct tty *tty);
void check_pair(long master);

#endif
