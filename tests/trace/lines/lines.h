/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * For programs that make system calls and say what a tracer prints for them. Each file here is a
 * program: main() makes calls and after each says its line:
 *
 *	long fd = syscall(SYS_openat, AT_FDCWD, "x", O_RDONLY);
 *	expect("openat(AT_FDCWD, \"x\", O_RDONLY) = %s", result(fd));
 *
 * It is run under Debian's strace and under `ring3 trace`; both must print exactly those lines for
 * what main() did: so no calls that are not expected (stdio, malloc), and none that only one of
 * them makes. Lines of a comment say what is unusual:
 *
 *	trace: -v -s 100	options for both tracers
 *	bits: 64		not for both ABIs, but for this
 *	sed: s/[0-9]+ms/N/	(sed -E) on the lines of both tracers before they are compared
 *	ring3: --user 1:1	options for `ring3 trace` alone
 *	missing: WHAT		of ring3, for now: the test is skipped, and fails when it agrees
 *	differs: REASON		under_strace() is used: what strace 6.1 prints differs, and why
 *
 * The working directory is empty and writable. Descriptors 0 and 2 are /dev/null, 1 a file.
 */
#ifndef LINES_H
#define LINES_H

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * One more line. The last ") = " in it is moved to the column of results; no newline is needed.
 * Makes no system call, and children of the program share what was said.
 */
void expect(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* What follows ") = " for a call that gave r, as syscall() returns it, with errno. */
const char *result(long r);
/* The same for a call whose result is written in hexadecimal. */
const char *result_hex(long r);
/* "-1 ENOENT (No such file or directory)" */
const char *error(int err);

/* Results are at another column (-a). */
void expect_column(unsigned column);

/*
 * All is said in advance: what was expected so far is for what follows from here on, to the end of
 * the program ("+++ exited with 0 +++"). For programs that do not return from main().
 */
void expect_commit(void);

/* Is the tracer strace? Needs a reason in a line "differs:". */
bool under_strace(void);

/* Eight letters that no other process has, for names that all of a host share. Makes no call. */
const char *own_name(void);

/* A page with a hole behind it: the address of its last n bytes. */
void *tail_alloc(size_t n);

#endif
