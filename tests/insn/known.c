/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The list of known differences. A line: mode (32, 64 or both) TAB parts, comma-separated TAB form
 * TAB reason; the form "*" is any. It may only shrink: an entry of which a part does not differ
 * anywhere any more is an error.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "insn.h"

struct known {
	unsigned modes; /* 1: 32 bit, 2: 64 bit */
	unsigned parts;
	unsigned seen[2];
	char *form;
};

static struct known *list;
static unsigned nr;

static unsigned parse_parts(char *text)
{
	unsigned parts = 0;

	for (char *word = strtok(text, ","); word; word = strtok(NULL, ",")) {
		unsigned i = 0;

		while (i < NR_PARTS && strcmp(word, insn_part_names[i]) != 0)
			i++;
		if (i == NR_PARTS) {
			fprintf(stderr, "known.txt: no part \"%s\"\n", word);
			exit(1);
		}
		parts |= 1u << i;
	}
	return parts;
}

static void parse_line(char *line)
{
	char *rest = line, *mode = strsep(&rest, "\t"), *parts = strsep(&rest, "\t");
	char *form = strsep(&rest, "\t");
	struct known *k;

	if (!parts || !form || !rest || !*rest) {
		fprintf(stderr, "known.txt: want mode, parts, form and reason: %s\n", line);
		exit(1);
	}
	list = realloc(list, (nr + 1) * sizeof(*list));
	k = &list[nr++];
	memset(k, 0, sizeof(*k));
	k->modes = strcmp(mode, "32") == 0 ? 1 : strcmp(mode, "64") == 0 ? 2 : 3;
	k->parts = parse_parts(parts);
	k->form = strdup(form);
}

void known_load(const char *path)
{
	FILE *f = fopen(path, "r");
	char line[512];

	if (!f) {
		perror(path);
		exit(1);
	}
	while (fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\n")] = 0;
		if (line[0] && line[0] != '#')
			parse_line(line);
	}
	fclose(f);
}

static bool matches(const struct known *k, bool is_64bit, const char *form)
{
	return k->modes & 1u << is_64bit &&
	       (strcmp(k->form, "*") == 0 || strcmp(k->form, form) == 0);
}

unsigned known_parts(bool is_64bit, const char *form)
{
	unsigned parts = 0;

	for (unsigned i = 0; i < nr; i++)
		if (matches(&list[i], is_64bit, form))
			parts |= list[i].parts;
	return parts;
}

void known_seen(bool is_64bit, const char *form, unsigned parts)
{
	for (unsigned i = 0; i < nr; i++)
		if (matches(&list[i], is_64bit, form))
			list[i].seen[is_64bit] |= parts;
}

unsigned known_stale(void)
{
	unsigned stale = 0;

	for (unsigned i = 0; i < nr; i++) {
		for (unsigned mode = 0; mode < 2; mode++) {
			unsigned gone = list[i].parts & ~list[i].seen[mode];

			if (!(list[i].modes & 1u << mode) || !gone)
				continue;
			printf("no difference any more (take it out of known.txt): %s %s:",
			       mode ? "64" : "32", list[i].form);
			for (unsigned p = 0; p < NR_PARTS; p++)
				if (gone & 1u << p)
					printf(" %s", insn_part_names[p]);
			printf("\n");
			stale++;
		}
	}
	return stale;
}
