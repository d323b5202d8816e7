/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: bits 64 */
/* guest: cc musl-gcc */
/* Another C library: its start, stdio, malloc, time, directory reading. */
#include <dirent.h>
#include <math.h>
#include <sys/stat.h>
#include <time.h>

#include "guest.h"

int main(int argc, char **argv)
{
	struct timespec t;
	struct dirent *e;
	char *p = NULL;
	int found = 0;
	DIR *d;

	printf("%d %d %s\n", argc, argv[argc] == NULL, getenv("PATH"));
	for (int i = 1; i < 200; i++) {
		p = realloc(p, i * 5000);
		memset(p + (i - 1) * 5000, i, 5000);
	}
	printf("%d %d\n", p[0], (unsigned char)p[198 * 5000]);
	free(p);
	show(clock_gettime(CLOCK_MONOTONIC, &t));
	show(mkdir("musl.tmp", 0755));
	for (int i = 0; i < 100; i++) {
		char name[32];

		snprintf(name, sizeof(name), "musl.tmp/%d", i);
		close(open(name, O_CREAT | O_WRONLY, 0600));
	}
	d = opendir("musl.tmp");
	while ((e = readdir(d)))
		found++;
	closedir(d);
	printf("%d entries\n", found);
	for (int i = 0; i < 100; i++) {
		char name[32];

		snprintf(name, sizeof(name), "musl.tmp/%d", i);
		unlink(name);
	}
	show(rmdir("musl.tmp"));
	printf("%.15g %.15g\n", sqrt(2), strtod("1e-300", NULL));
	fprintf(stderr, "to stderr\n");
	return 7;
}
