/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: flags -msse2 -mfpmath=387 -fno-omit-frame-pointer */
/* What a handler finds: siginfo, ucontext, masks, stacks, FPU state; and what it can change. */
#include <fenv.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>
#include <ucontext.h>

#include "guest.h"

#ifdef __x86_64__
#define IP REG_RIP
#define SP REG_RSP
#define AX REG_RAX
#define CX REG_RCX
#else
#define IP REG_EIP
#define SP REG_ESP
#define AX REG_EAX
#define CX REG_ECX
#endif

static char *page; /* of no access */
static volatile int calls;

static void print_mask(const char *what, const sigset_t *set)
{
	printf("%s", what);
	for (int i = 1; i <= 64; i++)
		if (sigismember(set, i) == 1)
			printf(" %d", i);
	printf("\n");
}

static void print_fault(siginfo_t *si, ucontext_t *uc)
{
	greg_t *g = uc->uc_mcontext.gregs;
	long addr = (char *)si->si_addr - page;

	printf("signal %d code %d errno %d", si->si_signo, si->si_code, si->si_errno);
	if (si->si_signo == SIGSEGV || si->si_signo == SIGBUS)
		printf(" addr %s%ld", addr >= 0 && addr < 65536 ? "page+" : "", 
		       addr >= 0 && addr < 65536 ? addr : (long)si->si_addr);
	else
		printf(" addr at ip %d", (greg_t)(uintptr_t)si->si_addr == g[IP]);
	printf(" trapno %ld", (long)g[REG_TRAPNO]);
	printf(" err %#lx", (long)g[REG_ERR]);
#ifdef __i386__
	printf(" cs %x ss %x ds %x es %x", g[REG_CS], g[REG_SS], g[REG_DS], g[REG_ES]);
#else
	printf(" csgsfs %llx", (long long)g[REG_CSGSFS]);
#endif
	printf("\n");
}

static sigjmp_buf out;

static void fault_handler(int sig, siginfo_t *si, void *ctx)
{
	(void)sig;
	print_fault(si, ctx);
	siglongjmp(out, 1);
}

static void install(int sig, void (*handler)(int, siginfo_t *, void *), int flags)
{
	struct sigaction sa = { .sa_sigaction = handler, .sa_flags = SA_SIGINFO | flags };

	sigaction(sig, &sa, NULL);
}

#define FAULT(what, code)                 \
	do {                              \
		printf("%s: ", what);     \
		fflush(stdout);           \
		if (!sigsetjmp(out, 1)) { \
			code;             \
			printf("none\n"); \
		}                         \
	} while (0)

static void faults(void)
{
	static const int sigs[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP };
	char *ro = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	volatile int zero = 0, min = -2147483647 - 1, minus = -1;

	for (unsigned i = 0; i < 5; i++)
		install(sigs[i], fault_handler, 0);
	FAULT("read", *(volatile char *)(page + 5));
	FAULT("write", *(volatile char *)(page + 4095) = 1);
	FAULT("execute", ((void (*)(void))(page + 16))());
	FAULT("null", *(volatile char *)0x18);
	page = ro;
	FAULT("write to read-only", *(volatile int *)(ro + 100) = 1);
	FAULT("execute without right", ((void (*)(void))(ro + 1))());
	FAULT("across the end", *(volatile long *)(ro + 4096 - 3) = 1);
	FAULT("division by zero", zero = 7 / zero);
	FAULT("division overflow", zero = min / minus);
	FAULT("ud2", asm volatile("ud2"));
	FAULT("hlt", asm volatile("hlt"));
	FAULT("cli", asm volatile("cli"));
	FAULT("int3", asm volatile("int3"));
	FAULT("int 3", asm volatile(".byte 0xcd, 3"));
	FAULT("int 0x42", asm volatile("int $0x42"));
	FAULT("bad selector", asm volatile("mov %0, %%es" : : "r"(0x777)));
	FAULT("rdpmc", asm volatile("rdpmc" : : "c"(0x1234) : "eax", "edx"));
#ifdef __x86_64__
	FAULT("not canonical", *(volatile char *)0x1234567800000000);
	FAULT("jump to where there is nothing", ((void (*)(void))0x1234567800000000)());
	FAULT("kernel half", *(volatile char *)0xffff800000000000);
#else
	FAULT("into", asm volatile("movb $0x7f, %%al; addb $1, %%al; into" : : : "eax"));
	FAULT("bound", ({
		int limits[2] = { 1, 5 };
		asm volatile("bound %0, %1" : : "r"(7), "m"(limits));
	}));
	FAULT("kernel half", *(volatile char *)0xffffe000);
#endif
}

/* --- changing the context --- */

static void skip_handler(int sig, siginfo_t *si, void *ctx)
{
	greg_t *g = ((ucontext_t *)ctx)->uc_mcontext.gregs;

	(void)si;
	g[IP] += 2; /* ud2 */
	g[AX] = 0x1234;
	g[CX] ^= 0xff;
	calls += sig;
}

static void change(void)
{
	long ax = 1, cx = 0x0f;

	install(SIGILL, skip_handler, 0);
	asm volatile("ud2" : "+a"(ax), "+c"(cx));
	printf("ax %#lx cx %#lx\n", ax, cx);
}

static void flags_test(void)
{
	unsigned long flags;

	install(SIGILL, skip_handler, 0);
	asm volatile("std; stc; ud2; pushf; pop %0; cld" : "=r"(flags) : : "eax", "ecx", "cc");
	printf("flags kept: carry %lu direction %lu\n", flags & 1, flags >> 10 & 1);
}

/* --- FPU --- */

static void fpu_handler(int sig, siginfo_t *si, void *ctx)
{
	unsigned short cw;
	unsigned mxcsr;
	long double x = 1;

	(void)sig;
	(void)si;
	asm volatile("fnstcw %0" : "=m"(cw));
	asm volatile("stmxcsr %0" : "=m"(mxcsr));
	printf("in the handler: cw %#x mxcsr %#x\n", cw, mxcsr & ~0x3f);
	asm volatile("fld1; fld1; fld1; fld1; fld1; fld1; fld1; fld1" : "+m"(x));
	asm volatile("pxor %xmm0, %xmm0; pxor %xmm5, %xmm5; fninit");
	((ucontext_t *)ctx)->uc_mcontext.gregs[IP] += 2;
}

static void fpu_image(int sig, siginfo_t *si, void *ctx)
{
	ucontext_t *uc = ctx;
#ifdef __x86_64__
	struct _libc_fpstate *f = uc->uc_mcontext.fpregs;

	printf("image: cw %#x sw %#x tags %#x mxcsr %#x st0 %04x:%04x xmm0 %#x %#x\n", f->cwd,
	       f->swd & ~0x7f, f->ftw, f->mxcsr & ~0x3f, f->_st[0].exponent,
	       f->_st[0].significand[3], f->_xmm[0].element[0], f->_xmm[5].element[1]);
	f->_xmm[0].element[0] = 77;
	f->_st[0].exponent++;
	f->cwd = 0x37f;
#else
	struct _libc_fpstate *f = uc->uc_mcontext.fpregs;
	unsigned char *fx = (unsigned char *)f + 112;
	unsigned mxcsr, x0, x5;

	memcpy(&mxcsr, fx + 24, 4);
	memcpy(&x0, fx + 160, 4);
	memcpy(&x5, fx + 160 + 5 * 16 + 4, 4);
	printf("image: cw %#lx sw %#lx tags %#lx status %#lx mxcsr %#x st0 %04x:%04x xmm %#x %#x\n",
	       f->cw, f->sw & ~0x7f, f->tag, f->status & ~0x7f, mxcsr & ~0x3f, f->_st[0].exponent,
	       f->_st[0].significand[3], x0, x5);
	x0 = 77;
	memcpy(fx + 160, &x0, 4);
	f->_st[0].exponent++;
	f->cw = 0xffff037f;
#endif
	(void)sig;
	(void)si;
	uc->uc_mcontext.gregs[IP] += 2;
}

static void fpu(void)
{
	unsigned in[4] = { 11, 22, 33, 44 }, out0[4], out5[4], mxcsr = 0x3f80;
	unsigned short cw = 0x27f, cw_after;
	double st = 0;

	for (int i = 0; i < 2; i++) {
		unsigned mxcsr_after;

		install(SIGILL, i ? fpu_image : fpu_handler, 0);
		asm volatile("fninit; fldcw %[cw]; ldmxcsr %[mx]; fldpi; fld1; fldl2e\n"
			     "movups %[in], %%xmm0; movups %[in], %%xmm5\n"
			     "ud2\n"
			     "movups %%xmm0, %[o0]; movups %%xmm5, %[o5]; stmxcsr %[mxa]\n"
			     "fnstcw %[cwa]; fstpl %[st]; fninit\n"
			     : [o0] "=m"(out0), [o5] "=m"(out5), [mxa] "=m"(mxcsr_after),
			       [cwa] "=m"(cw_after), [st] "=m"(st)
			     : [cw] "m"(cw), [mx] "m"(mxcsr), [in] "m"(in)
			     : "xmm0", "xmm5");
		printf("after: xmm0 %u xmm5 %u mxcsr %#x cw %#x st %.6f\n", out0[0], out5[1],
		       mxcsr_after & ~0x3f, cw_after, st);
	}
	mxcsr = 0x1f80;
	asm volatile("ldmxcsr %0" : : "m"(mxcsr));
}

/* --- masks and flags --- */

static void mask_handler(int sig, siginfo_t *si, void *ctx)
{
	sigset_t now;

	(void)si;
	sigprocmask(SIG_BLOCK, NULL, &now);
	printf("handler of %d, ", sig);
	print_mask("mask", &now);
	print_mask("to come back", &((ucontext_t *)ctx)->uc_sigmask);
	sigaddset(&((ucontext_t *)ctx)->uc_sigmask, SIGWINCH);
}

static void masks(void)
{
	struct sigaction sa = { .sa_sigaction = mask_handler, .sa_flags = SA_SIGINFO };
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, 40);
	sigprocmask(SIG_SETMASK, &set, NULL);
	sigaddset(&sa.sa_mask, SIGUSR2);
	sigaddset(&sa.sa_mask, SIGKILL);
	sigaction(SIGUSR1, &sa, NULL);
	raise(SIGUSR1);
	sigprocmask(SIG_BLOCK, NULL, &set);
	print_mask("afterwards", &set);
	sa.sa_flags |= SA_NODEFER | SA_RESETHAND;
	sigaction(SIGUSR1, &sa, NULL);
	raise(SIGUSR1);
	sigaction(SIGUSR1, NULL, &sa);
	printf("reset: %d\n", sa.sa_handler == SIG_DFL);
	sigemptyset(&set);
	sigprocmask(SIG_SETMASK, &set, NULL);
}

/* --- nesting --- */

static void nest(int sig)
{
	static int depth;

	printf("%*sin %d\n", ++depth, "", sig);
	if (sig == SIGUSR1)
		raise(SIGUSR2);
	printf("%*sout of %d\n", depth--, "", sig);
}

static void nesting(void)
{
	sigset_t set;

	signal(SIGUSR1, nest);
	signal(SIGUSR2, nest);
	signal(SIGALRM, nest);
	raise(SIGUSR1);
	/* All at once: lowest first on the stack, so that it ends last. */
	sigfillset(&set);
	sigprocmask(SIG_SETMASK, &set, NULL);
	raise(SIGALRM);
	raise(SIGUSR2);
	raise(SIGUSR1);
	sigemptyset(&set);
	sigprocmask(SIG_SETMASK, &set, NULL);
}

/* --- the alternate stack --- */

static char altstack[65536] __attribute__((aligned(16)));

static void alt_handler(int sig, siginfo_t *si, void *ctx)
{
	char here;
	stack_t ss, try = { .ss_sp = altstack, .ss_size = 8192 };
	ucontext_t *uc = ctx;

	(void)si;
	printf("handler of %d on the alternate stack: %d\n", sig,
	       &here >= altstack && &here < altstack + sizeof(altstack));
	show(sigaltstack(NULL, &ss));
	printf("flags %#x size %zu\n", ss.ss_flags, ss.ss_size);
	printf("context: base %d size %zu flags %#x\n", uc->uc_stack.ss_sp == altstack,
	       uc->uc_stack.ss_size, uc->uc_stack.ss_flags);
	show(sigaltstack(&try, NULL));
	if (sig == SIGUSR1 && calls++ < 1)
		raise(SIGUSR2);
	if (sig == SIGSEGV)
		siglongjmp(out, 1);
}

static void __attribute__((noinline)) eat_stack(int n)
{
	volatile char pad[4096];

	pad[0] = n;
	if (n)
		eat_stack(n + 1);
	pad[1] = pad[0];
}

static void alternate(void)
{
	stack_t ss = { .ss_sp = altstack, .ss_size = sizeof(altstack) }, old;

	show(sigaltstack(NULL, &old));
	printf("flags %#x size %zu\n", old.ss_flags, old.ss_size);
	ss.ss_size = 2047;
	show(sigaltstack(&ss, NULL));
	ss.ss_size = sizeof(altstack);
	ss.ss_flags = 4;
	show(sigaltstack(&ss, NULL));
	ss.ss_flags = SS_ONSTACK | SS_DISABLE;
	show(sigaltstack(&ss, NULL));
	show(sigaltstack((stack_t *)8, NULL));
	ss.ss_flags = 0;
	show(sigaltstack(&ss, (stack_t *)8));
	show(sigaltstack(&ss, &old));
	calls = 0;
	install(SIGUSR1, alt_handler, SA_ONSTACK);
	install(SIGUSR2, alt_handler, SA_ONSTACK);
	raise(SIGUSR1);
	ss.ss_flags = (int)(1u << 31); /* SS_AUTODISARM */
	show(sigaltstack(&ss, NULL));
	calls = 1;
	raise(SIGUSR1);
	show(sigaltstack(NULL, &old));
	printf("flags %#x size %zu\n", old.ss_flags, old.ss_size);
	ss.ss_flags = 0;
	sigaltstack(&ss, NULL);
	install(SIGSEGV, alt_handler, SA_ONSTACK);
	if (!sigsetjmp(out, 1))
		eat_stack(1);
	printf("survived the overflow\n");
	ss.ss_flags = SS_DISABLE;
	show(sigaltstack(&ss, NULL));
}

int main(void)
{
	page = mmap(NULL, 65536, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	setvbuf(stdout, NULL, _IOLBF, 0);
	faults();
	flags_test();
	change();
	fpu();
	masks();
	nesting();
	alternate();
	return 0;
}
