/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One segment, where the code is, and of the sections only those that describe its frames, each
 * checked. The index .eh_frame_hdr is left out: it could point anywhere between the entries.
 */
#include "trace/elf_frames.h"

#include <stdlib.h>
#include <string.h>

#include "trace/cfi_check.h"

enum { EH_FRAME, DEBUG_FRAME, NAMES, NR_PARTS };

static const char names[] = "\0.eh_frame\0.debug_frame\0.shstrtab";
static const unsigned name_at[] = { 1, 11, 24 };

struct part {
	void *bytes;
	size_t size, offset; /* in the file to be */
	uint64_t address;
};

static void take_part(struct part *p, const struct elf_file *f, const char *name, bool is_eh)
{
	for (unsigned i = 0; i < f->nr_sections && !p->bytes; i++) {
		const Elf64_Shdr *s = &f->sections[i];

		if (strcmp(elf_file_section_name(f, s), name) || s->sh_type == SHT_NOBITS ||
		    s->sh_flags & SHF_COMPRESSED)
			continue;
		p->bytes = elf_file_bytes(f, s->sh_offset, s->sh_size);
		p->size = s->sh_size;
		p->address = s->sh_addr;
		if (p->bytes && !cfi_is_sound(p->bytes, p->size, is_eh, f->is_64bit)) {
			free(p->bytes);
			p->bytes = NULL;
			return;
		}
	}
}

/* --- writing it, in either class --- */

#define ALIGN8(n) (((n) + 7) & ~(size_t)7)

#define WRITE(bits)                                                                            \
	static void write_##bits(uint8_t *to, const struct elf_image *im, const struct part *p,   \
				 size_t sections_at)                                              \
	{                                                                                         \
		Elf##bits##_Ehdr *h = (Elf##bits##_Ehdr *)to;                                     \
		Elf##bits##_Phdr *ph = (Elf##bits##_Phdr *)(h + 1);                               \
		Elf##bits##_Shdr *sh = (Elf##bits##_Shdr *)(to + sections_at);                    \
                                                                                                  \
		memcpy(h->e_ident, ELFMAG, SELFMAG);                                              \
		h->e_ident[EI_CLASS] = ELFCLASS##bits;                                            \
		h->e_ident[EI_DATA] = ELFDATA2LSB;                                                \
		h->e_ident[EI_VERSION] = EV_CURRENT;                                              \
		h->e_type = ET_DYN;                                                               \
		h->e_machine = bits == 64 ? EM_X86_64 : EM_386;                                   \
		h->e_version = EV_CURRENT;                                                        \
		h->e_phoff = sizeof(*h);                                                          \
		h->e_shoff = sections_at;                                                         \
		h->e_ehsize = sizeof(*h);                                                         \
		h->e_phentsize = sizeof(*ph);                                                     \
		h->e_phnum = 1;                                                                   \
		h->e_shentsize = sizeof(*sh);                                                     \
		h->e_shnum = NR_PARTS + 1;                                                        \
		h->e_shstrndx = NAMES + 1;                                                        \
		ph->p_type = PT_LOAD;                                                             \
		ph->p_flags = PF_R | PF_X;                                                        \
		ph->p_vaddr = ph->p_paddr = im->code->address;                                    \
		ph->p_memsz = im->code->size;                                                     \
		ph->p_align = 4096;                                                               \
		for (unsigned i = 0; i < NR_PARTS; i++) {                                         \
			sh[i + 1].sh_name = name_at[i];                                           \
			sh[i + 1].sh_type = i == NAMES ? SHT_STRTAB : SHT_PROGBITS;               \
			sh[i + 1].sh_flags = i == EH_FRAME ? SHF_ALLOC : 0;                       \
			sh[i + 1].sh_addr = p[i].address;                                         \
			sh[i + 1].sh_offset = p[i].offset;                                        \
			sh[i + 1].sh_size = p[i].bytes ? p[i].size : 0;                           \
			sh[i + 1].sh_addralign = 1;                                               \
			if (p[i].bytes)                                                           \
				memcpy(to + p[i].offset, p[i].bytes, p[i].size);                  \
			else                                                                      \
				sh[i + 1].sh_type = SHT_NULL;                                     \
		}                                                                                 \
	}
WRITE(32)
WRITE(64)

static void compose(struct elf_image *im, struct part *p)
{
	size_t at = sizeof(Elf64_Ehdr) + sizeof(Elf64_Phdr);
	uint8_t *file;

	for (unsigned i = 0; i < NR_PARTS; i++) {
		p[i].offset = at;
		at = ALIGN8(at + (p[i].bytes ? p[i].size : 0));
	}
	file = calloc(1, at + (NR_PARTS + 1) * sizeof(Elf64_Shdr));
	if (!file)
		return;
	(im->is_64bit ? write_64 : write_32)(file, im, p, at);
	im->frames = file;
	im->frames_size = at + (NR_PARTS + 1) * sizeof(Elf64_Shdr);
}

void elf_frames_make(struct elf_image *im, const struct elf_file *f)
{
	struct part parts[NR_PARTS] = { [NAMES] = { .bytes = (void *)(uintptr_t)names,
						    .size = sizeof(names) } };

	if (!im->code)
		return;
	take_part(&parts[EH_FRAME], f, ".eh_frame", true);
	take_part(&parts[DEBUG_FRAME], f, ".debug_frame", false);
	if (parts[EH_FRAME].bytes || parts[DEBUG_FRAME].bytes)
		compose(im, parts);
	free(parts[EH_FRAME].bytes);
	free(parts[DEBUG_FRAME].bytes);
}
