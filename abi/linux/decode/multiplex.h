/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i386's calls that are many: socketcall and ipc, and those whose arguments lie in memory. What
 * they come to is a call of its own, with its name, arguments and definition.
 */
#ifndef DECODE_MULTIPLEX_H
#define DECODE_MULTIPLEX_H

#include "syscall.h"

struct subcall {
	const char *name; /* NULL: the number's own */
	const struct syscall *sys;
	uint64_t args[6];
};

/* False: it is what its number says, or what it asks for is no call or cannot be read. */
bool find_subcall(struct subcall *sub, const struct syscall *sys, const uint64_t args[6]);

#endif
