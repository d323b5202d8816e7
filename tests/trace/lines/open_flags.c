/* SPDX-License-Identifier: GPL-2.0-or-later */
/* open: each access mode, flags in order, what has no name. */
#include "lines.h"

int main(void)
{
	static const char name[] = "open_flags.sample";
	long r;

	r = syscall(SYS_open, name, O_RDWR | O_CREAT | O_TRUNC, 0644);
	expect("open(\"%s\", O_RDWR|O_CREAT|O_TRUNC, 0644) = %s", name, result(r));
	close(3);
	expect("close(3) = 0");
	r = syscall(SYS_open, name, O_WRONLY | O_APPEND | O_CLOEXEC | O_NONBLOCK | O_SYNC, 0);
	expect("open(\"%s\", O_WRONLY|O_APPEND|O_NONBLOCK|O_SYNC|O_CLOEXEC) = %s", name, result(r));
	r = syscall(SYS_open, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
	expect("open(\"%s\", O_RDONLY|O_NOFOLLOW|O_DIRECTORY) = %s", name, result(r));
	r = syscall(SYS_open, "none", 3 | O_CREAT | O_EXCL | O_DIRECTORY, 07);
	expect("open(\"none\", O_ACCMODE|O_CREAT|O_EXCL|O_DIRECTORY, 007) = %s", result(r));
	r = syscall(SYS_open, NULL, 0x40000000);
	expect("open(NULL, O_RDONLY|0x40000000) = %s", result(r));
	r = syscall(SYS_open, (void *)0x1000, O_ASYNC | O_DIRECT);
	expect("open(0x1000, O_RDONLY|O_DIRECT|FASYNC) = %s", result(r));
	return 0;
}
