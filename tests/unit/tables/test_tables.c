/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every number and name of both tables is pinned; every declaration's arguments make sense. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "syscall.h"

static const char *const pins_64[NR_SYSCALLS] = {
#define PIN(nr, name) [nr] = #name,
#define PIN_NEW(nr, name) [nr] = #name,
#include "pins_64.inc"
};

static const char *const pins_32[NR_SYSCALLS] = {
#include "pins_32.inc"
};

static const struct {
	const char *name;
	enum argkind kind;
	size_t size;
} argtypes[] = {
#define ARGTYPE(name, ctype, kind, ...) { #name, ARGKIND_##kind, sizeof(ctype) },
#include "argtypes.def"
#undef ARGTYPE
};

static void expect_pins(const struct sys_entry *table, const char *const *pins)
{
	for (unsigned nr = 0; nr < NR_SYSCALLS; nr++) {
		if (!pins[nr]) {
			assert_null(table[nr].name);
			assert_ptr_equal(table[nr].sys, &sys_ni_syscall);
			continue;
		}
		assert_non_null(table[nr].name);
		assert_string_equal(table[nr].name, pins[nr]);
		assert_non_null(table[nr].sys);
	}
}

static void x86_64_numbers_and_names_are_those_of_linux(void **state)
{
	(void)state;
	expect_pins(sys_call_table, pins_64);
}

static void i386_numbers_and_names_are_those_of_linux(void **state)
{
	(void)state;
	expect_pins(ia32_sys_call_table, pins_32);
}

static void both_tables_end_at_mseal(void **state)
{
	(void)state;
	assert_string_equal(sys_call_table[NR_SYSCALLS - 1].name, "mseal");
	assert_string_equal(ia32_sys_call_table[NR_SYSCALLS - 1].name, "mseal");
}

static void expect_sane(const struct sys_entry *e)
{
	const struct syscall *sys = e->sys;

	assert_in_range(sys->nargs, 0, 6);
	for (unsigned i = 0; i < sys->nargs; i++) {
		assert_non_null(sys->args[i].name);
		assert_true(strlen(sys->args[i].name) > 0);
		assert_true(sys->args[i].type < ARG_NR_TYPES);
		for (unsigned j = 0; j < i; j++)
			if (!strcmp(sys->args[i].name, sys->args[j].name))
				fail_msg("%s: two arguments are called %s", e->name, sys->args[i].name);
	}
	for (unsigned i = sys->nargs; i < 6; i++)
		assert_null(sys->args[i].name);
}

static void every_declaration_is_sane(void **state)
{
	(void)state;
	for (unsigned nr = 0; nr < NR_SYSCALLS; nr++) {
		expect_sane(&sys_call_table[nr]);
		expect_sane(&ia32_sys_call_table[nr]);
	}
}

static bool is_pointer(enum argkind kind)
{
	return kind != ARGKIND_INT;
}

static void pointers_are_addresses_and_numbers_fit_a_register(void **state)
{
	(void)state;
	assert_int_equal(ARRAY_SIZE(argtypes), ARG_NR_TYPES);
	for (unsigned i = 0; i < ARRAY_SIZE(argtypes); i++)
		assert_true(is_pointer(argtypes[i].kind) ? argtypes[i].size == sizeof(uaddr_t)
							 : argtypes[i].size <= sizeof(uint64_t));
}

/* An i386 register has 32 bits: a 64-bit value there is a pair, or wrongly declared. */
static void i386_calls_take_no_signed_64_bit_values_in_one_register(void **state)
{
	(void)state;
	for (unsigned nr = 0; nr < NR_SYSCALLS; nr++) {
		const struct sys_entry *e = &ia32_sys_call_table[nr];

		for (unsigned i = 0; i < e->sys->nargs; i++)
			if (e->sys->args[i].type == ARG_loff_t)
				fail_msg("%s: %s cannot be a loff_t", e->name, e->sys->args[i].name);
	}
}

static void calls_without_arguments_are_declared_so(void **state)
{
	static const char *const names[] = { "getpid", "getppid", "gettid", "sync", "pause", "fork" };

	(void)state;
	for (unsigned nr = 0; nr < NR_SYSCALLS; nr++)
		for (unsigned i = 0; i < ARRAY_SIZE(names); i++) {
			const struct sys_entry *e = &sys_call_table[nr];

			if (e->name && !strcmp(e->name, names[i]))
				assert_int_equal(e->sys->nargs, 0);
		}
}

/* What the tables say where i386 differs; the other lines are the same routine in both. */
static void i386_forms_are_the_ones_of_linux(void **state)
{
	extern const struct syscall sys_compat_open, sys_getuid16, sys_getuid, sys_ia32_pread64,
		sys_compat_ia32_mmap, sys_mmap_pgoff, sys_read, sys_nanosleep_time32,
		sys_compat_select, sys_compat_old_select, sys_newuname, sys_stat, sys_umount;

	(void)state;
	assert_ptr_equal(ia32_sys_call_table[3].sys, &sys_read);
	assert_ptr_equal(ia32_sys_call_table[5].sys, &sys_compat_open);
	assert_ptr_equal(ia32_sys_call_table[17].sys, &sys_ni_syscall);
	assert_ptr_equal(ia32_sys_call_table[18].sys, &sys_stat);
	assert_ptr_equal(ia32_sys_call_table[24].sys, &sys_getuid16);
	assert_ptr_equal(ia32_sys_call_table[52].sys, &sys_umount);
	assert_ptr_equal(ia32_sys_call_table[82].sys, &sys_compat_old_select);
	assert_ptr_equal(ia32_sys_call_table[90].sys, &sys_compat_ia32_mmap);
	assert_ptr_equal(ia32_sys_call_table[122].sys, &sys_newuname);
	assert_ptr_equal(ia32_sys_call_table[142].sys, &sys_compat_select);
	assert_ptr_equal(ia32_sys_call_table[162].sys, &sys_nanosleep_time32);
	assert_ptr_equal(ia32_sys_call_table[180].sys, &sys_ia32_pread64);
	assert_ptr_equal(ia32_sys_call_table[192].sys, &sys_mmap_pgoff);
	assert_ptr_equal(ia32_sys_call_table[199].sys, &sys_getuid);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(x86_64_numbers_and_names_are_those_of_linux),
		cmocka_unit_test(i386_numbers_and_names_are_those_of_linux),
		cmocka_unit_test(both_tables_end_at_mseal),
		cmocka_unit_test(every_declaration_is_sane),
		cmocka_unit_test(pointers_are_addresses_and_numbers_fit_a_register),
		cmocka_unit_test(i386_calls_take_no_signed_64_bit_values_in_one_register),
		cmocka_unit_test(calls_without_arguments_are_declared_so),
		cmocka_unit_test(i386_forms_are_the_ones_of_linux),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
