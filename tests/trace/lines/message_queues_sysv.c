/* SPDX-License-Identifier: GPL-2.0-or-later */
/* msgsnd and msgrcv. */
#include "lines.h"

int main(void)
{
	struct { long type; char text[16]; } m = { 7, "hello" };
	long r;

	r = syscall(SYS_msgsnd, -1, &m, 5, 0);
	expect("msgsnd(-1, {mtype=7, mtext=\"hello\"}, 5, 0) = %s", result(r));
	r = syscall(SYS_msgsnd, -1, &m, 0, 04000);
	expect("msgsnd(-1, {mtype=7, mtext=\"\"}, 0, IPC_NOWAIT) = %s", result(r));
	r = syscall(SYS_msgsnd, -1, (void *)16, 5, 010000 | 020000);
	expect("msgsnd(-1, 0x10, 5, MSG_NOERROR|MSG_EXCEPT) = %s", result(r));
	r = syscall(SYS_msgrcv, -1, NULL, 0, 0, 0100000);
	expect("msgrcv(-1, NULL, 0, 0, 0x8000 /* MSG_??? */) = %s", result(r));
	r = syscall(SYS_msgrcv, -1, (void *)16, 5, 7, 040000 | 04000);
	expect("msgrcv(-1, 0x10, 5, 7, MSG_COPY|IPC_NOWAIT) = %s", result(r));
	r = syscall(SYS_msgctl, -1, 0, NULL);
	expect("msgctl(-1, IPC_RMID, NULL) = %s", result(r));
	r = syscall(SYS_msgctl, -1, 11, (void *)16);
	expect("msgctl(-1, MSG_STAT, 0x10) = %s", result(r));
	return 0;
}
