/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The host's side of the tests: plain calls on a temporary directory. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "outside.h"
#include "rig.h"

static char top[64];

void outside_make(void)
{
	umask(022);
	snprintf(top, sizeof(top), "/tmp/ring3-hostfs-XXXXXX");
	assert_non_null(mkdtemp(top));
	assert_int_equal(chmod(top, 0755), 0);
}

static int remove_one(const char *path, __attribute__((unused)) const struct stat *st,
		      __attribute__((unused)) int type, __attribute__((unused)) struct FTW *f)
{
	return remove(path);
}

void outside_remove(void)
{
	nftw(top, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *h_path(const char *rel)
{
	static char buf[4][512];
	static unsigned turn;
	char *p = buf[turn++ % 4];

	snprintf(p, sizeof(buf[0]), "%s%s%s", top, *rel ? "/" : "", rel);
	return p;
}

bool h_is_root(void)
{
	return geteuid() == 0;
}

void h_write(const char *rel, const char *text)
{
	FILE *f = fopen(h_path(rel), "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

const char *h_read(const char *rel)
{
	static char buf[65536];
	FILE *f = fopen(h_path(rel), "r");
	size_t n;

	if (!f)
		return "";
	n = fread(buf, 1, sizeof(buf) - 1, f);
	buf[n] = '\0';
	fclose(f);
	return buf;
}

void h_mkdir(const char *rel)
{
	assert_int_equal(mkdir(h_path(rel), 0755), 0);
}

void h_symlink(const char *target, const char *rel)
{
	assert_int_equal(symlink(target, h_path(rel)), 0);
}

void h_link(const char *old, const char *rel)
{
	assert_int_equal(link(h_path(old), h_path(rel)), 0);
}

void h_mkfifo(const char *rel)
{
	assert_int_equal(mkfifo(h_path(rel), 0666), 0);
}

void h_rename(const char *from, const char *to)
{
	assert_int_equal(rename(h_path(from), h_path(to)), 0);
}

void h_exchange(const char *a, const char *b)
{
	assert_int_equal(syscall(SYS_renameat2, AT_FDCWD, h_path(a), AT_FDCWD, h_path(b), 2), 0);
}

void h_remove(const char *rel)
{
	assert_int_equal(remove(h_path(rel)), 0);
}

void h_chmod(const char *rel, unsigned mode)
{
	assert_int_equal(chmod(h_path(rel), mode), 0);
}

static struct stat look(const char *rel)
{
	struct stat st = { 0 };

	lstat(h_path(rel), &st);
	return st;
}

unsigned h_mode(const char *rel)
{
	return look(rel).st_mode;
}

uint64_t h_ino(const char *rel)
{
	return look(rel).st_ino;
}

bool h_exists(const char *rel)
{
	return look(rel).st_nlink != 0;
}

int h_open(const char *rel, bool writable)
{
	int fd = open(h_path(rel), (writable ? O_RDWR : O_RDONLY) | O_CLOEXEC);

	assert_true(fd >= 0);
	return fd;
}

void h_close(int fd)
{
	close(fd);
}

unsigned h_count_fds(void)
{
	DIR *d = opendir("/proc/self/fd");
	unsigned n = 0;

	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

void h_limit_fds(unsigned n)
{
	static rlim_t before;
	struct rlimit r;

	getrlimit(RLIMIT_NOFILE, &r);
	if (!before)
		before = r.rlim_cur;
	r.rlim_cur = n ? n : before;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &r), 0);
}

void h_pipe(int fds[2])
{
	assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
}

int h_pty(int *slave)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);

	assert_true(master >= 0);
	assert_int_equal(grantpt(master), 0);
	assert_int_equal(unlockpt(master), 0);
	*slave = open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
	assert_true(*slave >= 0);
	return master;
}

int h_write_later(int fd, const char *text, unsigned ms)
{
	int pid = fork();

	assert_true(pid >= 0);
	if (!pid) {
		usleep(ms * 1000);
		h_put(fd, text);
		_exit(0);
	}
	return pid;
}

void h_join(int pid)
{
	waitpid(pid, NULL, 0);
}

void h_put(int fd, const char *text)
{
	if (write(fd, text, strlen(text)) < 0)
		abort();
}

const char *h_get_line(int fd)
{
	static char text[4096];
	size_t len = 0;
	ssize_t n;

	/* what one write printed may come through a terminal in pieces */
	do {
		n = read(fd, text + len, sizeof(text) - 1 - len);
		len += n > 0 ? (size_t)n : 0;
	} while (n > 0 && text[len - 1] != '\n');
	text[len] = '\0';
	return text;
}

unsigned h_flags(int fd)
{
	return (unsigned)fcntl(fd, F_GETFL);
}

int64_t h_tell(int fd)
{
	return lseek(fd, 0, SEEK_CUR);
}

unsigned h_lflag(int fd)
{
	struct termios t;

	assert_int_equal(tcgetattr(fd, &t), 0);
	return t.c_lflag;
}

int h_start_exchanging(const char *a, const char *b)
{
	int pid = fork();

	assert_true(pid >= 0);
	while (!pid)
		syscall(SYS_renameat2, AT_FDCWD, h_path(a), AT_FDCWD, h_path(b), 2);
	return pid;
}

void h_stop(int pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}
