/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writing a trace. What a file has no room for, or a reader no ear, is said once and ends the
 * output, not the program. A slow reader is waited for.
 */
#include "trace/output.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

int output_open_fd(struct output *o, int fd, bool at_once)
{
	*o = (struct output){ .fd = fd, .at_once = at_once };
	o->buf = malloc(OUTPUT_BUFFER);
	return o->buf ? 0 : ENOMEM;
}

/* Where the caller left 0, 1 or 2 closed, the program is to find it closed, not our output. */
static int above_stdio(int fd)
{
	int above = fd >= 0 && fd <= STDERR_FILENO ? fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1) : fd;

	if (above != fd)
		close(fd);
	return above;
}

int output_open_file(struct output *o, const char *path, bool append)
{
	int flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY | (append ? O_APPEND : O_TRUNC);
	int fd = above_stdio(open(path, flags, 0666));

	if (fd < 0)
		return errno;
	return output_open_fd(o, fd, isatty(fd));
}

int output_open_command(struct output *o, const char *command)
{
	char *argv[] = { "sh", "-c", (char *)command, NULL };
	posix_spawn_file_actions_t actions;
	pid_t child;
	int fd[2], err;

	if (pipe2(fd, O_CLOEXEC))
		return errno;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, fd[0], 0);
	err = posix_spawn(&child, "/bin/sh", &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	close(fd[0]);
	if (err) {
		close(fd[1]);
		return err;
	}
	fd[1] = above_stdio(fd[1]);
	err = fd[1] < 0 ? EMFILE : output_open_fd(o, fd[1], false);
	o->child = child;
	return err;
}

/* True: try again. */
static bool wait_for_room(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLOUT };

	if (errno == EAGAIN)
		poll(&p, 1, -1);
	return errno == EAGAIN || errno == EINTR;
}

static void write_all(struct output *o, const char *s, size_t n)
{
	ssize_t done;

	while (n && !o->failed) {
		done = write(o->fd, s, n);
		if (done >= 0) {
			s += done;
			n -= (size_t)done;
		} else if (!wait_for_room(o->fd)) {
			o->failed = errno;
		}
	}
}

void output_flush(struct output *o)
{
	write_all(o, o->buf, o->n);
	o->n = 0;
}

void output_write(struct output *o, const char *s, size_t n)
{
	if (n > OUTPUT_BUFFER - o->n)
		output_flush(o);
	if (n > OUTPUT_BUFFER) {
		write_all(o, s, n);
		return;
	}
	memcpy(o->buf + o->n, s, n);
	o->n += n;
	if (o->at_once)
		output_flush(o);
}

int output_close(struct output *o)
{
	if (!o->buf)
		return o->failed;
	output_flush(o);
	if (o->fd != STDERR_FILENO && close(o->fd) && !o->failed)
		o->failed = errno;
	while (o->child && waitpid(o->child, NULL, 0) < 0 && errno == EINTR)
		;
	free(o->buf);
	o->buf = NULL;
	return o->failed;
}
