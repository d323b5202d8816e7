/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A character device that turns text by thirteen letters. */
#include <ctype.h>
#include <errno.h>
#include <poll.h>
#include <ring3/extend.h>
#include <stdio.h>
#include <string.h>

#define ROT13_LENGTH 0x7201 /* _IO('r', 1): how much waits, into an int */

struct rot13 {
	struct r3_machine *machine;
	struct r3_object *device;
	char text[256];
	int length;
};

static int64_t rot13_write(void *ctx, void *handle, const void *buf, size_t n, uint64_t offset)
{
	struct rot13 *r = ctx;

	(void)handle;
	(void)offset;
	if (n > sizeof(r->text) - (size_t)r->length)
		n = sizeof(r->text) - (size_t)r->length;
	if (!n)
		return -ENOSPC;
	for (size_t i = 0; i < n; i++) {
		char c = ((const char *)buf)[i], first = isupper((unsigned char)c) ? 'A' : 'a';

		r->text[r->length++] = isalpha((unsigned char)c) ? first + (c - first + 13) % 26 : c;
	}
	r3_ready(r->machine, r->device, POLLIN);
	return (int64_t)n;
}

static int64_t rot13_read(void *ctx, void *handle, void *buf, size_t n, uint64_t offset)
{
	struct rot13 *r = ctx;

	(void)handle;
	(void)offset;
	if (!r->length)
		return -EAGAIN; /* the reader sleeps, or has asked not to */
	if (n > (size_t)r->length)
		n = (size_t)r->length;
	memcpy(buf, r->text, n);
	memmove(r->text, r->text + n, (size_t)r->length - n);
	r->length -= (int)n;
	return (int64_t)n;
}

static int64_t rot13_ioctl(void *ctx, void *handle, unsigned cmd, uint64_t arg)
{
	struct rot13 *r = ctx;

	(void)handle;
	if (cmd != ROT13_LENGTH)
		return -ENOTTY;
	return r3_copy_to_user(r->machine, arg, &r->length, sizeof(r->length)) ? -EFAULT : 0;
}

static unsigned rot13_poll(void *ctx, void *handle)
{
	(void)handle;
	return POLLOUT | (((struct rot13 *)ctx)->length ? POLLIN : 0);
}

int main(int argc, char **argv)
{
	static const struct r3_file_ops ops = { .read = rot13_read, .write = rot13_write,
						.ioctl = rot13_ioctl, .poll = rot13_poll };
	struct rot13 rot13 = { 0 };
	struct r3_machine *m;

	if (argc != 2 || r3_create(&m, NULL))
		return 2;
	rot13.machine = m;
	if (r3_add_device(m, "rot13", 0666, 0, &ops, &rot13, &rot13.device) || r3_stdio(m, 1, 1) ||
	    r3_load_host(m, argv[1], NULL, NULL) || r3_run(m)) {
		fprintf(stderr, "%s\n", r3_error(m));
		return 1;
	}
	r3_destroy(m);
	return 0;
}
