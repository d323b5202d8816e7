/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Calls that are told otherwise than by their definitions, by routine (the third column of the
 * tables). forms.c makes one entry a number of both.
 *
 *	#define ARGS_clone , args_clone		the whole list of arguments is told by args_clone()
 *	#define RESULT_open , result_fd		a result that did not fail is told by result_fd()
 *
 * A function for arguments is called in both phases, and in each tells the arguments that belong
 * to it: put_arg() with a name, then the value. It is not called when raw numbers are wanted.
 */
#ifndef DECODE_FORMS_H
#define DECODE_FORMS_H

#include "decode/decode.h"

typedef void args_fn(struct decoder *d);
typedef void result_fn(struct decoder *d);

/* NULL: as defined. */
args_fn *args_form(const struct decoder *d);

/* --- how results are told --- */
result_fn result_number, result_hex, result_octal, result_fd, result_task;

args_fn args_mremap;

#define ARGS_mremap , args_mremap

#define RESULT_brk , result_hex
#define RESULT_mmap , result_hex
#define RESULT_mmap_pgoff , result_hex
#define RESULT_mremap , result_hex
#define RESULT_umask , result_octal

#endif
