/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Differential test of instructions: each form (forms*.inc) runs on the same state on the host's
 * own CPU and on ring3's engine, and everything it can change is compared.
 */
#ifndef TESTS_INSN_H
#define TESTS_INSN_H

#include "lib/types.h"

/* Where things are, in both worlds: below 4 GiB, so that 32-bit code reaches them. */
#define FORM_CODE 0x20000000ull
#define FORM_CODE_SIZE 0x100000ull
#define FORM_SLOT 64 /* bytes per form */
#define FORM_DATA 0x30000000ull
#define FORM_DATA_SIZE 0x2000ull /* followed by a hole */
/* The parts of the data that a form starts with random contents in. */
#define WINDOW_START 0xc00
#define WINDOW_END 0x1400
#define STACK_START 0x1880
#define STACK_END 0x1980

/* As the assembler lays it out, see forms.inc. */
struct form {
	const uint8_t *code;
	const char *name;
	uint32_t len;
	uint32_t refused_at; /* offset of the instruction that FORM_REFUSED speaks of */
	uint32_t flags;	     /* undefined flags, attributes */
	uint32_t need;
};

#define FORM_UNDEFINED 0xffff /* mask of flags */
enum form_attr {
	FORM_ALIGNED = 0x10000,
	FORM_APPROX = 0x20000,
	FORM_BCD = 0x40000,
	FORM_TEXT = 0x80000,
	FORM_FULLTAGS = 0x100000,
	FORM_TRAPPED = 0x200000,
	FORM_REFUSED = 0x400000,
	FORM_ANY_C1 = 0x800000,
	FORM_NEAR = 0x1000000,
};
enum form_need { NEED_NOTHING, NEED_SSE42, NEED_AES, NEED_PCLMUL };

/* The FXSAVE image, which both worlds use. */
struct fxsave {
	uint16_t fcw, fsw;
	uint8_t ftw, zero;
	uint16_t fop;
	uint64_t fip, fdp;
	uint32_t mxcsr, mxcsr_mask;
	uint8_t st[8][16];
	uint8_t xmm[16][16];
	uint8_t rest[96];
} __attribute__((aligned(16)));
_Static_assert(sizeof(struct fxsave) == 512, "layout of FXSAVE");

/* All that a form reads and writes. */
struct insn_state {
	struct fxsave fx;
	uint64_t gpr[16]; /* in the instruction set's order */
	uint64_t rip, rflags;
	uint8_t data[FORM_DATA_SIZE];
};

/* How a form ended; int3 behind it is the normal way. */
struct insn_end {
	int vector;
	uint32_t error;
	uint64_t address; /* of a page fault */
};

#define RFLAGS_COMPARED 0xcd5 /* CF PF AF ZF SF DF OF */

/* native.c: the host's CPU. */
void native_init(void);
void native_place(unsigned slot, const struct form *form);
void native_run(struct insn_state *state, struct insn_end *end, bool is_64bit);

/* engine.c: ring3's. */
void engine_init(void);
void engine_exit(void);
void engine_place(unsigned slot, const struct form *form);
void engine_run(struct insn_state *state, struct insn_end *end, bool is_64bit);

/* operands.c: the state that a form starts with; the same for the same form and round. */
void operands_fill(struct insn_state *state, const struct form *form, uint64_t code, unsigned round,
		   bool is_64bit);

/* compare.c: which parts differ. */
enum insn_part {
	PART_END,
	PART_RIP,
	PART_GPR,
	PART_FLAGS,
	PART_MEM,
	PART_XMM,
	PART_MXCSR,
	PART_ST,
	PART_FSW,
	PART_FCW,
	PART_FTW,
	PART_MMX, /* the upper 16 bits of an x87 register, next to MMX contents that are right */
	NR_PARTS
};
extern const char *const insn_part_names[NR_PARTS];
unsigned insn_compare(const struct form *form, bool is_64bit, const struct insn_state *native,
		      const struct insn_end *native_end, const struct insn_state *ours,
		      const struct insn_end *our_end);
void insn_explain(unsigned parts, const struct insn_state *start, const struct insn_state *native,
		  const struct insn_end *native_end, const struct insn_state *ours,
		  const struct insn_end *our_end);

/* known.c: the differences that we know, see known.txt. */
void known_load(const char *path);
unsigned known_parts(bool is_64bit, const char *form);
/* Entries that named a form or part that did not differ; prints them. */
unsigned known_stale(void);
void known_seen(bool is_64bit, const char *form, unsigned parts);

#endif
