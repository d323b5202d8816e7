/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: flags -no-pie */
/*
 * Instructions whose store faults and that begin again when a handler has made the page writable,
 * as garbage collectors' write barriers do: nothing of the first try may count.
 */
#include <signal.h>
#include <sys/mman.h>

#include "guest.h"

#define PAGE ((volatile uint32_t *)0x20000000)
#define FLAG_CF 1ul

#ifdef __x86_64__
#define AT "16(%%rdi)"
#define INDEXED "(%%rdi,%%rcx)"
#define BY_FLAGS "pushfq; popq %0"
#else
#define AT "16(%%edi)"
#define INDEXED "(%%edi,%%ecx)"
#define BY_FLAGS "pushfl; popl %0"
#endif

static uint32_t by_rip __attribute__((aligned(4096))) = 0x80000001;
static char behind_it[4096] __attribute__((aligned(4096), used));
static volatile int faults;

static void mend(int sig, siginfo_t *info, void *context)
{
	(void)sig, (void)context;
	faults++;
	mprotect((void *)((uintptr_t)info->si_addr & -4096ul), 4096, PROT_READ | PROT_WRITE);
}

/* With CF clear and set: "memory cf eax". */
#define TRY(insn)                                                                             \
	for (int cf = 0; cf < 2; cf++) {                                                      \
		unsigned long flags, a = 0x40000003, c = 16;                                  \
		PAGE[4] = 0x40000003 | (uint32_t)cf << 31;                                    \
		PAGE[5] = 0x12345678;                                                         \
		mprotect((void *)PAGE, 4096, PROT_READ);                                      \
		faults = 0;                                                                   \
		asm volatile("btl $0, %4; " insn "; " BY_FLAGS                                \
			     : "=&r"(flags), "+a"(a), "+c"(c)                                 \
			     : "D"(PAGE), "r"(cf)                                             \
			     : "edx", "memory", "cc");                                        \
		printf("%s, cf %d: %08x %08x cf %lu eax %lx, %d\n", insn, cf, PAGE[4],        \
		       PAGE[5], flags & FLAG_CF, a, faults);                                  \
	}

static void rotate(void)
{
	TRY("rcll $1, " AT)
	TRY("rcrl $1, " AT)
	TRY("rclb $1, " AT)
	TRY("rcrw $1, " AT)
	TRY("rcll $5, " AT)
	TRY("rcrl $9, " INDEXED)
	TRY("rcll %%cl, " AT)
	TRY("rcrb $1, 0x20000010")
	TRY("rclw $3, 0x20000010")
	TRY("rcll $1, %%ds:" AT)
#ifdef __x86_64__
	TRY("rclq $1, " AT)
	TRY("mov %%rdi, %%r8; rcrq $2, 16(%%r8)")
	TRY("rcll $1, 16(%%edi)")
#endif
}

static void others(void)
{
	TRY("adcl %%eax, " AT)
	TRY("sbbl $3, " AT)
	TRY("incl " AT)
	TRY("negl " AT)
	TRY("lock xaddl %%eax, " AT)
	TRY("xchgl %%eax, " AT)
	TRY("cmpxchgl %%ecx, " AT)
	TRY("shldl $3, %%eax, " AT)
	TRY("btcl $0, " AT)
	TRY("setc " AT)
	TRY("roll $3, " AT)
}

#ifdef __x86_64__
static void relative_to_rip(void)
{
	unsigned long flags;

	mprotect(&by_rip, 4096, PROT_READ);
	asm volatile("stc; rcll $1, %1; " BY_FLAGS : "=r"(flags), "+m"(by_rip) : : "cc");
	printf("%08x cf %lu\n", by_rip, flags & FLAG_CF);
	mprotect(&by_rip, 4096, PROT_READ);
	asm volatile("stc; rcll $3, by_rip(%%rip); " BY_FLAGS : "=r"(flags) : : "cc", "memory");
	printf("%08x cf %lu\n", by_rip, flags & FLAG_CF);
	mprotect(&by_rip, 4096, PROT_READ);
	asm volatile("stc; rcrl $1, by_rip(%%rip); " BY_FLAGS : "=r"(flags) : : "cc", "memory");
	printf("%08x cf %lu\n", by_rip, flags & FLAG_CF);
}
#endif

int main(void)
{
	struct sigaction sa = { .sa_sigaction = mend, .sa_flags = SA_SIGINFO };

	sigaction(SIGSEGV, &sa, NULL);
	mmap((void *)PAGE, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	rotate();
	others();
#ifdef __x86_64__
	relative_to_rip();
#else
	by_rip++;
#endif
	return 0;
}
