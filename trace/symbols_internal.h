/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What symbols.c and unwind.c share. */
#ifndef TRACE_SYMBOLS_INTERNAL_H
#define TRACE_SYMBOLS_INTERNAL_H

#include <elfutils/libdwfl.h>

#include "trace/demangle.h"
#include "trace/elf_image.h"
#include "trace/symbols.h"

/* The same contents: as far as can be told without reading them. */
struct file_key {
	uint64_t device, inode, size;
	int64_t mtime_ns;
};

struct mapped_file {
	struct file_key key;
	char *path;
	struct elf_image image;
};

struct known_place {
	uint64_t version; /* of the mappings; 0: none */
	struct place place;
};

/* An address space as libdwfl sees it. */
struct unwinder {
	Dwfl *dwfl;
	Elf *machine;
	uint8_t header[64]; /* what it is of */
	uint64_t version;
	bool is_64bit;
	struct symbols *s;
	int tid; /* of the task at hand */
};

#define FILE_SLOTS 2048
#define PLACE_SLOTS 1024
#define UNWINDERS 8

struct symbols {
	struct r3_machine *machine;
	struct mapped_file *files[FILE_SLOTS]; /* by hash, then wherever there is room */
	unsigned nr_files;
	size_t memory; /* of files */
	uint64_t last_serial;
	struct known_place places[PLACE_SLOTS];
	struct unwinder unwinders[UNWINDERS];
	unsigned next_unwinder; /* the one to give up */
	struct plain_names plain;
};

/* The file behind a mapping, or the vDSO; NULL: neither, or no memory. */
struct mapped_file *symbols_file(struct symbols *s, int tid, const struct r3_mapping *mapping);

/* The two parts of symbols_find(): what forgets when there is too much, and what does not. */
void symbols_make_room(struct symbols *s);
const struct place *symbols_find_kept(struct symbols *s, int tid, uint64_t address);

void unwind_forget(struct symbols *s);

#endif
