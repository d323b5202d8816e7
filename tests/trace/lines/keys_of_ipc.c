/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys and flags of System V's objects. */
#include <sys/ipc.h>

#include "lines.h"

int main(void)
{
	long r;

	r = syscall(SYS_semget, 0x1234, -1, IPC_CREAT | IPC_EXCL | 0640);
	expect("semget(0x1234, -1, IPC_CREAT|IPC_EXCL|0640) = %s", result(r));
	r = syscall(SYS_semget, 5, 0, 0);
	expect("semget(0x5, 0, 000) = %s", result(r));
	r = syscall(SYS_semget, IPC_PRIVATE, -1, 07);
	expect("semget(IPC_PRIVATE, -1, 007) = %s", result(r));
	r = syscall(SYS_shmget, 0x1234567, 0, 0600);
	expect("shmget(0x1234567, 0, 0600) = %s", result(r));
	r = syscall(SYS_shmget, 0x1234567, 0, 04000 | 010000 | 1 << 26);
	expect("shmget(0x1234567, 0, SHM_HUGETLB|SHM_NORESERVE|1<<SHM_HUGE_SHIFT|000) = %s",
	       result(r));
	r = syscall(SYS_msgget, 0x1234567, 0600);
	expect("msgget(0x1234567, 0600) = %s", result(r));
	return 0;
}
