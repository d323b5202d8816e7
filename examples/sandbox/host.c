/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Run a program that may be hostile, with limits of everything. */
#include <errno.h>
#include <ring3/ring3.h>
#include <stdio.h>

int main(int argc, char **argv)
{
	struct r3_options options = R3_OPTIONS_INIT;
	struct r3_machine *m;
	char said[256];
	int64_t n;
	int err;

	options.mem_size = 64 << 20;
	options.limit_procs = 32;
	options.limit_time = 2000000000;
	options.uid = options.gid = 1000;
	if (argc != 2 || r3_create(&m, &options))
		return 2;
	if (r3_add_file(m, "/input", "forty-two\n", 10, 0444) ||
	    r3_load_host(m, argv[1], NULL, NULL)) {
		fprintf(stderr, "%s\n", r3_error(m));
		return 1;
	}
	err = r3_run(m);
	printf("it %s\n", err == -ETIME ? "was stopped at the limit of time" : r3_error(m));
	n = r3_read_file(m, "/tmp/output", 0, said, sizeof(said));
	if (n > 0)
		printf("%.*s", (int)n, said);
	r3_destroy(m);
	return 0;
}
