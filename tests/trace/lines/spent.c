/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How long calls took.
 * trace: -T
 * sed: s/<[0-9]+\.[0-9]{6}>$/<TIME>/
 */
#include "lines.h"

int main(void)
{
	long r = syscall(SYS_close, -1);

	expect("close(-1) = %s <TIME>", result(r));
	return 0;
}
