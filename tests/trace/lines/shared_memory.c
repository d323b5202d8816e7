/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shmat, shmdt, shmctl. */
#include "lines.h"

int main(void)
{
	long r;

	r = syscall(SYS_shmat, -1, 1, 0);
	expect("shmat(-1, 0x1, 0) = %s", result(r));
	r = syscall(SYS_shmat, -1, NULL, 010000 | 020000);
	expect("shmat(-1, NULL, SHM_RDONLY|SHM_RND) = %s", result(r));
	r = syscall(SYS_shmat, -1, 4096, 0x7);
	expect("shmat(-1, 0x1000, 0x7 /* SHM_??? */) = %s", result(r));
	r = syscall(SYS_shmdt, 1);
	expect("shmdt(0x1) = %s", result(r));
	r = syscall(SYS_shmctl, -1, 0, NULL);
	expect("shmctl(-1, IPC_RMID, NULL) = %s", result(r));
	r = syscall(SYS_shmctl, -1, 2, (void *)16);
	expect("shmctl(-1, IPC_STAT, 0x10) = %s", result(r));
	r = syscall(SYS_shmctl, -1, 77, (void *)16);
	expect("shmctl(-1, 0x4d /* SHM_??? */, 0x10) = %s", result(r));
	r = syscall(SYS_shmctl, -1, 0x102, (void *)16);
	expect("shmctl(-1, IPC_64|IPC_STAT, 0x10) = %s", result(r));
	return 0;
}
