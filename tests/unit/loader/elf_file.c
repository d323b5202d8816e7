/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "elf_file.h"

#include <stdlib.h>
#include <string.h>

int elf_fail_nth, elf_live;

struct elf_file elf_static(int bits)
{
	bool wide = bits == 64;
	uint64_t base = wide ? 0x400000 : 0x8048000;
	struct elf_file f = {
		.bits = bits,
		.size = 0x2200,
		.nr_ph = 3,
		.eh = { .e_type = ET_EXEC, .e_machine = wide ? EM_X86_64 : EM_386,
			.e_version = EV_CURRENT, .e_entry = base + 0x1000,
			.e_phoff = wide ? sizeof(Elf64_Ehdr) : sizeof(Elf32_Ehdr),
			.e_ehsize = wide ? sizeof(Elf64_Ehdr) : sizeof(Elf32_Ehdr),
			.e_phentsize = wide ? sizeof(Elf64_Phdr) : sizeof(Elf32_Phdr) },
		.ph = {
			{ .p_type = PT_LOAD, .p_flags = PF_R | PF_X, .p_vaddr = base,
			  .p_filesz = 0x1800, .p_memsz = 0x1800, .p_align = 0x1000 },
			{ .p_type = PT_LOAD, .p_flags = PF_R | PF_W, .p_vaddr = base + 0x3000,
			  .p_offset = 0x2000, .p_filesz = 0x200, .p_memsz = 0x4000,
			  .p_align = 0x1000 },
			{ .p_type = PT_GNU_STACK, .p_flags = PF_R | PF_W },
		},
	};

	memcpy(f.eh.e_ident, ELFMAG, SELFMAG);
	f.eh.e_ident[EI_CLASS] = wide ? ELFCLASS64 : ELFCLASS32;
	f.eh.e_ident[EI_DATA] = ELFDATA2LSB;
	f.eh.e_ident[EI_VERSION] = EV_CURRENT;
	return f;
}

struct elf_file elf_pie(int bits)
{
	struct elf_file f = elf_static(bits);
	uint64_t base = f.ph[0].p_vaddr;

	f.eh.e_type = ET_DYN;
	f.eh.e_entry -= base;
	f.ph[0].p_vaddr -= base;
	f.ph[1].p_vaddr -= base;
	return f;
}

struct elf_file elf_dynamic(int bits, const char *interp)
{
	struct elf_file f = elf_pie(bits);

	f.interp = interp;
	f.ph[f.nr_ph++] = (GElf_Phdr){ .p_type = PT_INTERP, .p_offset = INTERP_AT,
				       .p_filesz = strlen(interp) + 1,
				       .p_memsz = strlen(interp) + 1 };
	return f;
}

static void put_header(const struct elf_file *f, unsigned char *to)
{
	GElf_Ehdr eh = f->eh;

	if (!eh.e_phnum)
		eh.e_phnum = (GElf_Half)f->nr_ph;
	if (f->bits == 64) {
		memcpy(to, &eh, sizeof(eh));
	} else {
		Elf32_Ehdr e32 = { .e_type = eh.e_type, .e_machine = eh.e_machine,
				   .e_version = eh.e_version, .e_entry = (Elf32_Addr)eh.e_entry,
				   .e_phoff = (Elf32_Off)eh.e_phoff, .e_ehsize = eh.e_ehsize,
				   .e_phentsize = eh.e_phentsize, .e_phnum = eh.e_phnum,
				   .e_shoff = (Elf32_Off)eh.e_shoff, .e_shnum = eh.e_shnum };

		memcpy(e32.e_ident, eh.e_ident, EI_NIDENT);
		memcpy(to, &e32, sizeof(e32));
	}
}

static void put_phdr(const struct elf_file *f, unsigned char *to, const GElf_Phdr *ph)
{
	if (f->bits == 64) {
		memcpy(to, ph, sizeof(*ph));
	} else {
		Elf32_Phdr p32 = { .p_type = ph->p_type, .p_offset = (Elf32_Off)ph->p_offset,
				   .p_vaddr = (Elf32_Addr)ph->p_vaddr, .p_flags = ph->p_flags,
				   .p_filesz = (Elf32_Word)ph->p_filesz,
				   .p_memsz = (Elf32_Word)ph->p_memsz,
				   .p_align = (Elf32_Word)ph->p_align };

		memcpy(to, &p32, sizeof(p32));
	}
}

unsigned char *elf_bytes(const struct elf_file *f)
{
	size_t ehsize = f->bits == 64 ? sizeof(Elf64_Ehdr) : sizeof(Elf32_Ehdr);
	size_t phsize = f->bits == 64 ? sizeof(Elf64_Phdr) : sizeof(Elf32_Phdr);
	unsigned char *bytes = calloc(1, 0x4000 + f->size);
	unsigned i;

	put_header(f, bytes);
	for (i = 0; i < f->nr_ph; i++)
		put_phdr(f, bytes + ehsize + i * phsize, &f->ph[i]);
	if (f->interp)
		strcpy((char *)bytes + INTERP_AT, f->interp);
	return bytes;
}

static int64_t read_bytes(void *ctx, void *buf, size_t n, uint64_t offset)
{
	struct elf_reader *r = ctx;

	if (offset >= r->src.size)
		return 0;
	if (n > r->src.size - offset)
		n = r->src.size - offset;
	memcpy(buf, r->bytes + offset, n);
	return (int64_t)n;
}

static void *counted_alloc(size_t n)
{
	void *p;

	if (elf_fail_nth && !--elf_fail_nth)
		return NULL;
	p = malloc(n);
	elf_live += p != NULL;
	return p;
}

static void counted_free(void *p)
{
	elf_live -= p != NULL;
	free(p);
}

void elf_reader_init(struct elf_reader *r, const unsigned char *bytes, uint64_t size)
{
	r->bytes = bytes;
	r->src = (struct image_source){ .read = read_bytes, .alloc = counted_alloc,
					.free = counted_free, .ctx = r, .size = size };
}
