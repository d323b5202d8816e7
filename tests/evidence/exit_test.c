/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Twice ring3: as it is, and without the look at the exit flag before each block (TESTS), so that
 * nobody can take the CPU from a loop; calls and faults end a turn as ever.
 */
#include <stdbool.h>
#include <stdint.h>

static const volatile bool tests = TESTS;

struct tcg;
struct tcg_label;
void __real_exit_test(struct tcg *s, int condition, uintptr_t flag, int32_t constant,
		      struct tcg_label *label);
void __wrap_exit_test(struct tcg *s, int condition, uintptr_t flag, int32_t constant,
		      struct tcg_label *label);
void __wrap_exit_test(struct tcg *s, int condition, uintptr_t flag, int32_t constant,
		      struct tcg_label *label)
{
	if (tests)
		__real_exit_test(s, condition, flag, constant, label);
}
