/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The vocabulary of argument types as C: a typedef and an enumerator for each word. */
#ifndef ABI_LINUX_ARGTYPES_H
#define ABI_LINUX_ARGTYPES_H

#include "lib/types.h"

/* What an argument is to those who do not know its meaning (fuzzers, pointer sweeps). */
enum argkind {
	ARGKIND_INT,  /* a value */
	ARGKIND_IN,   /* guest memory that the call reads */
	ARGKIND_OUT,  /* guest memory that the call writes */
	ARGKIND_INOUT,
	ARGKIND_STR,  /* a NUL-terminated string that the call reads */
	ARGKIND_ADDR, /* an address that the call does not read or write (munmap) */
};

#define ARGTYPE(name, ctype, kind, ...) typedef ctype name;
#include "argtypes.def"
#undef ARGTYPE

enum argtype {
#define ARGTYPE(name, ctype, kind, ...) ARG_##name,
#include "argtypes.def"
#undef ARGTYPE
	ARG_NR_TYPES
};

#endif
