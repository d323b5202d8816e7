/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: flags -fno-pie */
/* Frames that no kernel made, given to sigreturn: bad places, segments, flags, FPU states. */
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>

#include "guest.h"

/* As the kernel lays them out; libc's ucontext_t is longer. */
#ifdef __x86_64__
struct context {
	uint64_t flags, link;
	struct {
		uint64_t sp;
		int32_t flags, pad;
		uint64_t size;
	} stack;
	uint64_t r[8], di, si, bp, bx, dx, ax, cx, sp, ip, eflags;
	uint16_t cs, gs, fs, ss;
	uint64_t err, trapno, oldmask, cr2, fpstate, reserved[8];
	uint64_t mask;
};
#else
struct context {
	uint32_t flags, link;
	struct {
		uint32_t sp;
		int32_t flags;
		uint32_t size;
	} stack;
	uint32_t gs, fs, es, ds;
	uint32_t di, si, bp, sp, bx, dx, cx, ax, trapno, err, ip, cs, eflags, sp_at_signal, ss;
	uint32_t fpstate, oldmask, cr2;
	uint64_t mask;
} __attribute__((packed));
#endif

static sigjmp_buf out;
static char altstack[65536], stack[65536] __attribute__((aligned(64)));
static struct context good;
unsigned long landed_flags, landed_ax, keep_sp; /* the assembly below names them */

static void segv(int sig, siginfo_t *si, void *ctx)
{
	struct context *c = ctx;

	printf(" signal %d code %d, at the new ip %d ax %#lx\n", sig, si->si_code, c->ip == good.ip,
	       (unsigned long)c->ax);
	siglongjmp(out, 1);
}

static void keep(int sig, siginfo_t *si, void *ctx)
{
	(void)sig;
	(void)si;
	memcpy(&good, ctx, sizeof(good));
}

/* Where a good frame leads: takes flags and ax, and goes back to the C that made it. */
#ifdef __x86_64__
asm(".globl landing\n"
    "landing: pushf; pop landed_flags(%rip); mov %rax, landed_ax(%rip)\n"
    "cld; mov keep_sp(%rip), %rsp; ret\n"
    ".globl do_return\n"
    "do_return: push %rbx; push %rbp; push %r12; push %r13; push %r14; push %r15\n"
    "call 1f\n"
    "pop %r15; pop %r14; pop %r13; pop %r12; pop %rbp; pop %rbx; ret\n"
    "1: mov %rsp, keep_sp(%rip); lea 8(%rdi), %rsp; mov $15, %eax; syscall; hlt\n");
#else
asm(".globl landing\n"
    "landing: pushf; pop landed_flags; mov %eax, landed_ax\n"
    "cld; mov keep_sp, %esp; ret\n"
    ".globl do_return\n"
    "do_return: mov 4(%esp), %eax; push %ebx; push %ebp; push %esi; push %edi\n"
    "call 1f\n"
    "pop %edi; pop %esi; pop %ebp; pop %ebx; ret\n"
    "1: mov %esp, keep_sp; lea 4(%eax), %esp; mov $173, %eax; int $0x80; hlt\n");
#endif
extern void landing(void);
extern void do_return(void *frame);

/* A frame at the address, or one below our own stack when it is NULL. */
static void try(const char *what, const struct context *c, void *volatile at)
{
#ifdef __x86_64__
	const size_t before = 8;
#else
	size_t before = 4 + 4 + 4 + 4 + 128;
#endif
	char *volatile frame = at ? at : stack + 32768;

	if (!at)
		memcpy(frame + before, c, sizeof(*c));
	printf("%s:", what);
	fflush(stdout);
	landed_flags = 0;
	if (!sigsetjmp(out, 1)) {
		do_return(frame);
		printf(" ax %#lx flags %#lx\n", landed_ax, landed_flags & ~0x202ul);
	}
}

#ifdef __x86_64__
#define FXSAVE_AT 0
#else
#define FXSAVE_AT 112 /* behind FSAVE's image */
#endif

static void print_mask(void)
{
	uint64_t set;

	raw(SYS_rt_sigprocmask, 0, 0, (long)&set, 8, 0, 0);
	printf("mask %#llx\n", (unsigned long long)set);
	set = 0;
	raw(SYS_rt_sigprocmask, SIG_SETMASK, (long)&set, 0, 8, 0, 0);
}

int main(void)
{
	static const unsigned short bad_cs[] = { 0, 3, 0x10, 0x13, 0x2b, 0x43, 0x63, 0x77, 0xfff7, 0xffff };
	static const unsigned short bad_ss[] = { 0x23, 0x43, 0x63, 0x77, 0xfff7, 0xffff };
	struct sigaction sa = { .sa_sigaction = keep, .sa_flags = SA_SIGINFO };
	stack_t ss = { .ss_sp = altstack, .ss_size = sizeof(altstack) };
	static char fp[8192] __attribute__((aligned(64)));
	const unsigned mxcsr = 0x1f80;
	unsigned short cw;
	struct context c;
	char *hole;

	setvbuf(stdout, NULL, _IOLBF, 0);
	sigaction(SIGUSR1, &sa, NULL);
	sa.sa_sigaction = segv;
	sa.sa_flags |= SA_ONSTACK;
	sigaction(SIGSEGV, &sa, NULL);
	sigaction(SIGBUS, &sa, NULL);
	sigaction(SIGILL, &sa, NULL);
	sigaltstack(&ss, NULL);
	raise(SIGUSR1);
	good.ip = (unsigned long)landing;
	good.sp = (unsigned long)stack + 60000;
	good.ax = 0x1234567;
	good.fpstate = 0;
	good.mask = 0;
	good.eflags = 0x202;

	try("good", &good, NULL);
	try("no frame", NULL, (void *)16);
	try("at the end of memory", NULL, (void *)-16l);
	hole = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	munmap(hole + 4096, 4096);
	try("across a hole", NULL, hole + 4096 - 32);
	for (unsigned i = 0; i < sizeof(bad_cs) / sizeof(bad_cs[0]); i++) {
		char what[16];

		c = good;
		c.cs = bad_cs[i];
		sprintf(what, "cs %#x", bad_cs[i]);
		try(what, &c, NULL);
	}
	for (unsigned i = 0; i < sizeof(bad_ss) / sizeof(bad_ss[0]); i++) {
		char what[16];

		c = good;
		c.ss = bad_ss[i];
		sprintf(what, "ss %#x", bad_ss[i]);
		try(what, &c, NULL);
	}
	c = good;
	c.eflags = 0xffffffff & ~0x40100; /* all but single steps and alignment checks */
	try("all flags", &c, NULL);
	c.eflags = 0;
	try("no flags", &c, NULL);
	c = good;
	c.ax = -512; /* ERESTARTSYS means nothing here */
	try("a restart code in ax", &c, NULL);
	c.ax = -14;
	try("an error in ax", &c, NULL);
	c = good;
	c.mask = ~0ull;
	try("full mask", &c, NULL);
	print_mask();
	c = good;
	c.fpstate = 32;
	try("FPU state nowhere", &c, NULL);
	c.fpstate = (unsigned long)fp + 1;
	try("FPU state not aligned", &c, NULL);
	memset(fp, 0xff, sizeof(fp));
	c.fpstate = (unsigned long)fp;
	try("FPU state of ones", &c, NULL);
	memset(fp, 0, sizeof(fp));
	memcpy(fp + FXSAVE_AT + 24, &mxcsr, sizeof(mxcsr));
	memset(fp, 0xff, 2);
	try("FPU control word of ones", &c, NULL);
	asm volatile("fnstcw %0; fninit" : "=m"(cw));
	printf("control word %#x\n", cw);
#ifdef __x86_64__
	c = good;
	c.ip = 0x8000000000000000;
	try("ip not canonical", &c, NULL);
	c = good;
	c.ip = 0xffff800000000000;
	try("ip in the kernel's half", &c, NULL);
	c = good;
	c.flags = 0;
	c.ss = 0;
	try("old frame without ss", &c, NULL);
#endif
	c = good;
	c.stack.size = 100;
	c.stack.flags = 77;
	try("bad alternate stack", &c, NULL);
	sigaltstack(NULL, &ss);
	printf("alternate stack kept: %d\n", ss.ss_size == sizeof(altstack) && ss.ss_flags == 0);
	return 0;
}
