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
	unsigned kind;	  /* beyond all numbers: by which it is known; 0: by the number */
	const struct syscall *sys;
	uint64_t args[6];
};

/* False: it is what its number says, or what it asks for is no call or cannot be read. */
bool find_subcall(struct subcall *sub, const struct syscall *sys, const uint64_t args[6]);

/* Kinds are in [NR_SYSCALLS, NR_CALL_KINDS). */
#define NR_CALL_KINDS 512
/* Which one a kind is: its name, or NULL. */
const char *find_subcall_kind(unsigned kind, const struct syscall **sys);
/* Of i386's table: is a number many calls, and which one, by its first argument? */
static inline bool is_multiplexed(uint32_t nr)
{
	return nr == 102 || nr == 117; /* socketcall, ipc */
}
unsigned subcall_kind(uint32_t nr, uint32_t op);
/* Of the number that it comes by. */
unsigned subcall_carrier(unsigned kind);

#endif
