/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * machine boot|snapshot|restore|again PROGRAM: microseconds of the library's own work, the median of many.
 * boot: from nothing to the program's first system call. snapshot: in front of that call. restore:
 * of a program that has run to its end since; again: and to its first call once more.
 */
#include <ring3/control.h>
#include <ring3/ring3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "median.h"

static const struct r3_until first_call = { .call = "" };

static const char *const argv_true[] = { "true", NULL };

static void check(struct r3_machine *m, int ok)
{
	if (ok)
		return;
	fprintf(stderr, "%s\n", r3_error(m));
	exit(1);
}

static struct r3_machine *boot(const char *program)
{
	struct r3_options options = R3_OPTIONS_INIT;
	struct r3_machine *m;

	options.mem_size = 64 << 20;
	check(NULL, !r3_create(&m, &options));
	check(m, !r3_load_host(m, program, argv_true, NULL));
	check(m, r3_run_until(m, &first_call, NULL) == R3_STOPPED);
	return m;
}

/* The same with a run behind it: the program's pages are there, and translated. */
static struct r3_machine *boot_warm(const char *program)
{
	struct r3_machine *m = boot(program);

	check(m, !r3_run(m) && !r3_load(m, program, argv_true, NULL) &&
			 r3_run_until(m, &first_call, NULL) == R3_STOPPED);
	return m;
}

static void time_boot(const char *program)
{
	for (int i = 0; i < ROUNDS; i++) {
		double start = now_us();
		struct r3_machine *m = boot(program);

		samples[i] = now_us() - start;
		r3_destroy(m);
	}
}

static void time_restore(const char *program, int again)
{
	struct r3_machine *m = boot_warm(program);

	check(m, !r3_snapshot(m));
	for (int i = 0; i < ROUNDS; i++) {
		double start;

		r3_run(m);
		start = now_us();
		r3_restore(m);
		if (again)
			r3_run_until(m, &first_call, NULL);
		samples[i] = now_us() - start;
	}
	r3_destroy(m);
}

static void time_snapshot(const char *program)
{
	struct r3_machine *m = boot(program);

	for (int i = 0; i < ROUNDS; i++) {
		double start = now_us();

		r3_snapshot(m);
		samples[i] = now_us() - start;
	}
	r3_destroy(m);
}

int main(int argc, char **argv)
{
	char *program = argc == 3 ? realpath(argv[2], NULL) : NULL;

	if (!program)
		return 2;
	if (!strcmp(argv[1], "boot"))
		time_boot(program);
	else if (!strcmp(argv[1], "snapshot"))
		time_snapshot(program);
	else
		time_restore(program, !strcmp(argv[1], "again"));
	free(program);
	if (!strcmp(argv[1], "boot"))
		fprintf(stderr, "the first of this process: %.1f\n", samples[0]);
	printf("%.1f\n", median());
	return 0;
}
