/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * `sweep_gen 32|64` prints, for each call of a table that has a routine and a pointer among its
 * arguments, a row for sweep.c: the number, the name, and for each argument its kind and word.
 */
#include <stdio.h>
#include <string.h>

#include "syscall.h"

static const char *const kinds[] = {
#define ARGTYPE(name, ctype, kind, ...) #kind,
#include "argtypes.def"
#undef ARGTYPE
};

static const char *const words[] = {
#define ARGTYPE(name, ctype, kind, ...) #name,
#include "argtypes.def"
#undef ARGTYPE
};

static int has_pointer(const struct syscall *s)
{
	unsigned i;

	for (i = 0; i < s->nargs; i++)
		if (strcmp(kinds[s->args[i].type], "INT"))
			return 1;
	return 0;
}

int main(int argc, char **argv)
{
	const struct sys_entry *table = argc > 1 && !strcmp(argv[1], "32") ? ia32_sys_call_table
									    : sys_call_table;
	const struct syscall *s;
	unsigned nr, i;

	for (nr = 0; nr < NR_SYSCALLS; nr++) {
		s = table[nr].sys;
		if (!table[nr].name || !s->call || !has_pointer(s))
			continue;
		printf("{ %u, \"%s\", %u, {", nr, table[nr].name, s->nargs);
		for (i = 0; i < s->nargs; i++)
			printf(" { %s, \"%s\", \"%s\" },", kinds[s->args[i].type],
			       words[s->args[i].type], s->args[i].name);
		printf(" } },\n");
	}
	return 0;
}
