/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A sparse array of non-zero words: the pages of a file by index. Grows only by what it holds. */
#ifndef MM_PAGETREE_H
#define MM_PAGETREE_H

#include "lib/compiler.h"

#define PAGETREE_MAX ((1ull << 54) - 1) /* largest index */

uint64_t pagetree_get(const void *root, uint64_t index); /* 0: nothing there */
/* 0 takes it out, which cannot fail. 0 or -ENOMEM. */
int pagetree_set(void **root, uint64_t index, uint64_t entry);
/* The first entry at or after *index, which is set to its place; 0 when there is none. */
uint64_t pagetree_next(const void *root, uint64_t *index);

#endif
