/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * drive SCRIPT PROGRAM [ARGS]: the program in a session of its own on a pseudo-terminal, typed at as
 * the script says. Prints everything that the terminal showed, control characters made visible, and
 * how the program ended. The script's lines:
 *	expect TEXT	wait until the terminal has shown that, after what was matched before
 *	send TEXT	type that; \r \n \t \\ and \ooo as in C
 *	pause MS	let a process that says nothing get on
 *	size ROWS COLS	change the window
 *	eof		wait until the program has ended
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { patience_ms = 20000 };

static int master;
static char shown[1 << 20];
static size_t used, matched;

static long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

/* Takes what the terminal shows until the deadline or the next piece: 0 at its end. */
static int take(long long deadline)
{
	struct pollfd p = { .fd = master, .events = POLLIN };
	long long left = deadline - now_ms();
	ssize_t n;

	if (poll(&p, 1, left > 0 ? (int)left : 0) <= 0)
		return 1;
	n = read(master, shown + used, sizeof(shown) - 1 - used);
	if (n <= 0)
		return 0;
	used += (size_t)n;
	shown[used] = '\0';
	return 1;
}

static void show(void)
{
	for (size_t i = 0; i < used; i++) {
		unsigned char c = (unsigned char)shown[i];

		if (c == '\r')
			continue;
		if (c == '\n' || (c >= ' ' && c < 127))
			putchar(c);
		else
			printf("<%02x>", c);
	}
	putchar('\n');
}

static void give_up(const char *why, const char *text)
{
	show();
	printf("drive: %s: %s\n", why, text);
	exit(1);
}

static void expect(const char *text)
{
	long long deadline = now_ms() + patience_ms;

	for (;;) {
		char *at = memmem(shown + matched, used - matched, text, strlen(text));

		if (at) {
			matched = (size_t)(at - shown) + strlen(text);
			return;
		}
		if (now_ms() > deadline || !take(deadline))
			give_up("never shown", text);
	}
}

static size_t unescape(char *s)
{
	char *to = s, *start = s;

	while (*s) {
		if (*s != '\\') {
			*to++ = *s++;
			continue;
		}
		s++;
		if (*s >= '0' && *s <= '7') {
			*to++ = (char)strtol((char[]){ s[0], s[1], s[2], 0 }, NULL, 8);
			s += 3;
			continue;
		}
		*to++ = *s == 'r' ? '\r' : *s == 'n' ? '\n' : *s == 't' ? '\t' : *s;
		s++;
	}
	*to = '\0';
	return (size_t)(to - start);
}

static void obey(char *line)
{
	char *arg = strchr(line, ' ');
	struct winsize ws = { 0 };

	arg = arg ? arg + 1 : line + strlen(line);
	if (strncmp(line, "expect ", 7) == 0) {
		unescape(arg);
		expect(arg);
	} else if (strncmp(line, "send ", 5) == 0) {
		size_t n = unescape(arg);

		if (write(master, arg, n) != (ssize_t)n)
			give_up("cannot type", arg);
	} else if (strncmp(line, "pause ", 6) == 0) {
		long long until = now_ms() + atoi(arg);

		while (now_ms() < until && take(until))
			;
	} else if (strncmp(line, "size ", 5) == 0) {
		if (sscanf(arg, "%hu %hu", &ws.ws_row, &ws.ws_col) == 2)
			ioctl(master, TIOCSWINSZ, &ws);
	} else if (strcmp(line, "eof") == 0) {
		long long deadline = now_ms() + patience_ms;

		while (take(deadline))
			if (now_ms() > deadline)
				give_up("does not end", "");
	} else if (*line && *line != '#') {
		give_up("no such word", line);
	}
}

int main(int argc, char **argv)
{
	struct winsize ws = { .ws_row = 24, .ws_col = 80 };
	char line[1024];
	FILE *script;
	int status;
	pid_t pid;

	if (argc < 3 || !(script = fopen(argv[1], "re")))
		return 2;
	pid = forkpty(&master, NULL, NULL, &ws);
	if (pid < 0)
		return 2;
	if (pid == 0) {
		execv(argv[2], argv + 2);
		_exit(127);
	}
	while (fgets(line, sizeof(line), script)) {
		line[strcspn(line, "\n")] = '\0';
		obey(line);
	}
	close(master);
	if (waitpid(pid, &status, 0) != pid)
		return 2;
	show();
	if (WIFSIGNALED(status))
		printf("killed by %d\n", WTERMSIG(status));
	else
		printf("status %d\n", WEXITSTATUS(status));
	return 0;
}
