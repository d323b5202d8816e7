/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A process of 500 MiB forks for less than 2 MiB. guest: bits 64 */
#include <sys/mman.h>
#include <sys/sysinfo.h>
#include <sys/wait.h>

#include "guest.h"

#define SIZE (500ul << 20)

static long available(void)
{
	struct sysinfo i;

	sysinfo(&i);
	return (i.freeram + i.bufferram) >> 10;
}

int main(void)
{
	char *p = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int ready[2], go[2], status;
	long before, taken;
	pid_t pid;
	char c;

	pipe(ready);
	pipe(go);
	for (size_t i = 0; i < SIZE; i += 4096)
		p[i] = i >> 12;
	before = available();
	pid = fork();
	if (!pid) {
		write(ready[1], "", 1);
		read(go[0], &c, 1);
		for (size_t i = 0; i < SIZE; i += 1ul << 20)
			if (p[i] != (char)(i >> 12))
				_exit(1);
		_exit(0);
	}
	read(ready[0], &c, 1);
	taken = before - available();
	/* natively the rest of the machine has its say in it */
	printf("less than 2 MiB: %d\n", is_native() || taken < 2048);
	write(go[1], "", 1);
	waitpid(pid, &status, 0);
	printf("status %d\n", status);
	return 0;
}
