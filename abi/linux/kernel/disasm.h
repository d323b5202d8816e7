/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One instruction as text, and what is to be said of it when the CPU would not execute it. */
#ifndef KERNEL_DISASM_H
#define KERNEL_DISASM_H

#include "lib/types.h"

#define INSN_MAX_BYTES 15

struct disasm {
	unsigned size;	   /* bytes; 0: not decoded */
	char mnemonic[32]; /* "vaddps" */
	char text[192];	   /* "vaddps ymm0, ymm1, ymm2" */
	const char *needs; /* feature that the emulated CPU does not have ("AVX"), or NULL */
	bool privileged;   /* for kernels only */
};

/* n bytes at addr, at most INSN_MAX_BYTES. */
void disassemble(struct disasm *d, const uint8_t *bytes, size_t n, uaddr_t addr, bool is_64bit);

#endif
