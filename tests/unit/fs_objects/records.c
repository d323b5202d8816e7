/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Record locks against a model that knows each byte: random requests of several owners must be
 * granted or refused alike, and what F_GETLK's walk finds must cover exactly the bytes locked.
 */
#include "machine.h"

#include "fs/locks.h"

#define BYTES 48
#define OWNERS 3
#define ROUNDS 20000

static uint32_t seed;

static unsigned draw(unsigned below)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % below;
}

static char owners[OWNERS];		  /* their addresses are who they are */
static int model[OWNERS][BYTES];	  /* 0 or F_RDLCK + 1, F_WRLCK + 1 */

static struct file_lock request_of(int who, int type, unsigned start, unsigned end)
{
	return (struct file_lock){ .kind = who ? LOCK_OFD : LOCK_POSIX,
				   .owner = &owners[who],
				   .type = type,
				   .start = start,
				   .end = end == BYTES - 1 ? OFFSET_MAX : end };
}

static bool model_refuses(int who, int type, unsigned start, unsigned end)
{
	for (int o = 0; o < OWNERS; o++)
		for (unsigned i = start; o != who && i <= end; i++)
			if (model[o][i] && (type == F_WRLCK || model[o][i] == F_WRLCK + 1))
				return true;
	return false;
}

static bool model_has(int who, unsigned start, unsigned end)
{
	for (unsigned i = start; i <= end; i++)
		if (model[who][i])
			return true;
	return false;
}

static void model_set(int who, int type, unsigned start, unsigned end)
{
	for (unsigned i = start; i <= end; i++)
		model[who][i] = type == F_UNLCK ? 0 : type + 1;
}

/* Every byte of every owner, and no two locks of an owner that could be one. */
static void compare(struct inode *inode)
{
	int found[OWNERS][BYTES] = { { 0 } };
	const struct file_lock *l, *last[OWNERS] = { NULL };

	list_for_each_entry(l, &inode->flocks, node) {
		int who = (char *)l->owner - owners;

		assert_true(l->start <= l->end);
		if (last[who]) {
			assert_true(last[who]->end < l->start);
			assert_false(last[who]->end + 1 == l->start && last[who]->type == l->type);
		}
		last[who] = l;
		for (loff_t i = l->start; i <= l->end && i < BYTES; i++) {
			assert_int_equal(found[who][i], 0);
			found[who][i] = l->type + 1;
		}
	}
	assert_memory_equal(found, model, sizeof(model));
}

static void one_round(struct inode *inode)
{
	static const int types[] = { F_RDLCK, F_WRLCK, F_UNLCK, F_UNLCK };
	unsigned a = draw(BYTES), b = draw(BYTES);
	int who = draw(OWNERS), type = types[draw(4)], err = 0;
	struct file_lock request = request_of(who, type, min(a, b), max(a, b));

	if (type != F_UNLCK)
		err = locks_wait(inode, &request, false);
	assert_int_equal(err, model_refuses(who, type, min(a, b), max(a, b)) && type != F_UNLCK ?
				      -EAGAIN :
				      0);
	assert_int_equal(locks_test(inode, &request) != NULL,
			 type == F_UNLCK ? model_has(who, min(a, b), max(a, b)) : err != 0);
	if (err)
		return;
	assert_int_equal(locks_set_record(inode, &request), 0);
	model_set(who, type, min(a, b), max(a, b));
	compare(inode);
}

static void records_are_what_a_slow_count_says(__unused void **state)
{
	struct file *f;
	int fd = make_file(10);

	f = file_get(fd);
	seed = 1;
	for (int i = 0; i < ROUNDS; i++)
		one_round(f->inode);
	for (int who = 0; who < OWNERS; who++) {
		struct file_lock all = request_of(who, F_UNLCK, 0, BYTES - 1);

		assert_int_equal(locks_set_record(f->inode, &all), 0);
	}
	assert_true(list_empty(&f->inode->flocks));
	file_put(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		machine_test(records_are_what_a_slow_count_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
