/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "trace/elf_image.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "trace/elf_file.h"
#include "trace/elf_frames.h"

static void take_segments(struct elf_image *im, const struct elf_file *f)
{
	unsigned i;

	for (i = 0; i < f->nr_segments && im->nr_segments < ELF_SEGMENTS; i++) {
		const Elf64_Phdr *p = &f->segments[i];

		if (p->p_type != PT_LOAD || p->p_filesz > f->size ||
		    p->p_offset > f->size - p->p_filesz || p->p_vaddr > UINT64_MAX - p->p_filesz)
			continue;
		im->segments[im->nr_segments++] =
			(struct elf_segment){ .offset = p->p_offset,
					      .size = p->p_filesz,
					      .address = p->p_vaddr,
					      .executable = p->p_flags & PF_X };
	}
	for (i = 0; i < im->nr_segments && !im->code; i++)
		if (im->segments[i].executable)
			im->code = &im->segments[i];
}

/* --- the build id: the note GNU 3 among those of a section --- */

static bool take_build_id(struct elf_image *im, const uint8_t *notes, size_t n)
{
	Elf64_Nhdr h;

	while (n >= sizeof(h)) {
		size_t name, all;

		memcpy(&h, notes, sizeof(h));
		if (h.n_namesz > n || h.n_descsz > n)
			return false;
		name = (h.n_namesz + 3u) & ~(size_t)3;
		all = sizeof(h) + name + ((h.n_descsz + 3u) & ~(size_t)3);
		if (all > n)
			return false;
		if (h.n_type == NT_GNU_BUILD_ID && h.n_namesz == 4 && h.n_descsz <= BUILD_ID_BYTES &&
		    !memcmp(notes + sizeof(h), "GNU", 4)) {
			for (size_t i = 0; i < h.n_descsz; i++)
				snprintf(im->build_id + 2 * i, 3, "%02x", notes[sizeof(h) + name + i]);
			return true;
		}
		notes += all;
		n -= all;
	}
	return false;
}

static void find_build_id(struct elf_image *im, const struct elf_file *f)
{
	bool found = false;

	for (unsigned i = 0; i < f->nr_sections && !found; i++) {
		const Elf64_Shdr *s = &f->sections[i];
		uint8_t *notes = s->sh_type == SHT_NOTE && s->sh_size < 4096 ?
					 elf_file_bytes(f, s->sh_offset, s->sh_size) : NULL;

		found = notes && take_build_id(im, notes, s->sh_size);
		free(notes);
	}
}

/* --- symbols --- */

static Elf64_Sym symbol_at(const struct elf_file *f, const void *table, size_t i)
{
	const Elf32_Sym *s = (const Elf32_Sym *)table + i;

	if (f->is_64bit)
		return ((const Elf64_Sym *)table)[i];
	return (Elf64_Sym){ .st_name = s->st_name,
			    .st_info = s->st_info,
			    .st_shndx = s->st_shndx,
			    .st_value = s->st_value,
			    .st_size = s->st_size };
}

/* Functions, and labels without a type as assembler code has them. */
static bool is_code(const Elf64_Sym *s)
{
	unsigned type = ELF64_ST_TYPE(s->st_info);

	return s->st_shndx != SHN_UNDEF && s->st_shndx != SHN_ABS && s->st_value &&
	       (type == STT_FUNC || type == STT_GNU_IFUNC || type == STT_NOTYPE);
}

/* Names of one table go behind those of others. False: no memory, or too many. */
static bool add_names(struct elf_image *im, const char *names, size_t n)
{
	char *all;

	if (im->names_size + n + 1 > UINT32_MAX)
		return false;
	all = realloc(im->names, im->names_size + n + 1);
	if (!all)
		return false;
	memcpy(all + im->names_size, names, n + 1);
	im->names = all;
	im->names_size += n + 1;
	return true;
}

static void add_symbols(struct elf_image *im, const struct elf_file *f, const void *table, size_t n,
			size_t names_at, size_t names_size)
{
	struct elf_symbol *all = realloc(im->symbols, (im->nr_symbols + n) * sizeof(*all));
	size_t i;

	if (!all)
		return;
	im->symbols = all;
	for (i = 0; i < n; i++) {
		Elf64_Sym s = symbol_at(f, table, i);

		if (!is_code(&s) || s.st_name >= names_size || !im->names[names_at + s.st_name])
			continue;
		all[im->nr_symbols++] =
			(struct elf_symbol){ s.st_value, s.st_size,
					     (uint32_t)(names_at + s.st_name) };
	}
}

static const Elf64_Shdr *first_of_type(const struct elf_file *f, unsigned type)
{
	for (unsigned i = 0; i < f->nr_sections; i++)
		if (f->sections[i].sh_type == type)
			return &f->sections[i];
	return NULL;
}

static void take_symbols(struct elf_image *im, const struct elf_file *f, unsigned type)
{
	const Elf64_Shdr *s = first_of_type(f, type);
	size_t entry = f->is_64bit ? sizeof(Elf64_Sym) : sizeof(Elf32_Sym);
	size_t names_at = im->names_size;
	const Elf64_Shdr *strings;
	void *table;
	char *names;

	if (!s || s->sh_link >= f->nr_sections || s->sh_size < entry)
		return;
	strings = &f->sections[s->sh_link];
	table = elf_file_bytes(f, s->sh_offset, s->sh_size);
	names = table ? elf_file_bytes(f, strings->sh_offset, strings->sh_size) : NULL;
	if (names && add_names(im, names, strings->sh_size))
		add_symbols(im, f, table, s->sh_size / entry, names_at, strings->sh_size);
	free(names);
	free(table);
}

/* By address; of several at one the one with a size, then the first in the file. */
static int compare(const void *va, const void *vb)
{
	const struct elf_symbol *a = va, *b = vb;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	if (!a->size != !b->size)
		return a->size ? -1 : 1;
	return a->name < b->name ? -1 : a->name > b->name;
}

static void sort_symbols(struct elf_image *im)
{
	struct elf_symbol *s = im->symbols;
	size_t i, n = 0;

	if (!im->nr_symbols)
		return;
	qsort(s, im->nr_symbols, sizeof(*s), compare);
	for (i = 0; i < im->nr_symbols; i++)
		if (!n || s[i].start != s[n - 1].start)
			s[n++] = s[i];
	im->nr_symbols = n;
	s = realloc(s, n * sizeof(*s));
	if (s)
		im->symbols = s;
}

bool elf_image_read(struct elf_image *im, elf_read_fn *read, void *ctx, uint64_t file_size)
{
	struct elf_file f;

	*im = (struct elf_image){ 0 };
	if (!elf_file_open(&f, read, ctx, file_size))
		return false;
	im->is_64bit = f.is_64bit;
	take_segments(im, &f);
	find_build_id(im, &f);
	take_symbols(im, &f, SHT_DYNSYM);
	take_symbols(im, &f, SHT_SYMTAB);
	sort_symbols(im);
	elf_frames_make(im, &f);
	elf_file_close(&f);
	return true;
}

void elf_image_free(struct elf_image *im)
{
	free(im->symbols);
	free(im->names);
	free(im->frames);
}

size_t elf_image_memory(const struct elf_image *im)
{
	return im->nr_symbols * sizeof(*im->symbols) + im->names_size + im->frames_size;
}

bool elf_image_address(const struct elf_image *im, uint64_t offset, uint64_t *address)
{
	for (unsigned i = 0; i < im->nr_segments; i++) {
		const struct elf_segment *s = &im->segments[i];

		if (offset >= s->offset && offset - s->offset < s->size) {
			*address = s->address + (offset - s->offset);
			return true;
		}
	}
	return false;
}

const struct elf_symbol *elf_image_symbol(const struct elf_image *im, uint64_t address)
{
	size_t low = 0, high = im->nr_symbols;
	const struct elf_symbol *s;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (im->symbols[mid].start <= address)
			low = mid + 1;
		else
			high = mid;
	}
	if (!low)
		return NULL;
	s = &im->symbols[low - 1];
	return !s->size || address - s->start < s->size ? s : NULL;
}
