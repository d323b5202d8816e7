/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "trace/elf_file.h"

#include <stdlib.h>
#include <string.h>

#define MAX_BYTES (64u << 20) /* of one part of the file */
#define MAX_SEGMENTS 256
#define MAX_SECTIONS 4096

void *elf_file_bytes(const struct elf_file *f, uint64_t offset, uint64_t n)
{
	char *bytes;

	if (!n || n > MAX_BYTES || offset > f->size || n > f->size - offset)
		return NULL;
	bytes = malloc(n + 1);
	if (!bytes)
		return NULL;
	if (f->read(f->ctx, offset, bytes, n) != (int64_t)n) {
		free(bytes);
		return NULL;
	}
	bytes[n] = '\0';
	return bytes;
}

static void widen_header(Elf64_Ehdr *to, const Elf32_Ehdr *from)
{
	memcpy(to->e_ident, from->e_ident, EI_NIDENT);
	to->e_type = from->e_type;
	to->e_machine = from->e_machine;
	to->e_phoff = from->e_phoff;
	to->e_shoff = from->e_shoff;
	to->e_phentsize = from->e_phentsize;
	to->e_phnum = from->e_phnum;
	to->e_shentsize = from->e_shentsize;
	to->e_shnum = from->e_shnum;
	to->e_shstrndx = from->e_shstrndx;
}

static bool read_header(struct elf_file *f)
{
	union {
		Elf32_Ehdr narrow;
		Elf64_Ehdr wide;
	} h = { 0 };
	const unsigned char *ident = h.narrow.e_ident;

	if (f->read(f->ctx, 0, &h, sizeof(h)) < (int64_t)sizeof(h.narrow) ||
	    memcmp(ident, ELFMAG, SELFMAG) || ident[EI_DATA] != ELFDATA2LSB)
		return false;
	f->is_64bit = ident[EI_CLASS] == ELFCLASS64;
	if (f->is_64bit)
		f->header = h.wide;
	else
		widen_header(&f->header, &h.narrow);
	if (f->header.e_type != ET_EXEC && f->header.e_type != ET_DYN)
		return false;
	return f->header.e_machine == (f->is_64bit ? EM_X86_64 : EM_386) &&
	       ident[EI_CLASS] == (f->is_64bit ? ELFCLASS64 : ELFCLASS32);
}

static void widen_segment(Elf64_Phdr *to, const Elf32_Phdr *from)
{
	*to = (Elf64_Phdr){ .p_type = from->p_type,
			    .p_flags = from->p_flags,
			    .p_offset = from->p_offset,
			    .p_vaddr = from->p_vaddr,
			    .p_filesz = from->p_filesz,
			    .p_memsz = from->p_memsz };
}

static void widen_section(Elf64_Shdr *to, const Elf32_Shdr *from)
{
	*to = (Elf64_Shdr){ .sh_name = from->sh_name,
			    .sh_type = from->sh_type,
			    .sh_flags = from->sh_flags,
			    .sh_addr = from->sh_addr,
			    .sh_offset = from->sh_offset,
			    .sh_size = from->sh_size,
			    .sh_link = from->sh_link };
}

static void read_segments(struct elf_file *f)
{
	size_t size = f->is_64bit ? sizeof(Elf64_Phdr) : sizeof(Elf32_Phdr);
	unsigned i, n = f->header.e_phnum;
	void *table;

	if (f->header.e_phentsize != size || n > MAX_SEGMENTS)
		return;
	table = elf_file_bytes(f, f->header.e_phoff, n * size);
	f->segments = table ? calloc(n, sizeof(*f->segments)) : NULL;
	if (f->segments) {
		f->nr_segments = n;
		for (i = 0; i < n; i++)
			if (f->is_64bit)
				f->segments[i] = ((Elf64_Phdr *)table)[i];
			else
				widen_segment(&f->segments[i], &((Elf32_Phdr *)table)[i]);
	}
	free(table);
}

static void read_sections(struct elf_file *f)
{
	size_t size = f->is_64bit ? sizeof(Elf64_Shdr) : sizeof(Elf32_Shdr);
	unsigned i, n = f->header.e_shnum;
	void *table;

	if (f->header.e_shentsize != size || n > MAX_SECTIONS)
		return;
	table = elf_file_bytes(f, f->header.e_shoff, n * size);
	f->sections = table ? calloc(n, sizeof(*f->sections)) : NULL;
	if (f->sections) {
		f->nr_sections = n;
		for (i = 0; i < n; i++)
			if (f->is_64bit)
				f->sections[i] = ((Elf64_Shdr *)table)[i];
			else
				widen_section(&f->sections[i], &((Elf32_Shdr *)table)[i]);
	}
	free(table);
}

static void read_section_names(struct elf_file *f)
{
	const Elf64_Shdr *s;

	if (f->header.e_shstrndx >= f->nr_sections)
		return;
	s = &f->sections[f->header.e_shstrndx];
	f->section_names = elf_file_bytes(f, s->sh_offset, s->sh_size);
	f->section_names_size = f->section_names ? s->sh_size : 0;
}

const char *elf_file_section_name(const struct elf_file *f, const Elf64_Shdr *section)
{
	return section->sh_name < f->section_names_size ? f->section_names + section->sh_name : "";
}

bool elf_file_open(struct elf_file *f, elf_read_fn *read, void *ctx, uint64_t size)
{
	*f = (struct elf_file){ .read = read, .ctx = ctx, .size = size };
	if (!read_header(f))
		return false;
	read_segments(f);
	read_sections(f);
	read_section_names(f);
	return true;
}

void elf_file_close(struct elf_file *f)
{
	free(f->segments);
	free(f->sections);
	free(f->section_names);
}
