/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Symbols and call stacks from damaged ELF files. An input is a recipe: which file, where the
 * program stands, and what is written over what. The machine is played by the functions below.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../driver.h"
#include "trace/symbols.h"

#define BASE 0x400000ull
#define ROOM 65536
#define CODE 0xb8 /* about where it is in both files */
#define CODE_SIZE 0xb0

extern const uint8_t program_32[], program_32_end[], program_64[], program_64_end[];

static struct {
	uint8_t bytes[ROOM];
	size_t size;
	int is_64bit;
	uint64_t rip, salt;
} file;
static uint64_t version;
static unsigned long frames, symbols;

/* --- the machine --- */

uint64_t r3_mappings_version(const struct r3_machine *m, int tid)
{
	(void)m, (void)tid;
	return version;
}

int r3_find_mapping(const struct r3_machine *m, int tid, uint64_t addr, struct r3_mapping *to)
{
	(void)m, (void)tid;
	if (addr >= BASE + ROOM)
		return -1;
	*to = (struct r3_mapping){ .start = BASE, .end = BASE + ROOM, .prot = R3_PROT_EXEC,
				   .has_file = 1, .inode = version, .size = file.size };
	return 0;
}

int r3_mapping_name(const struct r3_machine *m, int tid, uint64_t addr, char *buf, size_t size)
{
	(void)m, (void)tid, (void)addr;
	snprintf(buf, size, "/file");
	return 0;
}

int64_t r3_read_mapped_file(const struct r3_machine *m, int tid, uint64_t addr, uint64_t offset,
			    void *buf, size_t n)
{
	(void)m, (void)tid, (void)addr;
	if (offset >= file.size)
		return 0;
	n = n < file.size - offset ? n : file.size - offset;
	memcpy(buf, file.bytes + offset, n);
	return (int64_t)n;
}

/* Words that often lead back into the file. */
int64_t r3_read_memory(const struct r3_machine *m, int tid, uint64_t addr, void *buf, size_t n)
{
	uint64_t word = (addr ^ file.salt) * 0x9e3779b97f4a7c15ull;

	(void)m, (void)tid;
	if (n > sizeof(word))
		return 0;
	if (word >> 62)
		word = BASE + CODE + (word >> 32) % CODE_SIZE;
	memcpy(buf, &word, n);
	return (int64_t)n;
}

int r3_registers(const struct r3_machine *m, int tid, struct r3_registers *regs)
{
	(void)m, (void)tid;
	*regs = (struct r3_registers){ .rip = file.rip, .is_64bit = file.is_64bit };
	regs->r[4] = 0x7ffe0000;
	regs->r[5] = 0x7ffe0100;
	return 0;
}

/* --- the recipe --- */

static void take_file(const uint8_t *from, const uint8_t *end, int is_64bit)
{
	file.size = (size_t)(end - from);
	if (file.size > ROOM)
		abort();
	memcpy(file.bytes, from, file.size);
	file.is_64bit = is_64bit;
}

/* Two bytes say where, the third what; the fourth how much of it. */
static void damage(const uint8_t *step)
{
	size_t at = (step[0] | (size_t)step[1] << 8) % file.size, i;

	for (i = 0; i <= step[3] % 8u && at + i < file.size; i++)
		file.bytes[at + i] = step[3] & 8 ? (uint8_t)(file.bytes[at + i] + step[2]) : step[2];
	if (step[3] == 0xff)
		file.size = at + 1;
}

static int on_frame(void *ctx, const struct place *p)
{
	(void)ctx;
	frames++;
	symbols += p->symbol && strlen(p->symbol);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct symbols *s;
	uint64_t start, end;
	size_t i, nr_steps;

	if (size < 4)
		return 0;
	if (data[0] & 1)
		take_file(program_64, program_64_end, 1);
	else
		take_file(program_32, program_32_end, 0);
	file.rip = BASE + CODE + data[1] % CODE_SIZE;
	file.salt = data[3];
	nr_steps = data[2] % 5;
	for (i = 4; i + 4 <= size && i < 4 + 4 * nr_steps; i += 4)
		damage(data + i);
	version++;
	s = symbols_new(NULL);
	if (!s)
		abort();
	symbols_stack(s, 1, on_frame, NULL);
	for (i = 0; i < file.size; i += 97)
		symbols_find(s, 1, BASE + i);
	if (symbols_lookup(s, 1, "frame", &start, &end) && end <= start)
		abort();
	symbols_free(s);
	return 0;
}

int fuzz_finish(unsigned long inputs)
{
	printf("%lu inputs: %lu frames, %lu symbols\n", inputs, frames, symbols);
	return frames > 2 * inputs && symbols > inputs / 2 ? 0 : 1;
}
