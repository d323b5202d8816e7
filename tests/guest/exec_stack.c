/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What PT_GNU_STACK says, by a program that changes its own copy's: where code may be executed. */
#include <elf.h>
#include <link.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/personality.h>

#include "guest.h"

static sigjmp_buf back;

static void on_segv(int sig)
{
	(void)sig;
	siglongjmp(back, 1);
}

static void try(const char *where, volatile unsigned char *code)
{
	code[0] = 0xc3; /* ret */
	if (sigsetjmp(back, 1)) {
		printf("%s: no\n", where);
		return;
	}
	((void (*)(void))(uintptr_t)code)();
	printf("%s: executable\n", where);
}

static void look(const char *what)
{
	static unsigned char data[16];
	unsigned char stack[16], *map;

	printf("%s: personality %#x\n", what, personality(0xffffffff));
	signal(SIGSEGV, on_segv);
	map = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	try("stack", stack);
	try("data", data);
	try("heap", sbrk(4096));
	try("mapping", map);
	fflush(stdout);
}

/* A copy with another PT_GNU_STACK: type and flags. */
static void spoil(const char *name, unsigned type, unsigned flags)
{
	static char buf[4 << 20];
	int in = open((char *)getauxval(AT_EXECFN), O_RDONLY);
	int out = open(name, O_CREAT | O_TRUNC | O_WRONLY, 0755);
	ssize_t n = 0, got;
	ElfW(Ehdr) *eh = (void *)buf;
	ElfW(Phdr) *ph;

	while ((got = read(in, buf + n, sizeof(buf) - n)) > 0)
		n += got;
	ph = (void *)(buf + eh->e_phoff);
	for (int i = 0; i < eh->e_phnum; i++)
		if (ph[i].p_type == PT_GNU_STACK) {
			ph[i].p_type = type;
			ph[i].p_flags = flags;
		}
	write(out, buf, n);
	close(in);
	close(out);
}

static void run(const char *name, const char *stage)
{
	execv(name, (char *[]){ "x", (char *)stage, NULL });
	show(-1);
	exit(1);
}

int main(int argc, char **argv)
{
	switch (argc > 1 ? atoi(argv[1]) : 0) {
	case 0:
		look("no execution asked for");
		spoil("spoiled", PT_GNU_STACK, PF_R | PF_W | PF_X);
		run("spoiled", "1");
		break;
	case 1:
		look("executable stack");
		spoil("silent", PT_NULL, 0);
		run("silent", "2");
		break;
	case 2:
		look("nothing said");
		spoil("sound", PT_NULL, 0); /* there is none any more */
		personality(READ_IMPLIES_EXEC);
		run("sound", "3");
		break;
	case 3:
		look("asked for by personality");
		break;
	}
	return 0;
}
