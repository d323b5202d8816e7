/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What else the translator is to do, beside its repairs. */
#ifndef EMU_UNICORN_TRANSLATE_H
#define EMU_UNICORN_TRANSLATE_H

#include <stdbool.h>
#include <stdint.h>

/* What the code at the start of each block works on: left -= its size, before it runs. */
struct block_count {
	int64_t left; /* below 0: the block does not run, and the engine stops */
	uint32_t end; /* address behind the block that runs; its low half, which tells enough */
};

struct translate_options {
	/*
	 * The addresses (first, last) that Unicorn calls the instruction hook for; NULL: no hook.
	 * What is translated in front of an instruction is hidden from it.
	 */
	uint64_t *hook_range;
	uint64_t boundary; /* blocks end in front of this address; 0: none */
	bool each_pass; /* of a repeated string instruction is to be seen */
	struct block_count *count; /* NULL: blocks are not counted */
	/* While it is 0, code goes on behind a call without leaving for Unicorn's loop; or NULL. */
	const unsigned *stop;
};

/* For this thread, until the next call. */
void translate_set(const struct translate_options *options);
struct block_count *translate_count(void); /* as set */

/* count.c: the code of a block's count, at its start and behind its end. */
struct tcg;
struct uc_env;
struct tcg_label;
void *count_begin(struct tcg *s, const struct block_count *count, const struct uc_env *env,
		  uintptr_t exit_flag); /* for count_end() */
void count_end(struct tcg *s, void *begun, uint64_t first, uint64_t end);
/* What stands there without a count. */
void exit_test(struct tcg *s, int condition, uintptr_t flag, int32_t constant,
	       struct tcg_label *label);

/* strings.c: the call in front of a repeated STOS or MOVS; width, len: bytes */
void strings_call(struct tcg *s, bool moves, unsigned width, bool wide, unsigned len);

#endif
