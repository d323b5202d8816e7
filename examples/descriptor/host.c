/* SPDX-License-Identifier: GPL-2.0-or-later */
/* votefd(): a descriptor that counts what is written to it. */
#include <errno.h>
#include <ring3/extend.h>
#include <stdio.h>
#include <stdlib.h>

struct votes {
	unsigned yes, no;
};

static int64_t vote(void *ctx, void *handle, const void *buf, size_t n, uint64_t offset)
{
	struct votes *v = ctx;

	(void)handle;
	(void)offset;
	for (size_t i = 0; i < n; i++) {
		if (((const char *)buf)[i] == 'y')
			v->yes++;
		else
			v->no++;
	}
	return (int64_t)n;
}

static int64_t count(void *ctx, void *handle, void *buf, size_t n, uint64_t offset)
{
	struct votes *v = ctx;
	char text[64];

	(void)handle;
	(void)offset;
	snprintf(text, sizeof(text), "%u of %u for it\n", v->yes, v->yes + v->no);
	return r3_read_text(text, buf, n, 0);
}

static void over(void *ctx, void *handle)
{
	(void)handle;
	printf("host: the vote is over\n");
	fflush(stdout);
	free(ctx);
}

static int64_t votefd(void *machine, const uint64_t args[6])
{
	static const struct r3_file_ops ops = { .read = count, .write = vote, .release = over };
	struct votes *v = calloc(1, sizeof(*v));
	int fd;

	(void)args;
	if (!v)
		return -ENOMEM;
	fd = r3_new_descriptor(machine, "vote", &ops, v, 2 /* O_RDWR */, NULL);
	if (fd < 0)
		free(v);
	return fd;
}

int main(int argc, char **argv)
{
	struct r3_new_call call = { .name = "votefd", .number = 463, .abis = R3_I386 | R3_X86_64,
				    .fn = votefd };
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
