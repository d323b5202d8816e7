/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What else the translator is to do, beside its repairs. */
#ifndef EMU_UNICORN_TRANSLATE_H
#define EMU_UNICORN_TRANSLATE_H

#include <stdint.h>

/* What the code at the start of each block works on: left -= its size, before it runs. */
struct block_count {
	int64_t left;	    /* not above 0: the block does not run, used_up() does */
	uint64_t end;	    /* address behind the block that runs */
	uint64_t not_run;   /* the size of the block that did not: to be added to left again */
	void (*used_up)(struct block_count *count); /* to stop the engine */
};

struct translate_options {
	/*
	 * The addresses (first, last) that Unicorn calls the instruction hook for; NULL: no hook.
	 * What is translated in front of an instruction is hidden from it.
	 */
	uint64_t *hook_range;
	struct block_count *count; /* NULL: blocks are not counted */
};

/* For this thread, until the next call. */
void translate_set(const struct translate_options *options);

/* count.c: the code of a block's count, at its start and behind its end. */
struct tcg;
void *count_begin(struct tcg *s, const struct block_count *count); /* for count_end() */
void count_end(struct tcg *s, const struct block_count *count, void *begun, uint64_t first,
	       uint64_t end);

#endif
