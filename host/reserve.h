/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Large ranges of the host's address space: reserved whole, taken from the host when touched. */
#ifndef HOST_RESERVE_H
#define HOST_RESERVE_H

#include "lib/compiler.h"

/* Zeroed, readable and writable, aligned to a power of two >= a page; NULL if the host refuses. */
void *host_reserve(size_t size, size_t align);
void host_release(void *start, size_t size);
/* A hint: back the range with huge pages. */
void host_prefer_huge(void *start, size_t size);

/* The same, but inaccessible until parts are committed: for stacks with guard pages. */
void *host_reserve_inaccessible(size_t size);
bool host_commit(void *start, size_t size); /* make part of it readable and writable */

#endif
