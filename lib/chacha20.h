/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The block function of ChaCha20 (RFC 8439, but with a 64-bit counter and nonce). */
#ifndef LIB_CHACHA20_H
#define LIB_CHACHA20_H

#include <stdint.h>

#define CHACHA_BLOCK 64
#define CHACHA_KEY 32

void chacha20_block(uint8_t out[CHACHA_BLOCK], const uint32_t key[CHACHA_KEY / 4], uint64_t counter,
		    uint64_t nonce);

#endif
