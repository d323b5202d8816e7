/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Address spaces in turn: each keeps its TLB, and each sees what became of its tables meanwhile. */
#include <stdlib.h>

#include "rig.h"

#define FN_VA 0x500000ull
#define MANY 40 /* more than an engine keeps */

/* 0: eax = f(rbx)()    8: eax = *rbx, and *rbx + 1 is left behind    16: *rbx = eax */
GUEST(driver, "call *%rbx; int $0x80\n . = driver + 8\n"
	      "mov (%rbx), %eax; incl (%rbx); int $0x80\n . = driver + 16\n"
	      "mov %eax, (%rbx); int $0x80");

struct space_of {
	paddr_t root;
	uint32_t value;
};

static void use(struct rig *r, paddr_t root)
{
	r->root = root;
	r->cpu->ops->set_root(r->cpu, root);
}

static uint32_t go(struct rig *r, unsigned offset, uint64_t rbx, uint64_t rax)
{
	rig_set(r, CPU_RIP, CODE_VA + offset);
	rig_set(r, CPU_RSP, STACK_TOP);
	rig_set(r, CPU_RBX, rbx);
	rig_set(r, CPU_RAX, rax);
	rig_run(r);
	return (uint32_t)rig_reg(r, CPU_RAX);
}

static uint32_t read_and_add(struct rig *r)
{
	return go(r, 8, DATA_VA, 0);
}

static int setup(void **state)
{
	struct rig *r;

	if (rig_setup(state))
		return -1;
	r = *state;
	rig_write(r, CODE_VA, driver, driver_end - driver);
	r->cpu->ops->reset(r->cpu, true);
	return 0;
}

/* As a child has it: the parent's code, memory of its own. */
static paddr_t new_space(struct rig *r, uint32_t value)
{
	paddr_t before = r->root, root = pgtable_create(r->mem);
	pfn_t code = pte_pfn(*pte_lookup(r->mem, before, CODE_VA));

	r->root = root;
	rig_map_frame(r, CODE_VA, code, R | X);
	rig_map(r, STACK_VA, R | W);
	rig_map(r, DATA_VA, R | W);
	rig_write(r, DATA_VA, &value, sizeof(value));
	r->root = before;
	return root;
}

static void free_space(struct rig *r, paddr_t root)
{
	paddr_t before = r->root;

	r->root = root;
	rig_unmap(r, CODE_VA);
	rig_unmap(r, STACK_VA);
	rig_unmap(r, DATA_VA);
	pgtable_destroy(r->mem, root);
	r->root = before;
}

static uint64_t fills(struct rig *r)
{
	struct cpu_stats stats;

	r->cpu->ops->stats(r->cpu, &stats);
	return stats.tlb_fills;
}

static void a_space_that_comes_back_needs_no_fills(void **state)
{
	struct rig *r = *state;
	paddr_t first = r->root, second = new_space(r, 1000);
	uint64_t before = 0;

	for (uint32_t i = 0; i < 100; i++) {
		if (i == 2)
			before = fills(r);
		use(r, first);
		assert_int_equal(read_and_add(r), i);
		use(r, second);
		assert_int_equal(read_and_add(r), 1000 + i);
	}
	if (!rig_uncalibrated)
		assert_int_equal(fills(r), before);
	use(r, first);
	free_space(r, second);
}

static void many_spaces_see_their_own_memory(void **state)
{
	struct rig *r = *state;
	paddr_t first = r->root;
	struct space_of space[MANY];
	uint64_t random = 1;

	for (uint32_t i = 0; i < MANY; i++)
		space[i] = (struct space_of){ new_space(r, i << 16), i << 16 };
	for (unsigned turn = 0; turn < 3000; turn++) {
		struct space_of *s;

		random = random * 6364136223846793005u + 1442695040888963407u;
		s = &space[(random >> 33) % MANY];
		use(r, s->root);
		assert_int_equal(read_and_add(r), s->value++);
		if (random >> 60)
			continue;
		use(r, first); /* one ends, another begins, most likely in the same frames */
		free_space(r, s->root);
		s->value = (uint32_t)(random >> 32);
		s->root = new_space(r, s->value);
	}
	use(r, first);
	for (unsigned i = 0; i < MANY; i++)
		free_space(r, space[i].root);
}

static void a_space_is_changed_while_another_runs(void **state)
{
	struct rig *r = *state;
	paddr_t first = r->root, second = new_space(r, 7);

	use(r, second);
	assert_int_equal(read_and_add(r), 7);
	use(r, first);
	r->root = second;
	rig_map(r, DATA_VA, R);
	use(r, second);
	read_and_add(r);
	assert_fault(r, 1, CPU_VEC_PF);
	use(r, first);
	r->root = second;
	rig_unmap(r, DATA_VA);
	rig_map(r, DATA_VA, R | W);
	use(r, second);
	assert_int_equal(read_and_add(r), 0);
	use(r, first);
	r->root = second;
	rig_unmap(r, DATA_VA);
	use(r, second);
	read_and_add(r);
	assert_fault(r, 2, CPU_VEC_PF);
	rig_map(r, DATA_VA, R);
	use(r, first);
	free_space(r, second);
}

/* mov $value,%eax; ret */
static void put_function(struct rig *r, uint32_t value)
{
	uint8_t code[6] = { 0xb8, 0, 0, 0, 0, 0xc3 };

	memcpy(code + 1, &value, 4);
	rig_write(r, FN_VA, code, sizeof(code));
}

static void code_that_one_writes_is_new_for_all(void **state)
{
	struct rig *r = *state;
	paddr_t first = r->root, second = new_space(r, 0);
	pfn_t fn = rig_map(r, FN_VA, RWX);

	put_function(r, 1);
	r->root = second;
	rig_map_frame(r, FN_VA, fn, R | X);
	for (uint32_t i = 1; i < 50; i++) {
		use(r, first);
		assert_int_equal(go(r, 0, FN_VA, 0), i);
		use(r, second);
		assert_int_equal(go(r, 0, FN_VA, 0), i);
		if (i & 1)
			use(r, first);
		go(r, 16, (i & 1 ? FN_VA : DATA_VA) + 1, i + 1);
		if (!(i & 1))
			put_function(r, i + 1);
	}
	r->root = second;
	rig_unmap(r, FN_VA);
	use(r, first);
	free_space(r, second);
}

/* Pages of one code and one page that differs; first few, then more than are kept account of. */
static void other_code_at_one_address(void **state)
{
	struct rig *r = *state;
	paddr_t first = r->root, second = new_space(r, 0);
	const unsigned same = 80;

	for (unsigned i = 0; i <= same; i++) {
		uaddr_t va = FN_VA + PAGE_SIZE + i * PAGE_SIZE;
		pfn_t pfn = rig_map(r, va, R | X);

		rig_write(r, va, "\xb0\x01\xc3", 3);
		r->root = second;
		if (i < same)
			rig_map_frame(r, va, pfn, R | X);
		else
			rig_map(r, va, R | X);
		if (i == same)
			rig_write(r, va, "\xb0\x02\xc3", 3);
		r->root = first;
	}
	for (unsigned turn = 0; turn < 20; turn++) {
		unsigned pages = turn < 10 ? 20 : same;

		use(r, turn & 1 ? second : first);
		for (unsigned i = 1; i < pages; i++)
			assert_int_equal(go(r, 0, FN_VA + i * PAGE_SIZE, 0), 1);
		assert_int_equal(go(r, 0, FN_VA + (same + 1) * PAGE_SIZE, 0), 1 + (turn & 1));
	}
	r->root = second;
	for (unsigned i = 0; i <= same; i++)
		rig_unmap(r, FN_VA + PAGE_SIZE + i * PAGE_SIZE);
	use(r, first);
	free_space(r, second);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, rig_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_space_that_comes_back_needs_no_fills),
		TEST(many_spaces_see_their_own_memory),
		TEST(a_space_is_changed_while_another_runs),
		TEST(code_that_one_writes_is_new_for_all),
		TEST(other_code_at_one_address),
	};

	return rig_run_tests(tests);
}
