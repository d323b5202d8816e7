/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "trace/coverage.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NO_MODULE 0xffffu /* code that no file has */
#define MAX_MODULES 0xfffeu
#define MAX_BLOCKS (1u << 24)
#define SEEN_SLOTS 8192
#define PATH_ROOM 4096

/* A file with code. Its blocks are counted from where it begins, wherever that is in a process. */
struct module {
	uint64_t device, inode, size;
	int64_t mtime_ns;
	uint64_t base, end; /* in the process that had it first */
	char *path;
};

/* The mapping of the last block: most are in the same as the one before. */
struct here {
	uint64_t version, start, end, base;
	unsigned module;
};

struct coverage {
	struct r3_machine *machine;
	struct module *modules;
	unsigned nr_modules;
	uint64_t *blocks; /* a hash table of keys; 0: empty */
	unsigned nr_blocks, slots;
	bool is_cut;
	struct here here;
	struct {
		uint64_t version, address;
	} seen[SEEN_SLOTS];
};

struct coverage *coverage_new(struct r3_machine *m)
{
	struct coverage *c = calloc(1, sizeof(*c));

	if (c)
		c->machine = m;
	return c;
}

void coverage_free(struct coverage *c)
{
	if (!c)
		return;
	for (unsigned i = 0; i < c->nr_modules; i++)
		free(c->modules[i].path);
	free(c->modules);
	free(c->blocks);
	free(c);
}

bool coverage_is_cut(const struct coverage *c)
{
	return c->is_cut;
}

/* --- blocks: start, size and module in one number, which is not 0 --- */

static uint64_t make_key(uint32_t start, uint32_t size, unsigned module)
{
	return (uint64_t)start << 32 | (size & 0xffff) << 16 | module;
}

static uint64_t *find_slot(uint64_t *blocks, unsigned slots, uint64_t key)
{
	unsigned i = (unsigned)((key * 0x9e3779b97f4a7c15ull) >> 32);

	while (blocks[i & (slots - 1)] && blocks[i & (slots - 1)] != key)
		i++;
	return &blocks[i & (slots - 1)];
}

static bool grow(struct coverage *c)
{
	unsigned slots = c->slots ? 2 * c->slots : 4096;
	uint64_t *blocks = c->nr_blocks < MAX_BLOCKS ? calloc(slots, sizeof(*blocks)) : NULL;

	if (!blocks)
		return false;
	for (unsigned i = 0; i < c->slots; i++)
		if (c->blocks[i])
			*find_slot(blocks, slots, c->blocks[i]) = c->blocks[i];
	free(c->blocks);
	c->blocks = blocks;
	c->slots = slots;
	return true;
}

static void add_block(struct coverage *c, uint64_t key)
{
	uint64_t *slot;

	if (2 * c->nr_blocks >= c->slots && !grow(c)) {
		c->is_cut = true;
		return;
	}
	slot = find_slot(c->blocks, c->slots, key);
	c->nr_blocks += !*slot;
	*slot = key;
}

/* --- modules --- */

static bool is_same_file(const struct r3_mapping *a, const struct r3_mapping *b)
{
	return a->has_file && b->has_file && a->device == b->device && a->inode == b->inode &&
	       a->size == b->size && a->mtime_ns == b->mtime_ns;
}

/* Where the file that m maps begins and ends in the task's address space. */
static void find_extent(struct coverage *c, int tid, const struct r3_mapping *m, uint64_t *base,
			uint64_t *end)
{
	struct r3_mapping other;
	uint64_t from = 0;

	*base = m->start;
	*end = m->end;
	while (m->has_file && !r3_find_mapping(c->machine, tid, from, &other)) {
		if (is_same_file(m, &other)) {
			*base = other.start < *base ? other.start : *base;
			*end = other.end > *end ? other.end : *end;
		}
		from = other.end;
	}
}

static unsigned find_module(const struct coverage *c, const struct r3_mapping *m, const char *path)
{
	for (unsigned i = 0; i < c->nr_modules; i++) {
		const struct module *known = &c->modules[i];

		if (m->has_file ? known->device == m->device && known->inode == m->inode &&
					  known->size == m->size && known->mtime_ns == m->mtime_ns :
				  !known->size && !strcmp(known->path, path))
			return i;
	}
	return NO_MODULE;
}

static unsigned add_module(struct coverage *c, const struct r3_mapping *m, const char *path,
			   uint64_t base, uint64_t end)
{
	struct module *all = c->modules;
	unsigned n = c->nr_modules;
	char *name = strdup(path);

	if (!(n & (n - 1))) /* a power of two is full */
		all = reallocarray(all, n ? 2 * n : 1, sizeof(*all));
	if (all)
		c->modules = all;
	if (!all || !name || n == MAX_MODULES) {
		c->is_cut = true;
		free(name);
		return NO_MODULE;
	}
	all[n] = (struct module){ .device = m->device,
				  .inode = m->inode,
				  .size = m->size,
				  .mtime_ns = m->mtime_ns,
				  .base = base,
				  .end = end,
				  .path = name };
	return c->nr_modules++;
}

static void look_up(struct coverage *c, const struct r3_code *code, uint64_t version)
{
	struct here *h = &c->here;
	char path[PATH_ROOM];
	struct r3_mapping m;
	uint64_t end;

	*h = (struct here){ .version = version, .start = code->address, .module = NO_MODULE };
	if (r3_find_mapping(c->machine, code->tid, code->address, &m) || m.start > code->address)
		return;
	h->start = m.start;
	h->end = m.end;
	if (r3_mapping_name(c->machine, code->tid, m.start, path, sizeof(path)) || !*path ||
	    (!m.has_file && strcmp(path, "[vdso]") != 0))
		return;
	find_extent(c, code->tid, &m, &h->base, &end);
	h->module = find_module(c, &m, path);
	if (h->module == NO_MODULE)
		h->module = add_module(c, &m, path, h->base, end);
	if (h->module == NO_MODULE)
		h->base = 0;
}

void coverage_add(struct coverage *c, const struct r3_code *code)
{
	uint64_t version = r3_mappings_version(c->machine, code->tid);
	unsigned slot = (unsigned)(((code->address ^ version * 0x61c88647) *
				    0x9e3779b97f4a7c15ull) >> 51);
	const struct here *h = &c->here;

	if (c->seen[slot].address == code->address && c->seen[slot].version == version)
		return;
	c->seen[slot].address = code->address;
	c->seen[slot].version = version;
	if (h->version != version || code->address < h->start || code->address >= h->end)
		look_up(c, code, version);
	add_block(c, make_key((uint32_t)(code->address - h->base), code->size, h->module));
}

/* --- the file --- */

/* A path cannot add lines to the table. */
static void print_path(FILE *f, const char *path)
{
	for (; *path; path++)
		if ((unsigned char)*path < ' ' || *path == 0x7f)
			fprintf(f, "\\x%02x", (unsigned char)*path);
		else
			putc(*path, f);
	putc('\n', f);
}

static void print_modules(const struct coverage *c, FILE *f)
{
	fprintf(f,
		"DRCOV VERSION: 2\n"
		"DRCOV FLAVOR: drcov\n"
		"Module Table: version 2, count %u\n"
		"Columns: id, base, end, entry, path\n",
		c->nr_modules);
	for (unsigned i = 0; i < c->nr_modules; i++) {
		const struct module *m = &c->modules[i];

		fprintf(f, "%3u, 0x%016" PRIx64 ", 0x%016" PRIx64 ", 0x%016x, ", i, m->base, m->end,
			0u);
		print_path(f, m->path);
	}
}

/* As in the file: little-endian, without gaps. */
struct drcov_block {
	uint32_t start;
	uint16_t size, module;
};
_Static_assert(sizeof(struct drcov_block) == 8, "");

static int compare_blocks(const void *va, const void *vb)
{
	const struct drcov_block *a = va, *b = vb;

	if (a->module != b->module)
		return a->module < b->module ? -1 : 1;
	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return a->size < b->size ? -1 : a->size > b->size;
}

static bool print_blocks(const struct coverage *c, FILE *f)
{
	struct drcov_block *all = calloc(c->nr_blocks + 1, sizeof(*all));
	unsigned n = 0;

	if (!all)
		return false;
	for (unsigned i = 0; i < c->slots; i++) {
		uint64_t key = c->blocks[i];

		if (key)
			all[n++] = (struct drcov_block){ (uint32_t)(key >> 32),
							 (uint16_t)(key >> 16), (uint16_t)key };
	}
	qsort(all, n, sizeof(*all), compare_blocks);
	fprintf(f, "BB Table: %u bbs\n", n);
	fwrite(all, sizeof(*all), n, f);
	free(all);
	return true;
}

int coverage_write(const struct coverage *c, const char *path)
{
	FILE *f = fopen(path, "we");
	int err;

	if (!f)
		return errno;
	print_modules(c, f);
	err = !print_blocks(c, f) ? ENOMEM : fflush(f) || ferror(f) ? errno : 0;
	if (fclose(f) && !err)
		err = errno;
	return err;
}
