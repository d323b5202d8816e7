/* SPDX-License-Identifier: GPL-2.0-or-later */
/* prctl: each operation shows the arguments that it has. */
#include <sys/prctl.h>

#include "lines.h"

int main(void)
{
	static char name[16];
	static int number;
	long r;

	r = syscall(SYS_prctl, PR_SET_NAME, "short");
	expect("prctl(PR_SET_NAME, \"short\") = %s", result(r));
	r = syscall(SYS_prctl, PR_GET_NAME, name);
	expect("prctl(PR_GET_NAME, \"short\") = %s", result(r));
	r = syscall(SYS_prctl, PR_SET_PDEATHSIG, 15);
	expect("prctl(PR_SET_PDEATHSIG, SIGTERM) = %s", result(r));
	r = syscall(SYS_prctl, PR_GET_PDEATHSIG, &number);
	expect("prctl(PR_GET_PDEATHSIG, [SIGTERM]) = %s", result(r));
	syscall(SYS_prctl, PR_GET_DUMPABLE);
	expect("prctl(PR_GET_DUMPABLE) = 1 (SUID_DUMP_USER)");
	r = syscall(SYS_prctl, PR_SET_DUMPABLE, 7);
	expect("prctl(PR_SET_DUMPABLE, 0x7 /* SUID_DUMP_??? */) = %s", result(r));
	r = syscall(SYS_prctl, PR_CAPBSET_READ, 99);
	expect("prctl(PR_CAPBSET_READ, 0x63 /* CAP_??? */) = %s", result(r));
	r = syscall(SYS_prctl, PR_SET_NO_NEW_PRIVS, 1, 2, 3, 4);
	expect("prctl(PR_SET_NO_NEW_PRIVS, 1, 0x2, 0x3, 0x4) = %s", result(r));
	r = syscall(SYS_prctl, 999, 1, 2, 3, 4);
	expect("prctl(0x3e7 /* PR_??? */, 0x1, 0x2, 0x3, 0x4) = %s", result(r));
	return 0;
}
