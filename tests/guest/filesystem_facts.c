/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What filesystems without blocks say of their size, and of inherited descriptors their flags. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

static void show(const char *path)
{
	struct statfs fs;
	struct stat st;

	if (statfs(path, &fs) || stat(path, &st))
		printf("%s: none\n", path);
	else
		printf("%s: %lx, blocks of %ld, %ld, files' %ld\n", path, (long)fs.f_type,
		       (long)fs.f_bsize, (long)fs.f_frsize, (long)st.st_blksize);
}

static void show_birth(const char *path)
{
	struct statx x;

	if (statx(AT_FDCWD, path, 0, STATX_BTIME, &x))
		printf("%s: none\n", path);
	else
		printf("%s: %s\n", path, x.stx_mask & STATX_BTIME ? "born" : "never born");
}

int main(void)
{
	show("/proc");
	show("/proc/self/status");
	show("/dev");
	show("/dev/pts");
	show_birth("/proc");
	show_birth("/dev");
	printf("standard input: %o\n", (unsigned)fcntl(0, F_GETFL));
	return 0;
}
