/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What tracing needs of an ELF file of the guest's: where its code is, symbols, call frame
 * information. The file is an enemy: every number in it is checked before it is used, and what
 * libdw is given is a small ELF file made here, with no more in it than was understood.
 */
#ifndef TRACE_ELF_IMAGE_H
#define TRACE_ELF_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of the file from an offset: how many, or negative. */
typedef int64_t elf_read_fn(void *ctx, uint64_t offset, void *buf, size_t n);

struct elf_symbol {
	uint64_t start, size; /* as the file numbers addresses; size 0: not known */
	uint32_t name;	      /* in names */
};

struct elf_segment {
	uint64_t offset, size, address;
	bool executable;
};

#define ELF_SEGMENTS 16
#define BUILD_ID_BYTES 32

struct elf_image {
	bool is_64bit;
	struct elf_segment segments[ELF_SEGMENTS];
	unsigned nr_segments;
	const struct elf_segment *code; /* the first executable one, or NULL */
	char build_id[2 * BUILD_ID_BYTES + 1]; /* hexadecimal; may be "" */
	struct elf_symbol *symbols; /* by start, each start once */
	size_t nr_symbols;
	char *names;
	size_t names_size;
	void *frames; /* for libdw: an ELF file of the code segment and its frame information */
	size_t frames_size;
};

/* Fills *image; what cannot be had stays empty. False: it is no ELF file of ours at all. */
bool elf_image_read(struct elf_image *image, elf_read_fn *read, void *ctx, uint64_t file_size);
void elf_image_free(struct elf_image *image);
size_t elf_image_memory(const struct elf_image *image); /* bytes held */

/* The address in the file's numbering of an offset; false: it is in no segment. */
bool elf_image_address(const struct elf_image *image, uint64_t offset, uint64_t *address);
/* The symbol that covers an address, or NULL. */
const struct elf_symbol *elf_image_symbol(const struct elf_image *image, uint64_t address);

#endif
