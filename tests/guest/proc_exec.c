/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was opened of /proc/self before execve tells nothing about what runs after it. */
#include "guest.h"

static const char *const names[] = { "environ", "maps", "smaps" };
enum { NR = 3, FIRST_FD = 10 };

static void show_sizes(const char *when)
{
	char buf[64];

	for (int i = 0; i < NR; i++)
		printf("%s, %s: %s\n", when, names[i],
		       pread(FIRST_FD + i, buf, sizeof(buf), 0) > 0 ? "some" : "nothing");
	fflush(stdout);
}

int main(int argc, char **argv)
{
	char path[64];
	int fd;

	if (argc > 1) {
		show_sizes("after");
		return 0;
	}
	for (int i = 0; i < NR; i++) {
		snprintf(path, sizeof(path), "/proc/self/%s", names[i]);
		fd = open(path, O_RDONLY);
		dup2(fd, FIRST_FD + i);
		close(fd);
	}
	setenv("HOW", "again", 1);
	show_sizes("before");
	execl("/proc/self/exe", argv[0], "again", (char *)NULL);
	return 1;
}
