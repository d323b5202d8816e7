/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The tables of system calls. Their bodies are made from syscall_64.tbl and syscall_32.tbl at build
 * time (tools/syscalltbl.awk); a routine that a table names and nobody defines does not link.
 */
#include "syscall.h"

#define SYSCALL(nr, name, routine) extern const struct syscall sys_##routine;
#include "syscalls_64.inc"
#include "syscalls_32.inc"
#undef SYSCALL

#define HOLE { NULL, &sys_ni_syscall }
#define SYSCALL(nr, name, routine) [nr] = { name, &sys_##routine },

/* The holes first, the calls over them: that is meant, and the compiler need not warn of it. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverride-init"
#ifdef __clang__
#pragma clang diagnostic ignored "-Winitializer-overrides"
#endif

const struct sys_entry sys_call_table[NR_SYSCALLS] = {
	[0 ... NR_SYSCALLS - 1] = HOLE,
#include "syscalls_64.inc"
};

const struct sys_entry ia32_sys_call_table[NR_SYSCALLS] = {
	[0 ... NR_SYSCALLS - 1] = HOLE,
#include "syscalls_32.inc"
};

#pragma GCC diagnostic pop
