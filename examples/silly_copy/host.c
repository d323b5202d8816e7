/* SPDX-License-Identifier: GPL-2.0-or-later */
/* silly_copy(src, dst, len): the caller's own bytes, carried from one of its places to another. */
#include <errno.h>
#include <ring3/extend.h>
#include <stdio.h>

#define MAX_LEN 0x7ffff000u /* as read(2) and write(2) have it: the result fits into an int */

static int64_t silly_copy(void *machine, const uint64_t args[6])
{
	uint64_t src = args[0], dst = args[1], len = args[2], done = 0;
	char buf[256]; /* the kernel's: its size is not the caller's choice */

	if (len > MAX_LEN)
		len = MAX_LEN;
	while (done < len) {
		size_t n = len - done < sizeof(buf) ? len - done : sizeof(buf);
		size_t got = n - r3_copy_from_user(machine, buf, src + done, n);
		size_t put = got - r3_copy_to_user(machine, dst + done, buf, got);

		done += put;
		if (put < n)
			return done ? (int64_t)done : -EFAULT;
	}
	return (int64_t)done;
}

int main(int argc, char **argv)
{
	struct r3_new_call call = { .name = "silly_copy", .number = 463, .nargs = 3,
				    .abis = R3_I386 | R3_X86_64, .fn = silly_copy };
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
