/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stacks and symbols of a program of each ABI, linked statically and not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "trace/symbols.h"

struct watch {
	struct r3_machine *m;
	struct symbols *s;
	const char *call;  /* where to look */
	char stack[65536]; /* symbols, ';' behind each */
	uint64_t address, start, end;
	bool found;
};

static int add_frame(void *ctx, const struct place *p)
{
	struct watch *w = ctx;
	size_t n = strlen(w->stack);

	snprintf(w->stack + n, sizeof(w->stack) - n, "%s;", p->symbol ? p->symbol : "?");
	return p->symbol && !strcmp(p->symbol, "main");
}

static int on_enter(void *ctx, struct r3_call *c)
{
	struct watch *w = ctx;

	if (!c->name || strcmp(c->name, w->call) != 0)
		return 0;
	symbols_stack(w->s, c->tid, add_frame, w);
	w->address = c->ip;
	w->found = symbols_lookup(w->s, c->tid, "innermost", &w->start, &w->end);
	return 0;
}

static const char *const libraries[] = { "/usr/lib32", "/lib", "/lib32", "/lib64" };

static void run(struct watch *w, const char *call, const char *program)
{
	const char *argv[] = { program, NULL }, *envp[] = { NULL };
	struct r3_options options = R3_OPTIONS_INIT;
	struct r3_observer observer = { .enter = on_enter, .ctx = w };

	*w = (struct watch){ .call = call };
	assert_int_equal(r3_create(&w->m, &options), 0);
	for (unsigned i = 0; i < 4; i++)
		r3_mount(w->m, libraries[i], libraries[i], 0);
	assert_int_equal(r3_mount(w->m, program, program, 0), 0);
	w->s = symbols_new(w->m);
	assert_int_equal(r3_load(w->m, program, argv, envp), 0);
	r3_observe(w->m, &observer);
	assert_int_equal(r3_run(w->m), 0);
	assert_int_equal(r3_exit_status(w->m), 0);
	symbols_free(w->s);
	r3_destroy(w->m);
}

static const char *const programs[] = { "callers.static.64", "callers.static.32",
					"callers.dynamic.64", "callers.dynamic.32" };

static const char *path_of(const char *program)
{
	static char path[4096];

	snprintf(path, sizeof(path), "%s/%s", CALLERS, program);
	return path;
}

static void stacks_lead_to_main(void **state)
{
	struct watch w;

	(void)state;
	for (unsigned i = 0; i < sizeof(programs) / sizeof(*programs); i++) {
		run(&w, "getppid", path_of(programs[i]));
		assert_non_null(strstr(w.stack, "syscall;innermost;middle;outermost;main;"));
	}
}

static void stacks_pass_the_frame_of_a_handler(void **state)
{
	struct watch w;

	(void)state;
	for (unsigned i = 0; i < sizeof(programs) / sizeof(*programs); i++) {
		run(&w, "getpgrp", path_of(programs[i]));
		assert_non_null(strstr(w.stack, "innermost;middle;outermost;handler;"));
		assert_non_null(strstr(w.stack, ";main;"));
	}
}

static void a_name_leads_to_its_addresses(void **state)
{
	struct watch w;

	(void)state;
	for (unsigned i = 0; i < sizeof(programs) / sizeof(*programs); i++) {
		run(&w, "getppid", path_of(programs[i]));
		assert_true(w.found);
		assert_true(w.end > w.start && w.end - w.start < 200);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stacks_lead_to_main),
		cmocka_unit_test(stacks_pass_the_frame_of_a_handler),
		cmocka_unit_test(a_name_leads_to_its_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
