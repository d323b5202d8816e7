/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Random calls against a model that is too simple to be wrong: an array with one entry a page.
 * Contents, rights and the shape of the tree must agree after every call.
 */
#include "machine.h"

#include <string.h>

#define PAGES 48
#define ROUNDS 4000

struct page {
	bool mapped, locked;
	unsigned prot;
	uint8_t byte;
};

static struct page model[PAGES];
static uint64_t seed = 88172645463325252ull;

static unsigned draw(unsigned below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed % below;
}

static unsigned draw_prot(void)
{
	static const unsigned prots[] = { PROT_NONE, PROT_READ, RW, PROT_READ | PROT_EXEC };

	return prots[draw(4)];
}

static bool all_mapped(unsigned first, unsigned n)
{
	for (unsigned i = first; i < first + n; i++) {
		if (!model[i].mapped)
			return false;
	}
	return true;
}

static unsigned mapped_until_hole(unsigned first, unsigned n)
{
	unsigned i = 0;

	while (i < n && model[first + i].mapped)
		i++;
	return i;
}

static void do_map(unsigned first, unsigned n)
{
	unsigned prot = draw_prot();

	map_at(first, n, prot);
	for (unsigned i = first; i < first + n; i++)
		model[i] = (struct page){ .mapped = true, .prot = prot };
}

static void do_unmap(unsigned first, unsigned n)
{
	assert_int_equal(call(munmap, AREA + first * PG, n * PG), 0);
	memset(&model[first], 0, n * sizeof(model[0]));
}

static void do_protect(unsigned first, unsigned n)
{
	unsigned prot = draw_prot();
	long ret = call(mprotect, AREA + first * PG, n * PG, prot);

	assert_int_equal(ret, all_mapped(first, n) ? 0 : -ENOMEM);
	n = mapped_until_hole(first, n);
	for (unsigned i = first; i < first + n; i++)
		model[i].prot = prot;
}

static void do_write(unsigned first, __unused unsigned n)
{
	uint8_t byte = 1 + draw(255);
	bool can = model[first].mapped && (model[first].prot & PROT_WRITE);
	uaddr_t addr = AREA + first * PG;

	if (draw(2))
		assert_int_equal(poke(addr, byte), can ? 0 : -SIGSEGV);
	else
		assert_int_equal(copy_to_user(addr, &byte, 1), can ? 0 : 1);
	if (can)
		model[first].byte = byte;
}

static void do_move(unsigned first, unsigned n)
{
	unsigned to = draw(PAGES - n + 1);
	uaddr_t a = AREA + first * PG, b = AREA + to * PG;
	struct page moved[PAGES];
	bool overlap = to < first + n && first < to + n;
	struct vma *vma = vma_lookup(current->mm, a);
	long ret = call(mremap, a, n * PG, n * PG, MREMAP_MAYMOVE | MREMAP_FIXED, b);

	if (!model[first].mapped) {
		assert_int_equal(ret, -EFAULT);
		return;
	}
	if (overlap) {
		assert_int_equal(ret, -EINVAL);
		return;
	}
	memcpy(moved, &model[first], n * sizeof(moved[0]));
	memset(&model[to], 0, n * sizeof(model[0])); /* the target is unmapped first */
	if (ret == -EFAULT) { /* more than one mapping */
		assert_non_null(vma);
		return;
	}
	assert_int_equal(ret, b);
	memset(&model[first], 0, n * sizeof(model[0]));
	memcpy(&model[to], moved, n * sizeof(moved[0]));
}

static void do_forget(unsigned first, unsigned n)
{
	long ret = call(madvise, AREA + first * PG, n * PG, MADV_DONTNEED);

	for (unsigned i = first; i < first + n; i++) {
		if (model[i].locked) {
			assert_true(ret == -EINVAL);
			return;
		}
		model[i].byte = 0;
	}
	assert_int_equal(ret, all_mapped(first, n) ? 0 : -ENOMEM);
}

static void do_lock(unsigned first, unsigned n)
{
	bool on = draw(2);
	long ret = on ? call(mlock2, AREA + first * PG, n * PG, MLOCK_ONFAULT) :
			call(munlock, AREA + first * PG, n * PG);

	assert_int_equal(ret, all_mapped(first, n) ? 0 : -ENOMEM);
	n = mapped_until_hole(first, n);
	for (unsigned i = first; i < first + n; i++)
		model[i].locked = on;
}

static void compare(void)
{
	for (unsigned i = 0; i < PAGES; i++) {
		struct vma *vma = vma_lookup(current->mm, AREA + i * PG);
		int want = model[i].prot ? model[i].byte : -SIGSEGV;

		assert_int_equal(vma != NULL, model[i].mapped);
		if (!vma)
			continue;
		assert_int_equal(vma->flags & VM_ACCESS_FLAGS, model[i].prot);
		assert_int_equal(!!(vma->flags & VM_LOCKED), model[i].locked);
		assert_int_equal(peek(AREA + i * PG), want);
	}
	check_mm(current->mm);
}

static void random_calls_agree_with_the_model(__unused void **state)
{
	static void (*const act[])(unsigned first, unsigned n) = {
		do_map, do_unmap, do_protect, do_protect, do_write, do_write, do_write,
		do_move, do_forget, do_lock,
	};

	memset(model, 0, sizeof(model));
	for (unsigned round = 0; round < ROUNDS; round++) {
		unsigned first = draw(PAGES), n = 1 + draw(min(PAGES - first, 12u));

		act[draw(ARRAY_SIZE(act))](first, n);
		compare();
	}
}

/* How many bytes from offset on can be reached, page by page. */
static size_t reachable(size_t offset, size_t n, bool write)
{
	size_t done = 0;

	while (done < n) {
		size_t page = (offset + done) / PAGE_SIZE;

		if (page >= PAGES || !model[page].mapped ||
		    !(write ? model[page].prot & PROT_WRITE : model[page].prot))
			break;
		done += PAGE_SIZE - (offset + done) % PAGE_SIZE;
	}
	return min(done, n);
}

static uint8_t shadow[PAGES * PAGE_SIZE], data[8 * PAGE_SIZE], back[8 * PAGE_SIZE];

static void copy_round(size_t offset, size_t n)
{
	uaddr_t a = AREA + offset;
	size_t can_write = reachable(offset, n, true), can_read = reachable(offset, n, false);
	size_t total = 0;
	struct host_iov v[4];
	struct iov_iter i;
	unsigned pieces;

	for (size_t k = 0; k < n; k++)
		data[k] = draw(8) ? draw(256) : 0;
	if (draw(4)) {
		assert_int_equal(copy_to_user(a, data, n), n - can_write);
	} else {
		memset(data, 0, n);
		assert_int_equal(clear_user(a, n), n - can_write);
	}
	memcpy(shadow + offset, data, can_write);
	memset(back, 0xee, n);
	assert_int_equal(copy_from_user(back, a, n), n - can_read);
	assert_memory_equal(back, shadow + offset, can_read);
	for (size_t k = can_read; k < n; k++)
		assert_int_equal(back[k], 0);
	/* strings */
	total = strnlen((char *)shadow + offset, can_read);
	if (total == can_read && can_read < n)
		assert_int_equal(strncpy_from_user((char *)back, a, n), -EFAULT);
	else
		assert_int_equal(strncpy_from_user((char *)back, a, n), total);
	if (total < can_read)
		assert_int_equal(strnlen_user(a, n), total + 1);
	else if (can_read < n)
		assert_int_equal(strnlen_user(a, n), 0);
	/* the host's view */
	assert_int_equal(iov_iter_user(&i, a, n), 0);
	pieces = iov_iter_host(&i, false, v, 4, n);
	total = 0;
	for (unsigned k = 0; k < pieces; k++) {
		assert_memory_equal(v[k].base, shadow + offset + total, v[k].len);
		total += v[k].len;
	}
	assert_true(pieces == 4 ? total <= can_read : total == can_read);
}

static void random_copies_end_where_the_model_says(__unused void **state)
{
	memset(model, 0, sizeof(model));
	for (unsigned round = 0; round < 600; round++) {
		unsigned first = draw(PAGES), n = 1 + draw(min(PAGES - first, 6u));

		if (draw(4))
			do_map(first, n);
		else
			do_unmap(first, n);
		memset(shadow + first * PAGE_SIZE, 0, n * PAGE_SIZE);
		for (unsigned k = 0; k < 3; k++)
			copy_round(draw(PAGES * PAGE_SIZE - 1), 1 + draw(k ? 100 : 4 * PAGE_SIZE));
	}
}

/* The gaps that the tree knows against a walk over all mappings. */
static void places_found_are_the_highest_and_lowest(__unused void **state)
{
	for (unsigned round = 0; round < 300; round++) {
		struct unmapped_area info = { .len = (1 + draw(20)) * PG };
		int64_t best = -ENOMEM, first = -ENOMEM;

		if (draw(3))
			do_map(draw(PAGES), 1);
		else
			(void)call(munmap, AREA + draw(PAGES) * PG, PG);
		info.low = AREA + draw(PAGES / 2) * PG;
		info.high = info.low + draw(PAGES) * PG;
		for (uaddr_t a = info.low; a + info.len <= info.high; a += PG) {
			if (vma_intersection(current->mm, a, a + info.len))
				continue;
			best = a;
			first = first < 0 ? (int64_t)a : first;
		}
		assert_int_equal(vm_unmapped_area(current->mm, &info), first);
		info.topdown = true;
		assert_int_equal(vm_unmapped_area(current->mm, &info), best);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		machine_test(random_calls_agree_with_the_model),
		machine_test(random_copies_end_where_the_model_says),
		machine_test(places_found_are_the_highest_and_lowest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
