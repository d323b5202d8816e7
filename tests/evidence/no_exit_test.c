/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A ring3 in which no block looks at the exit flag before it runs. That test is Unicorn's own, and
 * the only branch which its translator loop emits itself. Nobody can take the CPU from a loop in
 * this program; calls and faults end a turn as ever.
 */
#include "emu/unicorn/env.h"
#include "emu/unicorn/tcg.h"

INTERPOSE(void, tcg_gen_brcondi_i32, struct tcg *s, int condition, tcg_value v, int32_t constant,
	  struct tcg_label *label)
{
	(void)s;
	(void)condition;
	(void)v;
	(void)constant;
	(void)label;
}
