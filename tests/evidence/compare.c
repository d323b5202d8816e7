/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * `compare LIMIT LEAST MOST COMMAND... -- COMMAND...`: both in turn, at least LEAST times each and
 * at most MOST times while the first costs more than LIMIT times the second. Prints the least CPU
 * time of each in milliseconds, and the rounds: what disturbs a run only ever makes it longer.
 */
#include <fcntl.h>
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
	double limit, a, b, t;
	char **first = argv + 4, **second = NULL;
	int least, most, i;

	for (i = 4; i < argc && !second; i++)
		if (!strcmp(argv[i], "--")) {
			argv[i] = NULL;
			second = argv + i + 1;
		}
	if (!second || !*first || !*second)
		return 2;
	limit = atof(argv[1]);
	least = atoi(argv[2]);
	most = atoi(argv[3]);
	a = cost_of(first);
	b = cost_of(second);
	for (i = 1; i < least || (i < most && a > b * limit); i++) {
		t = cost_of(first);
		a = t < a ? t : a;
		t = cost_of(second);
		b = t < b ? t : b;
	}
	printf("%.3f %.3f %d\n", a, b, i);
	return 0;
}
