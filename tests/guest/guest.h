/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What guest programs print with. Nothing printed may depend on addresses, pids or time. */
#ifndef GUEST_H
#define GUEST_H

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static inline const char *guest_errno(int err)
{
#ifdef __GLIBC__
	const char *name = strerrorname_np(err);

	return name ? name : "?";
#else
	return strerror(err);
#endif
}

static inline void guest_show(const char *what, long result)
{
	if (result == -1 && errno)
		printf("%s: %s\n", what, guest_errno(errno));
	else
		printf("%s = %ld\n", what, result);
	fflush(stdout);
}

/* Runs a call and prints it with its result, or the name of its error. */
#define show(call)                            \
	do {                                  \
		errno = 0;                    \
		guest_show(#call, (long)(call)); \
	} while (0)

/* The same where only success or the error matter (addresses, descriptors, pids). */
#define show_ok(call)                                       \
	({                                                  \
		errno = 0;                                  \
		long ok_ = (long)(call);                    \
		guest_show(#call, ok_ == -1 ? -1 : 0);      \
		ok_;                                        \
	})

/* A call of the kernel, past libc: the result as the kernel gave it. */
static inline long raw(long nr, long a, long b, long c, long d, long e, long f)
{
	long ret = syscall(nr, a, b, c, d, e, f);

	return ret == -1 ? -errno : ret;
}

/* Is this the native run, which may meet a CPU that lacks something? */
static inline int is_native(void)
{
	return getenv("NATIVE") != NULL;
}

#endif
