/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What /proc counts since the start never comes down, whoever ends meanwhile. */
#include <time.h>

#include "tasks.h"

static struct gate burnt;

/* The number behind a name at the begin of a line, or the sum of its first three. */
static unsigned long long count_of(const char *file, const char *name, int numbers)
{
	unsigned long long v[3] = { 0 };
	char line[4096];
	size_t n = strlen(name);
	FILE *f = fopen(file, "r");

	while (f && fgets(line, sizeof(line), f))
		if (!strncmp(line, name, n) && line[n] == ' ')
			sscanf(line + n, "%llu %llu %llu", &v[0], &v[1], &v[2]);
	if (f)
		fclose(f);
	return numbers == 1 ? v[0] : v[0] + v[1] + v[2];
}

struct counts {
	unsigned long long cpu, ctxt, processes, faults;
};

static struct counts counts(void)
{
	return (struct counts){ count_of("/proc/stat", "cpu", 3),
				count_of("/proc/stat", "ctxt", 1),
				count_of("/proc/stat", "processes", 1),
				count_of("/proc/vmstat", "pgfault", 1) };
}

/*
 * More time, switches and faults than all else here takes. Whose CPU is taken away has its time, but
 * not the ticks that /proc/stat counts: it goes on until those are there, too, or seconds have passed.
 */
static int works(void *arg)
{
	const unsigned long long *enough = arg;
	long ms;

	do {
		struct timespec t;

		for (int i = 0; i < 1000; i++)
			clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
		ms = t.tv_sec * 1000 + t.tv_nsec / 1000000;
	} while (ms < 120 || (ms < 3000 && count_of("/proc/stat", "cpu", 3) < *enough));
	for (int i = 0; i < 50; i++)
		nanosleep(&(struct timespec){ .tv_nsec = 100000 }, NULL);
	gate_open(&burnt);
	for (;;)
		pause();
	return arg != NULL;
}

int main(void)
{
	struct counts start = counts(), now, after;
	unsigned long long enough = start.cpu + 5;
	pid_t child;

	gate_make(&burnt);
	child = spawn(works, &enough);
	gate_wait(&burnt);
	now = counts();
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	after = counts();
	printf("time %d switches %d processes %d faults %d\n", now.cpu >= start.cpu + 5,
	       now.ctxt >= start.ctxt + 20, now.processes > start.processes,
	       now.faults > start.faults);
	printf("and then: %d %d %d %d\n", after.cpu >= now.cpu, after.ctxt >= now.ctxt,
	       after.processes >= now.processes, after.faults >= now.faults);
	return 0;
}
