/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The bytes that a program finds on its stack: argc, argv, envp, the auxiliary vector, and the
 * strings that they point to, laid out as Linux does. Pure: addresses in, bytes out.
 */
#ifndef LOADER_INITSTACK_H
#define LOADER_INITSTACK_H

#include "lib/types.h"

struct aux_entry {
	uint64_t type, value;
};

#define AT_NULL 0
#define AT_PHDR 3
#define AT_PHENT 4
#define AT_PHNUM 5
#define AT_PAGESZ 6
#define AT_BASE 7
#define AT_FLAGS 8
#define AT_ENTRY 9
#define AT_UID 11
#define AT_EUID 12
#define AT_GID 13
#define AT_EGID 14
#define AT_PLATFORM 15
#define AT_HWCAP 16
#define AT_CLKTCK 17
#define AT_SECURE 23
#define AT_RANDOM 25
#define AT_HWCAP2 26
#define AT_RSEQ_FEATURE_SIZE 27
#define AT_RSEQ_ALIGN 28
#define AT_EXECFN 31
#define AT_SYSINFO 32
#define AT_SYSINFO_EHDR 33
#define AT_MINSIGSTKSZ 51

struct initstack {
	/* in */
	bool is_64bit;
	uint64_t top;  /* end of the stack, 16-byte aligned */
	uint64_t skew; /* bytes left free below the strings, so that sp is not the same everywhere */
	const char *strings; /* of argv, envp and the file's name, in this order, with their NULs */
	size_t strings_size;
	unsigned argc, envc;
	const char *platform; /* AT_PLATFORM's */
	uint8_t random[16];   /* AT_RANDOM's */
	struct aux_entry *aux; /* AT_RANDOM, AT_EXECFN and AT_PLATFORM get their values here */
	unsigned nr_aux;       /* without AT_NULL */

	/* out */
	uint64_t sp;   /* what the program starts with; bytes from here to top are the stack's */
	uint64_t size; /* top - sp */
	uint64_t arg_start, arg_end, env_start, env_end;
	uint64_t random_addr, platform_addr, execfn_addr; /* of what aux entries point to */
};

/* Computes everything but the bytes. False: it does not fit below top. */
bool initstack_layout(struct initstack *s);
/* The bytes, s->size of them, for address s->sp; after initstack_layout(). */
void initstack_fill(struct initstack *s, void *bytes);

#endif
