/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A C and C++ program that runs a Linux program in a machine: hello BUSYBOX */
#include <ring3/ring3.h>
#include <stdio.h>

int main(int argc, char **argv)
{
	struct r3_options options = R3_OPTIONS_INIT;
	const char *const args[] = { "echo", "hello from", "inside", NULL };
	const char *const env[] = { NULL };
	struct r3_machine *m;
	int status = 1;

	if (argc != 2 || r3_create(&m, &options))
		return 2;
	if (r3_mount(m, argv[1], "/bin/echo", 0) || r3_stdio(m, 1, 1) ||
	    r3_load(m, "/bin/echo", args, env) || r3_run(m))
		fprintf(stderr, "%s\n", r3_error(m));
	else
		status = r3_exit_status(m);
	r3_destroy(m);
	return status;
}
