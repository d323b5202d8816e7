/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A machine without a kernel: an engine, memory, and a client that writes down what it is told. */
#ifndef TESTS_UNIT_EMU_RIG_H
#define TESTS_UNIT_EMU_RIG_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "emu/unicorn/engine.h"

#define R 1
#define W 2
#define X 4
#define RWX (R | W | X)

#define CODE_VA 0x400000ull
#define DATA_VA 0x600000ull
#define STACK_VA 0x700000ull
#define STACK_TOP (STACK_VA + PAGE_SIZE)

struct rig {
	struct machine_mem *mem;
	struct cpu *cpu;
	struct cpu_client client;
	paddr_t root;

	/* what happened, counted */
	unsigned syscalls, faults, ticks, maps;
	/* the last of each */
	enum cpu_trap trap;
	struct cpu_fault fault;

	/* a test's own answers; NULL: leave (maps: refused) */
	enum cpu_answer (*on_syscall)(struct rig *r);
	enum cpu_answer (*on_fault)(struct rig *r);
	enum cpu_answer (*on_tick)(struct rig *r);
	bool (*on_map)(struct rig *r, uaddr_t page, enum cpu_access access);
	void *user;
};

/* The engine's slower ways, without private fields of Unicorn, for rigs made from now on. */
extern bool rig_uncalibrated;

/* Runs the tests twice: as they are used, and uncalibrated. */
#define rig_run_tests(tests)                                                              \
	({                                                                                \
		int failed_ = cmocka_run_group_tests_name("calibrated", tests, NULL, NULL); \
		rig_uncalibrated = true;                                                  \
		failed_ + cmocka_run_group_tests_name("uncalibrated", tests, NULL, NULL); \
	})

/* CMocka's set-up: *state is the rig; a code page, a data page and a stack page are mapped. */
int rig_setup(void **state);
int rig_teardown(void **state); /* fails when frames are lost */

pfn_t rig_map(struct rig *r, uaddr_t va, int prot); /* a new page, or other rights for an old one */
void rig_map_frame(struct rig *r, uaddr_t va, pfn_t pfn, int prot);
void rig_unmap(struct rig *r, uaddr_t va);
void *rig_mem(struct rig *r, uaddr_t va); /* host address of a mapped byte */
/* Writes as a kernel does: what was translated of it is forgotten. */
void rig_write(struct rig *r, uaddr_t va, const void *bytes, size_t n);

uint64_t rig_reg(struct rig *r, enum cpu_reg reg);
void rig_set(struct rig *r, enum cpu_reg reg, uint64_t value);

/* Fresh state, the code at CODE_VA, the stack in place; then run until something leaves. */
void rig_start(struct rig *r, bool wide, const void *code, size_t n);
void rig_run(struct rig *r);

/* Code by the assembler: GUEST(name, "insns") is 64-bit, GUEST32 32-bit; position-independent. */
#define GUEST_(name, mode, text)                                                                \
	extern const char name[], name##_end[];                                                 \
	__asm__(".pushsection .rodata\n" mode "\n" #name ":\n" text "\n" #name "_end:\n.code64\n" \
		".popsection\n")
#define GUEST(name, text) GUEST_(name, ".code64", text)
#define GUEST32(name, text) GUEST_(name, ".code32", text)
#define START(r, name) rig_start(r, true, name, (size_t)(name##_end - name))
#define START32(r, name) rig_start(r, false, name, (size_t)(name##_end - name))

#define assert_left_at(r, offset) assert_int_equal(rig_reg(r, CPU_RIP), CODE_VA + (offset))
#define assert_fault(r, n, vec)                            \
	do {                                               \
		assert_int_equal((r)->faults, n);          \
		assert_int_equal((r)->fault.vector, vec);  \
	} while (0)

#endif
