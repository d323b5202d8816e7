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

/* More time, switches and faults than all else here takes. */
static int works(void *arg)
{
	struct timespec t;

	do
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	while (t.tv_sec == 0 && t.tv_nsec < 120000000);
	for (int i = 0; i < 20; i++)
		nanosleep(&(struct timespec){ .tv_nsec = 100000 }, NULL);
	gate_open(&burnt);
	for (;;)
		pause();
	return arg != NULL;
}

int main(void)
{
	struct counts start = counts(), now, after;
	pid_t child;

	gate_make(&burnt);
	child = spawn(works, NULL);
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
