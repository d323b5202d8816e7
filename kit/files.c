/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files, descriptors and signals of a task: made, and expected, by calls of the task's own. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/kit.h"

#define SIGSET_SIZE 8
#define SA_WITH_INFO 0x4u
#define SA_WITH_RESTORER 0x04000000u

static int open_at(struct r3_task *t, const char *path, int flags, unsigned mode)
{
	return (int)kit_call(t, "openat", AT_FDCWD, (int64_t)r3_string(t, path), flags, mode, 0, 0);
}

static void close_fd(struct r3_task *t, int fd)
{
	kit_call_ok(t, "close", fd, 0, 0, 0, 0, 0);
}

void r3_make_file(struct r3_task *t, const char *path, const void *data, size_t n, unsigned mode)
{
	KIT_BEGIN(t, path, n ? data : t);
	int fd = open_at(t, path, O_CREAT | O_TRUNC | O_WRONLY, 0600);
	char text[96];

	if (fd < 0)
		kit_fail_in(t, "%s cannot be made: %s", path,
			    kit_errno_text(-fd, text, sizeof(text)));
	if (n && kit_call_ok(t, "write", fd, (int64_t)r3_bytes(t, data, n), (int64_t)n, 0, 0, 0) !=
			 (int64_t)n)
		kit_fail_in(t, "%s does not take %zu bytes", path, n);
	kit_call_ok(t, "fchmod", fd, mode, 0, 0, 0, 0);
	close_fd(t, fd);
}

int r3_open(struct r3_task *t, const char *path, int flags)
{
	KIT_BEGIN(t, path);
	int fd = open_at(t, path, flags, 0644);
	char text[96];

	if (fd < 0)
		kit_fail_in(t, "open(\"%s\", %#x): %s", path, (unsigned)flags,
			    kit_errno_text(-fd, text, sizeof(text)));
	return fd;
}

/* --- descriptors --- */

#define NAMES_SIZE 32768

/* Entries of struct linux_dirent64 but "." and "..". */
static unsigned count_entries(const uint8_t *buf, size_t n)
{
	unsigned count = 0;
	uint16_t size;

	for (size_t at = 0; at + 19 <= n; at += size) {
		memcpy(&size, buf + at + 16, sizeof(size));
		count += buf[at + 19] != '.';
		if (!size)
			break;
	}
	return count;
}

unsigned r3_count_fds(struct r3_task *t)
{
	KIT_BEGIN(t);
	r3_ptr to = r3_alloc(t, NAMES_SIZE);
	int fd = r3_open(t, "/proc/self/fd", O_RDONLY | O_DIRECTORY);
	uint8_t buf[NAMES_SIZE];
	unsigned count = 0;
	int64_t n;

	while ((n = kit_call_ok(t, "getdents64", fd, (int64_t)to, NAMES_SIZE, 0, 0, 0)) > 0) {
		r3_get(t, to, buf, (size_t)n);
		count += count_entries(buf, (size_t)n);
	}
	close_fd(t, fd);
	return count - 1;
}

void r3_assert_open_at(const char *file, int line, struct r3_task *t, int fd, int open)
{
	KIT_BEGIN(t);
	int64_t flags = kit_call(t, "fcntl", fd, F_GETFD, 0, 0, 0, 0);

	if ((flags >= 0) != (open != 0))
		kit_fail(file, line, "descriptor %d is %s, expected that it is %s", fd,
			 open ? "closed" : "open", open ? "open" : "closed");
}

void r3_assert_fds_at(const char *file, int line, struct r3_task *t, unsigned n)
{
	KIT_BEGIN(t);
	unsigned count = r3_count_fds(t);

	if (count != n)
		kit_fail(file, line, "%u descriptors are open, expected %u", count, n);
}

/* --- contents --- */

static void compare(const char *file, int line, const char *path, const char *got, size_t size,
		    const char *want, size_t n)
{
	size_t at = 0, from;
	char is[160], should[160];

	while (at < size && at < n && got[at] == want[at])
		at++;
	if (at == size && at == n)
		return;
	from = at > 8 ? at - 8 : 0;
	kit_quote(is, sizeof(is), got + from, size - from);
	kit_quote(should, sizeof(should), want + from, n - from);
	kit_fail(file, line, "%s: from byte %zu on %s%s (%zu bytes), expected %s%s (%zu bytes)", path,
		 at, from ? "..." : "", is, size, from ? "..." : "", should, n);
}

void r3_assert_file_at(const char *file, int line, struct r3_task *t, const char *path,
		       const void *bytes, size_t n)
{
	KIT_BEGIN(t, path, n ? bytes : t);
	static _Thread_local char *got; /* kept: CMocka jumps */
	int fd = open_at(t, path, O_RDONLY, 0);
	r3_ptr to = r3_alloc(t, n + 64);
	size_t size = 0;
	int64_t part;
	char text[96];

	if (fd < 0)
		kit_fail(file, line, "%s cannot be opened: %s", path,
			 kit_errno_text(-fd, text, sizeof(text)));
	while (size < n + 64 && (part = kit_call_ok(t, "read", fd, (int64_t)(to + size),
						   (int64_t)(n + 64 - size), 0, 0, 0)) > 0)
		size += (size_t)part;
	close_fd(t, fd);
	free(got);
	got = malloc(n + 64);
	if (!got)
		kit_fail(file, line, "not enough memory");
	r3_get(t, to, got, size);
	compare(file, line, path, got, size, bytes, n);
}

void r3_assert_no_file_at(const char *file, int line, struct r3_task *t, const char *path)
{
	KIT_BEGIN(t, path);
	int64_t r = kit_call(t, "faccessat", AT_FDCWD, (int64_t)r3_string(t, path), 0, 0, 0, 0);
	char text[96];

	if (r != -ENOENT)
		kit_fail(file, line, "%s: %s, expected that there is none", path,
			 r ? kit_errno_text((int)-r, text, sizeof(text)) : "it is there");
}

/* --- signals --- */

static r3_ptr put_action(struct r3_task *t, unsigned flags)
{
	const struct kit *k = t->kit;
	r3_ptr p;

	if (!k->is_i386)
		return r3_words(t, 4, (int64_t)k->handler, (int64_t)(flags | SA_WITH_RESTORER),
				(int64_t)k->restorer, (int64_t)0);
	p = r3_words(t, 5, (int64_t)k->handler, (int64_t)flags, (int64_t)0, (int64_t)0, (int64_t)0);
	return p;
}

void r3_handle(struct r3_task *t, int sig, unsigned sa_flags)
{
	KIT_BEGIN(t);
	if (!t->kit->handler)
		kit_fail_in(t, "%s's tasks have no handler", t->kit->ops->name);
	kit_call_ok(t, "rt_sigaction", sig, (int64_t)put_action(t, sa_flags | SA_WITH_INFO), 0,
		    SIGSET_SIZE, 0, 0);
}

unsigned r3_handled(struct r3_task *t, int sig)
{
	KIT_BEGIN(t);
	t->kit->ops->look(t);
	return r3_get_u32(t, t->kit->counts + 4 * (r3_ptr)sig);
}

void r3_assert_pending_at(const char *file, int line, struct r3_task *t, int sig, int pending)
{
	KIT_BEGIN(t);
	r3_ptr set = r3_alloc(t, SIGSET_SIZE);
	bool is;

	kit_call_ok(t, "rt_sigpending", (int64_t)set, SIGSET_SIZE, 0, 0, 0, 0);
	is = r3_get_u64(t, set) >> (sig - 1) & 1;
	if (is != (pending != 0))
		kit_fail(file, line, "signal %d is %spending, expected that it is %s", sig,
			 is ? "" : "not ", pending ? "pending" : "not");
}
