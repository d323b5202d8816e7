/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The first line of a `#!` script. */
#ifndef LOADER_SCRIPT_H
#define LOADER_SCRIPT_H

#include "lib/types.h"

#define SCRIPT_HEAD 256 /* bytes of a file that tell its format: Linux's BINPRM_BUF_SIZE */

struct script {
	const char *interp; /* in the head, NUL-terminated */
	const char *arg;    /* all that follows as one argument, or NULL */
};

static inline bool is_script(const char head[SCRIPT_HEAD])
{
	return head[0] == '#' && head[1] == '!';
}

/*
 * head: the file's first bytes, zeroes after its end; it is cut into strings in place. 0 or
 * -ENOEXEC with one static line in *why.
 */
int script_parse(char head[SCRIPT_HEAD], struct script *s, const char **why);

#endif
