/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knowing that another task sleeps. */
#ifndef ASLEEP_H
#define ASLEEP_H

#include "guest.h"

static inline int read_of(pid_t pid, const char *file, char *text, size_t size)
{
	int fd, n, err = errno; /* which children inherit, and some tell */
	char name[40];

	snprintf(name, sizeof(name), "/proc/%d/%s", pid, file);
	fd = open(name, O_RDONLY);
	n = fd < 0 ? -1 : (int)read(fd, text, size - 1);
	if (fd >= 0)
		close(fd);
	text[n > 0 ? n : 0] = '\0';
	errno = err;
	return n;
}

static inline char state_of(pid_t pid)
{
	char text[200], *end;

	read_of(pid, "stat", text, sizeof(text));
	end = strrchr(text, ')');
	return end ? end[2] : '?';
}

/*
 * Linux sets the state before it looks whether there is reason to sleep, and who is preempted
 * between the two is "S" and yet on its CPU's queue: this file says so. Ring3 has neither.
 */
static inline int is_queued(pid_t pid)
{
	char text[40];

	return read_of(pid, "syscall", text, sizeof(text)) > 0 && !strncmp(text, "running", 7);
}

/* Until it sleeps in a call (or has ended). */
static inline void until_asleep(pid_t pid)
{
	for (int i = 0; i < 20000; i++) {
		char c = state_of(pid);

		if (c == 'Z' || c == '?' || (c == 'S' && !is_queued(pid)))
			return;
		usleep(500);
	}
	printf("pid does not sleep\n");
}

#endif
