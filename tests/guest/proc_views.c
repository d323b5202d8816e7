/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /proc/PID/smaps_rollup is the sum of smaps; /proc/PID/ns names the namespaces. */
#include <dirent.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "tasks.h"

enum { FIELDS = 32 };

static struct field {
	char name[24];
	long kib;
} rollup[FIELDS], sum[FIELDS];

static void add(struct field *fields, const char *name, long kib)
{
	for (int i = 0; i < FIELDS; i++) {
		if (fields[i].name[0] && strcmp(fields[i].name, name))
			continue;
		snprintf(fields[i].name, sizeof(fields[i].name), "%s", name);
		fields[i].kib += kib;
		return;
	}
}

static long get(const struct field *fields, const char *name)
{
	for (int i = 0; i < FIELDS; i++)
		if (!strcmp(fields[i].name, name))
			return fields[i].kib;
	return -1;
}

static void read_fields(const char *file, struct field *fields)
{
	FILE *f = fopen(file, "r");
	char line[512], name[24];
	long kib;

	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, "%23[A-Za-z_]: %ld kB", name, &kib) == 2)
			add(fields, name, kib);
	if (f)
		fclose(f);
}

static void memory(void)
{
	char *p = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	memset(p, 1, 1 << 20);
	mlock(p, 4096 * 10);
	read_fields("/proc/self/smaps_rollup", rollup); /* once: what stdio needs is there then */
	memset(rollup, 0, sizeof(rollup));
	read_fields("/proc/self/smaps", sum);
	read_fields("/proc/self/smaps_rollup", rollup);
	for (int i = 0; i < FIELDS && rollup[i].name[0]; i++) {
		long more = rollup[i].kib - get(sum, rollup[i].name);

		if (!strncmp(rollup[i].name, "Pss_", 4))
			printf("%s\n", rollup[i].name);
		else /* a mapping's Pss is rounded */
			printf("%s: %s\n", rollup[i].name, more < -64 || more > 64 ? "differs" : "the sum");
	}
	printf("parts of Pss: %d\n", labs(get(rollup, "Pss_Anon") + get(rollup, "Pss_File") +
					  get(rollup, "Pss_Shmem") - get(rollup, "Pss")) <= 3);
	printf("%d %d\n", get(rollup, "Pss_Shmem") >= 1024, get(rollup, "Locked") == 40);
}

static const char *const kinds[] = { "cgroup", "ipc", "mnt", "net", "pid", "pid_for_children",
				     "time", "time_for_children", "user", "uts" };

static int names(void *arg)
{
	pid_t other = *(pid_t *)arg;

	for (unsigned i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		char path[64], mine[64] = "", others[64] = "";

		snprintf(path, sizeof(path), "/proc/self/ns/%s", kinds[i]);
		show(readlink(path, mine, sizeof(mine) - 1) > 0);
		snprintf(path, sizeof(path), "/proc/%d/ns/%s", other, kinds[i]);
		show(readlink(path, others, sizeof(others) - 1) > 0);
		printf("%.*s %d\n", (int)strcspn(mine, "["), mine, !strcmp(mine, others));
	}
	return 0;
}

int main(void)
{
	pid_t self = getpid();
	struct dirent *e;
	DIR *d = opendir("/proc/self/ns");
	int n = 0;

	memory();
	while (d && (e = readdir(d)))
		n += e->d_type == DT_LNK;
	printf("%d links\n", n);
	reap("names", spawn(names, &self));
	show(readlink("/proc/self/ns/none", (char[8]){ 0 }, 8));
	return 0;
}
