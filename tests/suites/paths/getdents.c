/* SPDX-License-Identifier: GPL-2.0-or-later */
/* getdents(2), getdents64(2) */
#include <string.h>

#include "paths.h"

#define ROOM 4096
#define ONE 24 /* bytes that one entry of a short name fits in, not two */
#define HIGHEST 0x7fffffff

static const struct r3_row rows[] = {
	{"-1", R3_ERR(EBADF), R3_WITH(-1, R3_OUT(ROOM), ROOM)},
	{"AT_FDCWD", R3_ERR(EBADF), R3_WITH(AT_FDCWD, R3_OUT(ROOM), ROOM)},
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_OUT(ROOM), ROOM)},
	{"a directory of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(DIR_PATH), R3_OUT(ROOM), ROOM)},
	{"a file", R3_ERR(ENOTDIR), R3_WITH(R3_FD(FILE), R3_OUT(ROOM), ROOM)},
	{"a pipe", R3_ERR(ENOTDIR), R3_WITH(R3_FD(PIPE_R), R3_OUT(ROOM), ROOM)},
	{"a socket", R3_ERR(ENOTDIR), R3_WITH(R3_FD(SOCKET), R3_OUT(ROOM), ROOM)},
	{"a terminal", R3_ERR(ENOTDIR), R3_WITH(R3_FD(TTY), R3_OUT(ROOM), ROOM)},
	{"a file, to nothing", R3_ERR(ENOTDIR), R3_WITH(R3_FD(FILE), R3_BAD, ROOM)},
	{"a directory", R3_ANY_OK, R3_WITH(R3_FD(DIR), R3_OUT(ROOM), ROOM)},
	{"size 0", R3_ERR(EINVAL), R3_WITH(R3_FD(DIR), R3_OUT(ROOM), 0)},
	{"one byte", R3_ERR(EINVAL), R3_WITH(R3_FD(DIR), R3_OUT(ROOM), 1)},
	{"size 0, to nothing", R3_ERR(EINVAL), R3_WITH(R3_FD(DIR), R3_BAD, 0)},
	{"size 0, to NULL", R3_ERR(EINVAL), R3_WITH(R3_FD(DIR), R3_NULL, 0)},
	{"not open, size 0", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_OUT(ROOM), 0)},
	{"to nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(DIR), R3_BAD, ROOM)},
	{"to NULL", R3_ERR(EFAULT), R3_WITH(R3_FD(DIR), R3_NULL, ROOM)},
	{"to the kernel", R3_ERR(EFAULT), R3_WITH(R3_FD(DIR), R3_KERNEL, ROOM)},
	{"to what is read-only", R3_ERR(EFAULT), R3_WITH(R3_FD(DIR), R3_RO(ROOM), ROOM)},
	{"more than is there, of a few entries", R3_ANY_OK, R3_WITH(R3_FD(DIR), R3_OUT(ROOM), 2 * ROOM)},
	{"size -1: as much as there is", R3_ANY_OK, R3_WITH(R3_FD(DIR), R3_OUT(ROOM), HIGHEST)},
	{"a size in the high half", R3_ERR(EINVAL), R3_WITH(R3_FD(DIR), R3_OUT(ROOM), 0x100000000),
	 .abis = R3_ONLY_X86_64},
	{"an odd address", R3_ANY_OK, R3_WITH(R3_FD(DIR), R3_ODD(ROOM), ROOM)},
};

struct entry {
	uint64_t inode, offset;
	unsigned size, type;
	char name[256];
};

static int is64(const struct r3_task *t)
{
	return strstr(r3_suite_call(t), "64") != NULL;
}

/* struct linux_dirent64, or linux_dirent, whose type is its last byte. */
static void parse(struct r3_task *t, r3_ptr p, struct entry *e)
{
	unsigned word = is64(t) ? 8 : (unsigned)r3_word(t), head = 2 * word + 2 + !!is64(t);
	uint16_t size;
	uint8_t type;

	memset(e, 0, sizeof(*e));
	r3_get(t, p, &e->inode, word);
	r3_get(t, p + word, &e->offset, word);
	r3_get(t, p + 2 * word, &size, 2);
	e->size = size;
	assert_true(size > head && size < sizeof(e->name) && !(size % word));
	r3_get(t, p + (is64(t) ? 18 : size - 1u), &type, 1);
	e->type = type;
	r3_get(t, p + head, e->name, size - head);
}

static int64_t list(struct r3_task *t, int fd, r3_ptr p, int64_t size)
{
	return r3_call(t, r3_suite_call(t), fd, p, size);
}

/* Every entry, with its number and its kind, once. */
static void tells_names_and_kinds(struct r3_task *t)
{
	static const struct {
		const char *name;
		unsigned type;
	} all[] = { { ".", 4 }, { "..", 4 }, { "file", 8 }, { "dir", 4 }, { "link", 10 }, { "fifo", 1 },
		    { "locked", 4 }, { "loop", 10 } };
	r3_ptr p = r3_alloc(t, ROOM);
	struct entry e;
	unsigned found = 0;
	int64_t n;

	r3_scene(t);
	n = list(t, r3_open(t, ".", O_RDONLY | O_DIRECTORY), p, ROOM);
	assert_true(n > 0);
	for (int64_t at = 0; at < n; at += e.size) {
		parse(t, p + (uint64_t)at, &e);
		for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
			if (strcmp(all[i].name, e.name))
				continue;
			assert_int_equal(e.type, all[i].type);
			found |= 1u << i;
		}
		if (!strcmp(e.name, "file"))
			assert_int_equal(e.inode, inode_of(t, "file"));
	}
	assert_int_equal(found, 255);
}

static void ends_and_begins_again(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, ROOM);
	int fd = r3_fd(t, R3_FD_DIR);
	int64_t n = list(t, fd, p, ROOM);

	assert_true(n > 0);
	assert_int_equal(list(t, fd, p, ROOM), 0);
	assert_int_equal(list(t, fd, R3_BAD_PTR, ROOM), 0);
	assert_int_equal(list(t, fd, p, 1), 0);
	r3_assert_result(t, 0, SYS_lseek, fd, 0, 0);
	assert_int_equal(list(t, fd, p, ROOM), n);
}

/* One at a time; an offset leads back to what is behind it. */
static void gives_what_there_is_room_for(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, ONE);
	int fd = r3_fd(t, R3_FD_DIR);
	struct entry first, second, again;

	assert_true(list(t, fd, p, ONE) > 0);
	parse(t, p, &first);
	assert_string_equal(first.name, ".");
	assert_true(list(t, fd, p, ONE) > 0);
	parse(t, p, &second);
	assert_string_equal(second.name, "..");
	r3_assert_ok(t, SYS_lseek, fd, first.offset, 0);
	assert_true(list(t, fd, p, ONE) > 0);
	parse(t, p, &again);
	assert_string_equal(again.name, "..");
	assert_int_equal(list(t, fd, p, 12), -EINVAL);
}

/* What is copied before the hole is given; nothing is lost. */
static void stops_at_a_hole(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_DIR);
	r3_ptr all = r3_alloc(t, ROOM), p = r3_alloc_cut(t, ROOM, 40);
	int64_t n = list(t, fd, p, ROOM), rest;
	struct entry e;

	assert_true(n > 0 && n <= 40);
	parse(t, p, &e);
	assert_string_equal(e.name, ".");
	rest = list(t, fd, all, ROOM);
	assert_true(rest > 0);
	r3_assert_result(t, 0, SYS_lseek, fd, 0, 0);
	assert_int_equal(list(t, fd, all, ROOM), n + rest);
}

static void of_what_was_removed(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, ROOM);
	int fd;

	r3_scene(t);
	fd = r3_open(t, "dir/sub", O_RDONLY | O_DIRECTORY);
	r3_assert_result(t, 0, SYS_rmdir, r3_string(t, "dir/sub"));
	assert_int_equal(list(t, fd, p, ROOM), -ENOENT);
	assert_int_equal(list(t, fd, p, 0), -ENOENT);
	assert_int_equal(list(t, fd, R3_BAD_PTR, ROOM), -ENOENT);
}

static void lists_what_is_locked_later(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, ROOM);
	int fd = r3_fd(t, R3_FD_DIR);

	r3_assert_result(t, 0, SYS_fchmod, fd, 0);
	assert_true(list(t, fd, p, ROOM) > 0);
}

static void whichever_copy_fails(struct r3_task *t)
{
	copies_fail(t, r3_suite_call(t), r3_fd(t, R3_FD_DIR), (int64_t)r3_alloc(t, ROOM), ROOM, 0, 0);
}

R3_SUITE(getdents, .calls = "getdents getdents64", .page = "getdents", .rows = R3_ROWS(rows),
	 .cases = R3_CASES(R3_CASE(tells_names_and_kinds), R3_CASE(ends_and_begins_again),
			   R3_CASE(gives_what_there_is_room_for), R3_CASE(stops_at_a_hole),
			   R3_CASE(of_what_was_removed), R3_CASE(lists_what_is_locked_later),
			   R3_CASE(whichever_copy_fails, .ring3_only = RING3_COPIES)));
