/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All that the kernel knows of a CPU. An engine executes ring-3 code in the address space given by
 * set_root() and calls its client back for everything else. It knows nothing of Linux.
 *
 * One host thread owns a cpu: every function but kick() is for that thread alone. Callbacks come
 * on the stack that called run().
 */
#ifndef EMU_CPU_H
#define EMU_CPU_H

#include "emu/mem.h"

/* In the order of the instruction set's own encoding. */
enum cpu_reg {
	CPU_RAX, CPU_RCX, CPU_RDX, CPU_RBX, CPU_RSP, CPU_RBP, CPU_RSI, CPU_RDI,
	CPU_R8, CPU_R9, CPU_R10, CPU_R11, CPU_R12, CPU_R13, CPU_R14, CPU_R15,
	CPU_RIP, CPU_RFLAGS,
	CPU_CS, CPU_SS, CPU_DS, CPU_ES, CPU_FS, CPU_GS, /* selectors */
	CPU_FS_BASE, CPU_GS_BASE,
	CPU_NR_REGS
};

/* General registers, whole. */
struct cpu_regs {
	uint64_t r[16]; /* by enum cpu_reg */
	uint64_t rip, rflags;
};

/* The 512-byte FXSAVE image, as the instruction set defines it (64-bit form). */
struct cpu_fpu {
	uint8_t image[512];
} __attribute__((aligned(16)));

/* Which instruction brought us into the kernel. */
enum cpu_trap {
	CPU_TRAP_INT80,	    /* int $0x80, from 32-bit or 64-bit code */
	CPU_TRAP_SYSENTER,  /* from 32-bit code; it says nowhere where to return to: set RIP */
	CPU_TRAP_SYSCALL32, /* syscall from compatibility mode; RCX is RIP, R11 RFLAGS */
	CPU_TRAP_SYSCALL64, /* syscall from 64-bit mode; likewise */
	CPU_NR_TRAPS
};

enum cpu_access { CPU_READ = 1, CPU_WRITE = 2, CPU_EXEC = 4 };

enum cpu_answer { CPU_GO_ON, CPU_LEAVE }; /* anything but GO_ON leaves */

/* Exceptions by their x86 vector. */
enum {
	CPU_VEC_DE = 0, CPU_VEC_DB = 1, CPU_VEC_BP = 3, CPU_VEC_OF = 4, CPU_VEC_BR = 5,
	CPU_VEC_UD = 6, CPU_VEC_NM = 7, CPU_VEC_DF = 8, CPU_VEC_NP = 11, CPU_VEC_SS = 12,
	CPU_VEC_GP = 13, CPU_VEC_PF = 14, CPU_VEC_MF = 16, CPU_VEC_AC = 17, CPU_VEC_XM = 19
};

struct cpu_fault {
	int vector;		/* CPU_VEC_*; other numbers: `int n`, reported as GP with n*8+2 */
	uint32_t error;		/* as the CPU pushes it; for PF: 1 present, 2 write, 4 user, 16 fetch */
	uint64_t address;	/* PF: the byte address (CR2); else 0 */
	bool is_int1;		/* DB: by that instruction, and not by a step */
};

/*
 * What the kernel does for the engine. Registers may be read and written with get/set in syscall
 * and fault; in map_page nothing may be asked of the cpu at all.
 */
struct cpu_client {
	/*
	 * A trap. RIP reads as the address after the instruction. GO_ON: continue
	 * in ring 3 with the registers as set. LEAVE: run() returns, and the next run() continues.
	 */
	enum cpu_answer (*syscall)(void *ctx, enum cpu_trap trap);
	/*
	 * The page tables have no sufficient entry for this page. Runs inside a TLB fill: change page
	 * tables and frames only. true: look again; false: fault() follows.
	 */
	bool (*map_page)(void *ctx, uaddr_t page, enum cpu_access access);
	/* An exception, after the cpu has left, registers exact, RIP at the instruction (traps: after). */
	enum cpu_answer (*fault)(void *ctx, const struct cpu_fault *fault);
	/* kick() was consumed, or the budget is used up. */
	enum cpu_answer (*tick)(void *ctx);
	void *ctx;
};

struct cpu_caps {
	size_t state_size;   /* bytes of save() and load(), 16-byte aligned */
	bool counts_bytes;   /* set_budget works */
	bool hooks;	     /* block and instruction hooks work */
};

/*
 * Called in front of each block of code (its bytes run without a jump, unless an exception ends it
 * early) and of each instruction; NULL: not. Registers may be read, nothing else; an instruction
 * that faults and is started again comes again. Each pass of a repeated string instruction counts.
 */
struct cpu_hooks {
	void (*on_block)(void *ctx, uaddr_t address, uint32_t size);
	void (*on_insn)(void *ctx, uaddr_t address, uint32_t size);
	void *ctx;
};

struct cpu_stats {
	uint64_t tlb_fills, tlb_flushes, blocks_translated, code_forgotten, faults;
};

/* What the guest may see of the CPU: one answer per CPUID leaf, decided by the engine. */
struct cpu_features {
	uint32_t hwcap, hwcap2; /* AT_HWCAP (CPUID.1:EDX) and AT_HWCAP2 */
	char vendor[13], brand[49];
	uint32_t family, model, stepping;
	const char *flags; /* the words of /proc/cpuinfo's "flags" line */
};

/* What every engine's own structure begins with. */
struct cpu_ops;
struct cpu {
	const struct cpu_ops *ops;
	uint64_t *gpr; /* the sixteen general registers, live; NULL: by get() and set() alone */
};

struct cpu_ops {
	const char *name;
	/* "NAME VERSION" of what runs the code, for people. */
	const char *(*version)(void);
	/* NULL with *why set (a one-line reason, static) when the engine's self-test fails. */
	struct cpu *(*create)(struct machine_mem *mem, const struct cpu_client *client,
			      const char **why);
	void (*destroy)(struct cpu *cpu);
	const struct cpu_caps *(*caps)(struct cpu *cpu);
	const struct cpu_features *(*features)(struct cpu *cpu);
	void (*stats)(struct cpu *cpu, struct cpu_stats *stats);

	/* Ring 3 until a callback answers LEAVE. */
	void (*run)(struct cpu *cpu);
	/* Any thread or signal handler; sticky: tick() will be called soon, or at once by next run(). */
	void (*kick)(struct cpu *cpu);

	/* Any registers, by list: the trap's path asks for just what it needs. */
	void (*get)(struct cpu *cpu, const enum cpu_reg *which, uint64_t *values, unsigned n);
	/*
	 * Not for CS..GS (set_segment). RIP in syscall() moves where GO_ON continues. RFLAGS: the
	 * engine keeps what ring 3 may not change.
	 */
	void (*set)(struct cpu *cpu, const enum cpu_reg *which, const uint64_t *values, unsigned n);
	void (*get_regs)(struct cpu *cpu, struct cpu_regs *regs);
	void (*set_regs)(struct cpu *cpu, const struct cpu_regs *regs);
	void (*get_fpu)(struct cpu *cpu, struct cpu_fpu *fpu);
	void (*set_fpu)(struct cpu *cpu, const struct cpu_fpu *fpu);
	/* Queued until outside of callbacks. A selector that does not load becomes null. */
	void (*set_segment)(struct cpu *cpu, enum cpu_reg which, uint16_t selector);
	/* TLS descriptor 0..2 (GDT entry 12..14), per cpu: rewritten at a task switch. */
	void (*set_tls)(struct cpu *cpu, unsigned index, uint64_t descriptor);
	/* The LDT: nr descriptors, copied. */
	void (*set_ldt)(struct cpu *cpu, const uint64_t *descriptors, unsigned nr);
	bool (*is_64bit)(struct cpu *cpu); /* is CS a 64-bit code segment */

	/* Fresh user state (as after execve): all registers 0, FPU initial; only while not in run(). */
	void (*reset)(struct cpu *cpu, bool is_64bit);
	/* A task's whole CPU state, opaque, caps()->state_size bytes; only while not in run(). */
	void (*save)(struct cpu *cpu, void *state);
	void (*load)(struct cpu *cpu, const void *state);

	void (*set_root)(struct cpu *cpu, paddr_t root); /* address space; flushes; only while not in run() */
	void (*flush)(struct cpu *cpu);			 /* queued: before the next user instruction */
	void (*forget_code)(struct cpu *cpu, pfn_t pfn); /* the frame's bytes are about to change */
	/* One instruction, then run() calls fault(DB). For the next run() only. */
	void (*step)(struct cpu *cpu);
	/* Trap RDTSC and RDTSCP into fault(GP), so that time can be virtual. */
	void (*trap_rdtsc)(struct cpu *cpu, bool on);

	/*
	 * Counts bytes of executed code from the first call on, and calls tick() at the first block
	 * boundary where `bytes` more have run; then there is no limit until the next call. The
	 * count is a function of what the guest did alone: the same in every run. The first call
	 * only while not in run().
	 */
	void (*set_budget)(struct cpu *cpu, uint64_t bytes);
	/* Bytes so far; exact in syscall(), fault(), tick() and outside of run(). */
	uint64_t (*executed)(struct cpu *cpu);
	/* Copied; NULL: no hooks any more, at no cost. Only while not in run(). */
	void (*set_hooks)(struct cpu *cpu, const struct cpu_hooks *hooks);
	/* In a block's hook: run() returns in front of this block, whose hook comes again. */
	void (*leave)(struct cpu *cpu);
	/* A block is to begin at this address, so that a hook is called there; 0: none. Not in run(). */
	void (*set_boundary)(struct cpu *cpu, uaddr_t address);
};

/* One general register (not RIP), in the fastest way that the engine has. */
static inline uint64_t cpu_gpr(struct cpu *cpu, enum cpu_reg reg)
{
	uint64_t value;

	if (likely(cpu->gpr != NULL))
		return cpu->gpr[reg];
	cpu->ops->get(cpu, &reg, &value, 1);
	return value;
}

static inline void cpu_set_gpr(struct cpu *cpu, enum cpu_reg reg, uint64_t value)
{
	if (likely(cpu->gpr != NULL))
		cpu->gpr[reg] = value;
	else
		cpu->ops->set(cpu, &reg, &value, 1);
}

extern const struct cpu_ops unicorn_cpu;
extern const struct cpu_ops script_cpu;

#endif
