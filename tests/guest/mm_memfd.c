/* SPDX-License-Identifier: GPL-2.0-or-later */
/* memfd_create, seals, shared memory, brk. */
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "guest.h"

#define PG 4096ul

static int memfd(unsigned flags)
{
	int fd = syscall(SYS_memfd_create, "name", flags);

	if (fd < 0)
		printf("memfd %x: %s\n", flags, guest_errno(errno));
	return fd;
}

static void names(void)
{
	char name[300], path[64];
	struct stat st;
	int fd;

	memset(name, 'n', sizeof(name));
	name[250] = 0;
	show(syscall(SYS_memfd_create, name, 0));
	show_ok(syscall(SYS_memfd_create, name + 1, 0) >= 0);
	show_ok(syscall(SYS_memfd_create, 8, 0));
	show_ok(syscall(SYS_memfd_create, "x", 0x100));
	fd = memfd(MFD_CLOEXEC);
	show(fcntl(fd, F_GETFD));
	show(fcntl(fd, F_GETFL) & ~0100000);
	fd = syscall(SYS_memfd_create, "a b", 0);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	memset(name, 0, sizeof(name));
	show(readlink(path, name, sizeof(name)));
	puts(name);
	show(fstat(fd, &st));
	printf("mode %o size %ld nlink %d\n", st.st_mode, (long)st.st_size, (int)st.st_nlink);
}

static void seals(unsigned flags)
{
	static const int one[] = { F_SEAL_GROW, F_SEAL_SHRINK, F_SEAL_WRITE, 0x10, 0x40 };
	char buf[8] = "1234567";

	for (unsigned i = 0; i < sizeof(one) / sizeof(one[0]); i++) {
		int fd = memfd(flags);
		char *p;

		if (fd < 0)
			return;
		printf("seal %x\n", one[i]);
		show(fcntl(fd, F_GET_SEALS));
		show(ftruncate(fd, 2 * PG));
		p = mmap(NULL, PG, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
		show(fcntl(fd, F_ADD_SEALS, one[i]));
		show(write(fd, buf, 8));
		munmap(p, PG);
		show(fcntl(fd, F_ADD_SEALS, one[i]));
		show(fcntl(fd, F_GET_SEALS));
		show(write(fd, buf, 8));
		show(pwrite(fd, buf, 8, 2 * PG - 4));
		show(ftruncate(fd, PG));
		show(ftruncate(fd, 3 * PG));
		show(fallocate(fd, 0, 0, 4 * PG));
		show(fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, PG));
		show(mmap(NULL, PG, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) == MAP_FAILED);
		show(mmap(NULL, PG, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0) == MAP_FAILED);
		show(fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL));
		show(fcntl(fd, F_ADD_SEALS, F_SEAL_GROW));
		show(fcntl(fd, F_GET_SEALS));
		close(fd);
	}
}

static void not_memory(void)
{
	int fd = open("f", O_RDWR | O_CREAT, 0600), tube[2];

	pipe(tube);
	show(fcntl(tube[0], F_GET_SEALS));
	show(fcntl(tube[1], F_ADD_SEALS, 0));
	(void)fd; /* natively /tmp may or may not be a tmpfs */
}

static void shared(void)
{
	char *p = mmap(NULL, 2 * PG, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	char *q, line[512];
	FILE *maps;

	strcpy(p, "shared");
	q = mremap(p, 0, PG, MREMAP_MAYMOVE);
	printf("%s\n", q);
	strcpy(q, "again");
	printf("%s\n", p);
	maps = fopen("/proc/self/maps", "r");
	while (fgets(line, sizeof(line), maps)) {
		if (strstr(line, "/dev/zero"))
			printf("%s", strchr(line, '/'));
	}
	fclose(maps);
}

static void breaks(void)
{
	struct rlimit none = { 0, 0 };
	char *start = sbrk(0);

	show(sbrk(3 * PG) == start);
	start[2 * PG] = 'x';
	show(brk(start) == 0 && brk(start + 3 * PG) == 0);
	printf("%d\n", start[2 * PG]);
	show(sbrk(-PG) == start + 3 * PG);
	show((char *)syscall(SYS_brk, 0) == start + 2 * PG);
	show((char *)syscall(SYS_brk, 8) == start + 2 * PG);
	show((char *)syscall(SYS_brk, -1l) == start + 2 * PG);
	setrlimit(RLIMIT_DATA, &none);
	show((char *)syscall(SYS_brk, start + 8 * PG) == start + 2 * PG);
	show(mmap(NULL, PG, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED);
}

int main(void)
{
	names();
	seals(0);
	seals(MFD_ALLOW_SEALING);
	not_memory();
	shared();
	breaks();
	return 0;
}
