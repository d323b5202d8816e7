/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

static void show(const char *name)
{
	FILE *f = fopen(name, "r");
	int square = 0;

	if (f && fscanf(f, "%d", &square) == 1)
		printf("%s: %d\n", name, square);
	else
		printf("%s: %s\n", name, strerror(errno));
	if (f)
		fclose(f);
}

int main(void)
{
	DIR *d = opendir("/squares");
	int files = 0;

	while (readdir(d))
		files++;
	closedir(d);
	printf("%d entries\n", files);
	show("/squares/7");
	show("/squares/99");
	show("/squares/100");
	printf("to write: %s\n", fopen("/squares/7", "w") ? "open" : strerror(errno));
	return 0;
}
