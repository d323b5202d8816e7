/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * type SCRIPT PROGRAM [ARGS]: a user at a terminal. Runs the program as the leader of a session on a
 * new pseudo-terminal and does what the script says, line by line:
 *	send TEXT	type it
 *	expect TEXT	wait until it has been printed, after what was expected before
 *	show		print what has come since the last time, up to what was expected last
 *	skip		the same, but say nothing of it
 *	size ROWS COLS	change the window
 *	hangup		close the terminal
 *	signal N	send a signal to the program
 *	modes		print the terminal's modes
 *	end		wait for the program's end, print it
 * TEXT may have \n, \t, \\ and \OOO. Runs natively and as a guest; prints nothing that depends on time.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define PATIENCE 60000 /* ms */

static int master = -1;
static pid_t program;
static char seen[1 << 20]; /* all that was printed */
static size_t have, shown, matched;

static void print_bytes(const char *from, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)from[i];

		if (c == '\r')
			fputs("\\r", stdout);
		else if (c == '\n' || (c >= ' ' && c < 127))
			putchar(c);
		else
			printf("\\%03o", c);
	}
}

static void quit(const char *why)
{
	fputs("\nso far: ", stdout);
	print_bytes(seen + shown, have - shown);
	printf("\n%s\n", why);
	kill(-program, SIGKILL);
	kill(program, SIGKILL);
	exit(1);
}

static void start(char **argv)
{
	char name[64];
	int n, slave, off = 0;

	master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (master < 0 || ioctl(master, TIOCSPTLCK, &off) || ioctl(master, TIOCGPTN, &n)) {
		printf("no terminal: %s\n", strerror(errno));
		exit(1);
	}
	snprintf(name, sizeof(name), "/dev/pts/%d", n);
	fflush(stdout);
	program = fork();
	if (program)
		return;
	setsid();
	slave = open(name, O_RDWR);
	if (slave < 0)
		_exit(126);
	dup2(slave, 0);
	dup2(slave, 1);
	dup2(slave, 2);
	if (slave > 2)
		close(slave);
	execvp(argv[0], argv);
	_exit(127);
}

/* More from the program; false: its terminal is closed. */
static int read_more(void)
{
	struct pollfd p = { .fd = master, .events = POLLIN };
	ssize_t n;

	if (poll(&p, 1, PATIENCE) <= 0)
		quit("nothing more came");
	n = read(master, seen + have, sizeof(seen) - have);
	if (n <= 0)
		return 0;
	have += (size_t)n;
	return 1;
}

static void expect(const char *text, size_t len)
{
	char *found;

	while (!(found = memmem(seen + matched, have - matched, text, len)))
		if (!read_more())
			quit("the terminal was closed");
	matched = (size_t)(found - seen) + len;
}

static void type(const char *text, size_t len)
{
	if (write(master, text, len) != (ssize_t)len)
		quit("cannot type");
}

static size_t unescape(char *text)
{
	char *to = text;

	for (char *p = text; *p; p++) {
		if (*p != '\\') {
			*to++ = *p;
		} else if (*++p >= '0' && *p <= '7') {
			*to++ = (char)strtol((char[]){ p[0], p[1], p[2], 0 }, NULL, 8);
			p += 2;
		} else {
			*to++ = *p == 'n' ? '\n' : *p == 't' ? '\t' : *p;
		}
	}
	*to = 0;
	return (size_t)(to - text);
}

static void resize(const char *text)
{
	unsigned rows, cols;
	struct winsize w = { 0 };

	if (sscanf(text, "%u %u", &rows, &cols) != 2)
		quit("bad size");
	w.ws_row = (unsigned short)rows;
	w.ws_col = (unsigned short)cols;
	ioctl(master, TIOCSWINSZ, &w);
}

static void show_modes(void)
{
	struct termios t;

	tcgetattr(master, &t);
	printf("modes %#x %#x %#x %#x", t.c_iflag, t.c_oflag, t.c_cflag, t.c_lflag);
	for (int i = 0; i < 17; i++)
		printf(" %u", t.c_cc[i]);
	puts("");
}

static void end(void)
{
	int status;

	while (master >= 0 && read_more())
		;
	waitpid(program, &status, 0);
	if (WIFEXITED(status))
		printf("\nexit %d\n", WEXITSTATUS(status));
	else
		printf("\nsignal %d\n", WTERMSIG(status));
}

static void step(const char *verb, char *text)
{
	size_t len = unescape(text);

	if (!strcmp(verb, "send")) {
		type(text, len);
	} else if (!strcmp(verb, "expect")) {
		expect(text, len);
	} else if (!strcmp(verb, "show") || !strcmp(verb, "skip")) {
		if (*verb == 's' && verb[1] == 'h')
			print_bytes(seen + shown, matched - shown);
		shown = matched;
	} else if (!strcmp(verb, "size")) {
		resize(text);
	} else if (!strcmp(verb, "hangup")) {
		close(master);
		master = -1;
	} else if (!strcmp(verb, "signal")) {
		kill(program, atoi(text));
	} else if (!strcmp(verb, "modes")) {
		show_modes();
	} else if (!strcmp(verb, "end")) {
		end();
	} else {
		quit(verb);
	}
	fflush(stdout);
}

int main(int argc, char **argv)
{
	char line[4096], *text;
	FILE *script;

	if (argc < 3)
		return 2;
	script = fopen(argv[1], "re");
	if (!script) {
		perror(argv[1]);
		return 2;
	}
	start(argv + 2);
	while (fgets(line, sizeof(line), script)) {
		line[strcspn(line, "\n")] = 0;
		text = strchr(line, ' ');
		if (text)
			*text++ = 0;
		else
			text = line + strlen(line);
		if (*line && *line != '#')
			step(line, text);
	}
	return 0;
}
