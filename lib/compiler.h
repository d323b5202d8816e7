/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What C lacks and every file wants: attributes, checked arithmetic, container_of. */
#ifndef LIB_COMPILER_H
#define LIB_COMPILER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#ifndef __always_inline
#define __always_inline inline __attribute__((always_inline))
#endif
#define __must_check __attribute__((warn_unused_result))
#define __printf(fmt, first) __attribute__((format(printf, fmt, first)))
#define __unused __attribute__((unused))
#define __cleanup(fn) __attribute__((cleanup(fn)))

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define BIT(n) (1ull << (n))
#define container_of(ptr, type, member) \
	((type *)(void *)((char *)(ptr) - offsetof(type, member)))

/*
 * What must hold unless ring3 itself is wrong. A library neither prints nor exits; but a sandbox
 * whose bookkeeping is broken must not run on either: the process gets SIGILL right here.
 */
#define invariant(condition)                    \
	do {                                    \
		if (unlikely(!(condition)))     \
			__builtin_trap();       \
	} while (0)

/* Each use names its temporaries anew, so that one may stand in an argument of another. */
#define PASTE_(a, b) a##b
#define PASTE(a, b) PASTE_(a, b)
#define PICK_(a, b, op, x, y)          \
	({                             \
		__auto_type x = (a);   \
		__auto_type y = (b);   \
		x op y ? x : y;        \
	})
#define PICK(a, b, op, n) PICK_(a, b, op, PASTE(x_, n), PASTE(y_, n))
#define min(a, b) PICK(a, b, <, __COUNTER__)
#define max(a, b) PICK(a, b, >, __COUNTER__)

/* n is a power of two; the sum may wrap, which the caller must have excluded. */
#define align_down(x, n) ((x) & ~((__typeof__(x))(n) - 1))
#define align_up(x, n) align_down((x) + ((__typeof__(x))(n) - 1), n)

#if defined(__SANITIZE_ADDRESS__)
#define RING3_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define RING3_ASAN 1
#endif
#endif

#endif
