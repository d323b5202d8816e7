/* SPDX-License-Identifier: GPL-2.0-or-later */
/* getdents: how many entries there are. */
#include <sys/stat.h>

#include "lines.h"

int main(void)
{
	char buf[512];
	long r;

	mkdir("directory_count.d", 0700);
	expect("mkdir(\"directory_count.d\", 0700) = 0");
	r = syscall(SYS_openat, AT_FDCWD, "directory_count.d", O_RDONLY | O_DIRECTORY);
	expect("openat(AT_FDCWD, \"directory_count.d\", O_RDONLY|O_DIRECTORY) = %s", result(r));
	r = syscall(SYS_getdents64, 3, buf, sizeof(buf));
	expect("getdents64(3, %p /* 2 entries */, 512) = %s", (void *)buf, result(r));
	r = syscall(SYS_getdents64, 3, buf, sizeof(buf));
	expect("getdents64(3, %p /* 0 entries */, 512) = %s", (void *)buf, result(r));
	r = syscall(SYS_getdents64, -1, buf, sizeof(buf));
	expect("getdents64(-1, %p, 512) = %s", (void *)buf, result(r));
	syscall(SYS_lseek, 3, 0, SEEK_SET);
	expect("lseek(3, 0, SEEK_SET) = 0");
	r = syscall(SYS_getdents, 3, buf, sizeof(buf));
	expect("getdents(3, %p /* 2 entries */, 512) = %s", (void *)buf, result(r));
	return 0;
}
