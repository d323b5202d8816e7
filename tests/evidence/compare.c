/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * `compare [-r] COMMAND... -- COMMAND...` runs both and prints the CPU time of each in milliseconds;
 * with -r the second runs first.
 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static double ms(struct timeval t)
{
	return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3;
}

static double cost_of(char **argv)
{
	struct rusage usage;
	int status;
	pid_t pid = fork();

	if (!pid) {
		dup2(open("/dev/null", O_WRONLY), 1);
		execv(argv[0], argv);
		_exit(127);
	}
	if (wait4(pid, &status, 0, &usage) != pid || status) {
		fprintf(stderr, "compare: %s failed\n", argv[0]);
		exit(1);
	}
	return ms(usage.ru_utime) + ms(usage.ru_stime);
}

int main(int argc, char **argv)
{
	char **second = NULL;
	bool reverse = argc > 1 && !strcmp(argv[1], "-r");
	double cost[2];
	int i;

	argv += reverse;
	argc -= reverse;
	for (i = 1; i < argc && !second; i++)
		if (!strcmp(argv[i], "--")) {
			argv[i] = NULL;
			second = argv + i + 1;
		}
	if (!second || !argv[1] || !*second)
		return 2;
	for (i = 0; i < 2; i++)
		cost[i ^ reverse] = cost_of(i ^ reverse ? second : argv + 1);
	printf("%.3f %.3f\n", cost[0], cost[1]);
	return 0;
}
