/* SPDX-License-Identifier: GPL-2.0-or-later */
/* memfd_create and memfd_secret: names and flags. */
#include <sys/mman.h>

#include "lines.h"

int main(void)
{
	long r;

	r = syscall(SYS_memfd_create, "name", 0);
	expect("memfd_create(\"name\", 0) = %s", result(r));
	r = syscall(SYS_memfd_create, "name", 3);
	expect("memfd_create(\"name\", MFD_CLOEXEC|MFD_ALLOW_SEALING) = %s", result(r));
	r = syscall(SYS_memfd_create, "a\nb\1", 4 << 26);
	expect("memfd_create(\"a\\nb\\1\", 4<<MFD_HUGE_SHIFT) = %s", result(r));
	r = syscall(SYS_memfd_create, NULL, 0x40);
	expect("memfd_create(NULL, 0x40 /* MFD_??? */) = %s", result(r));
	r = syscall(SYS_memfd_create, (void *)16, 4 | 21u << 26);
	expect("memfd_create(0x10, MFD_HUGETLB|21<<MFD_HUGE_SHIFT) = %s", result(r));
	r = syscall(SYS_memfd_create, "a name that is longer than what is shown", 0x80);
	expect("memfd_create(\"a name that is longer than what \"..., 0x80 /* MFD_??? */) = %s",
	       result(r));
	return 0;
}
