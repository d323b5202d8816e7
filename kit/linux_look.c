/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the host's /proc tells of the oracle's tasks. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fsuid.h>
#include <unistd.h>

#include "kit/kit.h"
#include "kit/linux.h"

/* A file of /proc/PID; the bytes read, NUL-terminated. */
static size_t read_file(const char *path, char *buf, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, buf, size - 1);

	if (fd >= 0)
		close(fd);
	buf[n > 0 ? n : 0] = '\0';
	return n > 0 ? (size_t)n : 0;
}

static size_t read_of(pid_t tid, const char *file, char *buf, size_t size)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", tid, file);
	return read_file(path, buf, size);
}

static uint64_t number_after(const char *text, const char *word)
{
	const char *at = strstr(text, word);

	return at ? strtoull(at + strlen(word), NULL, 10) : 0;
}

struct seen_task look_at(pid_t tid)
{
	struct seen_task seen = { 0 };
	char text[4096];
	const char *state;

	if (!read_of(tid, "status", text, sizeof(text)))
		return seen;
	state = strstr(text, "State:\t");
	seen.state = state ? state[7] : 0;
	seen.switches = number_after(text, "\nvoluntary_ctxt_switches:\t") +
			number_after(text, "\nnonvoluntary_ctxt_switches:\t");
	return seen;
}

enum queued is_queued(struct oracle *o, pid_t tid)
{
	char text[256];
	bool any;

	become(o->kit);
	any = read_of(tid, "syscall", text, sizeof(text));
	become_oneself();
	if (!any)
		return QUEUED_UNKNOWN;
	return strncmp(text, "running", 7) ? QUEUED_NO : QUEUED_YES;
}

pid_t process_of(pid_t tid)
{
	char text[4096];

	read_of(tid, "status", text, sizeof(text));
	return (pid_t)number_after(text, "\nTgid:\t");
}

pid_t child_of(pid_t pid, pid_t tid)
{
	char path[64], text[1024], *at = text, *end;
	pid_t last = 0;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", pid, tid);
	read_file(path, text, sizeof(text));
	for (long n; (n = strtol(at, &end, 10)) > 0; at = end)
		last = (pid_t)n;
	return last;
}

void become(const struct kit *k)
{
	if (geteuid() == 0 && k->uid) {
		setfsgid(k->gid);
		setfsuid(k->uid);
	}
}

void become_oneself(void)
{
	setfsuid(geteuid());
	setfsgid(getegid());
}

int status_of(struct oracle *o, pid_t tid)
{
	char text[1024], *at;
	int status = 0;

	become(o->kit);
	read_of(tid, "stat", text, sizeof(text));
	become_oneself();
	at = strrchr(text, ' '); /* exit_code is the last field */
	if (at)
		status = atoi(at + 1);
	return status;
}

int open_memory(struct oracle *o, pid_t tid)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/mem", tid);
	become(o->kit);
	fd = open(path, O_RDWR | O_CLOEXEC);
	become_oneself();
	return fd;
}
