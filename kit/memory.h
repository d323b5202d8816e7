/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where in a task's memory tests' data lies. */
#ifndef KIT_MEMORY_H
#define KIT_MEMORY_H

#include "kit/world.h"

/* Both worlds have nothing there: behind the guest's image, far below stacks and mmap's area. */
#define KIT_DATA 0x20000000ull
#define KIT_DATA_END 0x40000000ull

/* A test begins: nothing is there. */
void memory_reset(struct kit *k);

#endif
