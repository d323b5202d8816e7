/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Instructions as text, by Capstone, as objdump writes them; each once. */
#ifndef TRACE_DISASM_H
#define TRACE_DISASM_H

#include <capstone/capstone.h>
#include <stdbool.h>
#include <stdint.h>

#define INSTRUCTION_BYTES 15
#define DISASM_SLOTS 8192

struct instruction {
	uint64_t address;
	uint8_t size;
	bool is_64bit;
	uint8_t bytes[INSTRUCTION_BYTES];
	char text[92]; /* "mov    %rsp,%rbp"; "(bad)" */
};

struct disasm {
	csh cs[2]; /* by is_64bit; 0: not opened yet */
	struct instruction known[DISASM_SLOTS];
};

/* The instruction that these n bytes begin with; at least one byte. Valid until the next use. */
const struct instruction *disasm_one(struct disasm *d, uint64_t address, const uint8_t *bytes,
				     unsigned n, bool is_64bit);
void disasm_close(struct disasm *d);

#endif
