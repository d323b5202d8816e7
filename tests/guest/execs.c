/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: link static static-pie */
/* What outlives an execve and what does not: the program runs itself in several stages. */
#include <elf.h>
#include <signal.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include "guest.h"

extern char **environ;

static const char *self(void)
{
	return (const char *)getauxval(AT_EXECFN);
}

static void show_handler(int sig)
{
	struct sigaction sa;

	sigaction(sig, NULL, &sa);
	printf("signal %d: %s\n", sig,
	       sa.sa_handler == SIG_DFL ? "default" : sa.sa_handler == SIG_IGN ? "ignored" : "handler");
}

static void handler(int sig)
{
	(void)sig;
}

static void show_args(int argc, char **argv)
{
	for (int i = 2; i < argc; i++)
		printf("argv[%d] %s\n", i, argv[i]);
	for (char **e = environ; *e; e++)
		printf("env %s\n", *e);
}

/* 1: set everything that a process can have. */
static void set_up(void)
{
	static char altstack[65536];
	stack_t ss = { .ss_sp = altstack, .ss_size = sizeof(altstack) };
	sigset_t set;

	signal(SIGUSR1, handler);
	signal(SIGUSR2, SIG_IGN);
	sigaltstack(&ss, NULL);
	sigemptyset(&set);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	raise(SIGHUP);
	prctl(PR_SET_NAME, "renamed");
	umask(027);
	dup2(1, 50);
	dup2(1, 51);
	fcntl(51, F_SETFD, FD_CLOEXEC);
	mmap((void *)0x20000000, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
}

/* 2: look at what is left. */
static void look(void)
{
	char name[17] = "";
	sigset_t set;
	stack_t ss;

	show_handler(SIGUSR1);
	show_handler(SIGUSR2);
	sigaltstack(NULL, &ss);
	printf("alternate stack: %s\n", ss.ss_flags & SS_DISABLE ? "none" : "some");
	sigprocmask(SIG_SETMASK, NULL, &set);
	printf("blocked: HUP %d TERM %d INT %d\n", sigismember(&set, SIGHUP),
	       sigismember(&set, SIGTERM), sigismember(&set, SIGINT));
	sigpending(&set);
	printf("pending: HUP %d TERM %d\n", sigismember(&set, SIGHUP), sigismember(&set, SIGTERM));
	prctl(PR_GET_NAME, name);
	printf("comm is renamed: %d\n", !strcmp(name, "renamed"));
	printf("umask %o\n", umask(0));
	show(fcntl(50, F_GETFD));
	show(fcntl(51, F_GETFD));
	show(msync((void *)0x20000000, 4096, MS_ASYNC));
}

static void copy_self(const char *to)
{
	static char buf[65536];
	int in = open(self(), O_RDONLY), out = open(to, O_CREAT | O_TRUNC | O_WRONLY, 0755);
	ssize_t n;

	while ((n = read(in, buf, sizeof(buf))) > 0)
		write(out, buf, n);
	close(in);
	close(out);
}

static void script(const char *name, const char *line)
{
	int fd = open(name, O_CREAT | O_TRUNC | O_WRONLY, 0755);

	write(fd, line, strlen(line));
	close(fd);
}

static void run(const char *name, char **argv, char **envp)
{
	fflush(stdout);
	execve(name, argv, envp);
	printf("execve %s: %s\n", name, guest_errno(errno));
	exit(1);
}

/* A program of a few bytes for the other ABI: exit_group(its number of arguments + 40). */
static void other_abi(void)
{
#ifdef __i386__
	static const unsigned char code[] = { 0x8b, 0x3c, 0x24, 0x83, 0xc7, 0x28, 0xb8, 231,
					      0,    0,	  0,	0x0f, 0x05 };
	Elf64_Ehdr eh = { .e_ident = "\177ELF\2\1\1", .e_machine = EM_X86_64,
			  .e_phentsize = sizeof(Elf64_Phdr) };
	Elf64_Phdr ph = { 0 };
#else
	static const unsigned char code[] = { 0x8b, 0x1c, 0x24, 0x83, 0xc3, 0x28, 0xb8, 252,
					      0,    0,	  0,	0xcd, 0x80 };
	Elf32_Ehdr eh = { .e_ident = "\177ELF\1\1\1", .e_machine = EM_386,
			  .e_phentsize = sizeof(Elf32_Phdr) };
	Elf32_Phdr ph = { 0 };
#endif
	int fd = open("other", O_CREAT | O_TRUNC | O_WRONLY, 0755);
	char *argv[] = { "other", "a", "b", NULL };

	eh.e_type = ET_EXEC;
	eh.e_phnum = 1;
	eh.e_phoff = sizeof(eh);
	ph.p_type = PT_LOAD;
	ph.p_flags = PF_R | PF_X;
	ph.p_vaddr = 0x10000000;
	ph.p_filesz = ph.p_memsz = sizeof(eh) + sizeof(ph) + sizeof(code);
	eh.e_entry = ph.p_vaddr + sizeof(eh) + sizeof(ph);
	write(fd, &eh, sizeof(eh));
	write(fd, &ph, sizeof(ph));
	write(fd, code, sizeof(code));
	close(fd);
	run("other", argv, environ);
}

int main(int argc, char **argv)
{
	char *env[] = { "ONE=1", "TWO=", NULL };
	int stage = argc > 1 ? atoi(argv[1]) : 0;
	int fd;

	printf("stage %d, argc %d\n", stage, argc);
	switch (argc ? stage : 9) {
	case 0:
		set_up();
		run(self(), (char *[]){ "any name", "1", NULL }, env);
		break;
	case 1:
		printf("argv[0] %s\n", argv[0]);
		show_args(argc, argv);
		look();
		copy_self("prog");
		show(open("prog", O_RDONLY) >= 0);
		script("script", "#!prog  2 \n");
		run("script", (char *[]){ "script's name", "x", "y y", NULL }, env);
		break;
	case 2:
		printf("argv[0] %s, AT_EXECFN %s\n", argv[0], self());
		show_args(argc, argv);
		show(open("prog", O_WRONLY)); /* it is running */
		show(truncate("prog", 0));
		script("chain", "#! ./script2\t3 4\n");
		script("script2", "#!prog 3\n");
		run("./chain", (char *[]){ "gone", NULL }, (char *[]){ NULL });
		break;
	case 3:
		show_args(argc, argv);
		fd = open("prog", O_RDONLY);
		dup2(fd, 60);
		fflush(stdout);
		syscall(SYS_execveat, 60, "", (char *[]){ "fd", "5", NULL }, env, 0x1000);
		printf("execveat: %s\n", guest_errno(errno));
		return 1;
	case 5:
		printf("AT_EXECFN %s\n", self());
		fflush(stdout);
		syscall(SYS_execveat, open(".", O_PATH), "prog", (char *[]){ "at", "6", NULL }, env, 0);
		printf("execveat: %s\n", guest_errno(errno));
		return 1;
	case 6:
		printf("AT_EXECFN is a path by descriptor: %d\n", !strncmp(self(), "/dev/fd/", 8));
		run("prog", (char *[]){ "x", "7", NULL }, NULL);
		break;
	case 7:
		show_args(argc, argv);
		other_abi();
		break;
	}
	return 0;
}
