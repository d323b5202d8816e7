/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stat: a size, or a device. */
#include <sys/stat.h>

#include "lines.h"

int main(void)
{
	char old[256];
	long r;

	mkdir("stat_kinds.d", 0750);
	expect("mkdir(\"stat_kinds.d\", 0750) = 0");
	r = syscall(SYS_openat, AT_FDCWD, "stat_kinds.f", O_WRONLY | O_CREAT, 0640);
	expect("openat(AT_FDCWD, \"stat_kinds.f\", O_WRONLY|O_CREAT, 0640) = %s", result(r));
	syscall(SYS_write, 3, "hello", 5);
	expect("write(3, \"hello\", 5) = 5");
	r = syscall(SYS_fchmod, 3, 04640);
	expect("fchmod(3, 04640) = %s", result(r));
	r = syscall(SYS_stat, "stat_kinds.f", old);
	expect("stat(\"stat_kinds.f\", {st_mode=S_IFREG|S_ISUID|0640, st_size=5, ...}) = %s", result(r));
	r = syscall(SYS_fstat, 0, old);
	expect("fstat(0, {st_mode=S_IFCHR|0666, st_rdev=makedev(0x1, 0x3), ...}) = %s", result(r));
	r = syscall(SYS_lstat, "none", old);
	expect("lstat(\"none\", %p) = %s", (void *)old, result(r));
	r = syscall(SYS_stat, "stat_kinds.f", NULL);
	expect("stat(\"stat_kinds.f\", NULL) = %s", result(r));
#ifdef __i386__
	r = syscall(SYS_stat64, "stat_kinds.f", old);
	expect("stat64(\"stat_kinds.f\", {st_mode=S_IFREG|S_ISUID|0640, st_size=5, ...}) = %s", result(r));
	r = syscall(SYS_fstatat64, AT_FDCWD, "stat_kinds.f", old, AT_SYMLINK_NOFOLLOW);
	expect("fstatat64(AT_FDCWD, \"stat_kinds.f\", {st_mode=S_IFREG|S_ISUID|0640, st_size=5, ...}, "
	       "AT_SYMLINK_NOFOLLOW) = %s", result(r));
#else
	r = syscall(SYS_newfstatat, 3, "", old, AT_EMPTY_PATH | AT_NO_AUTOMOUNT);
	expect("newfstatat(3, \"\", {st_mode=S_IFREG|S_ISUID|0640, st_size=5, ...}, "
	       "AT_NO_AUTOMOUNT|AT_EMPTY_PATH) = %s", result(r));
	r = syscall(SYS_newfstatat, -1, "", old, 1);
	expect("newfstatat(-1, \"\", %p, 0x1 /* AT_??? */) = %s", (void *)old, result(r));
#endif
	return 0;
}
