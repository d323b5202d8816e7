/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A system call that returns the size of the kernel's stack, at a free number of both tables. */
#include <ring3/extend.h>
#include <stdio.h>

static int64_t foo(void *machine, const uint64_t args[6])
{
	struct r3_caller caller;

	(void)args;
	return r3_caller(machine, &caller) ? -1 : (int64_t)caller.kernel_stack;
}

int main(int argc, char **argv)
{
	struct r3_new_call call = { .name = "foo", .number = 463, .abis = R3_I386 | R3_X86_64,
				    .fn = foo };
	struct r3_machine *m;

	if (argc != 2 || r3_create(&m, NULL))
		return 2;
	call.ctx = m;
	if (r3_add_call(m, &call) || r3_stdio(m, 1, 1) || r3_load_host(m, argv[1], NULL, NULL) ||
	    r3_run(m)) {
		fprintf(stderr, "%s\n", r3_error(m));
		return 1;
	}
	r3_destroy(m);
	return 0;
}
