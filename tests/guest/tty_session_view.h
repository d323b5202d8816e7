/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What /proc says of the actors, in names that do not depend on pids. */
#ifndef GUEST_TTY_SESSION_VIEW_H
#define GUEST_TTY_SESSION_VIEW_H

#include <sys/sysmacros.h>

#include "asleep.h"
#include "tty_session_actors.h"

static int made; /* actors so far */

struct view {
	char state; /* 0: gone */
	int ppid, pgrp, sid, tpgid;
	unsigned tty;
};

static inline bool look(int pid, struct view *v)
{
	char path[40], text[1024], *p;
	ssize_t n;
	int fd;

	memset(v, 0, sizeof(*v));
	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	fd = pid > 0 ? open(path, O_RDONLY) : -1;
	if (fd < 0)
		return false;
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (n <= 0)
		return false;
	text[n] = 0;
	p = strrchr(text, ')');
	sscanf(p + 2, "%c %d %d %d %u %d", &v->state, &v->ppid, &v->pgrp, &v->sid, &v->tty,
	       &v->tpgid);
	return v->state != 'X';
}

static inline uint64_t status_mask(const char *text, const char *key)
{
	const char *p = strstr(text, key);

	return p ? strtoull(p + strlen(key), NULL, 16) : 0;
}

/* Signals that it is to get yet. */
static inline bool has_signals(int pid)
{
	char path[40], text[4096];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/status", pid);
	fd = open(path, O_RDONLY);
	if (fd < 0)
		return false;
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	text[n > 0 ? n : 0] = 0;
	return (status_mask(text, "SigPnd:") | status_mask(text, "ShdPnd:")) &
	       ~status_mask(text, "SigBlk:");
}

static inline const char *name_of(int pid)
{
	static char text[8][16];
	static unsigned n;
	char *s = text[n++ % 8];

	if (pid == getpid())
		return "M";
	if (pid <= 0)
		return pid ? "-" : "0";
	snprintf(s, sizeof(text[0]), "?");
	for (int i = 0; i < made; i++)
		if (shared->actor[i].pid == pid)
			snprintf(s, sizeof(text[0]), "%d", i);
	return s;
}

static inline int tty_of(unsigned dev)
{
	for (int i = 0; i < TTYS; i++)
		if (dev && major(dev) == 136 && (int)minor(dev) == shared->pts[i])
			return i;
	return dev ? TTYS : -1;
}

#endif
