/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What programs ask of their kernel, and what it answers. */
#include <ring3/trace.h>
#include <stdio.h>
#include <string.h>

static void leave(void *m, struct r3_call *c)
{
	struct r3_call_info info = { .name = "(no such call)" };

	r3_call_info(c->is_i386, c->kind, &info);
	printf("%d %s(", c->tid, info.name);
	for (unsigned i = 0; i < info.nargs; i++) {
		const struct r3_arg_info *arg = &info.args[i];
		char path[32];
		int64_t n = -1;

		if (!strcmp(arg->type, "upath_t"))
			n = r3_read_memory(m, c->tid, c->args[i], path, sizeof(path));
		printf("%s%s ", i ? ", " : "", arg->name);
		if (n > 0)
			printf("\"%.*s\"", (int)n, path);
		else
			printf(arg->is_signed ? "%lld" : "%#llx",
			       arg->is_signed ? (int)c->args[i] : (long long)c->args[i]);
	}
	printf(") = %lld\n", (long long)c->result);
}

static void ended(void *m, int tid, int pid, int status)
{
	(void)m;
	(void)pid;
	printf("%d has ended, status %#x\n", tid, (unsigned)status);
}

int main(int argc, char **argv)
{
	struct r3_observer tracer = { .exit = leave, .task_end = ended };
	struct r3_machine *m;

	if (argc < 2 || r3_create(&m, NULL))
		return 2;
	tracer.ctx = m;
	r3_observe(m, &tracer);
	if (r3_load_host(m, argv[1], (const char *const *)argv + 1, NULL) || r3_run(m))
		fprintf(stderr, "%s\n", r3_error(m));
	r3_destroy(m);
	return 0;
}
