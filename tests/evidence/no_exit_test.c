/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A ring3 in which no block looks at the exit flag before it runs. Nobody can take the CPU from a
 * loop in this program; calls and faults end a turn as ever.
 */
#include <stdint.h>

struct tcg;
struct tcg_label;
void __wrap_exit_test(struct tcg *s, int condition, uintptr_t flag, int32_t constant,
		      struct tcg_label *label);

void __wrap_exit_test(struct tcg *s, int condition, uintptr_t flag, int32_t constant,
		      struct tcg_label *label)
{
	(void)s;
	(void)condition;
	(void)flag;
	(void)constant;
	(void)label;
}
