/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From the top down: an empty word, the file's name, environment and argument strings; the platform
 * string and sixteen random bytes; then, from sp upwards, argc, argv, envp and the auxiliary
 * vector. As fs/binfmt_elf.c's create_elf_tables().
 */
#include "loader/initstack.h"

#include <string.h>

#define END_MARKER 8 /* bytes at the very top, as in Linux of both ABIs */

static size_t word_size(const struct initstack *s)
{
	return s->is_64bit ? 8 : 4;
}

static uint64_t nr_words(const struct initstack *s)
{
	return 1 + (s->argc + 1ull) + (s->envc + 1ull) + 2 * (s->nr_aux + 1ull);
}

/* Bytes of the next n strings, their NULs included. */
static size_t strings_length(const char *p, const char *end, unsigned n)
{
	const char *start = p;

	while (n-- && p < end)
		p += strnlen(p, (size_t)(end - p)) + 1;
	return (size_t)(p - start);
}

static void set_aux(const struct initstack *s, uint64_t type, uint64_t value)
{
	unsigned i;

	for (i = 0; i < s->nr_aux; i++)
		if (s->aux[i].type == type)
			s->aux[i].value = value;
}

bool initstack_layout(struct initstack *s)
{
	const char *end = s->strings + s->strings_size;
	size_t args = strings_length(s->strings, end, s->argc);
	size_t envs = strings_length(s->strings + args, end, s->envc);
	size_t platform = strlen(s->platform) + 1;
	uint64_t words = nr_words(s) * word_size(s);
	uint64_t p, need = END_MARKER + s->strings_size + s->skew + platform + words + 64;

	if (need > s->top)
		return false;
	p = s->top - END_MARKER - s->strings_size;
	s->arg_start = p;
	s->arg_end = s->env_start = p + args;
	s->env_end = s->execfn_addr = s->env_start + envs;
	p = align_down(p - s->skew, 16ull) - platform;
	s->platform_addr = p;
	p -= sizeof(s->random);
	s->random_addr = p;
	s->sp = align_down(p - words, 16ull);
	s->size = s->top - s->sp;
	set_aux(s, AT_PLATFORM, s->platform_addr);
	set_aux(s, AT_RANDOM, s->random_addr);
	set_aux(s, AT_EXECFN, s->execfn_addr);
	return true;
}

/* Stores a word of the ABI and says where the next one goes. */
static uint8_t *put_word(const struct initstack *s, uint8_t *p, uint64_t value)
{
	memcpy(p, &value, word_size(s)); /* little-endian: the low half comes first */
	return p + word_size(s);
}

/* Pointers to the n strings that start at addr, and a null one. */
static uint8_t *put_pointers(const struct initstack *s, uint8_t *p, uint64_t addr, unsigned n)
{
	const char *end = s->strings + s->strings_size;
	const char *str = s->strings + (addr - s->arg_start);

	while (n--) {
		size_t len = strings_length(str, end, 1);

		p = put_word(s, p, addr);
		str += len;
		addr += len;
	}
	return put_word(s, p, 0);
}

void initstack_fill(struct initstack *s, void *bytes)
{
	uint8_t *p = bytes, *base = bytes;
	unsigned i;

	memset(bytes, 0, s->size);
	memcpy(base + (s->arg_start - s->sp), s->strings, s->strings_size);
	memcpy(base + (s->platform_addr - s->sp), s->platform, strlen(s->platform));
	memcpy(base + (s->random_addr - s->sp), s->random, sizeof(s->random));
	p = put_word(s, p, s->argc);
	p = put_pointers(s, p, s->arg_start, s->argc);
	p = put_pointers(s, p, s->env_start, s->envc);
	for (i = 0; i < s->nr_aux; i++) {
		p = put_word(s, p, s->aux[i].type);
		p = put_word(s, p, s->aux[i].value);
	}
	p = put_word(s, p, AT_NULL);
	put_word(s, p, 0);
}
