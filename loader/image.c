/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reading ELF headers. libelf decodes both classes from a buffer of our own that holds the file
 * header and the program headers and nothing else: section headers, which execution does not need,
 * are out of a hostile file's hands. What Linux (fs/binfmt_elf.c) refuses is refused here; what it
 * finds only after the old program is gone, and answers by killing, is refused here, too.
 */
#include "loader/image.h"

#include <gelf.h>
#include <string.h>

#include "loader/errno.h"

#define MAX_HEADERS 65536u /* bytes of program headers, as in Linux */
#define MAX_INTERP 4096u   /* PATH_MAX */
#define EM_486 6

#define page_down(x) align_down((uint64_t)(x), (uint64_t)PAGE_SIZE)
#define page_up(x) align_up((uint64_t)(x), (uint64_t)PAGE_SIZE)

/* What is known while a file is read; dropped at the end. */
struct reader {
	struct image *img;
	const struct image_source *src;
	enum image_role role;
	const char **why;
	unsigned char *buf; /* file header and program headers, as libelf shall see them */
	size_t buf_size;
	uint64_t phoff; /* in the file */
};

static int refuse(const struct reader *r, const char *why)
{
	*r->why = why;
	return -ENOEXEC;
}

static int out_of_memory(const struct reader *r)
{
	*r->why = "not enough memory for its headers";
	return -ENOMEM;
}

/* All n bytes, or an error with the given reason. */
static int read_exactly(const struct reader *r, void *to, size_t n, uint64_t offset,
			const char *why)
{
	int64_t got;

	if (offset > r->src->size || n > r->src->size - offset)
		return refuse(r, why);
	got = r->src->read(r->src->ctx, to, n, offset);
	if (got < 0) {
		*r->why = "it cannot be read";
		return (int)got;
	}
	return (uint64_t)got == n ? 0 : refuse(r, why);
}

static int check_ident(struct reader *r, const unsigned char *ident, size_t n)
{
	if (n < SELFMAG || memcmp(ident, ELFMAG, SELFMAG))
		return refuse(r, n ? "not an ELF file" : "the file is empty");
	if (n < EI_NIDENT)
		return refuse(r, "the ELF header is truncated");
	if (ident[EI_CLASS] != ELFCLASS32 && ident[EI_CLASS] != ELFCLASS64)
		return refuse(r, "wrong ELF class: neither 32-bit nor 64-bit");
	if (ident[EI_DATA] != ELFDATA2LSB)
		return refuse(r, "wrong byte order: not little-endian");
	r->img->is_64bit = ident[EI_CLASS] == ELFCLASS64;
	return 0;
}

static int check_header(const struct reader *r, const GElf_Ehdr *eh)
{
	bool is_64bit = r->img->is_64bit;

	if (eh->e_machine == EM_X86_64 && !is_64bit)
		return refuse(r, "wrong ELF class: 32-bit for x86-64 (x32 programs do not run)");
	if ((eh->e_machine == EM_386 || eh->e_machine == EM_486) && is_64bit)
		return refuse(r, "wrong ELF class: 64-bit for i386");
	if (eh->e_machine != EM_X86_64 && eh->e_machine != EM_386 && eh->e_machine != EM_486)
		return refuse(r, "wrong machine: not for i386 or x86-64");
	if (eh->e_type != ET_EXEC && eh->e_type != ET_DYN)
		return refuse(r, "not an executable: a relocatable object or a core dump");
	if (eh->e_phentsize != (is_64bit ? sizeof(Elf64_Phdr) : sizeof(Elf32_Phdr)))
		return refuse(r, "program headers of a wrong size");
	if (!eh->e_phnum)
		return refuse(r, "no program headers");
	if ((unsigned)eh->e_phnum * eh->e_phentsize > MAX_HEADERS)
		return refuse(r, "too many program headers");
	return 0;
}

/* Decodes the first `known` bytes of the buffer, which are a file header at least. */
static int decode_header(const struct reader *r, size_t known, GElf_Ehdr *eh)
{
	Elf *elf = elf_memory((char *)r->buf, known);
	bool ok = elf && elf_kind(elf) == ELF_K_ELF && gelf_getehdr(elf, eh);

	elf_end(elf);
	return ok ? 0 : refuse(r, "the ELF header makes no sense");
}

/*
 * Puts zeroes where the file header speaks of section headers, and lets it find the program
 * headers directly behind itself.
 */
static void rewrite_header(const struct reader *r)
{
	r->buf[EI_VERSION] = EV_CURRENT; /* Linux does not look at it */
	if (r->img->is_64bit) {
		Elf64_Ehdr *eh = (Elf64_Ehdr *)r->buf;

		eh->e_phoff = sizeof(*eh);
		eh->e_shoff = 0;
		eh->e_shnum = eh->e_shstrndx = 0;
	} else {
		Elf32_Ehdr *eh = (Elf32_Ehdr *)r->buf;

		eh->e_phoff = sizeof(*eh);
		eh->e_shoff = 0;
		eh->e_shnum = eh->e_shstrndx = 0;
	}
}

/* Fills the buffer with checked headers; the file header in *eh. */
static int read_headers(struct reader *r, GElf_Ehdr *eh)
{
	size_t size, table;
	int64_t got;
	int err;

	got = r->src->read(r->src->ctx, r->buf, sizeof(Elf64_Ehdr), 0);
	if (got < 0) {
		*r->why = "it cannot be read";
		return (int)got;
	}
	err = check_ident(r, r->buf, (size_t)got);
	if (err)
		return err;
	size = r->img->is_64bit ? sizeof(Elf64_Ehdr) : sizeof(Elf32_Ehdr);
	if ((size_t)got < size)
		return refuse(r, "the ELF header is truncated");
	r->phoff = r->img->is_64bit ? ((Elf64_Ehdr *)r->buf)->e_phoff
				    : ((Elf32_Ehdr *)r->buf)->e_phoff;
	rewrite_header(r);
	err = decode_header(r, size, eh);
	if (!err)
		err = check_header(r, eh);
	if (err)
		return err;
	table = (size_t)eh->e_phnum * eh->e_phentsize;
	r->buf_size = size + table;
	return read_exactly(r, r->buf + size, table, r->phoff,
			    "the program headers are truncated");
}

static int check_load(const struct reader *r, const GElf_Phdr *ph)
{
	uint64_t top = r->img->is_64bit ? IMAGE_TOP_64 : IMAGE_TOP_32;
	uint64_t file_end = r->src->size > UINT64_MAX - PAGE_SIZE ? r->src->size :
								    page_up(r->src->size);

	if (ph->p_filesz > ph->p_memsz)
		return refuse(r, "a segment is larger in the file than in memory");
	if (ph->p_memsz > top || ph->p_vaddr > top - ph->p_memsz)
		return refuse(r, "a segment lies outside of the address space");
	if (!ph->p_filesz)
		return 0;
	if ((ph->p_offset ^ ph->p_vaddr) & (PAGE_SIZE - 1))
		return refuse(r, "a segment's address and file offset do not fit together");
	/* The rest of the last page reads as zeroes; a page beyond would be a bus error. */
	if (ph->p_offset > r->src->size || ph->p_filesz > file_end - ph->p_offset)
		return refuse(r, "the file is truncated: a segment reaches beyond its end");
	return 0;
}

static bool overlaps(const struct image_segment *a, const GElf_Phdr *b)
{
	return a->vaddr < b->p_vaddr + b->p_memsz && b->p_vaddr < a->vaddr + a->memsz;
}

/* Against all that came before. Files have few segments, and at most 2048. */
static int check_overlap(const struct reader *r, const GElf_Phdr *ph)
{
	unsigned i;

	for (i = 0; i < r->img->nr_segments; i++)
		if (overlaps(&r->img->segments[i], ph))
			return refuse(r, "segments overlap");
	return 0;
}

static unsigned prot_of(const GElf_Phdr *ph)
{
	return (ph->p_flags & PF_R ? IMAGE_READ : 0) | (ph->p_flags & PF_W ? IMAGE_WRITE : 0) |
	       (ph->p_flags & PF_X ? IMAGE_EXEC : 0);
}

/* Where code, data and the heap are, in the way that /proc/PID/stat has always told it. */
static void note_bounds(struct image *img, const GElf_Phdr *ph)
{
	uint64_t file_end = ph->p_vaddr + ph->p_filesz, end = ph->p_vaddr + ph->p_memsz;

	img->low = min(img->low, page_down(ph->p_vaddr));
	img->high = max(img->high, page_up(end));
	if (ph->p_flags & PF_X) {
		img->start_code = min(img->start_code, (uint64_t)ph->p_vaddr);
		img->end_code = max(img->end_code, file_end);
	}
	img->start_data = max(img->start_data, (uint64_t)ph->p_vaddr);
	img->end_data = max(img->end_data, file_end);
	img->brk = max(img->brk, end);
	if (!(ph->p_align & (ph->p_align - 1)))
		img->align = max(img->align, (uint64_t)ph->p_align);
}

static int add_load(const struct reader *r, const GElf_Phdr *ph)
{
	struct image *img = r->img;
	int err;

	if (!ph->p_memsz && !ph->p_filesz)
		return 0;
	err = check_load(r, ph);
	if (!err)
		err = check_overlap(r, ph);
	if (err)
		return err;
	if (ph->p_offset <= r->phoff && r->phoff - ph->p_offset < ph->p_filesz)
		img->phdr = r->phoff - ph->p_offset + ph->p_vaddr;
	note_bounds(img, ph);
	img->segments[img->nr_segments++] = (struct image_segment){
		.vaddr = ph->p_vaddr, .memsz = ph->p_memsz,
		.offset = ph->p_offset, .filesz = ph->p_filesz, .prot = prot_of(ph),
	};
	return 0;
}

static int read_interp(const struct reader *r, const GElf_Phdr *ph)
{
	struct image *img = r->img;
	int err;

	if (r->role == IMAGE_INTERPRETER || img->interp)
		return 0; /* Linux takes the first */
	if (ph->p_filesz < 2 || ph->p_filesz > MAX_INTERP)
		return refuse(r, "the interpreter's path has no sensible length");
	img->interp = r->src->alloc(ph->p_filesz);
	if (!img->interp)
		return out_of_memory(r);
	err = read_exactly(r, img->interp, ph->p_filesz, ph->p_offset,
			   "the interpreter's path is truncated");
	if (!err && img->interp[ph->p_filesz - 1])
		err = refuse(r, "the interpreter's path does not end");
	return err;
}

static int take_phdr(const struct reader *r, const GElf_Phdr *ph)
{
	switch (ph->p_type) {
	case PT_LOAD:
		return add_load(r, ph);
	case PT_INTERP:
		return read_interp(r, ph);
	case PT_GNU_STACK:
		r->img->stack = ph->p_flags & PF_X ? IMAGE_STACK_EXEC : IMAGE_STACK_NOEXEC;
		return 0;
	default:
		return 0;
	}
}

static int take_phdrs(const struct reader *r)
{
	Elf *elf = elf_memory((char *)r->buf, r->buf_size);
	GElf_Phdr ph;
	unsigned i;
	int err = 0;

	for (i = 0; !err && i < r->img->phnum; i++)
		err = elf && gelf_getphdr(elf, (int)i, &ph) ?
			      take_phdr(r, &ph) :
			      refuse(r, "the program headers make no sense");
	elf_end(elf);
	return err;
}

/* A dynamic program starts in its interpreter; its own entry is that one's affair. */
static int check_entry(const struct reader *r)
{
	const struct image *img = r->img;
	unsigned i;

	if (!img->nr_segments)
		return refuse(r, "no segment to load");
	if (img->interp)
		return 0;
	for (i = 0; i < img->nr_segments; i++)
		if (img->entry >= img->segments[i].vaddr &&
		    img->entry - img->segments[i].vaddr < img->segments[i].memsz)
			return 0;
	return refuse(r, "the entry point lies outside of its segments");
}

static int read_all(struct reader *r)
{
	struct image *img = r->img;
	GElf_Ehdr eh;
	int err;

	err = read_headers(r, &eh);
	if (err)
		return err;
	img->pie = eh.e_type == ET_DYN;
	img->entry = eh.e_entry;
	img->phnum = eh.e_phnum;
	img->phent = eh.e_phentsize;
	img->segments = r->src->alloc(img->phnum * sizeof(*img->segments));
	if (!img->segments)
		return out_of_memory(r);
	err = take_phdrs(r);
	if (!err)
		err = check_entry(r);
	return err;
}

int image_read(struct image *img, const struct image_source *src, enum image_role role,
	       const char **why)
{
	struct reader r = { .img = img, .src = src, .role = role, .why = why };
	int err;

	*why = NULL;
	*img = (struct image){ .align = PAGE_SIZE, .low = UINT64_MAX, .start_code = UINT64_MAX };
	elf_version(EV_CURRENT);
	r.buf = src->alloc(sizeof(Elf64_Ehdr) + MAX_HEADERS);
	if (!r.buf)
		return out_of_memory(&r);
	err = read_all(&r);
	src->free(r.buf);
	if (err)
		image_free(img, src);
	return err;
}

void image_free(struct image *img, const struct image_source *src)
{
	src->free(img->interp);
	src->free(img->segments);
	img->interp = NULL;
	img->segments = NULL;
	img->nr_segments = 0;
}
