/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files by what identifies them, and places by address space and address. All of it is a cache:
 * when programs have made it large, everything is forgotten and read again as needed.
 */
#include "trace/symbols.h"

#include <stdlib.h>
#include <string.h>

#include "trace/symbols_internal.h"

#define MAX_FILES 1024
#define MAX_MEMORY (512u << 20)
#define PATH_ROOM 4096

struct symbols *symbols_new(struct r3_machine *m)
{
	struct symbols *s = calloc(1, sizeof(*s));

	if (s)
		s->machine = m;
	return s;
}

static void forget_all(struct symbols *s)
{
	unwind_forget(s);
	plain_names_forget(&s->plain);
	for (unsigned i = 0; i < FILE_SLOTS; i++) {
		struct mapped_file *f = s->files[i];

		if (!f)
			continue;
		elf_image_free(&f->image);
		free(f->path);
		free(f);
		s->files[i] = NULL;
	}
	memset(s->places, 0, sizeof(s->places));
	s->nr_files = 0;
	s->memory = 0;
}

void symbols_free(struct symbols *s)
{
	if (!s)
		return;
	forget_all(s);
	free(s);
}

const char *symbols_plain_name(struct symbols *s, const char *symbol)
{
	return plain_name(&s->plain, symbol);
}

/* --- files --- */

struct reader {
	struct r3_machine *machine;
	int tid;
	const struct r3_mapping *mapping;
};

static int64_t read_file(void *ctx, uint64_t offset, void *buf, size_t n)
{
	const struct reader *r = ctx;

	return r3_read_mapped_file(r->machine, r->tid, r->mapping->start, offset, buf, n);
}

static int64_t read_vdso(void *ctx, uint64_t offset, void *buf, size_t n)
{
	const struct reader *r = ctx;
	uint64_t size = r->mapping->end - r->mapping->start;

	if (offset >= size)
		return 0;
	return r3_read_memory(r->machine, r->tid, r->mapping->start + offset, buf,
			      n < size - offset ? n : size - offset);
}

static struct mapped_file *open_file(struct symbols *s, int tid, const struct r3_mapping *mapping,
				     const struct file_key *key, const char *path)
{
	struct reader r = { s->machine, tid, mapping };
	struct mapped_file *f = calloc(1, sizeof(*f));

	if (!f)
		return NULL;
	f->key = *key;
	f->path = strdup(path);
	if (!f->path) {
		free(f);
		return NULL;
	}
	if (mapping->has_file)
		elf_image_read(&f->image, read_file, &r, mapping->size);
	else
		elf_image_read(&f->image, read_vdso, &r, mapping->end - mapping->start);
	s->memory += sizeof(*f) + elf_image_memory(&f->image);
	return f;
}

static unsigned hash(uint64_t a, uint64_t b)
{
	return (unsigned)(((a ^ b * 0x9e3779b97f4a7c15ull) * 0x9e3779b97f4a7c15ull) >> 40);
}

/* The slot of the file with this key, or the one where it belongs. */
static struct mapped_file **find_slot(struct symbols *s, const struct file_key *key)
{
	unsigned i = hash(key->inode, key->device);

	while (s->files[i % FILE_SLOTS] &&
	       memcmp(&s->files[i % FILE_SLOTS]->key, key, sizeof(*key)))
		i++;
	return &s->files[i % FILE_SLOTS];
}

#define VDSO_DEVICE UINT64_MAX

static struct file_key key_of(const struct r3_mapping *m)
{
	if (m->has_file)
		return (struct file_key){ m->device, m->inode, m->size, m->mtime_ns };
	return (struct file_key){ .device = VDSO_DEVICE, .inode = m->start >> 32 };
}

struct mapped_file *symbols_file(struct symbols *s, int tid, const struct r3_mapping *mapping)
{
	struct file_key key = key_of(mapping);
	struct mapped_file **slot = find_slot(s, &key);
	char path[PATH_ROOM];

	if (*slot)
		return *slot;
	if (r3_mapping_name(s->machine, tid, mapping->start, path, sizeof(path)))
		*path = '\0';
	if (!mapping->has_file && strcmp(path, "[vdso]") != 0)
		return NULL;
	*slot = open_file(s, tid, mapping, &key, path);
	s->nr_files += *slot != NULL;
	return *slot;
}

/* --- places --- */

static void resolve(struct symbols *s, int tid, uint64_t address, struct place *p)
{
	const struct elf_symbol *symbol = NULL;
	struct r3_mapping mapping;
	struct mapped_file *f;
	uint64_t in_file;

	*p = (struct place){ .address = address, .serial = ++s->last_serial };
	if (r3_find_mapping(s->machine, tid, address, &mapping) || mapping.start > address)
		return;
	f = symbols_file(s, tid, &mapping);
	if (!f)
		return;
	p->file = f->path;
	p->file_offset = mapping.offset + (address - mapping.start);
	p->build_id = *f->image.build_id ? f->image.build_id : NULL;
	if (elf_image_address(&f->image, p->file_offset, &in_file))
		symbol = elf_image_symbol(&f->image, in_file);
	if (symbol) {
		p->symbol = f->image.names + symbol->name;
		p->offset = in_file - symbol->start;
	}
}

void symbols_make_room(struct symbols *s)
{
	if (s->nr_files >= MAX_FILES || s->memory > MAX_MEMORY)
		forget_all(s);
}

const struct place *symbols_find_kept(struct symbols *s, int tid, uint64_t address)
{
	uint64_t version = r3_mappings_version(s->machine, tid);
	struct known_place *k = &s->places[hash(address, version) % PLACE_SLOTS];

	if (k->version == version && k->place.address == address && version)
		return &k->place;
	resolve(s, tid, address, &k->place);
	k->version = version;
	return &k->place;
}

const struct place *symbols_find(struct symbols *s, int tid, uint64_t address)
{
	symbols_make_room(s);
	return symbols_find_kept(s, tid, address);
}

/* --- from a name to addresses --- */

/* Bytes of a symbol: up to the next one where that is not known. */
static uint64_t size_of(const struct elf_image *im, const struct elf_symbol *symbol)
{
	if (symbol->size)
		return symbol->size;
	if (symbol + 1 < im->symbols + im->nr_symbols)
		return symbol[1].start - symbol->start;
	return 1;
}

static bool find_name(const struct elf_image *im, const char *name, const struct r3_mapping *m,
		      uint64_t *start, uint64_t *end)
{
	uint64_t at; /* of the mapping, as the file numbers addresses */

	if (!elf_image_address(im, m->offset, &at))
		return false;
	for (size_t i = 0; i < im->nr_symbols; i++) {
		const struct elf_symbol *symbol = &im->symbols[i];

		if (symbol->start < at || symbol->start - at >= m->end - m->start ||
		    strcmp(im->names + symbol->name, name) != 0)
			continue;
		*start = m->start + (symbol->start - at);
		if (__builtin_add_overflow(*start, size_of(im, symbol), end))
			*end = UINT64_MAX;
		return true;
	}
	return false;
}

bool symbols_lookup(struct symbols *s, int tid, const char *name, uint64_t *start, uint64_t *end)
{
	struct r3_mapping m;
	uint64_t from = 0;

	while (!r3_find_mapping(s->machine, tid, from, &m)) {
		struct mapped_file *f = m.prot & R3_PROT_EXEC ? symbols_file(s, tid, &m) : NULL;

		if (f && find_name(&f->image, name, &m, start, end))
			return true;
		from = m.end;
	}
	return false;
}
