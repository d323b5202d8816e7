/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The second, and then every second. trace: -e inject=chdir:error=ENOSPC:when=2+2 */
#include "lines.h"

int main(void)
{
	int i;

	for (i = 1; i <= 6; i++) {
		long r = syscall(SYS_chdir, ".");

		expect("chdir(\".\") = %s%s", result(r), i % 2 ? "" : " (INJECTED)");
	}
	return 0;
}
