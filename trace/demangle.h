/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of C++ functions as people write them. */
#ifndef TRACE_DEMANGLE_H
#define TRACE_DEMANGLE_H

#define PLAIN_NAMES 256

/* Answers of before, by the symbol's place in memory. */
struct plain_names {
	struct {
		const char *symbol;
		char *plain; /* NULL: it is its own */
	} name[PLAIN_NAMES];
};

/* The symbol itself if it is no mangled name. Stays as long as nothing is asked or forgotten. */
const char *plain_name(struct plain_names *names, const char *symbol);
/* Before symbols go. */
void plain_names_forget(struct plain_names *names);

#endif
