/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Without a result given, a fault is ENOSYS. trace: -e fault=chdir */
#include "lines.h"

int main(void)
{
	long r = syscall(SYS_chdir, ".");

	expect("chdir(\".\") = %s (INJECTED)", result(r));
	return errno != ENOSYS;
}
