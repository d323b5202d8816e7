/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What C lacks and every file wants: attributes, checked arithmetic, container_of. */
#ifndef LIB_COMPILER_H
#define LIB_COMPILER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define __must_check __attribute__((warn_unused_result))
#define __printf(fmt, first) __attribute__((format(printf, fmt, first)))
#define __unused __attribute__((unused))
#define __cleanup(fn) __attribute__((cleanup(fn)))

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define BIT(n) (1ull << (n))
#define container_of(ptr, type, member) \
	((type *)(void *)((char *)(ptr) - offsetof(type, member)))

#define min(a, b) ({ __auto_type a_ = (a); __auto_type b_ = (b); a_ < b_ ? a_ : b_; })
#define max(a, b) ({ __auto_type a_ = (a); __auto_type b_ = (b); a_ > b_ ? a_ : b_; })

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
