/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: on tmpfs hostfs */
/* guest: flags -D_FILE_OFFSET_BITS=64 */
/* Opening: flags against each other, links, trailing slashes, O_PATH, O_TMPFILE, openat2. */
#include <sys/stat.h>

#include "guest.h"

#ifndef SYS_openat2
#define SYS_openat2 437
#endif
#define RESOLVE_BENEATH 8
#define RESOLVE_IN_ROOT 16

struct how {
	uint64_t flags, mode, resolve;
	uint64_t more;
};

/* Opens, says how it went and closes again. */
static void try(const char *name, int flags)
{
	int fd = open(name, flags, 0640), err = errno;
	struct stat st;

	printf("open %s %#o: ", name, (unsigned)flags);
	if (fd < 0) {
		printf("%s\n", guest_errno(err));
		return;
	}
	fstat(fd, &st);
	printf("%o %lld\n", st.st_mode, S_ISDIR(st.st_mode) ? 0 : (long long)st.st_size);
	close(fd);
}

#define TRY(name, flags)                 \
	do {                             \
		printf("%s\t", #flags);  \
		try(name, flags);        \
	} while (0)

static void put(const char *name, const char *text)
{
	int fd = open(name, O_CREAT | O_WRONLY | O_TRUNC, 0644);

	if (write(fd, text, strlen(text)) < 0)
		perror(name);
	close(fd);
}

static void setup(void)
{
	umask(022);
	mkdir("w", 0755);
	if (chdir("w"))
		exit(1);
	put("file", "hello");
	mkdir("dir", 0755);
	put("dir/inner", "in");
	symlink("file", "link");
	symlink("dir", "dirlink");
	symlink("nowhere", "dangling");
	symlink("loop2", "loop1");
	symlink("loop1", "loop2");
	symlink("dir/", "slashlink");
	symlink("file/", "badslash");
	symlink("/", "rootlink");
	symlink("..", "up");
	mkfifo("fifo", 0600);
}

static void plain(void)
{
	TRY("file", O_RDONLY);
	TRY("file", O_RDWR);
	TRY("file", O_ACCMODE);
	TRY("file", O_RDONLY | O_DIRECTORY);
	TRY("file/", O_RDONLY);
	TRY("file/.", O_RDONLY);
	TRY("file/x", O_RDONLY);
	TRY("file/..", O_RDONLY);
	TRY("none", O_RDONLY);
	TRY("none/", O_RDONLY);
	TRY("none/x", O_RDONLY);
	TRY("", O_RDONLY);
	TRY("dir", O_RDONLY);
	TRY("dir", O_WRONLY);
	TRY("dir", O_RDWR);
	TRY("dir/", O_RDONLY);
	TRY("dir//inner", O_RDONLY);
	TRY("dir/./../dir/inner", O_RDONLY);
	TRY("dir/.", O_WRONLY);
	TRY(".", O_RDONLY);
	TRY(".", O_CREAT);
	TRY("..", O_CREAT | O_EXCL);
	TRY("/", O_CREAT | O_RDWR);
	TRY("/", O_RDONLY);
	TRY("//", O_RDONLY);
	TRY("/..", O_RDONLY);
	TRY("fifo", O_RDWR);
	TRY("fifo", O_WRONLY | O_NONBLOCK);
	TRY("fifo", O_RDONLY | O_NONBLOCK);
	TRY("fifo", O_RDONLY | O_NONBLOCK | O_DIRECTORY);
	TRY("fifo/", O_RDONLY | O_NONBLOCK);
	show(open(NULL, O_RDONLY));
	show(open((char *)1, O_CREAT | O_DIRECTORY));
}

static void creation(void)
{
	TRY("file", O_CREAT | O_RDONLY);
	TRY("file", O_CREAT | O_EXCL);
	TRY("file/", O_CREAT | O_RDONLY);
	TRY("new1", O_CREAT | O_RDONLY);
	TRY("new2", O_CREAT | O_EXCL | O_RDWR);
	TRY("new2", O_CREAT | O_EXCL | O_RDWR);
	TRY("new3/", O_CREAT | O_RDWR);
	TRY("none/new", O_CREAT | O_RDWR);
	TRY("file/new", O_CREAT | O_RDWR);
	TRY("dir", O_CREAT | O_RDONLY);
	TRY("dir", O_CREAT | O_RDWR);
	TRY("dir", O_CREAT | O_EXCL);
	TRY("dir/", O_CREAT | O_RDONLY);
	TRY("dir", O_CREAT | O_DIRECTORY);
	TRY("new4", O_CREAT | O_DIRECTORY);
	TRY("new4", O_EXCL);
	TRY("file", O_EXCL);
	TRY("new5", O_CREAT | O_TRUNC | O_RDONLY);
	put("trunc", "12345");
	TRY("trunc", O_TRUNC | O_RDONLY);
	put("trunc", "12345");
	TRY("trunc", O_CREAT | O_TRUNC | O_WRONLY);
	put("trunc", "12345");
	TRY("trunc", O_CREAT | O_EXCL | O_TRUNC | O_WRONLY);
	TRY("trunc", O_RDONLY);
	TRY("dir", O_TRUNC | O_RDONLY);
	TRY("fifo", O_TRUNC | O_RDWR);
	show(creat("made", 0666) >= 0);
	show(creat("dir", 0666));
}

static void links(void)
{
	TRY("link", O_RDONLY);
	TRY("link", O_RDONLY | O_NOFOLLOW);
	TRY("link", O_RDONLY | O_NOFOLLOW | O_DIRECTORY);
	TRY("link/", O_RDONLY);
	TRY("dirlink", O_RDONLY | O_DIRECTORY);
	TRY("dirlink", O_RDONLY | O_NOFOLLOW | O_DIRECTORY);
	TRY("dirlink/", O_RDONLY | O_NOFOLLOW);
	TRY("dirlink/inner", O_RDONLY | O_NOFOLLOW);
	TRY("slashlink", O_RDONLY);
	TRY("slashlink", O_CREAT | O_RDONLY);
	TRY("badslash", O_RDONLY);
	TRY("badslash", O_CREAT | O_RDONLY);
	TRY("rootlink", O_RDONLY);
	TRY("up/w", O_RDONLY);
	TRY("up/w/up/w/file", O_RDONLY);
	TRY("loop1", O_RDONLY);
	TRY("loop1", O_CREAT);
	TRY("loop1", O_CREAT | O_EXCL);
	TRY("loop1", O_RDONLY | O_NOFOLLOW);
	TRY("loop1/x", O_RDONLY | O_NOFOLLOW);
	TRY("dangling", O_RDONLY);
	TRY("dangling", O_CREAT | O_EXCL | O_RDWR);
	TRY("dangling", O_CREAT | O_NOFOLLOW | O_RDWR);
	TRY("dangling/", O_CREAT | O_RDWR);
	TRY("dangling", O_CREAT | O_RDWR);
	TRY("nowhere", O_RDONLY);
}

/* 40 links are followed, 41 are not; as ends and as parts. */
static void depth(void)
{
	char name[64], to[64];
	int i;

	put("c0", "end");
	mkdir("d0", 0755);
	put("d0/end", "x");
	for (i = 1; i <= 41; i++) {
		sprintf(name, "c%d", i);
		sprintf(to, "c%d", i - 1);
		symlink(to, name);
		sprintf(name, "d%d", i);
		sprintf(to, "d%d", i - 1);
		symlink(to, name);
	}
	TRY("c40", O_RDONLY);
	TRY("c41", O_RDONLY);
	TRY("d40/end", O_RDONLY);
	TRY("d41/end", O_RDONLY);
	TRY("d20/../d20/end", O_RDONLY);
	TRY("d20/../d21/end", O_RDONLY);
	TRY("d39/../c1", O_RDONLY);
	TRY("d39/../c2", O_RDONLY);
}

static void lengths(void)
{
	static char name[5000];

	memset(name, 'n', sizeof(name) - 1);
	name[255] = 0;
	errno = 0;
	guest_show("255", open(name, O_CREAT | O_WRONLY, 0600) < 0 ? -1 : 0);
	name[255] = 'n';
	name[256] = 0;
	guest_show("256", open(name, O_CREAT | O_WRONLY, 0600));
	guest_show("256 in none", open(strcpy(name, "none/x"), O_RDONLY));
	memset(name, 'n', 300);
	name[300] = '/';
	name[301] = 0;
	guest_show("300/", open(name, O_RDONLY));
	for (int i = 0; i < 4999; i += 2)
		memcpy(name + i, "./", 2);
	name[4095] = 0;
	errno = 0;
	guest_show("4095", open(name, O_RDONLY) < 0 ? -1 : 0);
	name[4095] = '.';
	name[4096] = 0;
	guest_show("4096", open(name, O_RDONLY));
}

static void o_path(void)
{
	char buf[8];
	struct stat st;
	int fd = open("file", O_PATH), l = open("link", O_PATH | O_NOFOLLOW), d, e;

	printf("file %d link %d\n", fd >= 0, l >= 0);
	show(fcntl(fd, F_GETFL) & ~O_LARGEFILE);
	show(read(fd, buf, 1));
	show(write(fd, buf, 1));
	show(lseek(fd, 0, SEEK_SET));
	show(fchmod(fd, 0600));
	show(fchown(fd, 0, 0));
	show(ftruncate(fd, 0));
	show(fsync(fd));
	show(fcntl(fd, F_SETFL, 0));
	show(fcntl(fd, F_GETFD));
	show(fcntl(fd, F_SETFD, FD_CLOEXEC));
	show(fcntl(fd, F_GETFD));
	show(fstat(fd, &st));
	printf("%o\n", st.st_mode);
	show(fstat(l, &st));
	printf("%o\n", st.st_mode);
	show(readlinkat(l, "", buf, sizeof(buf)));
	show(readlinkat(fd, "", buf, sizeof(buf)));
	show(openat(fd, "x", O_RDONLY));
	show(openat(fd, "", O_RDONLY));
	d = dup(fd);
	show(fcntl(d, F_GETFL) & ~O_LARGEFILE);
	show(close(d));
	show(fchdir(fd));
	d = open("dir", O_PATH | O_DIRECTORY);
	e = openat(d, "inner", O_RDONLY);
	printf("inner %d\n", e >= 0);
	show(fchdir(d));
	show(chdir(".."));
	show(syscall(SYS_getdents64, d, buf, sizeof(buf)));
	show(open("file", O_PATH | O_DIRECTORY));
	show(open("link/", O_PATH | O_NOFOLLOW));
	show(open("nothing", O_PATH | O_CREAT, 0600));
	close(fd), close(l), close(d), close(e);
}

static void o_tmpfile(void)
{
	char proc[64];
	struct stat st;
	int fd = open("dir", O_TMPFILE | O_RDWR, 0666);

	if (fd < 0) {
		printf("no O_TMPFILE: %s\n", guest_errno(errno));
		return;
	}
	fstat(fd, &st);
	printf("%o links %d\n", st.st_mode, (int)st.st_nlink);
	show(write(fd, "abc", 3));
	sprintf(proc, "/proc/self/fd/%d", fd);
	show(linkat(AT_FDCWD, proc, AT_FDCWD, "dir/tmp1", AT_SYMLINK_FOLLOW));
	show(linkat(fd, "", AT_FDCWD, "dir/tmp2", AT_EMPTY_PATH));
	fstat(fd, &st);
	printf("links %d\n", (int)st.st_nlink);
	close(fd);
	fd = open("dir", O_TMPFILE | O_WRONLY | O_EXCL, 0600);
	show(linkat(fd, "", AT_FDCWD, "dir/tmp3", AT_EMPTY_PATH));
	close(fd);
	TRY("dir", O_TMPFILE);
	TRY("file", O_TMPFILE | O_RDWR);
	TRY("none", O_TMPFILE | O_RDWR);
	TRY("dir", O_TMPFILE | O_RDWR | O_CREAT);
	TRY("dir", (O_TMPFILE & ~O_DIRECTORY) | O_RDWR);
}

static long open2(int dfd, const char *name, uint64_t flags, uint64_t mode, uint64_t resolve)
{
	struct how how = { flags, mode, resolve, 0 };
	long fd;

	/* Any rename and any mount on the host, meanwhile, makes ".." within bounds begin again. */
	do
		fd = syscall(SYS_openat2, dfd, name, &how, 24);
	while (fd < 0 && errno == EAGAIN && resolve & (RESOLVE_BENEATH | RESOLVE_IN_ROOT));
	if (fd >= 0) {
		close(fd);
		fd = 0;
	}
	return fd;
}

static void openat2s(void)
{
	struct how how = { O_RDONLY, 0, 0, 1 };
	int d = open("dir", O_RDONLY);

	show(syscall(SYS_openat2, AT_FDCWD, "none", &how, 23));
	show(syscall(SYS_openat2, AT_FDCWD, "none", &how, 32));
	show(syscall(SYS_openat2, AT_FDCWD, "none", &how, 24));
	how.more = 0;
	show(syscall(SYS_openat2, AT_FDCWD, "none", &how, 32));
	show(syscall(SYS_openat2, AT_FDCWD, "none", &how, 1 << 20));
	show(syscall(SYS_openat2, AT_FDCWD, "none", NULL, 24));
	show(open2(AT_FDCWD, "file", O_RDONLY, 0, 0));
	show(open2(AT_FDCWD, "file", O_RDONLY, 0600, 0));
	show(open2(AT_FDCWD, "made2", O_CREAT | O_RDWR, 0600, 0));
	show(open2(AT_FDCWD, "made3", O_CREAT | O_RDWR, 010600, 0));
	show(open2(AT_FDCWD, "file", 1u << 31, 0, 0));
	show(open2(AT_FDCWD, "file", 1ull << 40, 0, 0));
	show(open2(AT_FDCWD, "file", O_PATH | O_RDWR, 0, 0));
	show(open2(AT_FDCWD, "file", O_RDONLY, 0, 1 << 10));
	show(open2(AT_FDCWD, "file", O_RDONLY, 0, 0x18));
	show(open2(AT_FDCWD, "link", O_RDONLY, 0, 4));
	show(open2(AT_FDCWD, "dirlink/inner", O_RDONLY, 0, 4));
	show(open2(AT_FDCWD, "link", O_PATH | O_NOFOLLOW, 0, 4));
	show(open2(AT_FDCWD, "/proc/self/exe", O_RDONLY, 0, 2));
	show(open2(AT_FDCWD, "/proc/self/exe", O_RDONLY, 0, 0));
	show(open2(AT_FDCWD, "link", O_RDONLY, 0, 2));
	show(open2(d, "inner", O_RDONLY, 0, 8));
	show(open2(d, "../file", O_RDONLY, 0, 8));
	show(open2(d, "/inner", O_RDONLY, 0, 8));
	show(open2(d, "./../dir/inner", O_RDONLY, 0, 8));
	show(open2(AT_FDCWD, "dir/../file", O_RDONLY, 0, 8));
	show(open2(AT_FDCWD, "rootlink", O_RDONLY, 0, 8));
	show(open2(AT_FDCWD, "up", O_RDONLY, 0, 8));
	show(open2(d, "/inner", O_RDONLY, 0, 16));
	show(open2(d, "../../../inner", O_RDONLY, 0, 16));
	show(open2(AT_FDCWD, "rootlink/file", O_RDONLY, 0, 16));
	show(open2(AT_FDCWD, "up/file", O_RDONLY, 0, 16));
	show(open2(AT_FDCWD, "/proc/version", O_RDONLY, 0, 1));
	show(open2(AT_FDCWD, "file", O_RDONLY, 0, 1));
	show(open2(AT_FDCWD, "file", O_RDWR | O_TRUNC, 0, 32));
	show(open2(9999, "file", O_RDONLY, 0, 0));
	show(open2(9999, "/dev/null", O_RDONLY, 0, 0));
	show(open2(9999, "/dev/null", O_RDONLY, 0, 16));
	close(d);
}

static void removed(void)
{
	char proc[64], to[4096];
	int fd, d;
	ssize_t n;

	mkdir("gone", 0755);
	d = open("gone", O_RDONLY);
	rmdir("gone");
	show(openat(d, "x", O_CREAT | O_RDWR, 0600));
	show(openat(d, "x", O_RDONLY));
	show(mkdirat(d, "x", 0700));
	show(openat(d, ".", O_RDONLY) >= 0);
	show(openat(d, "..", O_RDONLY) >= 0);
	show(fchdir(d));
	show(syscall(SYS_getcwd, to, sizeof(to)));
	show(open("x", O_CREAT | O_RDWR, 0600));
	show(chdir("..") ? -1 : 0);
	put("bye", "");
	fd = open("bye", O_RDONLY);
	unlink("bye");
	sprintf(proc, "/proc/self/fd/%d", fd);
	n = readlink(proc, to, sizeof(to) - 1);
	to[n < 0 ? 0 : n] = 0;
	printf("%s\n", strrchr(to, '/'));
	show(openat(AT_FDCWD, proc, O_RDONLY) >= 0);
	close(d), close(fd);
}

int main(void)
{
	setup();
	plain();
	creation();
	links();
	depth();
	lengths();
	o_path();
	o_tmpfile();
	openat2s();
	removed();
	return 0;
}
