/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What uses the extensions of extend.c, named by its first argument; exits with 0 if all was right. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* As the kernel's own device would number them: 1 to 3 are every file's. */
#define COUNT 0x7201
#define GET 0x7202
#define NONE 0x7203

#define FOO 500
#define NEW_FD 501

#define CHECK(what)                                                            \
	do {                                                                   \
		if (!(what)) {                                                 \
			printf("line %d: %s, errno %d\n", __LINE__, #what, errno); \
			exit(1);                                               \
		}                                                              \
	} while (0)

static void *volatile bad = (void *)8; /* nothing is there */

static void foo(void)
{
	CHECK(syscall(FOO, 1, 2, 3, 4, 5, 6) == 65536 + 123456);
	CHECK(syscall(FOO, 0, 0, 0, 0, 0, 0) == 65536);
	CHECK(syscall(FOO + 50) == -1 && errno == ENOSYS);
	CHECK(syscall(5000) == -1 && errno == ENOSYS);
}

static void replaced(void)
{
	CHECK(syscall(SYS_getppid) == 1 + 1000); /* wrapped */
	CHECK(syscall(SYS_sched_yield) == -1 && errno == EPERM);
	CHECK(getpid() > 1);
}

static void device(void)
{
	char buf[32];
	struct stat st;
	int fd = open("/dev/counter", O_RDWR), n;

	CHECK(fd >= 0);
	CHECK(!fstat(fd, &st) && S_ISCHR(st.st_mode) && (st.st_mode & 0777) == 0666);
	CHECK(write(fd, "41\n", 3) == 3);
	CHECK(pread(fd, buf, sizeof(buf), 0) == 3 && !memcmp(buf, "41\n", 3));
	CHECK(ioctl(fd, COUNT, 0) == 42);
	CHECK(ioctl(fd, GET, &n) == 0 && n == 42);
	CHECK(ioctl(fd, GET, 8) == -1 && errno == EFAULT);
	CHECK(ioctl(fd, NONE, 0) == -1 && errno == ENOTTY);
	CHECK(write(fd, bad, 3) == -1 && errno == EFAULT);
	CHECK(pread(fd, bad, 3, 0) == -1 && errno == EFAULT);
	CHECK(open("/dev/counter", O_RDONLY) == -1 && errno == EBUSY); /* one at a time */
	close(fd);
	CHECK((fd = open("/dev/counter", O_RDONLY)) >= 0);
	CHECK(mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED && errno == ENODEV);
}

static void memory(void)
{
	int fd = open("/dev/frame", O_RDWR);
	char *p, *q;

	CHECK(fd >= 0);
	CHECK(mmap(NULL, 3 * 4096, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED && errno == ENXIO);
	p = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	CHECK(p != MAP_FAILED && !strcmp(p, "from the host"));
	q = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 4096);
	CHECK(q != MAP_FAILED);
	strcpy(p + 4096, "from the guest");
	CHECK(!strcmp(q, "from the guest"));
	CHECK(ioctl(fd, COUNT, 0) == 0); /* the host looks */
}

/* A reader sleeps until the writer has come. */
static void descriptor(void)
{
	int fd = (int)syscall(NEW_FD, "queue"), status;
	struct pollfd p = { .fd = fd, .events = POLLIN };
	char buf[64];
	ssize_t n;

	CHECK(fd >= 0);
	CHECK(syscall(NEW_FD, 8) == -1 && errno == EFAULT);
	CHECK(poll(&p, 1, 0) == 0);
	if (!fork()) {
		CHECK(read(fd, buf, sizeof(buf)) == 5 && !memcmp(buf, "hello", 5));
		exit(7);
	}
	sched_yield();
	CHECK(write(fd, "hello", 5) == 5);
	CHECK(wait(&status) > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 7);
	CHECK(write(fd, "x", 1) == 1 && poll(&p, 1, -1) == 1 && p.revents == POLLIN);
	CHECK(lseek(fd, 0, SEEK_SET) == -1 && errno == ESPIPE);
	snprintf(buf, sizeof(buf), "/proc/self/fd/%d", fd);
	n = readlink(buf, buf, sizeof(buf));
	CHECK(n == 18 && !memcmp(buf, "anon_inode:[queue]", 18));
	fcntl(fd, F_SETFL, O_NONBLOCK);
	CHECK(read(fd, buf, 1) == 1 && read(fd, buf, 1) == -1 && errno == EAGAIN);
}

static int lists(const char *dir, const char *name)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	int found = 0;

	CHECK(d);
	while ((e = readdir(d)))
		found += !strcmp(e->d_name, name);
	closedir(d);
	return found;
}

static void files(void)
{
	char buf[64];
	struct stat st;
	int fd = open("/sys/kernel/test/level", O_RDWR);

	CHECK(fd >= 0);
	CHECK(read(fd, buf, sizeof(buf)) == 2 && !memcmp(buf, "3\n", 2));
	CHECK(read(fd, buf, sizeof(buf)) == 0);
	CHECK(write(fd, "5", 1) == 1);
	CHECK(write(fd, "x", 1) == -1 && errno == EINVAL);
	CHECK(pread(fd, buf, sizeof(buf), 0) == 2 && buf[0] == '5');
	CHECK(!fstat(fd, &st) && st.st_size == 4096 && (st.st_mode & 0777) == 0644);
	CHECK(lists("/sys", "kernel") == 1 && lists("/sys/kernel/test", "level") == 1);
	CHECK(mkdir("/sys/mine", 0777) == -1 && errno == EPERM);
	CHECK(unlink("/sys/kernel/test/level") == -1 && errno == EPERM);
	CHECK(lists("/proc", "level") == 1 && lists("/proc", "self") == 1);
	CHECK((fd = open("/proc/level", O_RDONLY)) >= 0);
	CHECK(read(fd, buf, 1) == 1 && buf[0] == '5' && read(fd, buf, 5) == 1 && buf[0] == '\n');
	CHECK(open("/proc/no", O_RDONLY) == -1 && errno == ENOENT);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(void);
	} parts[] = {
		{ "foo", foo },	      { "replaced", replaced },	    { "device", device },
		{ "memory", memory }, { "descriptor", descriptor }, { "files", files },
	};

	for (unsigned i = 0; argc > 1 && i < sizeof(parts) / sizeof(*parts); i++) {
		if (strcmp(parts[i].name, argv[1]))
			continue;
		parts[i].run();
		return 0;
	}
	return 2;
}
