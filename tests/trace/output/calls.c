/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * `calls stat COUNT` makes that many calls. `calls rss PROGRAM ARGS...` runs a program and prints how
 * many KiB of physical memory it had at most.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int make_calls(unsigned long n)
{
	struct stat st;

	while (n--)
		stat("/", &st);
	return 0;
}

static int measure(char **argv)
{
	struct rusage usage;
	int status;
	pid_t pid = fork();

	if (!pid) {
		prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0); /* which the host's kernel makes when it likes */
		execv(argv[0], argv);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &usage) != pid || status)
		return 1;
	printf("%ld\n", usage.ru_maxrss);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc > 2 && !strcmp(argv[1], "stat"))
		return make_calls(strtoul(argv[2], NULL, 10));
	if (argc > 2 && !strcmp(argv[1], "rss"))
		return measure(argv + 2);
	return 2;
}
