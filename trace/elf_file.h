/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The headers of an ELF file of either class, in the 64-bit form; for elf_image.c. */
#ifndef TRACE_ELF_FILE_H
#define TRACE_ELF_FILE_H

#include <elf.h>

#include "trace/elf_image.h"

struct elf_file {
	elf_read_fn *read;
	void *ctx;
	uint64_t size;
	bool is_64bit;
	Elf64_Ehdr header;
	Elf64_Phdr *segments;
	Elf64_Shdr *sections;
	unsigned nr_segments, nr_sections;
	char *section_names; /* ends with NUL */
	size_t section_names_size;
};

/* False: not an i386 or x86-64 program or library. Tables that are no good are left empty. */
bool elf_file_open(struct elf_file *f, elf_read_fn *read, void *ctx, uint64_t size);
void elf_file_close(struct elf_file *f);
/* n bytes from offset, malloc'ed, with a NUL behind them; NULL: not there, too large, no memory. */
void *elf_file_bytes(const struct elf_file *f, uint64_t offset, uint64_t n);
const char *elf_file_section_name(const struct elf_file *f, const Elf64_Shdr *section);

#endif
