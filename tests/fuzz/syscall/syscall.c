/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sequences of memory pokes and system calls, straight into dispatch. An input is a program:
 *
 *	0xff OFFSET16 LENGTH8 BYTES...		poke guest memory
 *	NR16 (bit 15: i386) then for each argument of the call one value by its kind
 *
 * so that every string of bytes means something. Kinds come from the definitions: a pointer is an
 * offset into the mapped area, an address at its end (the next byte is a hole), in a read-only page
 * or something wild; a number is small, a power of two, an extreme or the last result.
 *
 * A tracer watches every call, also those that have no routine yet. At the end it says how many routines of both tables were reached; all must be.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../driver.h"
#include "watch.h"
#include "entry/entry.h"
#include "fs/fs.h"
#include "kernel/kernel.h"
#include "kernel/signal.h"
#include "kernel/task.h"
#include "mm/mm.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/mman.h"

#define AREA 0x10000000u
#define AREA_SIZE 0x8000u /* the last page is read-only, a hole follows */
#define MAX_CALLS 24
#define RUNS_PER_MACHINE 100

static struct kernel *machine;
static bool reached[2][NR_SYSCALLS];

struct input {
	const uint8_t *p, *end;
};

static unsigned byte(struct input *in)
{
	return in->p < in->end ? *in->p++ : 0;
}

static uint64_t bytes(struct input *in, unsigned n)
{
	uint64_t v = 0;

	while (n--)
		v = v << 8 | byte(in);
	return v;
}

static uint64_t number(struct input *in, long last)
{
	static const uint64_t extreme[] = { -1ull, -2ull, 0x7fffffff, 0x80000000, 0xffffffff,
					    0x100000000, INT64_MAX, 1ull << 63, 4096, 4095, 4097,
					    1024, 1025, 0xffffffffffffff9c, 0x1000000, 65536 };
	unsigned b = byte(in);

	switch (b >> 5) {
	case 0:
	case 1:
	case 2:
		return b & 0x1f;
	case 3:
		return (uint64_t)last;
	case 4:
		return BIT(b & 0x1f);
	case 5:
		return extreme[b & 15];
	case 6:
		return bytes(in, 2);
	default:
		return bytes(in, 8);
	}
}

static uint64_t pointer(struct input *in, long last)
{
	unsigned b = byte(in);

	switch (b >> 4) {
	case 0:
		return 0;
	case 1:
		return AREA + AREA_SIZE - (b & 15); /* ends at the hole */
	case 2:
		return AREA + AREA_SIZE - 4096 + (b & 15) * 8; /* read-only */
	case 3:
		return number(in, last);
	case 4:
		return USER_TOP - 4096 - (b & 15);
	case 5:
		return AREA + AREA_SIZE - 4096 - (b & 15); /* straddles into the read-only page */
	default:
		return AREA + (byte(in) << 4) % (AREA_SIZE - 4096) + (b & 3);
	}
}

static void poke(struct input *in)
{
	uint8_t data[256];
	unsigned offset = (unsigned)bytes(in, 2) % (AREA_SIZE - 4096), n = byte(in), i;

	for (i = 0; i < n; i++)
		data[i] = (uint8_t)byte(in);
	if (copy_to_user(AREA + offset, data, n))
		return; /* an earlier call may have unmapped it */
}

static long call(struct input *in, long last)
{
	struct task *t = current;
	unsigned nr = (unsigned)bytes(in, 2), i, kind;
	const struct sys_entry *e;
	const struct abi *abi = nr & 0x8000 ? &abi_ia32 : &abi_x64;

	/* What each word of the vocabulary is, generated like the words themselves. */
	static const uint8_t kinds[] = {
#define ARGTYPE(name, ctype, kind, ...) ARGKIND_##kind,
#include "argtypes.def"
#undef ARGTYPE
	};

	nr = (nr & 0x7fff) % NR_SYSCALLS;
	e = &abi->table[nr];
	memset(t->args, 0, sizeof(t->args));
	for (i = 0; i < e->sys->nargs; i++) {
		kind = kinds[e->sys->args[i].type];
		t->args[i] = kind == ARGKIND_INT ? number(in, last) : pointer(in, last);
		if (!abi->is_64bit)
			t->args[i] = (uint32_t)t->args[i];
	}
	reached[abi->is_64bit][nr] = e->sys->call;
	t->abi = abi;
	t->orig_nr = nr;
	watch_enter(t, (unsigned)(t->args[0] ^ t->args[1] >> 3 ^ nr));
	last = e->sys->call ? e->sys->call(t->args) : (long)(t->args[2] & 0xff);
	watch_exit(t, last);
	syscall_set_return(t, last);
	if ((t->work & TW_EXIT_MASK) || is_restart(last))
		exit_to_user_mode();
	t->orig_nr = NO_SYSCALL;
	return last;
}

static void run_program(void *arg)
{
	struct input *in = arg;
	struct mm *mm;
	long last = 0;
	int calls = 0;

	mm = mm_create(&abi_x64);
	if (!mm)
		return;
	exec_mmap(mm);
	do_mmap(mm, NULL, AREA, AREA_SIZE, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, 0);
	do_mmap(mm, NULL, AREA + AREA_SIZE - 4096, 4096, PROT_READ,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, 0);
	while (in->p < in->end && calls++ < MAX_CALLS) {
		if (*in->p == 0xff) {
			in->p++;
			poke(in);
		} else {
			last = call(in, last);
		}
	}
	do_group_exit(0); /* every program starts from nothing */
}

static void fail(const char *what)
{
	fprintf(stderr, "fuzz_syscall: %s\n", what);
	abort();
}

static void boot(void)
{
	struct kernel_config config = { .mem_size = 64 << 20, .seed = 1, .skip_idle = true,
					.hostname = "fuzz" };
	const char *why;

	if (kernel_boot(&machine, &config, &script_cpu, &why))
		fail(why);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static unsigned runs;
	struct input in = { data, data + size };

	if (!machine)
		boot();
	kernel_call(machine, run_program, &in);
	if (++runs % RUNS_PER_MACHINE == 0) {
		kernel_destroy(machine);
		machine = NULL;
	}
	return 0;
}

static unsigned count_reached(unsigned *served)
{
	unsigned n = 0, abi, nr;
	const struct sys_entry *table;

	*served = 0;
	for (abi = 0; abi < 2; abi++)
		for (nr = 0; nr < NR_SYSCALLS; nr++) {
			table = abi ? sys_call_table : ia32_sys_call_table;
			*served += table[nr].sys->call != NULL;
			n += reached[abi][nr];
		}
	return n;
}

int fuzz_finish(unsigned long inputs)
{
	unsigned served, n = count_reached(&served);

	if (machine)
		kernel_destroy(machine);
	machine = NULL;
	watch_finish();
	printf("%lu inputs; %u of %u routines of both tables reached\n", inputs, n, served);
	return n < served;
}
