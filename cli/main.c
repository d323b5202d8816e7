/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ring3 COMMAND ...: help, version, and the way to the commands. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

static const char usage[] =
	"usage: ring3 run [OPTIONS] [--] PROGRAM [ARGS...]\n"
	"       ring3 trace [strace's OPTIONS] [OPTIONS] [--] PROGRAM [ARGS...]\n"
	"       ring3 --help | --version\n"
	"\n"
	"Runs a Linux program (i386 or x86-64) on an emulated CPU. Its system calls are served by\n"
	"ring3's own kernel: it sees no file but itself and what the options show, no network, no\n"
	"environment but what is passed.\n"
	"\n"
	"Files:\n"
	"  --ro HOST[:GUEST]     show a host file or directory, read-only\n"
	"  --rw HOST[:GUEST]     the same, writable; without GUEST at the same absolute path\n"
	"  --root DIR            use a host directory as the whole tree, read-only;\n"
	"  --rw-root DIR         writable. PROGRAM is then a path inside\n"
	"  --cwd DIR             working directory (default: the caller's if visible, else /)\n"
	"Program:\n"
	"  --env K[=V]           add to the environment; without =V the caller's value\n"
	"  --user UID[:GID]      ids of the program (default: the caller's)\n"
	"  --argv0 NAME          what the program finds as its own name\n"
	"  --init                the program is process 1: it adopts orphans, and signals that it\n"
	"                        does not handle do not reach it (default: ring3 is process 1)\n"
	"Machine:\n"
	"  --mem SIZE            guest memory, with K, M or G (default 2G)\n"
	"  --hostname NAME       what uname says (default ring3)\n"
	"  --limit-procs N       no more than N tasks at a time (EAGAIN)\n"
	"  --limit-files N       no more than N open files, of one process (EMFILE) or all (ENFILE)\n"
	"  --deterministic[=SEED]\n"
	"                        same program, same input, same run: time is the work done, sleeps\n"
	"                        skip ahead, what is random comes from SEED (default 0)\n"
	"  --schedule SEED       the same, and turns are drawn at random from SEED (0: they are not)\n"
	"  --limit-time TIME     end the run after so much of the host's time: seconds, or with a unit\n"
	"                        of ms, s, m, h or d\n"
	"  --limit-cpu TIME      the same for the CPU time of all tasks\n"
	"Reports, on standard error:\n"
	"  --missing             calls that the program asked for and did not get\n"
	"  --stats[=time]        what the machine did; =time: and what each call cost\n"
	"  --break-sleep N       interrupt the N-th sleep of all, unnoticed (--kill-sleep N: kill there)\n"
	"  --call-hash           a hash of who called what and got what, in order\n"
	"  --quiet               no line about a program that a signal killed\n"
	"  --check-leaks         end with 125 if ring3's kernel gave back less than it took\n"
	"\n"
	"trace prints each system call, as strace does; ring3 trace --help has its options.\n"
	"\n"
	"Exit status: the program's; 128+N if signal N killed it; 127 if PROGRAM is missing, 126 if\n"
	"it cannot be run, 125 for bad options, mounts or memory, and when nothing can wake any task;\n"
	"124 at a limit of time. If ring3 was sent signal N itself, it dies of it with its program.\n"
	"\n"
	"Signals go to the program, those of the terminal (Ctrl-C, Ctrl-Z) to its foreground group;\n"
	"SIGQUIT (Ctrl-\\) shows who waits for what, and goes to the program when repeated at once.\n";

/* What stands in a message comes from programs and files: no terminal is to obey it. */
static void put_safely(const char *s)
{
	for (; *s; s++)
		if (*s >= ' ' && *s < 0x7f)
			fputc(*s, stderr);
		else
			fprintf(stderr, "\\%03o", (unsigned char)*s);
}

static void say(const char *fmt, va_list ap)
{
	char *text;

	if (vasprintf(&text, fmt, ap) < 0)
		return;
	flockfile(stderr);
	fputs("ring3: ", stderr);
	put_safely(text);
	fputc('\n', stderr);
	funlockfile(stderr);
	free(text);
}

void complain(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
}

_Noreturn void die(int status, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
	exit(status);
}

void *xrealloc(void *p, size_t n)
{
	p = realloc(p, n);
	if (!p)
		die(EXIT_TROUBLE, "not enough host memory");
	return p;
}

int print(const char *text)
{
	fputs(text, stdout);
	return fflush(stdout) || ferror(stdout) ? EXIT_TROUBLE : 0;
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		fputs(usage, stderr);
		return EXIT_TROUBLE;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") || !strcmp(argv[1], "help"))
		return print(usage);
	if (!strcmp(argv[1], "--version"))
		return print(r3_version());
	if (!strcmp(argv[1], "run"))
		return run_command(argc - 1, argv + 1);
	if (!strcmp(argv[1], "trace"))
		return trace_command(argc - 1, argv + 1);
	die(EXIT_TROUBLE, "no command '%s' (try ring3 --help)", argv[1]);
}
