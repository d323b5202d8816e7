/* SPDX-License-Identifier: GPL-2.0-or-later */
/* System calls that the embedder adds to a machine's tables, or puts in the place of others. */
#include "kernel/ext.h"

#include <string.h>

#include "kernel/slab.h"

struct ext_state *ext_state(void)
{
	struct ext_state *ext = kernel->ext;

	if (ext)
		return ext;
	ext = kzalloc(sizeof(*ext));
	if (ext)
		list_init(&ext->objects);
	return kernel->ext = ext;
}

void ext_exit(struct kernel *k)
{
	if (!k->ext)
		return;
	ext_objects_exit(k->ext);
	for (unsigned i = 0; i < EXT_CALLS; i++) {
		kfree(k->ext->calls[0][i]);
		kfree(k->ext->calls[1][i]);
	}
	kfree(k->ext);
	k->ext = NULL;
}

static const struct sys_entry *table_entry(bool is_64bit, unsigned nr)
{
	const struct sys_entry *table = is_64bit ? sys_call_table : ia32_sys_call_table;

	return nr < NR_SYSCALLS ? &table[nr] : NULL;
}

const struct sys_entry *sys_entry_of(bool is_64bit, unsigned nr)
{
	const struct ext_state *ext = kernel->ext;

	if (ext && nr < EXT_CALLS && ext->calls[is_64bit][nr])
		return &ext->calls[is_64bit][nr]->entry;
	return table_entry(is_64bit, nr);
}

static struct ext_call *call_of(const struct task *t)
{
	return kernel->ext->calls[t->abi->is_64bit][t->orig_nr];
}

static long serve(const uint64_t args[6])
{
	struct ext_call *c = call_of(current);

	return c->fn(c->ctx, args);
}

long ext_call_original(const uint64_t args[6])
{
	const struct syscall *original = NULL;

	if (kernel->ext && current->orig_nr < EXT_CALLS && call_of(current))
		original = call_of(current)->original;
	return original && original->call ? original->call(args) : -ENOSYS;
}

/* Arguments of a new call have numbers for names; a replaced one's are known. */
static struct syscall describe(const struct syscall *original, unsigned nargs)
{
	static const char *const names[] = { "arg1", "arg2", "arg3", "arg4", "arg5", "arg6" };
	struct syscall sys = { .nargs = nargs };

	if (original) {
		sys = *original;
	} else {
		for (unsigned i = 0; i < nargs; i++)
			sys.args[i] = (struct syscall_arg){ names[i], ARG_ulong_t };
	}
	sys.call = serve;
	return sys;
}

int ext_add_call(bool is_64bit, unsigned nr, const char *name, unsigned nargs, bool replace,
		 long (*fn)(void *ctx, const uint64_t args[6]), void *ctx)
{
	struct ext_state *ext = ext_state();
	const struct sys_entry *old = table_entry(is_64bit, nr);
	struct ext_call *c;

	if (!ext)
		return -ENOMEM;
	if (nr >= EXT_CALLS || nargs > 6)
		return -EINVAL;
	if (ext->calls[is_64bit][nr] || (!replace && old && old->name))
		return -EEXIST;
	if (replace && !(old && old->name))
		return -ENOENT;
	c = kzalloc(sizeof(*c));
	if (!c)
		return -ENOMEM;
	c->original = replace ? old->sys : NULL;
	c->sys = describe(c->original, nargs);
	strncpy(c->name, name, sizeof(c->name) - 1);
	c->entry = (struct sys_entry){ replace ? old->name : c->name, &c->sys };
	c->fn = fn;
	c->ctx = ctx;
	ext->calls[is_64bit][nr] = c;
	return 0;
}
