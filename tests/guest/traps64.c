/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: bits 64 */
/*
 * The two traps of 64-bit code by hand: syscall with x86-64's table, int $0x80 with i386's, and what
 * each leaves in the registers.
 */
#include <sys/mman.h>

#include "guest.h"

struct regs {
	uint64_t rax, rbx, rcx, rdx, rsi, rdi, rbp, r8, r9, r10, r11, r12, r13, r14, r15, flags;
};

void syscall_regs(struct regs *r);
void int80_regs(struct regs *r);
extern const char after_syscall[];

#define TRAP(name, instruction, label)                                                        \
	asm(".text\n.globl " #name "\n" #name ":\n"                                           \
	    "push %rbx; push %rbp; push %r12; push %r13; push %r14; push %r15; push %rdi\n"   \
	    "mov %rdi, %rax\n"                                                                \
	    "mov 8(%rax), %rbx; mov 16(%rax), %rcx; mov 24(%rax), %rdx; mov 32(%rax), %rsi\n" \
	    "mov 40(%rax), %rdi; mov 48(%rax), %rbp; mov 56(%rax), %r8; mov 64(%rax), %r9\n"  \
	    "mov 72(%rax), %r10; mov 80(%rax), %r11; mov 88(%rax), %r12; mov 96(%rax), %r13\n" \
	    "mov 104(%rax), %r14; mov 112(%rax), %r15\n"                                      \
	    "mov (%rax), %rax\n"                                                              \
	    "stc\n" instruction "\n" label "\n"                                               \
	    "push %rax; mov 8(%rsp), %rax; pop (%rax)\n"                                      \
	    "mov %rbx, 8(%rax); mov %rcx, 16(%rax); mov %rdx, 24(%rax); mov %rsi, 32(%rax)\n" \
	    "mov %rdi, 40(%rax); mov %rbp, 48(%rax); mov %r8, 56(%rax); mov %r9, 64(%rax)\n"  \
	    "mov %r10, 72(%rax); mov %r11, 80(%rax); mov %r12, 88(%rax); mov %r13, 96(%rax)\n" \
	    "mov %r14, 104(%rax); mov %r15, 112(%rax)\n"                                      \
	    "pushf; pop 120(%rax)\n"                                                          \
	    "pop %rdi; pop %r15; pop %r14; pop %r13; pop %r12; pop %rbp; pop %rbx\n"          \
	    "ret\n")

TRAP(syscall_regs, "syscall", ".globl after_syscall; after_syscall:");
TRAP(int80_regs, "int $0x80", "");

#define HIGH 0xabcd000000000000ull

static struct regs fresh(uint64_t nr)
{
	return (struct regs){ nr,	 HIGH + 1, HIGH + 2, HIGH + 3,	HIGH + 4,  HIGH + 5,
			      HIGH + 6,	 HIGH + 7, HIGH + 8, HIGH + 9,	HIGH + 10, HIGH + 11,
			      HIGH + 12, HIGH + 13, HIGH + 14, 0 };
}

static void compare(const char *what, const struct regs *before, const struct regs *after)
{
	static const char *const names[] = { "rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "r8",
					     "r9",  "r10", "r11", "r12", "r13", "r14", "r15" };
	const uint64_t *b = &before->rax, *a = &after->rax;

	printf("%s: changed", what);
	for (int i = 1; i < 15; i++)
		if (a[i] != b[i])
			printf(" %s", names[i]);
	printf("; carry %d\n", (int)(after->flags & 1));
}

static void by_syscall(void)
{
	struct regs r = fresh(SYS_getppid), before = r;

	syscall_regs(&r);
	printf("getppid is right: %d\n", r.rax == (uint64_t)getppid());
	compare("syscall", &before, &r);
	printf("rcx is the next instruction: %d, r11 the flags: %d\n",
	       r.rcx == (uint64_t)after_syscall, (r.r11 & 0xcd5) == (r.flags & 0xcd5));
	r = fresh(SYS_close);
	r.rdi = -1;
	syscall_regs(&r);
	printf("close(-1): %lld\n", (long long)r.rax);
}

/* A number's upper half counts for syscall as sign-extended 32 bits. */
static void numbers(void)
{
	static const uint64_t nrs[] = {
		500,	    511,	512,	    547,	548,	   0x40000027, 0x7fffffff,
		0x80000000, 0xffffffff, 0x100000027, -1ull, -38ull, 1ull << 63,
	};

	for (unsigned i = 0; i < sizeof(nrs) / sizeof(nrs[0]); i++) {
		struct regs r = fresh(nrs[i]);

		syscall_regs(&r);
		printf("syscall %#llx: %s\n", (unsigned long long)nrs[i],
		       r.rax == (uint64_t)getpid() ? "getpid" :
		       r.rax == -38ull		   ? "ENOSYS" :
						     "?");
		r = fresh(nrs[i]);
		int80_regs(&r);
		printf("int80 %#llx: %s\n", (unsigned long long)nrs[i],
		       r.rax == -38ull ? "ENOSYS" : "?");
	}
}

static void by_int80(void)
{
	static const char text[] = "written by int80 from 64-bit code\n";
	struct regs r = fresh(20), before = r;

	int80_regs(&r);
	printf("number 20 is i386's getpid: %d\n", r.rax == (uint64_t)getpid());
	compare("int80", &before, &r);
	r = fresh(20);
	r.rax |= HIGH;
	int80_regs(&r);
	printf("upper half of the number is ignored: %d\n", r.rax == (uint64_t)getpid());
	fflush(stdout);
	r = fresh(4);
	r.rbx = HIGH | 1;
	r.rcx = HIGH | (uintptr_t)text;
	r.rdx = HIGH | (sizeof(text) - 1);
	int80_regs(&r);
	printf("write: %lld\n", (long long)r.rax);
	r = fresh(6);
	r.rbx = -1;
	int80_regs(&r);
	printf("close(-1) is sign-extended: %lld\n", (long long)r.rax);
	/* An address beyond 4 GiB is cut: the call sees another one. */
	r = fresh(3);
	r.rbx = 0;
	r.rcx = (uintptr_t)&r;
	r.rdx = 0;
	int80_regs(&r);
	printf("read of nothing: %lld\n", (long long)r.rax);
}

/* All six arguments of i386's mmap2, the last one in ebp. */
static void six(void)
{
	int fd = open("traps.tmp", O_RDWR | O_CREAT, 0600);
	struct regs r = fresh(192);
	char page[4096];

	for (int i = 0; i < 3; i++) {
		memset(page, 'a' + i, sizeof(page));
		write(fd, page, sizeof(page));
	}
	r.rbx = 0x10000000;
	r.rcx = 4096;
	r.rdx = PROT_READ;
	r.rsi = MAP_PRIVATE | MAP_FIXED;
	r.rdi = fd;
	r.rbp = 2;
	int80_regs(&r);
	printf("mmap2: %#llx %c\n", (unsigned long long)r.rax, *(char *)0x10000000);
	r = fresh(SYS_mmap);
	r.rdi = 0x10000000;
	r.rsi = 4096;
	r.rdx = PROT_READ;
	r.r10 = MAP_PRIVATE | MAP_FIXED;
	r.r8 = fd;
	r.r9 = 4096;
	syscall_regs(&r);
	printf("mmap: %#llx %c\n", (unsigned long long)r.rax, *(char *)0x10000000);
	r = fresh(192);
	r.rbx = 0;
	r.rcx = 4096;
	r.rdx = PROT_READ;
	r.rsi = MAP_PRIVATE | MAP_ANONYMOUS;
	r.rdi = -1;
	r.rbp = 0;
	int80_regs(&r);
	printf("mmap2 finds room below 4 GiB: %d\n", r.rax < 1ull << 32);
	unlink("traps.tmp");
}

int main(void)
{
	by_syscall();
	by_int80();
	numbers();
	six();
	return 0;
}
