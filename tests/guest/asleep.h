/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knowing that another task sleeps. */
#ifndef ASLEEP_H
#define ASLEEP_H

#include "guest.h"

static inline char state_of(pid_t pid)
{
	char name[40], text[200] = "", *end;
	int fd, n;

	snprintf(name, sizeof(name), "/proc/%d/stat", pid);
	fd = open(name, O_RDONLY);
	if (fd < 0)
		return '?';
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	end = n > 0 ? strrchr(text, ')') : NULL;
	return end ? end[2] : '?';
}

/* Until it sleeps in a call (or has ended). */
static inline void until_asleep(pid_t pid)
{
	for (int i = 0; i < 20000; i++) {
		char c = state_of(pid);

		if (c == 'S' || c == 'Z' || c == '?')
			return;
		usleep(500);
	}
	printf("pid does not sleep\n");
}

#endif
