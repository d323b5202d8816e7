/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Nodes of /dev: what reads and writes of them do; POSIX shared memory at /dev/shm, among processes. */
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/wait.h>

#include "guest.h"

static void node(const char *name)
{
	int fd = open(name, O_RDWR | O_NOCTTY);
	char buf[8] = "1234567";
	struct stat st;

	printf("%s: ", name);
	if (fd < 0 || fstat(fd, &st)) {
		printf("%s\n", guest_errno(errno));
		return;
	}
	printf("%o %#x", st.st_mode & S_IFMT, (unsigned)st.st_rdev);
	errno = 0;
	printf(" write %zd %s", write(fd, "abc", 3), guest_errno(errno));
	errno = 0;
	printf(" read %zd %s", read(fd, buf, 4), guest_errno(errno));
	printf(" seek %ld\n", (long)lseek(fd, 10, SEEK_SET));
	close(fd);
}

static void shared_memory(void)
{
	char name[32];
	struct statfs fs;
	struct stat st;
	int fd, status;
	int *p;

	snprintf(name, sizeof(name), "/ring3-%d", (int)getpid());
	show(statfs("/dev/shm", &fs));
	printf("type %#lx\n", (unsigned long)fs.f_type);
	fd = shm_open(name, O_CREAT | O_EXCL | O_RDWR, 0600);
	show(fd < 0);
	show(shm_open(name, O_CREAT | O_EXCL | O_RDWR, 0600));
	show(ftruncate(fd, 10000));
	p = mmap(NULL, 10000, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	show(p == MAP_FAILED);
	fflush(stdout);
	if (!fork()) {
		int other = shm_open(name, O_RDWR, 0);
		int *q = mmap(NULL, 10000, PROT_READ | PROT_WRITE, MAP_SHARED, other, 0);

		q[2000] = 42;
		_exit(q[1] == 0 ? 7 : 8);
	}
	wait(&status);
	printf("child %d, word %d\n", WEXITSTATUS(status), p[2000]);
	show(fstat(fd, &st));
	printf("%o %ld\n", st.st_mode, (long)st.st_size);
	show(shm_unlink(name));
	show(shm_unlink(name));
	show(shm_open(name, O_RDWR, 0));
	p[0] = 1;
	show(munmap(p, 10000));
	close(fd);
}

int main(void)
{
	setsid(); /* no terminal, wherever this is run */
	node("/dev/null");
	node("/dev/full");
	node("/dev/tty");
	shared_memory();
	return 0;
}
