/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ELF files made by hand, of both classes, to be broken in one place each. */
#ifndef TESTS_ELF_FILE_H
#define TESTS_ELF_FILE_H

#include <gelf.h>
#include "loader/image.h"

#define MAX_PHDRS 8

struct elf_file {
	int bits; /* 64 or 32: how the headers are written */
	GElf_Ehdr eh;
	GElf_Phdr ph[MAX_PHDRS];
	unsigned nr_ph;
	const char *interp; /* stands at INTERP_AT, if there is a PT_INTERP */
	uint64_t size;
};

#define INTERP_AT 0x800

/* Sound: text at a base, data with bss behind it, PT_GNU_STACK without execution. */
struct elf_file elf_static(int bits);
/* The same, position-independent. */
struct elf_file elf_pie(int bits);
/* The same with an interpreter. */
struct elf_file elf_dynamic(int bits, const char *interp);

/* The whole file; to be freed. Bytes between headers are zero. */
unsigned char *elf_bytes(const struct elf_file *f);

/* image_read() over bytes. */
struct elf_reader {
	const unsigned char *bytes;
	struct image_source src;
};
void elf_reader_init(struct elf_reader *r, const unsigned char *bytes, uint64_t size);

/* The nth allocation from now on fails; 0: none. How many are not freed. */
extern int elf_fail_nth, elf_live;

#endif
