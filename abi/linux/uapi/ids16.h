/* SPDX-License-Identifier: GPL-2.0-or-later */
/* 16-bit user and group ids of the old i386 calls. */
#ifndef UAPI_IDS16_H
#define UAPI_IDS16_H

#include <stdint.h>

#define INVALID_ID ((uint32_t)-1)
#define OVERFLOW_ID16 65534 /* what a 16-bit call shows for an id that does not fit */

static inline uint16_t high2low(uint32_t id)
{
	return id & ~0xffffu ? OVERFLOW_ID16 : id;
}

/* -1 ("leave it") stays -1. */
static inline uint32_t low2high(uint16_t id)
{
	return id == 0xffff ? INVALID_ID : id;
}

#endif
