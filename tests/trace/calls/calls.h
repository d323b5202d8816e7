/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tables of system calls, as data: each file here is a program without libc that makes the calls of
 * its table, one after the other. It runs under a tracer that injects the results (the same for all
 * calls of a run: see run), so nothing happens, and the tracer decodes what is in memory before and
 * after. Each call must give exactly one line. The program is linked at a fixed address and uses
 * nothing of the stack: its addresses are the same for every tracer.
 *
 *	TABLE = {
 *		C(openat, AT_FDCWD, P("name"), O_RDWR | O_CREAT, 0640),
 *		C(fstat, 1, P(&some_stat)),
 *	};
 *
 * A call that this ABI lacks is passed over (NR_name, given by the build, is -1 then). Arguments that are not given hold rubbish. Structures
 * come from the kernel's headers (<linux/...>, <asm/...>), so that each ABI has its own.
 */
#ifndef CALLS_H
#define CALLS_H

#include <stdint.h>
#include <linux/types.h>

struct call_row {
	int nr;
	long args[6];
};

#define TABLE \
	static const struct call_row table[] __attribute__((used, section("calls")))

#define RUBBISH ((long)0xbadc0dedfacefeedull)
#define C_ARGS(a, b, c, d, e, f, ...) { a, b, c, d, e, f }
#define C(name, ...) \
	{ NR_##name, C_ARGS(__VA_ARGS__ __VA_OPT__(, ) RUBBISH, RUBBISH, RUBBISH, RUBBISH, RUBBISH, RUBBISH, RUBBISH) }
/* The address of something as an argument. */
#define P(x) ((long)(x))
/* An address where nothing is. */
#define BAD ((long)0xdeadb000)
/* An int with rubbish above it, where registers are longer. */
#define I(x) ((long)(0xdeadbeef00000000ull | (unsigned)(x)))
/* A field of 64 bits that holds an address: { p }. */
union address64 {
	const void *p;
	uint64_t u;
};
/* The two registers of a 64-bit number on i386, low first; the one on x86-64. */
#ifdef __x86_64__
#define L(x) ((long)(x))
#else
#define L(x) ((long)(uint32_t)(uint64_t)(x)), ((long)(uint32_t)((uint64_t)(x) >> 32))
#endif

#endif
