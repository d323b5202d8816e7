/* SPDX-License-Identifier: GPL-2.0-or-later */
/* semctl and its commands. */
#include "lines.h"

int main(void)
{
	long r;

	r = syscall(SYS_semctl, -1, 1, 0, 0);
	expect("semctl(-1, 1, IPC_RMID, NULL) = %s", result(r));
	r = syscall(SYS_semctl, -1, 1, 12, 0);
	expect("semctl(-1, 1, GETVAL, NULL) = %s", result(r));
	r = syscall(SYS_semctl, -1, 1, 16, 7);
	expect("semctl(-1, 1, SETVAL, 0x7) = %s", result(r));
	r = syscall(SYS_semctl, -1, 1, 2, 16);
	expect("semctl(-1, 1, IPC_STAT, 0x10) = %s", result(r));
	r = syscall(SYS_semctl, -1, 1, 0x112, 16);
	expect("semctl(-1, 1, IPC_64|SEM_STAT, 0x10) = %s", result(r));
	r = syscall(SYS_semctl, -1, 1, 99, 16);
	expect("semctl(-1, 1, 0x63 /* SEM_??? */, 0x10) = %s", result(r));
	return 0;
}
