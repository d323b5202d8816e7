/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cutting a `#!` line into interpreter and argument, by the rules of Linux's binfmt_script. */
#include "loader/script.h"

#include <string.h>

#include "loader/errno.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* First of [p, last] that is no blank; NULL: none. */
static char *skip_blanks(char *p, const char *last)
{
	for (; p <= last; p++)
		if (!is_blank(*p))
			return p;
	return NULL;
}

/* First of [p, last] that ends a word. */
static char *word_end(char *p, const char *last)
{
	for (; p <= last; p++)
		if (is_blank(*p) || !*p)
			return p;
	return NULL;
}

int script_parse(char head[SCRIPT_HEAD], struct script *s, const char **why)
{
	char *last = head + SCRIPT_HEAD - 1;
	char *end = memchr(head, '\n', strnlen(head, SCRIPT_HEAD));
	char *name, *sep;

	*why = "the #! line names no interpreter";
	if (!end) {
		end = skip_blanks(head + 2, last);
		if (!end)
			return -ENOEXEC;
		/* Nothing ends the word: its path may have been cut off. */
		if (!word_end(end, last)) {
			*why = "the #! line is too long";
			return -ENOEXEC;
		}
		end = last;
	}
	while (is_blank(end[-1]))
		end--;
	name = skip_blanks(head + 2, end);
	if (!name || name == end)
		return -ENOEXEC;
	*end = '\0';
	sep = word_end(name, end);
	s->interp = name;
	s->arg = NULL;
	if (sep && *sep) {
		s->arg = skip_blanks(sep, end);
		*sep = '\0';
	}
	if (s->arg && !*s->arg)
		s->arg = NULL;
	*why = NULL;
	return 0;
}
