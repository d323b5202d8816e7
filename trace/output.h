/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a trace goes: a descriptor with a buffer, and what to do when it takes no more. */
#ifndef TRACE_OUTPUT_H
#define TRACE_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct output {
	int fd;
	bool at_once; /* nothing stays in the buffer */
	int failed;   /* errno of the first failure: nothing is written any more */
	pid_t child;  /* of a command that reads it; 0: none */
	char *buf;
	size_t n;
};

#define OUTPUT_BUFFER 65536

/* 0 or an errno. fd is taken over and closed by output_close(), but not standard error. */
int output_open_fd(struct output *o, int fd, bool at_once);
int output_open_file(struct output *o, const char *path, bool append);
/* The standard input of `sh -c command`. */
int output_open_command(struct output *o, const char *command);
void output_write(struct output *o, const char *s, size_t n);
void output_flush(struct output *o);
/* The errno of what went wrong, or 0. A command is waited for. */
int output_close(struct output *o);

#endif
