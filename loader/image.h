/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An ELF file as a description of what to map where. Pure: the file is seen through a read
 * callback alone, nothing is mapped here, and every number is checked against the file and the
 * address space, because the file is an enemy.
 */
#ifndef LOADER_IMAGE_H
#define LOADER_IMAGE_H

#include "lib/types.h"

struct image_source {
	/* Up to n bytes at offset: how many (fewer only at the end of the file), or -errno. */
	int64_t (*read)(void *ctx, void *buf, size_t n, uint64_t offset);
	void *(*alloc)(size_t n); /* NULL: no memory */
	void (*free)(void *p);
	void *ctx;     /* of read */
	uint64_t size; /* of the file, in bytes */
};

/* Ends of the user's address space. */
#define IMAGE_TOP_64 0x7ffffffff000ull
#define IMAGE_TOP_32 0xffffe000ull

/* The bits of PROT_READ, PROT_WRITE, PROT_EXEC. */
#define IMAGE_READ 1
#define IMAGE_WRITE 2
#define IMAGE_EXEC 4

/* A PT_LOAD header: filesz bytes at offset, then zeroes up to memsz; never empty. */
struct image_segment {
	uint64_t vaddr, memsz;
	uint64_t offset, filesz; /* offset is congruent to vaddr when filesz is not 0 */
	unsigned prot;
};

enum image_stack { IMAGE_STACK_DEFAULT, IMAGE_STACK_EXEC, IMAGE_STACK_NOEXEC };

/* Addresses are those of the file; a position-independent image is moved as a whole. */
struct image {
	bool is_64bit;
	bool pie; /* ET_DYN */
	uint64_t entry;
	uint64_t phdr; /* address of the program headers, or 0: no segment has them */
	unsigned phnum, phent;
	uint64_t align;	    /* what its segments ask for: a power of two, at least a page */
	uint64_t low, high; /* whole pages that hold all segments */
	uint64_t start_code, end_code, start_data, end_data, brk;
	enum image_stack stack;
	char *interp; /* path of the program interpreter, or NULL */
	unsigned nr_segments;
	struct image_segment *segments;
};

/* An interpreter's own PT_INTERP and PT_GNU_STACK are of no interest. */
enum image_role { IMAGE_PROGRAM, IMAGE_INTERPRETER };

/*
 * 0, -ENOEXEC (not to be executed), -ENOMEM or what read said; then *why is one static line, and
 * *img needs no freeing.
 */
int image_read(struct image *img, const struct image_source *src, enum image_role role,
	       const char **why);
void image_free(struct image *img, const struct image_source *src);

#endif
