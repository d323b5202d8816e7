/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An engine for tests: plays traps, faults and memory accesses from an array instead of code. Each
 * step is a block of one instruction of one byte.
 */
#ifndef EMU_SCRIPT_SCRIPT_H
#define EMU_SCRIPT_SCRIPT_H

#include "emu/cpu.h"

enum script_what { SCRIPT_END, SCRIPT_TRAP, SCRIPT_FAULT, SCRIPT_READ, SCRIPT_WRITE };

struct script_step {
	enum script_what what;
	enum cpu_trap trap;	/* TRAP: regs are loaded first, and show the result afterwards */
	struct cpu_fault fault; /* FAULT */
	uaddr_t address;	/* READ, WRITE: one byte */
	uint8_t value;		/* WRITE: stored; READ: what was found */
	bool faulted;		/* READ, WRITE: out */
	struct cpu_regs regs;
};

/* Play from here at the next run(); END leaves (run() returns). The array stays the caller's. */
void script_play(struct cpu *cpu, struct script_step *steps);

#endif
