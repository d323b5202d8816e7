/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The machine's randomness: ChaCha20 keyed from the host at boot, or from the seed. */
#ifndef KERNEL_RANDOM_H
#define KERNEL_RANDOM_H

#include <stddef.h>
#include <stdint.h>

void get_random_bytes(void *buf, size_t n);
uint64_t get_random_u64(void);

#endif
