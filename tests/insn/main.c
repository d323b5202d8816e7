/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_insn known.txt [-v] [-r rounds] [word]: every form, or those whose text holds the word, on
 * many states, on the host's CPU and under ring3. Fails on a difference that known.txt does not
 * list, and on a listed one that is gone.
 */
#include <cpuid.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "insn.h"

extern const struct form __start_forms32[], __stop_forms32[], __start_forms64[], __stop_forms64[];

static unsigned rounds = 100;
static bool verbose;
static const char *only;
static bool have[4];

static struct insn_state start, native, ours;

static void probe_host(void)
{
	unsigned a, b, c = 0, d;

	__get_cpuid(1, &a, &b, &c, &d);
	have[NEED_NOTHING] = true;
	have[NEED_SSE42] = c & bit_SSE4_2;
	have[NEED_AES] = c & bit_AES;
	have[NEED_PCLMUL] = c & bit_PCLMUL;
}

/* One form on all rounds; the union of what differed. */
static unsigned run_form(const struct form *form, unsigned slot, bool is_64bit)
{
	unsigned known = known_parts(is_64bit, form->name), all = 0;
	struct insn_end native_end, our_end;

	for (unsigned round = 0; round < rounds; round++) {
		unsigned parts;

		operands_fill(&start, form, FORM_CODE + slot * FORM_SLOT, round, is_64bit);
		native = start;
		native_run(&native, &native_end, is_64bit);
		ours = start;
		engine_run(&ours, &our_end, is_64bit);
		parts = insn_compare(form, is_64bit, &native, &native_end, &ours, &our_end);
		if (parts & ~all & ~known || (verbose && parts & ~all)) {
			printf("%s %s (round %u):\n", is_64bit ? "64" : "32", form->name, round);
			insn_explain(parts, &start, &native, &native_end, &ours, &our_end);
		}
		all |= parts;
	}
	known_seen(is_64bit, form->name, all);
	return all & ~known;
}

static void print_summary(bool is_64bit, const struct form *form, unsigned parts)
{
	const char *comma = "";

	printf("NEW\t%s\t", is_64bit ? "64" : "32");
	for (unsigned p = 0; p < NR_PARTS; p++) {
		if (parts & 1u << p) {
			printf("%s%s", comma, insn_part_names[p]);
			comma = ",";
		}
	}
	printf("\t%s\n", form->name);
}

static unsigned run_table(const struct form *first, const struct form *end, unsigned slot,
			  bool is_64bit, unsigned *failed)
{
	unsigned ran = 0;

	for (const struct form *form = first; form < end; form++, slot++) {
		unsigned parts;

		if (!have[form->need] || (only && !strstr(form->name, only)))
			continue;
		native_place(slot, form);
		engine_place(slot, form);
		parts = run_form(form, slot, is_64bit);
		ran++;
		if (!parts)
			continue;
		print_summary(is_64bit, form, parts);
		++*failed;
	}
	return ran;
}

int main(int argc, char **argv)
{
	unsigned n64 = (unsigned)(__stop_forms64 - __start_forms64), failed = 0, ran, stale;
	unsigned n32 = (unsigned)(__stop_forms32 - __start_forms32);

	if (argc < 2) {
		fprintf(stderr, "usage: %s known.txt [-v] [-r rounds] [word]\n", argv[0]);
		return 2;
	}
	known_load(argv[1]);
	for (int i = 2; i < argc; i++) {
		if (strcmp(argv[i], "-v") == 0)
			verbose = true;
		else if (strcmp(argv[i], "-r") == 0 && i + 1 < argc)
			rounds = (unsigned)atoi(argv[++i]);
		else
			only = argv[i];
	}
	if ((n32 + n64) * FORM_SLOT > FORM_CODE_SIZE) {
		fprintf(stderr, "too many forms for the code area\n");
		return 1;
	}
	probe_host();
	native_init();
	engine_init();
	ran = run_table(__start_forms64, __stop_forms64, 0, true, &failed);
	ran += run_table(__start_forms32, __stop_forms32, n64, false, &failed);
	stale = only ? 0 : known_stale();
	engine_exit();
	printf("%u forms, %u states each: %u with differences that are not known, %u entries of "
	       "known.txt without one\n",
	       ran, rounds, failed, stale);
	return failed || stale;
}
