/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: flags -no-pie -fno-stack-protector */
/*
 * What a handler is told of the CPU's exceptions: each case is a few instructions that run at a
 * place of their own, with known registers; signal, siginfo, the frame's numbers and all that they
 * have changed are printed. Only what every processor says alike is here.
 */
#include <asm/ldt.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <ucontext.h>

#include "guest.h"

#define PG 4096l
#define CODE 0x10000000l
#define DATA 0x20000000l /* pages: writable, read-only, of no access, writable, none, writable */
#define STACK 0x30000000l
#define HIGH 0x700000000000l /* another, for 64 bits */
#define PLACE 0x100 /* of the instructions, unless a case says otherwise */
#define USER_FLAGS 0x202
#define STRING(x) STRING_(x)
#define STRING_(x) #x

struct code {
	const char *name, *begin, *end;
	long place; /* in the page; negative: from its end */
	long options;
};
extern struct code __start_cases[], __stop_cases[];

enum { HOLE = 1 /* no page follows */, STEP = 2, NOEXEC = 4 /* the next page may not be executed */,
       LOCAL = 8 /* begins in the code segment of the LDT */ };

#define CASE_AT(name, place, options, body)                                                  \
	asm(".pushsection .rodata\n771: .asciz \"" name "\"\n772: " body "\n773:\n"          \
	    ".popsection\n.pushsection cases,\"aw\"\n.dc.a 771b, 772b, 773b, " #place        \
	    ", " #options "\n.popsection\n");
#define CASE(body) CASE_AT(body, 0x100, 0, body)

#ifdef __x86_64__
#define R(name) "%r" name
#define LRET "lretq"
#define IRET "iretq"
#define NR_REGS 16
#define IP REG_RIP
#define SP REG_RSP
#define AX REG_RAX
#define BX REG_RBX
#define CX REG_RCX
#define DX REG_RDX
#define SI REG_RSI
#define DI REG_RDI
#define BP REG_RBP
static const char *const names[NR_REGS] = { "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15",
					    "di", "si", "bp",  "bx",  "dx",  "ax",  "cx",  "sp" };
#else
#define R(name) "%e" name
#define LRET "lretl"
#define IRET "iretl"
#define NR_REGS 12
#define IP REG_EIP
#define SP REG_ESP
#define AX REG_EAX
#define BX REG_EBX
#define CX REG_ECX
#define DX REG_EDX
#define SI REG_ESI
#define DI REG_EDI
#define BP REG_EBP
static const char *const names[NR_REGS] = { "gs", "fs", "es", "ds", "di", "si",
					    "bp", "sp", "bx", "dx", "cx", "ax" };
#endif
#define AT(offset) #offset "(" R("bx") ")"

#include "cpu_faults.inc"

static greg_t home[NGREG], before[NGREG], behind[NGREG];
static siginfo_t told;
static const struct code *current;
static long start;
static volatile bool inside;

/* SIGUSR1 enters a case, and whatever ends it leads back. */
static void enter(greg_t *g)
{
	memcpy(home, g, sizeof(home));
	g[IP] = start;
	g[SP] = STACK + 0x800;
	g[AX] = 0x11111111;
	g[BX] = DATA;
	g[CX] = 0x22222222;
	g[DX] = 0x33333333;
	g[SI] = DATA + 0x100;
	g[DI] = DATA + 0x200;
	g[BP] = STACK + 0x900;
	g[REG_EFL] = USER_FLAGS | (current->options & STEP ? 0x100 : 0);
#ifdef __i386__
	if (current->options & LOCAL) {
		g[REG_CS] = 0x1f;
		g[IP] -= CODE;
	}
#endif
	memcpy(before, g, sizeof(before));
}

static void handler(int sig, siginfo_t *info, void *context)
{
	greg_t *g = ((ucontext_t *)context)->uc_mcontext.gregs;

	(void)sig;
	inside = !inside;
	if (inside) {
		enter(g);
		return;
	}
	memcpy(behind, g, sizeof(behind));
	memcpy(g, home, sizeof(home));
	told = *info;
}

static void map(long at, long size, int prot)
{
	mmap((void *)at, size, prot, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
}

static void prepare(void)
{
	uint8_t *code = (uint8_t *)CODE;
	long n = current->end - current->begin;
	long place = current->place < 0 ? PG + current->place : current->place;

	map(DATA, 6 * PG, PROT_READ | PROT_WRITE);
	map(STACK, PG, PROT_READ | PROT_WRITE);
#ifdef __x86_64__
	map(HIGH, PG, PROT_READ | PROT_WRITE);
#endif
	map(CODE, 2 * PG, PROT_READ | PROT_WRITE | PROT_EXEC);
	memset((void *)DATA, 0x11, 6 * PG);
	memset((void *)STACK, 0x12, PG);
	memset(code, 0x90, 2 * PG);
	mprotect((void *)(DATA + PG), PG, PROT_READ);
	mprotect((void *)(DATA + 2 * PG), PG, PROT_NONE);
	munmap((void *)(DATA + 4 * PG), PG);
	memcpy(code + place, current->begin, n);
	memcpy(code + place + n, "\x0f\x0b", 2); /* ud2: it came to its end */
	if (current->options & HOLE)
		munmap(code + PG, PG);
	if (current->options & NOEXEC)
		mprotect(code + PG, PG, PROT_READ | PROT_WRITE);
	start = CODE + place;
}

static void print_fault(void)
{
	long addr = (long)told.si_addr;

	if (told.si_signo == SIGILL && behind[IP] == start + (current->end - current->begin)) {
		printf(" end");
		return;
	}
	printf(" signal %d code %d", told.si_signo, told.si_code);
	if (addr >= start && addr < start + 0x100)
		printf(" at +%ld", addr - start);
	else
		printf(" at %lx", addr);
	printf(" trap %ld err %lx", (long)behind[REG_TRAPNO], (long)behind[REG_ERR]);
#ifdef __x86_64__
	if (behind[REG_TRAPNO] == 14)
		printf(" cr2 %lx", (long)behind[REG_CR2]);
#endif
	printf(" ip +%ld flags %lx", (long)behind[IP] - start, (long)behind[REG_EFL] & 0x10100);
}

static void print_state(void)
{
	for (int i = 0; i < NR_REGS; i++)
		if (behind[i] != before[i])
			printf(" %s=%lx", names[i], (long)behind[i]);
#ifdef __x86_64__
	if (behind[REG_CSGSFS] != before[REG_CSGSFS])
		printf(" cs=%llx", behind[REG_CSGSFS]);
#else
	if (behind[REG_CS] != before[REG_CS] || behind[REG_SS] != before[REG_SS])
		printf(" cs=%x ss=%x", behind[REG_CS], behind[REG_SS]);
#endif
	printf("\n");
}

static void run(const struct code *c)
{
	unsigned mxcsr = 0x1f80;

	current = c;
	prepare();
	printf("%s:", c->name);
	fflush(stdout);
	raw(SYS_tgkill, getpid(), raw(SYS_gettid, 0, 0, 0, 0, 0, 0), SIGUSR1, 0, 0, 0);
	asm volatile("fninit; ldmxcsr %0" : : "m"(mxcsr));
	asm volatile("push $" STRING(USER_FLAGS) "; popf" : : : "memory", "cc");
	print_fault();
	print_state();
}

/* 7: 64 KiB of data at DATA; f: the same, read-only; 17: not there; 1f: code at CODE. */
static void make_segments(void)
{
	struct user_desc d = { .base_addr = DATA, .limit = 0xffff, .seg_32bit = 1, .useable = 1 };

	show(syscall(SYS_modify_ldt, 0x11, &d, sizeof(d)));
	d.entry_number = 1;
	d.read_exec_only = 1;
	show(syscall(SYS_modify_ldt, 0x11, &d, sizeof(d)));
	d.entry_number = 2;
	d.read_exec_only = 0;
	d.seg_not_present = 1;
	show(syscall(SYS_modify_ldt, 0x11, &d, sizeof(d)));
	d.entry_number = 3;
	d.seg_not_present = 0;
	d.contents = 2;
	d.base_addr = CODE;
	show(syscall(SYS_modify_ldt, 0x11, &d, sizeof(d)));
}

int main(void)
{
	static const int signals[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGUSR1 };
	static char other[65536];
	stack_t ss = { .ss_sp = other, .ss_size = sizeof(other) };
	struct sigaction sa = { .sa_sigaction = handler, .sa_flags = SA_SIGINFO | SA_ONSTACK };

	sigfillset(&sa.sa_mask);
	sigaltstack(&ss, NULL);
	for (unsigned i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		sigaction(signals[i], &sa, NULL);
	make_segments();
	for (const struct code *c = __start_cases; c < __stop_cases; c++)
		run(c);
	return 0;
}
