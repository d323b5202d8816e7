/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * handles LIBRARY KIND:FUNCTION...: each function is called with zero for all that it takes, and, if
 * its KIND is m, with a machine that has nothing in it, one that has a program, one that was destroyed,
 * and none, in the first place. None may crash. Each call has a process of its own.
 */
#include <dlfcn.h>
#include <ring3/ring3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum handle { NONE, DESTROYED, EMPTY, LOADED, NR_HANDLES };

static const char *const handle_names[] = { "NULL", "a destroyed machine", "an empty machine",
					    "a machine with a program" };

typedef long (*any_function)(void *, long, long, long, long, long, long);

static void *library;

static void *find(const char *name)
{
	void *fn = dlsym(library, name);

	if (fn)
		return fn;
	fprintf(stderr, "%s\n", dlerror());
	exit(2);
}

static void *make(enum handle kind, const char *program)
{
	int (*create)(struct r3_machine **, const struct r3_options *) = find("r3_create");
	int (*load)(struct r3_machine *, const char *, const char *const *, const char *const *) =
		find("r3_load_host");
	void (*destroy)(struct r3_machine *) = find("r3_destroy");
	struct r3_options options = R3_OPTIONS_INIT;
	struct r3_machine *m = NULL;

	options.mem_size = 16 << 20;
	if (kind == NONE)
		return NULL;
	if (create(&m, &options) || (kind == LOADED && load(m, program, NULL, NULL)))
		exit(3);
	if (kind == DESTROYED)
		destroy(m);
	return m;
}

static int survives(const char *function, enum handle kind, const char *program)
{
	any_function fn = (any_function)find(function);
	pid_t pid = fork();
	int status;

	if (!pid) {
		alarm(20);
		fn(make(kind, program), 0, 0, 0, 0, 0, 0);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	if (!status)
		return 1;
	printf("%s(%s, 0 ...): %s %d\n", function, handle_names[kind],
	       WIFSIGNALED(status) ? "signal" : "exit status",
	       WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
	return 0;
}

int main(int argc, char **argv)
{
	int failed = 0;

	library = argc > 3 ? dlopen(argv[1], RTLD_NOW) : NULL;
	if (!library) {
		fprintf(stderr, "usage: handles LIBRARY PROGRAM KIND:FUNCTION...\n");
		return 2;
	}
	for (int i = 3; i < argc; i++)
		for (int kind = NONE; kind < (argv[i][0] == 'm' ? NR_HANDLES : DESTROYED); kind++)
			failed += !survives(strchr(argv[i], ':') + 1, kind, argv[2]);
	printf("%d functions, %d calls failed\n", argc - 3, failed);
	return failed != 0;
}
