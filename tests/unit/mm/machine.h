/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A machine with one task and an empty address space, without a CPU that executes anything. Every
 * test gets its own, and everything is counted at its end.
 */
#ifndef TESTS_UNIT_MM_MACHINE_H
#define TESTS_UNIT_MM_MACHINE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "fs/fs.h"
#include "kernel/kernel.h"
#include "kernel/signal.h"
#include "kernel/task.h"
#include "mm/internal.h"
#include "syscall.h"
#include "uaccess.h"

#define PG ((uint64_t)PAGE_SIZE)
#define ANON (MAP_PRIVATE | MAP_ANONYMOUS)
#define RW (PROT_READ | PROT_WRITE)
#define AREA 0x10000000ull /* where fixed mappings of tests go */

/* setup and teardown of a cmocka test: boots and destroys, counting frames and arena objects. */
int machine_setup(void **state);
int machine_setup_small(void **state); /* 4 MiB of memory */
int machine_teardown(void **state);

#define machine_test(fn) cmocka_unit_test_setup_teardown(fn, machine_setup, machine_teardown)
#define small_machine_test(fn) \
	cmocka_unit_test_setup_teardown(fn, machine_setup_small, machine_teardown)

/* A system call of the task, by its definition: call(mmap, 0, 4096, ...). */
#define call(name, ...)                                                    \
	({                                                                 \
		extern const struct syscall sys_##name;                    \
		sys_##name.call((const uint64_t[6]){ __VA_ARGS__ });       \
	})

/* A private anonymous mapping at AREA + page, fixed. Asserts success. */
uaddr_t map_at(unsigned page, unsigned pages, unsigned prot);
/* A file of memory with size bytes, each page filled with 'a', 'b', ... : a descriptor. */
int make_file(uint64_t size);
/* One byte through the page tables as the CPU would see it: -signal on a fault, 0 if that was OOM. */
int peek(uaddr_t addr);
int poke(uaddr_t addr, uint8_t byte);
/* "rw-p 0 2;r--p 2 3;": protection, first and end page of the mappings from AREA on. */
const char *maps(void);
void become_unprivileged(void);
/* The tree's order, gaps and accounts are what a slow count says. */
void check_mm(struct mm *mm);

#endif
