/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Routines that forget to give back what they took: an object, or a reference to a file. */
#include "fs/fs.h"
#include "kernel/slab.h"

int64_t forget_an_object(void *ctx, const uint64_t args[6]);
int64_t forget_a_file(void *ctx, const uint64_t args[6]);

int64_t forget_an_object(__unused void *ctx, __unused const uint64_t args[6])
{
	return kmalloc(16) ? 0 : -ENOMEM;
}

int64_t forget_a_file(__unused void *ctx, const uint64_t args[6])
{
	return file_get((int)args[0]) ? 0 : -EBADF;
}
