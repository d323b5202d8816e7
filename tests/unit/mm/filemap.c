/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page cache: sparse indices, dirty pages and their way back, reads and writes that fault. */
#include "machine.h"

#include <string.h>

#include "mm/pagetree.h"

static void pagetrees_hold_sparse_entries(__unused void **state)
{
	static const uint64_t at[] = { 0, 1, 63, 64, 4095, 4096, 1ull << 40, PAGETREE_MAX };
	size_t objects = arena_objects(kernel->arena);
	void *root = NULL;
	uint64_t index = 0;

	for (unsigned i = 0; i < ARRAY_SIZE(at); i++)
		assert_int_equal(pagetree_set(&root, at[i], at[i] * 2 + 1), 0);
	for (unsigned i = 0; i < ARRAY_SIZE(at); i++, index++) {
		assert_int_equal(pagetree_get(root, at[i]), at[i] * 2 + 1);
		assert_int_equal(pagetree_next(root, &index), at[i] * 2 + 1);
		assert_int_equal(index, at[i]);
	}
	assert_int_equal(pagetree_next(root, &index), 0);
	assert_int_equal(pagetree_get(root, 2), 0);
	assert_int_equal(pagetree_set(&root, 2, 0), 0);
	for (unsigned i = 0; i < ARRAY_SIZE(at); i++)
		assert_int_equal(pagetree_set(&root, at[i], 0), 0);
	assert_null(root);
	assert_int_equal(arena_objects(kernel->arena), objects);
}

static void pagetrees_survive_every_failed_allocation(__unused void **state)
{
	size_t objects = arena_objects(kernel->arena);

	for (unsigned n = 1; n < 20; n++) {
		void *root = NULL;
		int err;

		assert_int_equal(pagetree_set(&root, 5, 1), 0);
		arena_fail_nth(kernel->arena, n);
		err = pagetree_set(&root, 1ull << 50, 1);
		arena_fail_nth(kernel->arena, 0);
		assert_true(!err || err == -ENOMEM);
		assert_int_equal(pagetree_get(root, 5), 1);
		assert_int_equal(pagetree_get(root, 1ull << 50), err ? 0 : 1);
		(void)pagetree_set(&root, 1ull << 50, 0);
		(void)pagetree_set(&root, 5, 0);
		assert_null(root);
	}
	assert_int_equal(arena_objects(kernel->arena), objects);
}

/* --- a file whose bytes are elsewhere: page n reads as '0' + n --- */

static char disk[8][PAGE_SIZE];
static unsigned reads, writes;

static int disk_read(__unused struct inode *inode, uint64_t index, void *page)
{
	reads++;
	if (index == 7)
		return -EIO;
	memcpy(page, disk[index], PAGE_SIZE);
	return 0;
}

static int disk_write(__unused struct inode *inode, uint64_t index, const void *page, size_t bytes)
{
	writes++;
	memcpy(disk[index], page, bytes);
	return 0;
}

static const struct address_space_ops disk_ops = { disk_read, disk_write };

static int disk_file(void)
{
	int fd = make_file(0);
	struct file *f = file_get(fd);

	for (unsigned i = 0; i < 8; i++)
		memset(disk[i], '0' + i, PAGE_SIZE);
	f->inode->mapping.ops = &disk_ops;
	f->inode->mapping.charge = NULL;
	f->inode->size = 8 * PG;
	reads = writes = 0;
	file_put(f);
	return fd;
}

static struct address_space *mapping_of(int fd)
{
	struct file *f = file_get(fd);
	struct address_space *m = &f->inode->mapping;

	file_put(f);
	return m;
}

static void pages_are_read_once_and_written_when_dirty(__unused void **state)
{
	int fd = disk_file();
	struct address_space *m = mapping_of(fd);
	uaddr_t a = AREA;

	assert_int_equal(call(mmap, a, 8 * PG, RW, MAP_SHARED | MAP_FIXED, fd, 0), a);
	assert_int_equal(peek(a + PG), '1');
	assert_int_equal(peek(a + PG), '1');
	assert_int_equal(reads, 1);
	assert_int_equal(filemap_writeback(m, 0, UINT64_MAX), 0);
	assert_int_equal(writes, 0);
	assert_int_equal(poke(a + PG, 'X'), 0);
	assert_int_equal(filemap_writeback(m, 0, PG), 0); /* not that page */
	assert_int_equal(writes, 0);
	assert_int_equal(filemap_writeback(m, PG, PG + 1), 0);
	assert_int_equal(writes, 1);
	assert_int_equal(disk[1][0], 'X');
	/* clean again: the next write makes it dirty again */
	assert_int_equal(poke(a + PG, 'Y'), 0);
	assert_int_equal(call(msync, a, 8 * PG, MS_SYNC), 0);
	assert_int_equal(writes, 2);
	assert_int_equal(disk[1][0], 'Y');
	assert_int_equal(call(msync, a, 8 * PG, MS_SYNC), 0);
	assert_int_equal(writes, 2);
}

static void the_last_page_is_written_up_to_the_end(__unused void **state)
{
	int fd = disk_file();
	struct address_space *m = mapping_of(fd);

	m->host->size = PG + 100;
	assert_int_equal(call(mmap, AREA, 2 * PG, RW, MAP_SHARED | MAP_FIXED, fd, 0), AREA);
	assert_int_equal(poke(AREA + PG + 99, 'X'), 0);
	assert_int_equal(poke(AREA + PG + 100, 'Y'), 0);
	assert_int_equal(filemap_writeback(m, 0, UINT64_MAX), 0);
	assert_int_equal(disk[1][99], 'X');
	assert_int_equal(disk[1][100], '1');
}

static void a_page_that_cannot_be_read_is_sigbus(__unused void **state)
{
	int fd = disk_file();
	char byte;
	struct iov_iter i;

	assert_int_equal(call(mmap, AREA, 8 * PG, PROT_READ, MAP_PRIVATE | MAP_FIXED, fd, 0), AREA);
	assert_int_equal(peek(AREA + 7 * PG), -SIGBUS);
	iov_iter_kernel(&i, &byte, 1);
	assert_int_equal(filemap_read(mapping_of(fd), &i, 7 * PG, 8 * PG), -EIO);
	iov_iter_kernel(&i, &byte, 1);
	assert_int_equal(filemap_read(mapping_of(fd), &i, 7 * PG - 1, 8 * PG), 1);
}

static void clean_pages_give_way_when_memory_is_short(__unused void **state)
{
	int fd = disk_file();
	struct address_space *m = mapping_of(fd);
	uaddr_t a = map_at(16, 1024, RW);
	unsigned n = 0;
	int err;

	for (unsigned i = 0; i < 6; i++)
		assert_int_not_equal(filemap_get(m, i, false, &err), 0);
	filemap_set_dirty(m, 3);
	assert_int_equal(call(mmap, AREA, PG, PROT_READ, MAP_PRIVATE | MAP_FIXED, fd, 4 * PG), AREA);
	assert_int_equal(peek(AREA), '4');
	while (!(current->work & TW_KILLED) && !poke(a + n * PG, 1))
		n++;
	assert_int_equal(m->nr_pages, 2); /* the dirty and the mapped one */
	assert_int_not_equal(filemap_peek(m, 3), 0);
	assert_int_not_equal(filemap_peek(m, 4), 0);
}

static void outside_changes_drop_clean_pages_only(__unused void **state)
{
	int fd = disk_file();
	struct address_space *m = mapping_of(fd);
	char byte = 'Z';
	int err;

	filemap_get(m, 0, false, &err);
	filemap_get(m, 1, false, &err);
	filemap_set_dirty(m, 1);
	filemap_update(m, PG - 1, "ab", 2);
	assert_int_equal(((char *)frame_data(kernel->mem, filemap_peek(m, 0)))[PG - 1], 'a');
	assert_int_equal(((char *)frame_data(kernel->mem, filemap_peek(m, 1)))[0], 'b');
	filemap_update(m, 5 * PG, &byte, 1); /* not cached: nothing */
	filemap_invalidate(m);
	assert_int_equal(filemap_peek(m, 0), 0);
	assert_int_not_equal(filemap_peek(m, 1), 0);
}

/* --- read and write --- */

static void reads_and_writes_are_partial_at_faults(__unused void **state)
{
	int fd = make_file(2 * PG);
	struct address_space *m = mapping_of(fd);
	uaddr_t hole = map_at(0, 1, RW) + PG;
	struct iov_iter i;

	assert_int_equal(iov_iter_user(&i, hole - 10, 100), 0);
	assert_int_equal(filemap_read(m, &i, PG - 5, 2 * PG), 10);
	assert_int_equal(peek(hole - 6), 'a');
	assert_int_equal(peek(hole - 5), 'b');
	assert_int_equal(filemap_read(m, &i, 0, 2 * PG), -EFAULT);
	assert_int_equal(iov_iter_user(&i, hole - 10, 100), 0);
	assert_int_equal(filemap_write(m, &i, 4 * PG), 10);
	assert_int_equal(filemap_write(m, &i, 4 * PG), -EFAULT);
	assert_int_equal(iov_iter_user(&i, hole - 10, 10), 0);
	assert_int_equal(filemap_read(m, &i, 2 * PG - 3, 2 * PG), 3); /* the size bounds it */
	assert_int_equal(filemap_read(m, &i, 2 * PG, 2 * PG), 0);
}

static void a_file_can_be_read_into_its_own_mapping(__unused void **state)
{
	int fd = make_file(PG);
	struct iov_iter i;

	assert_int_equal(call(mmap, AREA, PG, RW, MAP_SHARED | MAP_FIXED, fd, 0), AREA);
	assert_int_equal(copy_to_user(AREA, "0123456789", 10), 0);
	assert_int_equal(iov_iter_user(&i, AREA + 2, 8), 0);
	assert_int_equal(filemap_read(mapping_of(fd), &i, 0, PG), 8);
	assert_int_equal(peek(AREA + 9), '7');
}

static void holes_read_as_zero_and_are_found(__unused void **state)
{
	int fd = make_file(0);
	struct address_space *m = mapping_of(fd);
	char buf[8];
	struct iov_iter i;

	iov_iter_kernel(&i, "data", 4);
	assert_int_equal(filemap_write(m, &i, 3 * PG + 50), 4);
	iov_iter_kernel(&i, buf, 8);
	assert_int_equal(filemap_read(m, &i, PG, 10 * PG), 8);
	assert_int_equal(buf[7], 0);
	assert_int_equal(m->nr_pages, 1); /* reading bore no page */
	assert_int_equal(filemap_seek_hole_data(m, 10, 10 * PG, true), 3 * PG);
	assert_int_equal(filemap_seek_hole_data(m, 3 * PG + 7, 10 * PG, true), 3 * PG + 7);
	assert_int_equal(filemap_seek_hole_data(m, 4 * PG, 10 * PG, true), -ENXIO);
	assert_int_equal(filemap_seek_hole_data(m, 10, 10 * PG, false), 10);
	assert_int_equal(filemap_seek_hole_data(m, 3 * PG, 10 * PG, false), 4 * PG);
	assert_int_equal(filemap_seek_hole_data(m, 3 * PG, 3 * PG + 60, false), 3 * PG + 60);
	assert_int_equal(filemap_seek_hole_data(m, 10 * PG, 10 * PG, false), -ENXIO);
}

static void punching_zeroes_parts_and_drops_whole_pages(__unused void **state)
{
	int fd = make_file(4 * PG);
	struct address_space *m = mapping_of(fd);
	uaddr_t s = AREA, p = AREA + 4 * PG;

	assert_int_equal(call(mmap, s, 4 * PG, RW, MAP_SHARED | MAP_FIXED, fd, 0), s);
	assert_int_equal(call(mmap, p, 4 * PG, RW, MAP_PRIVATE | MAP_FIXED, fd, 0), p);
	for (unsigned i = 0; i < 4; i++)
		assert_int_equal(peek(s + i * PG + 50), 'a' + i);
	assert_int_equal(poke(p + PG, 'P'), 0);
	filemap_punch(m, 100, 3 * PG + 20);
	assert_int_equal(m->nr_pages, 2);
	assert_int_equal(peek(s + 99), 'a');
	assert_int_equal(peek(s + 100), 0);
	assert_int_equal(peek(s + PG + 50), 0);
	assert_int_equal(peek(s + 3 * PG + 19), 0);
	assert_int_equal(peek(s + 3 * PG + 20), 'd');
	assert_int_equal(peek(p + PG), 'P'); /* private copies stay */
	filemap_punch(m, 10, 20);
	assert_int_equal(peek(s + 9), 'a');
	assert_int_equal(peek(s + 10), 0);
	assert_int_equal(peek(s + 20), 'a');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		machine_test(pagetrees_hold_sparse_entries),
		machine_test(pagetrees_survive_every_failed_allocation),
		machine_test(pages_are_read_once_and_written_when_dirty),
		machine_test(the_last_page_is_written_up_to_the_end),
		machine_test(a_page_that_cannot_be_read_is_sigbus),
		small_machine_test(clean_pages_give_way_when_memory_is_short),
		machine_test(outside_changes_drop_clean_pages_only),
		machine_test(reads_and_writes_are_partial_at_faults),
		machine_test(a_file_can_be_read_into_its_own_mapping),
		machine_test(holes_read_as_zero_and_are_found),
		machine_test(punching_zeroes_parts_and_drops_whole_pages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
