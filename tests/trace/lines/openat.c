/* SPDX-License-Identifier: GPL-2.0-or-later */
/* openat: a mode is there only when a file may be made. */
#include "lines.h"

int main(void)
{
	static const char name[] = "openat.sample";
	long fd;

	fd = syscall(SYS_openat, AT_FDCWD, name, O_RDONLY);
	expect("openat(AT_FDCWD, \"%s\", O_RDONLY) = %s", name, result(fd));
	fd = syscall(SYS_openat, AT_FDCWD, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
	expect("openat(AT_FDCWD, \"%s\", O_RDWR|O_CREAT|O_EXCL|O_CLOEXEC, 0640) = %s", name, result(fd));
	fd = syscall(SYS_openat, -1, name, O_WRONLY | O_DIRECTORY | O_NONBLOCK);
	expect("openat(-1, \"%s\", O_WRONLY|O_NONBLOCK|O_DIRECTORY) = %s", name, result(fd));
	fd = syscall(SYS_openat, -100, NULL, 3);
	expect("openat(AT_FDCWD, NULL, O_ACCMODE) = %s", result(fd));
	return 0;
}
