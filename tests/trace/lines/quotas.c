/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * quotactl, by command.
 * trace: -e inject=quotactl:retval=0
 */
#include "lines.h"

int main(void)
{
	uint64_t q[9] = { 1, 2, 3, 4, 5, 6, 7, 8, 0x500000003 };
	long r;

	r = syscall(SYS_quotactl, 0x80000701, "/dev/x", 5, q);
	expect("quotactl(QCMD(Q_GETQUOTA, GRPQUOTA), \"/dev/x\", 5, {dqb_bhardlimit=1, dqb_bsoftlimit=2, "
	       "dqb_curspace=3, dqb_ihardlimit=4, dqb_isoftlimit=5, dqb_curinodes=6, ...}) = %s (INJECTED)", result(r));
	r = syscall(SYS_quotactl, 0x80000200, "/d", 4, "/q");
	expect("quotactl(QCMD(Q_QUOTAON, USRQUOTA), \"/d\", QFMT_VFS_V1, \"/q\") = %s (INJECTED)", result(r));
	r = syscall(SYS_quotactl, 0x80000102, NULL, 4, q);
	expect("quotactl(QCMD(Q_SYNC, PRJQUOTA), NULL) = %s (INJECTED)", result(r));
	r = syscall(SYS_quotactl, 0x12345678, "/d", -1, q);
	expect("quotactl(QCMD(0x123456 /* Q_??? */, 0x78 /* ???QUOTA */), \"/d\", -1, %p) = %s (INJECTED)",
	       (void *)q, result(r));
	return 0;
}
