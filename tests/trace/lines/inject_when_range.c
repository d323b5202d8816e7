/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From the second to the third. trace: -e inject=chdir:error=EACCES:when=2..3 */
#include "lines.h"

int main(void)
{
	int i;

	for (i = 1; i <= 4; i++) {
		long r = syscall(SYS_chdir, ".");

		expect("chdir(\".\") = %s%s", result(r), i == 2 || i == 3 ? " (INJECTED)" : "");
	}
	return 0;
}
