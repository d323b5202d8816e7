/* SPDX-License-Identifier: GPL-2.0-or-later */
/* userfaultfd: its flags. */
#include "lines.h"

int main(void)
{
	long r;

	r = syscall(SYS_userfaultfd, 0x10);
	expect("userfaultfd(0x10 /* UFFD_??? */) = %s", result(r));
	r = syscall(SYS_userfaultfd, 0x80000 | 0x800 | 0x10);
	expect("userfaultfd(O_NONBLOCK|O_CLOEXEC|0x10) = %s", result(r));
	r = syscall(SYS_userfaultfd, -1);
	expect("userfaultfd(UFFD_USER_MODE_ONLY|O_NONBLOCK|O_CLOEXEC|0xfff7f7fe) = %s", result(r));
	return 0;
}
