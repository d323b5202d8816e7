/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Repeated string instructions do what a loop over their elements does, faults included. */
#include <stdlib.h>

#include "rig.h"

#define PAGES 3
#define SPAN (PAGES * PAGE_SIZE)

GUEST(stosb, "rep stosb; int $0x80");
GUEST(stosw, "rep stosw; int $0x80");
GUEST(stosl, "rep stosl; int $0x80");
GUEST(stosq, "rep stosq; int $0x80");
GUEST(movsb, "rep movsb; int $0x80");
GUEST(movsw, "rep movsw; int $0x80");
GUEST(movsl, "rep movsl; int $0x80");
GUEST(movsq, "rep movsq; int $0x80");

#define CODE(name, width, moves) { name, name##_end, width, moves }

static uint64_t seed = 1;

static uint64_t random_below(uint64_t n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (seed >> 33) % n;
}

struct string_case {
	const char *code, *end;
	unsigned width;
	bool moves;
};

struct model {
	uint8_t mem[SPAN];
	uint64_t rcx, rsi, rdi; /* offsets into mem */
};

static bool is_mapped(uint64_t at, unsigned width)
{
	return at < SPAN && at + width <= SPAN;
}

/* Element by element until done, or one that is not all there. */
static bool play(struct model *m, const struct string_case *c, uint64_t rax, bool down)
{
	uint64_t step = down ? -(uint64_t)c->width : c->width;

	for (; m->rcx; m->rcx--, m->rdi += step) {
		const void *from = c->moves ? (const void *)(m->mem + m->rsi) : &rax;
		uint8_t element[8];

		if (!is_mapped(m->rdi, c->width) || (c->moves && !is_mapped(m->rsi, c->width)))
			return false;
		memcpy(element, from, c->width);
		memcpy(m->mem + m->rdi, element, c->width);
		m->rsi += c->moves ? step : 0;
	}
	return true;
}

static void fill_pages(struct rig *r, struct model *m)
{
	for (unsigned i = 0; i < SPAN; i++)
		m->mem[i] = (uint8_t)random_below(256);
	for (unsigned i = 0; i < PAGES; i++)
		rig_write(r, DATA_VA + i * PAGE_SIZE, m->mem + i * PAGE_SIZE, PAGE_SIZE);
}

static void assert_same(struct rig *r, const struct model *m)
{
	assert_int_equal(rig_reg(r, CPU_RCX), m->rcx);
	assert_int_equal(rig_reg(r, CPU_RDI), DATA_VA + m->rdi);
	assert_int_equal(rig_reg(r, CPU_RSI), DATA_VA + m->rsi);
	for (unsigned i = 0; i < PAGES; i++)
		assert_memory_equal(rig_mem(r, DATA_VA + i * PAGE_SIZE), m->mem + i * PAGE_SIZE,
				    PAGE_SIZE);
}

static void try_case(struct rig *r, const struct string_case *c, bool wide)
{
	static struct model m;
	bool down = random_below(3) == 0, done;
	uint64_t rax = seed;

	fill_pages(r, &m);
	m.rcx = random_below(random_below(2) ? 40 : SPAN / c->width);
	m.rdi = random_below(SPAN);
	m.rsi = random_below(3) ? random_below(SPAN) : m.rdi + random_below(40) - 20;
	m.rsi %= SPAN;
	rig_write(r, CODE_VA, c->code, (size_t)(c->end - c->code));
	r->cpu->ops->reset(r->cpu, wide);
	rig_set(r, CPU_RIP, CODE_VA);
	rig_set(r, CPU_RAX, rax);
	rig_set(r, CPU_RCX, m.rcx);
	rig_set(r, CPU_RSI, DATA_VA + m.rsi);
	rig_set(r, CPU_RDI, DATA_VA + m.rdi);
	rig_set(r, CPU_RFLAGS, down ? 0x602 : 0x202);
	r->syscalls = r->faults = 0;
	rig_run(r);
	done = play(&m, c, rax, down);
	assert_int_equal(r->faults, !done);
	assert_int_equal(r->syscalls, done);
	assert_same(r, &m);
}

static void they_do_what_a_loop_does(void **state)
{
	static const struct string_case cases[] = {
		CODE(stosb, 1, false), CODE(stosw, 2, false), CODE(stosl, 4, false),
		CODE(movsb, 1, true),  CODE(movsw, 2, true),  CODE(movsl, 4, true),
		CODE(stosq, 8, false), CODE(movsq, 8, true), /* in 64-bit code alone */
	};
	struct rig *r = *state;

	for (unsigned i = 1; i < PAGES; i++)
		rig_map(r, DATA_VA + i * PAGE_SIZE, R | W);
	for (unsigned i = 0; i < 1500; i++) {
		bool wide = random_below(2);

		try_case(r, &cases[random_below(wide ? ARRAY_SIZE(cases) : 6)], wide);
		if (random_below(4) == 0)
			r->cpu->ops->flush(r->cpu);
	}
}

/* What is written must not be executed as it was. */
GUEST(over_code, "mov $0x520000, %edi; call *%rdi; mov %eax, %ebx\n"
		 "mov $0x520000, %edi; mov $0x600000, %esi; mov $8, %ecx; rep movsb\n"
		 "mov $0x520000, %edi; call *%rdi; syscall");

static void code_is_copied_over_code(void **state)
{
	struct rig *r = *state;

	rig_map(r, 0x520000, RWX);
	rig_write(r, 0x520000, "\xb8\x01\x00\x00\x00\xc3", 6);
	rig_write(r, DATA_VA, "\xb8\x02\x00\x00\x00\xc3", 6);
	START(r, over_code);
	assert_int_equal(rig_reg(r, CPU_RBX), 1);
	assert_int_equal(rig_reg(r, CPU_RAX), 2);
	rig_unmap(r, 0x520000);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, rig_setup, rig_teardown)
	const struct CMUnitTest tests[] = {
		TEST(they_do_what_a_loop_does),
		TEST(code_is_copied_over_code),
	};

	return rig_run_tests(tests);
}
