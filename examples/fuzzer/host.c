/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A snapshot fuzzer: host PROGRAM [libFuzzer's options]. The program runs once to where it reads its
 * input; from there it is brought back for each input that libFuzzer makes up.
 */
#include <errno.h>
#include <ring3/control.h>
#include <stdio.h>
#include <stdlib.h>

#define COUNTERS (1u << 14)
#define BLOCKS 1000000 /* so many, and it is said to hang */

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* libFuzzer looks for this section, and keeps inputs that set what was not set before. */
__attribute__((section("__libfuzzer_extra_counters"))) static uint8_t counters[COUNTERS];

static struct r3_machine *machine;
static struct r3_stop at_read;
static uint64_t previous, faulted_at;

/* Counts ways from block to block. */
static void block(void *ctx, const struct r3_code *code)
{
	uint64_t here = code->address * 0x9e3779b97f4a7c15u >> 40;

	(void)ctx;
	counters[(here ^ previous) % COUNTERS]++;
	previous = here >> 1;
}

static int fault(void *ctx, const struct r3_fault *f)
{
	(void)ctx;
	faulted_at = f->ip;
	return 0;
}

static void must(int ok)
{
	if (ok)
		return;
	fprintf(stderr, "%s\n", r3_error(machine));
	exit(2);
}

/*
 * Load the program and let it run to its read. What is in the machine's memory and translated then
 * is so for every input, so it has run to its end once before.
 */
static void load(const char *program)
{
	static const char *const args[] = { "program", "/input", NULL };
	static const struct r3_until read = { .call = "read" };

	must(!r3_mount(machine, program, "/program", 0));
	must(!r3_load(machine, "/program", args, NULL));
	must(!r3_run(machine));
	must(!r3_load(machine, "/program", args, NULL));
	must(r3_run_until(machine, &read, &at_read) == R3_STOPPED);
	must(!r3_snapshot(machine));
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static const struct r3_code_hooks hooks = { .block = block };
	static const struct r3_observer observer = { .fault = fault };
	struct r3_options options = { .mem_size = 64 << 20, .deterministic = 1 };

	if (*argc < 2) {
		fprintf(stderr, "which program?\n");
		exit(2);
	}
	must(!r3_create(&machine, &options));
	must(!r3_add_file(machine, "/input", "", 0, 0444));
	r3_hook_code(machine, &hooks);
	r3_observe(machine, &observer);
	load((*argv)[1]);
	(*argv)[1] = (*argv)[0]; /* the rest is libFuzzer's */
	++*argv;
	--*argc;
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct r3_until hang = { .blocks = BLOCKS };
	struct r3_call call = at_read.call;
	int end, status;

	must(!r3_restore(machine));
	previous = 0;
	if (size > call.args[2])
		size = call.args[2];
	must(r3_write_memory(machine, call.tid, call.args[1], data, size) == (int64_t)size);
	call.result = (int64_t)size;
	must(!r3_change_call(machine, &call, 1));
	end = r3_run_until(machine, &hang, NULL);
	must(end >= 0 || end == -EDEADLK);
	status = r3_exit_status(machine);
	if (end == 0 && !(status & 0x7f))
		return 0;
	if (end)
		fprintf(stderr, "the program does not end\n");
	else
		fprintf(stderr, "the program was killed by signal %d at %#llx\n", status & 0x7f,
			(unsigned long long)faulted_at);
	abort(); /* libFuzzer keeps the input in a file */
}
