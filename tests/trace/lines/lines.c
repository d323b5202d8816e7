/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All programs in one: `lines NAME` runs that one between two marks, then prints what it expects. */
#include "lines.h"

#include <sched.h>
#include <stdarg.h>
#include <sys/auxv.h>
#include <sys/mman.h>

#define ROOM 65536

static struct said {
	size_t n;
	char s[ROOM];
} *said;
static unsigned column = 40;
static bool committed;

/* The runner takes the lines between two of these. */
static void mark(void)
{
	sched_yield();
}

static void die(const char *why)
{
	fprintf(stderr, "%s\n", why);
	_exit(99);
}

static void append(const char *s, size_t n)
{
	if (n > ROOM - said->n)
		die("too much is expected");
	memcpy(said->s + said->n, s, n);
	said->n += n;
}

static const char *last_result(const char *line)
{
	const char *found = NULL, *p;

	for (p = strstr(line, ") = "); p; p = strstr(p + 1, ") = "))
		found = p;
	return found;
}

void expect(const char *format, ...)
{
	char line[16384];
	const char *at;
	size_t n, before;
	va_list ap;

	va_start(ap, format);
	n = (size_t)vsnprintf(line, sizeof(line) - 1, format, ap);
	va_end(ap);
	if (n >= sizeof(line) - 1)
		die("a line is too long");
	if (!n || line[n - 1] != '\n')
		line[n++] = '\n';
	line[n] = '\0';
	at = last_result(line);
	if (!at) {
		append(line, n);
		return;
	}
	before = (size_t)(at + 1 - line);
	append(line, before);
	while (before++ < column - 1)
		append(" ", 1);
	append(at + 1, n - (size_t)(at + 1 - line));
}

/* Several results can stand in one line. */
static char *buffer(void)
{
	static char buffers[8][96];
	static unsigned next;

	return buffers[next++ % 8];
}

const char *error(int err)
{
	char *s = buffer();

	snprintf(s, 96, "-1 %s (%s)", strerrorname_np(err), strerror(err));
	return s;
}

const char *result(long r)
{
	char *s;

	if (r == -1)
		return error(errno);
	s = buffer();
	snprintf(s, 96, "%ld", r);
	return s;
}

const char *result_hex(long r)
{
	char *s;

	if (r == -1)
		return error(errno);
	s = buffer();
	snprintf(s, 96, "%#lx", r);
	return s;
}

void expect_column(unsigned c)
{
	column = c;
}

static void print_said(void)
{
	if (write(1, said->s, said->n) != (ssize_t)said->n)
		die("cannot write");
}

void expect_commit(void)
{
	mark();
	print_said();
	committed = true;
	mark();
}

bool under_strace(void)
{
	const char *tracer = getenv("TRACER");

	return tracer && !strcmp(tracer, "strace");
}

/* Taken before the first mark, so that programs make no call for it. */
static char *tails;
#define TAILS 8

static void make_tails(void)
{
	unsigned i;

	tails = mmap(NULL, TAILS * 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (tails == MAP_FAILED)
		die("no memory");
	for (i = 0; i < TAILS; i++)
		if (munmap(tails + i * 8192 + 4096, 4096))
			die("no hole");
}

const char *own_name(void)
{
	static char name[9];
	const unsigned char *random = (const unsigned char *)getauxval(AT_RANDOM);

	/* of the sixteen bytes the first eight are secrets of libc's */
	for (int i = 0; i < 8; i++)
		name[i] = (char)('a' + random[8 + i] % 26);
	return name;
}

void *tail_alloc(size_t n)
{
	static unsigned used;

	if (used == TAILS || n > 4096)
		die("too much of tail_alloc()");
	return tails + used++ * 8192 + 4096 - n;
}

static const struct program {
	const char *name;
	int (*main)(int argc, char **argv);
} programs[] = {
#define PROGRAM(name) { #name, lines_main_##name },
#include "programs.inc"
};

int main(int argc, char **argv)
{
	size_t i;
	int status;

	said = mmap(NULL, sizeof(*said), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (said == MAP_FAILED)
		die("no memory");
	make_tails();
	strerror(1);
	for (i = 0; argc > 1 && i < sizeof(programs) / sizeof(programs[0]); i++) {
		if (strcmp(programs[i].name, argv[1]))
			continue;
		mark();
		status = programs[i].main(argc, argv);
		if (!committed) {
			mark();
			print_said();
		}
		_exit(status);
	}
	die("there is no such program");
}
