/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The machine's randomness: ChaCha20 keyed from the host at boot, or from the seed. */
#ifndef KERNEL_RANDOM_H
#define KERNEL_RANDOM_H

#include <stddef.h>
#include <stdint.h>

struct kernel;

/* Sets k->rng up: keyed by config.seed, or by the host when that is 0. 0 or -ENOMEM. */
int random_init(struct kernel *k);
void random_exit(struct kernel *k);

void get_random_bytes(void *buf, size_t n);
uint64_t get_random_u64(void);
/* What the guest writes to /dev/random: stirred into the key. */
void add_device_randomness(const void *buf, size_t n);

#endif
