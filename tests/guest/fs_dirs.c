/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: on tmpfs hostfs */
/* guest: flags -D_FILE_OFFSET_BITS=64 */
/* Listing: small buffers, positions, entries that come and go meanwhile; getcwd; statx and stat. */
#include <dirent.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statfs.h>

#include "guest.h"

struct d64 {
	uint64_t ino;
	int64_t off;
	uint16_t reclen;
	uint8_t type;
	char name[];
} __attribute__((packed));

static char seen[200];
static int extra;

/* All from here on: how many of n000 .. n199 were seen, and how often. */
static int list(int fd, size_t size)
{
	static char buf[65536];
	long n;
	int calls = 0;

	while ((n = syscall(SYS_getdents64, fd, buf, size)) > 0) {
		for (long at = 0; at < n;) {
			struct d64 *d = (struct d64 *)(buf + at);

			if (d->name[0] == 'n')
				seen[atoi(d->name + 1)]++;
			else
				extra++;
			at += d->reclen;
		}
		calls++;
	}
	if (n < 0)
		printf("%s\n", guest_errno(errno));
	return calls;
}

static void report(void)
{
	int once = 0, never = 0, more = 0;

	for (int i = 0; i < 200; i++) {
		once += seen[i] == 1;
		never += !seen[i];
		more += seen[i] > 1;
	}
	printf("once %d never %d more %d extra %d\n", once, never, more, extra);
	memset(seen, 0, sizeof(seen));
	extra = 0;
}

static void name(char *to, int i)
{
	sprintf(to, "d/n%03d", i);
}

static void listing(void)
{
	char buf[4096], file[32];
	int fd, i;
	long n;

	mkdir("d", 0755);
	for (i = 0; i < 200; i++) {
		name(file, i);
		close(creat(file, 0600));
	}
	fd = open("d", O_RDONLY | O_DIRECTORY);
	list(fd, sizeof(buf));
	report();
	list(fd, sizeof(buf));
	report();
	show(lseek(fd, 0, SEEK_SET));
	list(fd, 64);
	report();
	show(lseek(fd, 0, SEEK_SET));
	show(syscall(SYS_getdents64, fd, buf, 10));
	show(syscall(SYS_getdents64, fd, buf, 0));
	show(syscall(SYS_getdents64, fd, NULL, 100));
	show(syscall(SYS_getdents64, 999, buf, 100));
	/* Half of what was listed goes, and something comes. */
	n = syscall(SYS_getdents64, fd, buf, 2048);
	for (long at = 0; at < n;) {
		struct d64 *d = (struct d64 *)(buf + at);

		if (d->name[0] == 'n') {
			seen[atoi(d->name + 1)]++;
			sprintf(file, "d/%s", d->name);
			unlink(file);
		} else {
			extra++;
		}
		at += d->reclen;
	}
	list(fd, sizeof(buf));
	report();
	for (i = 0; i < 200; i++) {
		name(file, i);
		unlink(file);
	}
	show(lseek(fd, 0, SEEK_SET));
	list(fd, sizeof(buf));
	report();
	show(rmdir("d"));
	show(syscall(SYS_getdents64, fd, buf, 100));
	close(fd);
	fd = open("/dev/null", O_RDONLY);
	show(syscall(SYS_getdents64, fd, buf, 100));
	close(fd);
}

static void seeking(void)
{
	DIR *dir;
	struct dirent *e;
	long where[8];
	char names[8][8];
	int n = 0;

	mkdir("s", 0755);
	for (int i = 0; i < 8; i++) {
		char file[32];

		sprintf(file, "s/f%d", i);
		close(creat(file, 0600));
	}
	dir = opendir("s");
	while ((e = readdir(dir)) != NULL) {
		if (e->d_name[0] != 'f')
			continue;
		strcpy(names[n++], e->d_name);
		if (n < 8)
			where[n] = telldir(dir);
	}
	for (int i = 7; i > 0; i -= 2) {
		seekdir(dir, where[i]);
		do
			e = readdir(dir);
		while (e && e->d_name[0] != 'f');
		printf("%d\n", e && !strcmp(e->d_name, names[i]));
	}
	rewinddir(dir);
	for (n = 0; readdir(dir);)
		n++;
	printf("%d\n", n);
	closedir(dir);
}

/* What kinds of files say of their types. */
static void types(void)
{
	DIR *dir;
	struct dirent *e;
	int type[128] = { 0 };

	mkdir("t", 0755), mkdir("t/d", 0755), close(creat("t/r", 0600)), symlink("r", "t/l");
	mkfifo("t/p", 0600), mknod("t/s", S_IFSOCK | 0600, 0);
	dir = opendir("t");
	while ((e = readdir(dir)) != NULL)
		type[(int)e->d_name[0]] += e->d_type;
	printf("%d %d %d %d %d\n", type['d'], type['r'], type['l'], type['p'], type['s']);
	closedir(dir);
}

static void cwd(void)
{
	char buf[4096];

	mkdir("c", 0755);
	show(chdir("c"));
	show(syscall(SYS_getcwd, buf, sizeof(buf)) == (long)strlen(buf) + 1);
	printf("%s\n", strrchr(buf, '/'));
	show(syscall(SYS_getcwd, buf, 3));
	show(syscall(SYS_getcwd, NULL, 4096));
	show(syscall(SYS_getcwd, buf, 0));
	show(chdir("../none"));
	show(chdir("../t/r"));
	show(chdir(".."));
	show(chdir(""));
	show(fchdir(999));
	show(chdir("/"));
	show(syscall(SYS_getcwd, buf, sizeof(buf)));
	printf("%s\n", buf);
}

static void stats(void)
{
	struct statx sx;
	struct statfs sf;
	struct stat st;
	int fd = open("/dev/null", O_RDONLY);

	show(statx(AT_FDCWD, "/", 0, STATX_BASIC_STATS, &sx));
	printf("%d %o %#llx\n", (sx.stx_mask & STATX_BASIC_STATS) == STATX_BASIC_STATS, sx.stx_mode,
	       (unsigned long long)(sx.stx_attributes & 0x2000));
	show(statx(AT_FDCWD, "/", 0, 0x80000000, &sx));
	show(statx(AT_FDCWD, "/", AT_STATX_SYNC_TYPE, 0, &sx));
	show(statx(AT_FDCWD, "/none", 0x1, 0, &sx));
	show(statx(AT_FDCWD, "/none", 0, 0, &sx));
	show(statx(fd, "", AT_EMPTY_PATH, STATX_ALL, &sx));
	printf("%o %d:%d\n", sx.stx_mode, sx.stx_rdev_major, sx.stx_rdev_minor);
	show(statx(fd, "", 0, STATX_ALL, &sx));
	show(statx(fd, NULL, AT_EMPTY_PATH, STATX_ALL, &sx));
	show(statx(fd, "", AT_EMPTY_PATH, STATX_ALL, NULL));
	show(fstatat(fd, "", &st, AT_EMPTY_PATH));
	show(fstatat(fd, "x", &st, 0));
	show(fstatat(AT_FDCWD, "/", &st, 0x1));
	show(stat("", &st));
	show(stat("/", NULL) == -1);
	show(fstat(999, &st));
	show(statfs("/none", &sf));
	show(fstatfs(999, &sf));
	show(statfs("/dev/null", &sf));
	printf("%#lx %ld\n", (long)sf.f_type, (long)sf.f_namelen);
	show(statfs("/proc", &sf));
	printf("%#lx\n", (long)sf.f_type);
	close(fd);
}

int main(void)
{
	mkdir("w", 0755);
	if (chdir("w"))
		return 1;
	listing();
	seeking();
	types();
	cwd();
	stats();
	return 0;
}
