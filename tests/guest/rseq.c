/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: bits 64 */
/* guest: options --quiet */
/* guest: args abort */
/* guest: args signature */
/* guest: args version */
/* guest: args nowhere */
/* guest: args flags */
/* guest: args section-flags */
/* A critical section that a signal interrupts is left for its abort handler; bad ones kill. */
#include <signal.h>
#include <sys/time.h>

#include "guest.h"

struct area {
	uint32_t start, cpu;
	uint64_t cs;
	uint32_t flags, node, mm, pad;
} __attribute__((aligned(32)));

struct section {
	uint32_t version, flags;
	uint64_t start_ip, length, abort_ip;
} __attribute__((aligned(32)));

static struct area area;
static struct section section;

static void handler(int sig)
{
	(void)sig;
}

/* Spins in the section until something gets it out. 1: by the abort handler. */
static int spin(int bad_signature)
{
	int aborted;

	asm volatile("lea 1f(%%rip), %%rax; mov %%rax, 8+%[section]\n"
		     "lea 2f(%%rip), %%rcx; sub %%rax, %%rcx; mov %%rcx, 16+%[section]\n"
		     "lea 3f(%%rip), %%rax; lea 4f(%%rip), %%rcx\n"
		     "test %[bad], %[bad]; cmovnz %%rcx, %%rax; mov %%rax, 24+%[section]\n"
		     /* Nothing is between the store and the section: whoever is preempted there forgets it. */
		     "xor %[aborted], %[aborted]\n"
		     "lea %[section], %%rax; cmpq $0, %[cs]; jne 1f; mov %%rax, %[cs]\n"
		     "1: jmp 1b\n"
		     "2: jmp 6f\n"
		     ".long 0x12345678\n"
		     "3: mov $1, %[aborted]; jmp 6f\n"
		     ".long 0x11111111\n"
		     "4: mov $2, %[aborted]\n"
		     "6:\n"
		     : [aborted] "=&r"(aborted), [section] "+m"(section), [cs] "+m"(area.cs)
		     : [bad] "r"(bad_signature)
		     : "rax", "rcx", "cc", "memory");
	return aborted;
}

int main(int argc, char **argv)
{
	extern const long __rseq_offset;
	extern const unsigned __rseq_size;
	struct itimerval it = { { 0, 3000 }, { 0, 3000 } }; /* the first may come before the section */
	struct sigaction sa = { .sa_handler = handler };

	(void)argc;
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (__rseq_size)
		raw(SYS_rseq, (long)__builtin_thread_pointer() + __rseq_offset, 32, 1, 0x53053053, 0, 0);
	show(raw(SYS_rseq, (long)&area, 32, 0, 0x12345678, 0, 0));
	sigaction(SIGALRM, &sa, NULL);
	setitimer(ITIMER_REAL, &it, NULL);
	if (!strcmp(argv[1], "version"))
		section.version = 1;
	if (!strcmp(argv[1], "nowhere"))
		area.cs = 64;
	if (!strcmp(argv[1], "flags"))
		area.flags = 1;
	if (!strcmp(argv[1], "section-flags"))
		section.flags = 2;
	printf("aborted %d\n", spin(!strcmp(argv[1], "signature")));
	printf("section forgotten %d\n", area.cs == 0); /* natively preemption may be first */
	return 0;
}
