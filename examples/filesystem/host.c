/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A filesystem in which the file N holds the square of N. */
#include <errno.h>
#include <ring3/extend.h>
#include <stdio.h>
#include <stdlib.h>

#define DIRECTORY 0040555
#define FILE_R 0100444

static int number(const char *path)
{
	char *end;
	long n = strtol(path, &end, 10);

	return end == path || *end || n < 0 || n >= 100 ? -1 : (int)n;
}

static int text(int n, char buf[16])
{
	return snprintf(buf, 16, "%d\n", n * n);
}

static int attributes(void *ctx, const char *path, struct r3_attributes *a)
{
	char buf[16];

	(void)ctx;
	a->mode = *path ? FILE_R : DIRECTORY;
	if (!*path)
		return 0;
	if (number(path) < 0)
		return -ENOENT;
	a->size = (uint64_t)text(number(path), buf);
	return 0;
}

static int list(void *ctx, const char *path, unsigned index, char name[256])
{
	(void)ctx;
	(void)path;
	snprintf(name, 256, "%u", index);
	return index < 100 ? 0 : -ENOENT;
}

static int64_t read_square(void *ctx, const char *path, void *buf, size_t n, uint64_t offset)
{
	char square[16];

	(void)ctx;
	text(number(path), square);
	return r3_read_text(square, buf, n, offset);
}

int main(int argc, char **argv)
{
	static const struct r3_fs_ops ops = { .attributes = attributes, .list = list,
					      .read = read_square };
	struct r3_machine *m;

	if (argc != 2 || r3_create(&m, NULL))
		return 2;
	if (r3_mount_served(m, "/squares", 0, &ops, NULL) || r3_stdio(m, 1, 1) ||
	    r3_load_host(m, argv[1], NULL, NULL) || r3_run(m)) {
		fprintf(stderr, "%s\n", r3_error(m));
		return 1;
	}
	r3_destroy(m);
	return 0;
}
