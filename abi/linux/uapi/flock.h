/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Record locks as the guests lay them out. */
#ifndef UAPI_FLOCK_H
#define UAPI_FLOCK_H

#include <stdint.h>

struct x64_flock {
	int16_t l_type, l_whence;
	int32_t pad;
	int64_t l_start, l_len;
	int32_t l_pid, pad2;
};
_Static_assert(sizeof(struct x64_flock) == 32, "flock");

struct i386_flock {
	int16_t l_type, l_whence;
	int32_t l_start, l_len;
	int32_t l_pid;
};
_Static_assert(sizeof(struct i386_flock) == 16, "compat_flock");

struct i386_flock64 {
	int16_t l_type, l_whence;
	int64_t l_start, l_len;
	int32_t l_pid;
} __attribute__((packed, aligned(4)));
_Static_assert(sizeof(struct i386_flock64) == 24, "compat_flock64");

#endif
