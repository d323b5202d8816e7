/* SPDX-License-Identifier: GPL-2.0-or-later */
/* membarrier, kcmp, reboot and others that ask the system. */
#include "lines.h"

int main(void)
{
	long r;

	r = syscall(SYS_membarrier, 3, 0, 7);
	expect("membarrier(0x3 /* MEMBARRIER_CMD_??? */, 0) = %s", result(r));
	r = syscall(SYS_membarrier, 16, 1, 7);
	expect("membarrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, MEMBARRIER_CMD_FLAG_CPU, 7) = %s",
	       result(r));
	r = syscall(SYS_kcmp, 4194000, 4194001, 0, 5, 6);
	expect("kcmp(4194000, 4194001, KCMP_FILE, 5, 6) = %s", result(r));
	r = syscall(SYS_kcmp, 4194000, 4194001, 1, 5, 6);
	expect("kcmp(4194000, 4194001, KCMP_VM) = %s", result(r));
	r = syscall(SYS_reboot, 0xfee1dead, 7, 0x01234567, NULL);
	expect("reboot(LINUX_REBOOT_MAGIC1, 0x7 /* LINUX_REBOOT_MAGIC_??? */, LINUX_REBOOT_CMD_RESTART) = %s",
	       result(r));
	r = syscall(SYS_pidfd_open, -1, 04000);
	expect("pidfd_open(-1, PIDFD_NONBLOCK) = %s", result(r));
	return 0;
}
