/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The Unicorn engine, shared by the files of this folder. docs/unicorn.md says why things are as
 * they are; each rule there was found by a crash or a wrong result.
 *
 * Unicorn runs as a CPU in ring 3 whose TLB we fill. Guest-physical addresses are those of the
 * machine's memory; beyond its end lies one private area of the engine's (descriptor tables, the
 * code that enters ring 3), visible at addresses of the kernel half.
 */
#ifndef EMU_UNICORN_ENGINE_H
#define EMU_UNICORN_ENGINE_H

#include <unicorn/unicorn.h>

#include "emu/cpu.h"
#include "emu/pgtable.h"
#include "emu/unicorn/env.h"
#include "emu/unicorn/translate.h"

/* The engine's area: virtual addresses, in pages from AREA_VA. */
#define AREA_VA 0xffffff8000000000ull
#define AREA_GDT 0
#define AREA_STUB 1    /* code; reachable only while stub_on */
#define AREA_SCRATCH 2 /* its stack and data; likewise */
#define AREA_LDT 3
#define LDT_PAGES 16
#define AREA_PAGES (AREA_LDT + LDT_PAGES)
#define AREA_ADDR(page) (AREA_VA + (page) * PAGE_SIZE)

/*
 * A second way to the stub, for compatibility mode; no i386 program has memory there, and 64-bit
 * ones do not see it, because the TLB is flushed behind every use.
 */
#define LOW_STUB_VA 0xfffff000ull

/* Frames by physical address, only while one's code is being forgotten. */
#define WINDOW_VA 0xffff800000000000ull

#define SEL_USER32_CS 0x23
#define SEL_USER_DS 0x2b
#define SEL_USER64_CS 0x33
#define GDT_TLS 12
#define NR_TLS 3
#define GDT_CPU_NODE 15 /* LSL asks it for the CPU's number */
#define GDT_ENTRIES 16

#define RFLAGS_FIXED 0x202ull  /* always one, and IF */
#define RFLAGS_TF 0x100ull
#define RFLAGS_RF 0x10000ull /* in what is shown of a fault; cleared by going on */
#define RFLAGS_USER 0x244dd5ull /* what ring 3 may change: arithmetic, TF, DF, NT, AC, ID */

#define TB_BUFFER_SIZE (64u << 20)
#define TLB_FIRST_SIZE 256u
#define TLB_MAX_SIZE 32768u
#define FORGOTTEN_MAX 64
#define SMC_MAX 4 /* pages that one instruction may write to */
#define HFLAGS_CS64 0x8000u
#define BLOCK_MAX 512 /* instructions in a translated block */
#define CALLS 16

/* Why uc_emu_start() returned, as our hooks saw it. */
enum stop {
	STOP_NONE,     /* no hook asked for it: a kick, or an error code says more */
	STOP_LEAVE,    /* the client answered LEAVE in a hook */
	STOP_QUEUED,   /* something queued has to be done before going on */
	STOP_INTR,     /* exception or software interrupt: intno */
	STOP_FILL,     /* a TLB fill was refused: fill_va, fill_access */
	STOP_SMC,      /* a block writes to its own page: to be stepped */
	STOP_BUDGET,   /* the bytes of set_budget() have run */
};

/* Private fields of Unicorn, found by experiment at creation; absent ones have a slower way. */
struct calibration {
	struct uc_env *env;	 /* its CPU state (env.h); or NULL */
	uint64_t *fault_address; /* the exact address of the last refused access; or NULL */
	int *in_flight;		 /* the exception being delivered, -1: none; or NULL */
	size_t in_flight_offset; /* the same in a uc_context; 0: not found */
	bool async_stop;	 /* uc_emu_stop is exact from any thread */
	bool plain_state;	 /* a task's state is the first part of env */
};

/* --- spaces.c: Unicorn's own structures of one TLB, as of 2.1.1 --- */
#define ENV_IN_CPU 35408     /* the CPU state in the CPU object */
#define JUMPS_IN_CPU 0x138   /* the jump cache, likewise */
#define FAST_BEFORE_ENV 0x40 /* three struct tlb_fast, by mode */
#define DESC_BEFORE_ENV 0x870 /* three struct tlb_desc */
#define DIRTY_BEFORE_ENV 0x890 /* modes that a flush has to look at */

/* Words of an entry: tags for reads, writes, code; from guest to host. */
#define TLB_CODE 2
#define TLB_ADDEND 4

struct tlb_fast {
	uint64_t mask; /* of an entry's offset */
	void *table;
};

struct tlb_desc {
	uint64_t large_page[2], window[2], used, victim_index;
	uint64_t victims[8][8];
	uint8_t victim_iotlb[0x80];
	void *iotlb;
};
_Static_assert(sizeof(struct tlb_desc) == 0x2b8, "as in tlb_init");

#define NR_SPACES 16
#define CODE_PAGES 64

struct code_page {
	uaddr_t va;
	pfn_t pfn;
};

struct code_pages {
	struct code_page page[CODE_PAGES];
	unsigned nr;
	bool overflow; /* there are more */
};

struct space {
	paddr_t root;		/* 0: of none */
	bool stale;		/* to be emptied before it is used */
	unsigned fills;		/* since its last flush */
	unsigned size;		/* entries, as far as we know */
	uint64_t turn;		/* when it ran last */
	uint64_t jumps_version; /* of what the jump cache knew then */
	struct code_pages code; /* that its TLB lets be executed */
	struct tlb_desc desc;	/* while another is in use */
	struct tlb_fast fast;
};

struct spaces {
	struct tlb_fast *fast; /* Unicorn's; NULL: not known, switches flush */
	struct tlb_desc *desc;
	uint16_t *dirty;
	void **jumps; /* the jump cache */
	struct space all[NR_SPACES], *current;
	uint64_t turn;
	struct code_pages known; /* to the jump cache, at most */
	uint64_t jumps_version;	 /* changes with known */
};

/* --- jumps.c --- */
#define JUMPS 4096 /* Unicorn's cache */
#define JUMPS_BITS 6
#define JUMPS_PER_PAGE (1u << JUMPS_BITS)

struct jump {
	uint64_t pc;
	uint64_t key; /* the version of the cache, and what of the CPU's state code depends on */
	const void *code;
};

struct jumps {
	const struct uc_env *env; /* the CPU state; NULL: all is left to Unicorn */
	void **mark; /* in Unicorn's cache: while it is ours, nothing was flushed */
	unsigned place;
	uint32_t version; /* entries of others are void */
	struct jump entry[2048];
};

struct engine_options {
	uint32_t buffer_size; /* of translated code, in bytes */
	bool no_calibration;  /* the slower ways everywhere, for tests of them */
};

/* What is known of a SYSCALL or SYSENTER instruction. */
struct call_insn {
	uaddr_t rip;
	unsigned len; /* that Unicorn adds to RIP; 0: nothing is known */
	bool is_sysenter;
};

struct engine {
	struct cpu cpu;
	struct engine_options options;
	uc_engine *uc;
	struct machine_mem *mem;
	const struct cpu_client *client;
	struct calibration cal;
	size_t no_exit_request; /* its place in the engine object, if calibration found it */
	paddr_t root;

	/* the present stay in ring 3 */
	unsigned stop; /* enum stop; translated code looks at it */
	uint32_t intno;
	uint32_t raised_error; /* that came with it, if any */
	bool wild_jump; /* it is that of a jump which has already done the rest of its work */
	uaddr_t fill_va;
	enum cpu_access fill_access;
	unsigned trap_len; /* inside a SYSCALL hook: what the engine will add to RIP */

	/* stepping */
	bool step;	     /* the client's, for one run() */
	bool forced_tf;	     /* TF is ours, not the guest's */
	bool smc_step;	     /* one instruction may write to code: smc_pfn[] */
	pfn_t smc_pfn[SMC_MAX];
	unsigned nr_smc;
	unsigned fetch_steps; /* at most so many more, towards an instruction on a refused page */
	uaddr_t fetch_page;
	uint8_t opcode; /* of the instruction being stepped for ourselves */

	/* queued for the next entry into ring 3 */
	unsigned flush_wanted; /* by changes of the present space's page tables */
	bool must_flush;       /* for another reason: all spaces */
	unsigned segments;     /* bits by CPU_CS.. */
	uint16_t selector[6];
	uint64_t cr4;
	bool cr4_wanted;

	/* tlb.c, code.c */
	uint32_t gen; /* flushes so far; frame.engine == gen: may be writable in the TLB */
	bool window_on, stub_on;
	paddr_t window_pa;
	pfn_t forgotten[FORGOTTEN_MAX];
	unsigned nr_forgotten;
	uint64_t translated; /* instructions since creation */
	bool tb_flush_due, tb_flushed;
	struct call_insn calls[CALLS]; /* by address; emptied when code may have changed */

	struct spaces spaces;
	struct jumps jumps;

	/* blocks.c */
	struct block_count count;
	uint64_t granted; /* bytes executed so far are granted - count.left */
	struct translate_options translate;
	struct cpu_hooks hooks;
	uc_hook block_hook, insn_hook; /* 0: not there */
	uaddr_t hook_rip;	       /* inside of a client's hook */

	/* kick */
	bool kicked, running; /* atomic */
	unsigned idle_stops; /* in a row, without a reason */

	uint8_t *area; /* the area's host memory */
	uint64_t *gdt;
	uc_x86_mmr ldtr;
	uc_context *fresh[2]; /* user state after execve; [1]: 64-bit */
	uc_context *scratch;
	struct cpu_caps caps;
	struct cpu_stats stats;
};

static inline struct engine *engine_of(struct cpu *cpu)
{
	return container_of(cpu, struct engine, cpu);
}

/* Has a hook stopped the engine for good? What a TLB fill asks can still be overtaken. */
static inline bool is_on_its_way(const struct engine *e)
{
	return e->stop != STOP_NONE && e->stop != STOP_FILL && e->stop != STOP_SMC;
}

static inline bool is_canonical(uaddr_t va)
{
	return va < USER_TOP || va >= -USER_TOP;
}

/* tlb.c */
bool tlb_init(struct engine *e);
/* At once; legal in every hook and outside. */
void tlb_flush(struct engine *e);	  /* all address spaces */
void tlb_flush_space(struct engine *e);	  /* the present one */
void tlb_flush_pending(struct engine *e); /* what flush_wanted and must_flush ask for */
/* Copy from the guest's own memory as it is mapped now: bytes copied. */
size_t guest_peek(struct engine *e, uaddr_t va, void *buf, size_t n);

/* spaces.c */
void spaces_init(struct engine *e);
void spaces_exit(struct engine *e);
void spaces_switch(struct engine *e, paddr_t root);
void spaces_lost(struct engine *e, paddr_t root);   /* some entry of its tables lost something */
void spaces_forget(struct engine *e, paddr_t root); /* its tables are gone */
void spaces_flushed(struct engine *e, bool all);
void spaces_code_granted(struct engine *e, uaddr_t va, pfn_t pfn); /* it may be executed */

/* jumps.c */
void jumps_init(struct engine *e); /* behind spaces_init() */
void jumps_forget(struct engine *e);

/* code.c */
bool code_init(struct engine *e);
void code_fetched(struct engine *e, pfn_t pfn); /* a frame gets the right to execute */
bool code_written(struct engine *e, uaddr_t va, pfn_t pfn); /* false: only stepping makes it exact */
void code_stepped(struct engine *e); /* smc_step is over; outside only */
void code_forget(struct engine *e, pfn_t pfn);
void code_flushed(struct engine *e);
void code_flush_buffer_once(struct engine *e); /* outside only */

/* trap.c */
bool trap_init(struct engine *e);

/* fault.c */
enum cpu_answer fault_deliver(struct engine *e, int vector, uint32_t error, uint64_t address);
enum cpu_answer fault_page(struct engine *e);
enum cpu_answer fault_interrupt(struct engine *e);
enum cpu_answer fault_invalid(struct engine *e); /* the engine does not know the instruction */
void fault_clear_in_flight(struct engine *e);

/* step.c: single steps, the client's and our own */
void step_begin(struct engine *e);
void step_cancel(struct engine *e); /* ring 3 was left for something else */
enum cpu_answer step_done(struct engine *e);
void step_for_smc(struct engine *e);
bool step_to_fetch(struct engine *e); /* is that needed to find the instruction that faulted? */

/* blocks.c */
bool blocks_update(struct engine *e);	     /* adds or takes away the hooks that are needed now */
void blocks_leave_at_rip(struct engine *e); /* the last block was left at the instruction at RIP */
void blocks_used_up(struct engine *e);	    /* the next block is not to run */
void blocks_grant(struct engine *e, uint64_t bytes); /* the budget from now on */
void unicorn_set_budget(struct cpu *cpu, uint64_t bytes);
uint64_t unicorn_executed(struct cpu *cpu);
void unicorn_set_hooks(struct cpu *cpu, const struct cpu_hooks *hooks);
void unicorn_leave(struct cpu *cpu);
void unicorn_set_boundary(struct cpu *cpu, uaddr_t address);

/* run.c */
extern __thread struct engine *entered; /* by run(), for the guest's code; else NULL */
void unicorn_run(struct cpu *cpu);
void unicorn_kick(struct cpu *cpu);
void unicorn_expect_kicks(void); /* at creation */
uc_err run_stub(struct engine *e, uaddr_t rip); /* engine's own code, until `int3` */

/* regs.c */
uint64_t reg_read(struct engine *e, enum cpu_reg reg);
uint64_t reg_raw_flags(struct engine *e); /* with a TF of ours */
void reg_write(struct engine *e, enum cpu_reg reg, uint64_t value);
void unicorn_get(struct cpu *cpu, const enum cpu_reg *which, uint64_t *values, unsigned n);
void unicorn_set(struct cpu *cpu, const enum cpu_reg *which, const uint64_t *values, unsigned n);
void unicorn_get_regs(struct cpu *cpu, struct cpu_regs *regs);
void unicorn_set_regs(struct cpu *cpu, const struct cpu_regs *regs);

/* fpu.c */
void unicorn_get_fpu(struct cpu *cpu, struct cpu_fpu *fpu);
void unicorn_set_fpu(struct cpu *cpu, const struct cpu_fpu *fpu);

/* segment.c */
/* Places in the stub's page. */
enum {
	STUB_ENTER = 0,	 /* from ring 0 to ring 3 */
	STUB_LOAD_DS = 32,
	STUB_LOAD_ES = 48,
	STUB_LOAD_SS = 64,
	STUB_STORE = 80, /* mov %eax,(%rdx) */
	STUB_HLT = 96,
	STUB_TEST = 256, /* the self-test's */
};
bool segment_init(struct engine *e);
void segment_apply(struct engine *e); /* outside only */
void segment_restore(struct engine *e, uc_context *context); /* outside only */
uint16_t segment_selector(struct engine *e, enum cpu_reg reg);
bool segment_asks_64bit(struct engine *e);

/* Is CS a 64-bit code segment? */
static inline bool segment_is_64bit(struct engine *e)
{
	return likely(e->cal.env != NULL) ? e->cal.env->hflags & HFLAGS_CS64
					  : segment_asks_64bit(e);
}

/* Where the instruction at RIP is in memory. */
static inline uaddr_t code_address(struct engine *e)
{
	const struct uc_env *env = e->cal.env;
	uaddr_t rip = reg_read(e, CPU_RIP);

	if (likely(!env || !env->segs[SEG_CS].base || env->hflags & HFLAGS_CS64))
		return rip;
	return (uint32_t)(rip + env->segs[SEG_CS].base);
}

void unicorn_set_segment(struct cpu *cpu, enum cpu_reg which, uint16_t selector);
void unicorn_set_tls(struct cpu *cpu, unsigned index, uint64_t descriptor);
void unicorn_set_ldt(struct cpu *cpu, const uint64_t *descriptors, unsigned nr);

/* cpuid.c */
bool cpuid_init(struct engine *e);
const struct cpu_features *unicorn_features(struct cpu *cpu);

/* engine.c: what cpu_ops.create does, with other options */
struct cpu *unicorn_create_with(struct machine_mem *mem, const struct cpu_client *client,
				const struct engine_options *options, const char **why);

/* absent.c: stands for the start of every architecture that is not there */
void unicorn_absent(void);

/* calibrate.c: the first part before anything is translated, the second in ring 3 */
void calibrate_early(struct engine *e);
void calibrate(struct engine *e);
/* In the place of the second part and the self-test, if an engine of this process has published. */
bool calibrate_as_before(struct engine *e);
void calibrate_publish(const struct engine *e); /* the self-test was passed */

/* selftest.c: NULL, or what is wrong. Leaves the engine as it found it. */
const char *selftest(struct engine *e);

#endif
