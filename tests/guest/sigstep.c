/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Single steps: SIGTRAP after each instruction while TF is set, as a debugger in the process has it. */
#include <signal.h>
#include <ucontext.h>

#include "guest.h"

#ifdef __x86_64__
#define IP REG_RIP
#define PUSHF "pushfq; orq $0x100, (%%rsp); popfq;"
#define POPA "pushfq; pop %%rax;"
#else
#define IP REG_EIP
#define PUSHF "pushfl; orl $0x100, (%%esp); popfl;"
#define POPA "pushfl; pop %%eax;"
#endif

/* i386's getpid. After `syscall` the engine differs (docs/unicorn.md). */
#define CALL "mov $20, %%eax; int $0x80;"
#define MAX_STEPS 200

extern char begin[], end[];

static struct step {
	long ip;
	int code, addr_ok, trapno, err, flag;
} steps[MAX_STEPS];
static int n;

static void on_trap(int sig, siginfo_t *si, void *ctx)
{
	greg_t *r = ((ucontext_t *)ctx)->uc_mcontext.gregs;
	struct step *s = &steps[n++];

	(void)sig;
	s->ip = r[IP] - (long)begin;
	s->code = si->si_code;
	s->addr_ok = (long)si->si_addr == r[IP];
	s->trapno = r[REG_TRAPNO];
	s->err = r[REG_ERR];
	s->flag = (r[REG_EFL] & 0x100) != 0;
	if (r[IP] >= (long)end || n == MAX_STEPS)
		r[REG_EFL] &= ~0x100;
}

int main(void)
{
	struct sigaction sa = { .sa_sigaction = on_trap, .sa_flags = SA_SIGINFO };
	static char from[8] = "abcdefg", to[8];
	long sum = 0;
	void *src = from, *dst = to;

	sigaction(SIGTRAP, &sa, NULL);
	asm volatile(PUSHF
		     "begin: nop;"
		     CALL
		     "mov $3, %%ecx;"
		     "rep movsb;"
		     "mov $3, %%eax;"
		     "1: add %%eax, %k[sum];"
		     "dec %%eax;"
		     "jnz 1b;"
		     "jmp 2f;"
		     "nop;"
		     "2: " POPA
		     "nop;"
		     "end: nop; nop"
		     : [sum] "+b"(sum), "+S"(src), "+D"(dst)
		     :
		     : "memory", "cc", "eax", "ecx"
#ifdef __x86_64__
		     , "r11"
#endif
	);
	for (int i = 0; i < n; i++)
		printf("%ld code %d addr %d trapno %d err %d flag %d\n", steps[i].ip, steps[i].code,
		       steps[i].addr_ok, steps[i].trapno, steps[i].err, steps[i].flag);
	printf("%d steps, sum %ld, copied %s\n", n, sum, to);
	return 0;
}
