/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `rss COMMAND ARGS...` prints the command's peak resident memory, as the kernel counts it. */
#include <spawn.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>

extern char **environ;

int main(int argc, char **argv)
{
	struct rusage usage;
	int status;
	pid_t pid;

	if (argc < 2 || posix_spawnp(&pid, argv[1], NULL, NULL, argv + 1, environ) ||
	    wait4(pid, &status, 0, &usage) != pid)
		return 1;
	printf("%.1f MiB\n", (double)usage.ru_maxrss / 1024);
	return 0;
}
