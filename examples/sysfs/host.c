/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A number of the host's as a file of /sys. */
#include <errno.h>
#include <ring3/extend.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int64_t show(void *ctx, void *handle, void *buf, size_t n, uint64_t offset)
{
	char text[16];

	(void)handle;
	snprintf(text, sizeof(text), "%d\n", *(int *)ctx);
	return r3_read_text(text, buf, n, offset);
}

static int64_t store(void *ctx, void *handle, const void *buf, size_t n, uint64_t offset)
{
	char text[16] = "", *end;
	long value;

	(void)handle;
	if (offset || n >= sizeof(text))
		return -EINVAL;
	memcpy(text, buf, n);
	value = strtol(text, &end, 10);
	if (end == text || (*end && *end != '\n') || value < 0 || value > 100)
		return -EINVAL;
	*(int *)ctx = (int)value;
	return (int64_t)n;
}

int main(int argc, char **argv)
{
	static const struct r3_file_ops ops = { .read = show, .write = store };
	int threshold = 50;
	struct r3_machine *m;

	if (argc != 2 || r3_create(&m, NULL))
		return 2;
	if (r3_add_kernel_file(m, "/sys/kernel/demo/threshold", 0644, &ops, &threshold, NULL) ||
	    r3_stdio(m, 1, 1) || r3_load_host(m, argv[1], NULL, NULL) || r3_run(m)) {
		fprintf(stderr, "%s\n", r3_error(m));
		return 1;
	}
	printf("host: it is %d now\n", threshold);
	r3_destroy(m);
	return 0;
}
