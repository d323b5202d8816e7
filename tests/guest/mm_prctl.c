/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What prctl does to an address space: where the program's parts are said to be (PR_SET_MM), that
 * nothing becomes executable (PR_SET_MDWE), that all may be merged, and who inherits that.
 */
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "guest.h"

#define PG 4096
#define R PROT_READ
#define W PROT_WRITE
#define X PROT_EXEC
#define SET_MDWE 65
#define GET_MDWE 66
#define SET_MERGE 67
#define GET_MERGE 68

static char *map(int prot, int more)
{
	return mmap(NULL, PG, prot, MAP_ANONYMOUS | more, -1, 0);
}

/* --- PR_SET_MM --- */

struct parts {
	uint64_t start_code, end_code, start_data, end_data, start_brk, brk, start_stack;
	uint64_t arg_start, arg_end, env_start, env_end, auxv;
	uint32_t auxv_size, exe_fd;
};

static struct parts parts;

static void get_parts(void)
{
	unsigned long long v[52] = { 0 };
	char text[2048], *p;
	int fd = open("/proc/self/stat", O_RDONLY);

	text[read(fd, text, sizeof(text) - 1)] = 0;
	close(fd);
	p = strrchr(text, ')') + 3;
	for (int i = 3; i < 52 && p; i++) {
		v[i] = strtoull(p, NULL, 10);
		p = strchr(p, ' ');
		p += p != NULL;
	}
	parts = (struct parts){
		.start_code = v[26], .end_code = v[27], .start_stack = v[28], .start_data = v[45],
		.end_data = v[46], .start_brk = v[47], .brk = (unsigned long)sbrk(0),
		.arg_start = v[48], .arg_end = v[49], .env_start = v[50], .env_end = v[51],
		.exe_fd = -1,
	};
}

static long set_parts(const void *p, unsigned long size)
{
	return raw(SYS_prctl, PR_SET_MM, PR_SET_MM_MAP, (long)p, size, 0, 0);
}

/* Where this host does not let us change one, by changing all: the checks are the same. */
static long set_part(int op, unsigned long addr)
{
	static const int order[] = { 0, 0, 1, 2, 3, 6, 4, 5, 7, 8, 9, 10 };
	long ret = raw(SYS_prctl, PR_SET_MM, op, addr, 0, 0, 0);

	if (ret == 0)
		get_parts();
	if (ret != -EPERM || !is_native())
		return ret;
	get_parts();
	(&parts.start_code)[order[op]] = addr;
	return set_parts(&parts, sizeof(parts));
}

static void show_title(void)
{
	char text[256] = "";
	int fd = open("/proc/self/cmdline", O_RDONLY);
	long n = read(fd, text, sizeof(text) - 1);

	close(fd);
	printf("%ld: %s\n", n, n > 0 ? text : "");
}

static void wholes(void)
{
	struct parts p;
	unsigned size = 0;

	puts("-- all parts");
	show(prctl(PR_SET_MM, PR_SET_MM_MAP_SIZE, &size, 0, 0));
	printf("%u\n", size);
	show(prctl(PR_SET_MM, PR_SET_MM_MAP_SIZE, 8, 0, 0));
	show(prctl(PR_SET_MM, PR_SET_MM_MAP_SIZE, &size, 0, 1));
	show(set_parts(&parts, sizeof(parts)));
	show(set_parts(&parts, sizeof(parts) - 1));
	show(set_parts((void *)8, sizeof(parts)));
	p = parts;
	p.start_code = p.end_code;
	show(set_parts(&p, sizeof(p)));
	p = parts;
	p.arg_start = p.arg_end + 1;
	show(set_parts(&p, sizeof(p)));
	p = parts;
	p.env_start = 4096;
	show(set_parts(&p, sizeof(p)));
	p = parts;
	p.start_stack = -4096ull;
	show(set_parts(&p, sizeof(p)));
	p = parts;
	p.auxv_size = 16;
	show(set_parts(&p, sizeof(p)));
	p.auxv = 8;
	show(set_parts(&p, sizeof(p)));
	p.auxv_size = 4096;
	show(set_parts(&p, sizeof(p)));
}

static void titles(void)
{
	char *title = map(R | W, MAP_PRIVATE);

	puts("-- titles");
	strcpy(title, "another title");
	show_ok(set_part(PR_SET_MM_ARG_END, (unsigned long)title + 14)); /* above the old start? */
	get_parts();
	parts.arg_start = (unsigned long)title;
	parts.arg_end = (unsigned long)title + 14;
	show(set_parts(&parts, sizeof(parts)));
	show_title();
	show(set_part(PR_SET_MM_ARG_START, (unsigned long)title + 8));
	show_title();
	show(set_part(PR_SET_MM_ARG_START, (unsigned long)title + 14));
	show_title();
	show(set_part(PR_SET_MM_ARG_START, (unsigned long)title + 15));
	show(set_part(PR_SET_MM_ARG_START, 4096));
	show(set_part(PR_SET_MM_ENV_END, -4096));
	strcpy(title + 13, "! goes on"); /* over the end of the arguments, as setproctitle(3) */
	parts.arg_start = (unsigned long)title;
	parts.env_start = parts.arg_end;
	parts.env_end = parts.arg_end + 100;
	show(set_parts(&parts, sizeof(parts)));
	show_title();
	parts.env_end = parts.arg_end + 4;
	show(set_parts(&parts, sizeof(parts)));
	show_title();
	parts.env_start++;
	show(set_parts(&parts, sizeof(parts)));
	show_title();
}

static void breaks(void)
{
	char *old = sbrk(0), *start = map(R | W, MAP_PRIVATE);

	puts("-- the break");
	parts.start_brk = parts.brk = (unsigned long)start + 16;
	munmap(start, PG);
	show(set_parts(&parts, sizeof(parts)));
	show((char *)syscall(SYS_brk, 0) == start + 16);
	show((char *)syscall(SYS_brk, start + 15) == start + 16);
	parts.start_brk = parts.brk = (unsigned long)old;
	show(set_parts(&parts, sizeof(parts)));
	show((char *)syscall(SYS_brk, 0) == old);
}

/* --- PR_SET_MDWE --- */

static void child(void (*body)(void))
{
	int status;

	fflush(stdout);
	if (!fork()) {
		body();
		fflush(stdout);
		_exit(0);
	}
	wait(&status);
	if (status)
		printf("status %x\n", status);
}

static void ask(void)
{
	printf("mdwe %ld merge %ld\n", raw(SYS_prctl, GET_MDWE, 0, 0, 0, 0, 0),
	       raw(SYS_prctl, GET_MERGE, 0, 0, 0, 0, 0));
}

static char *code;

static void refusals(void)
{
	char *data = map(R, MAP_PRIVATE);

	show(map(R | W | X, MAP_PRIVATE) == MAP_FAILED);
	show(map(W | X, MAP_SHARED) == MAP_FAILED);
	show(map(R | X, MAP_PRIVATE) == MAP_FAILED);
	show(mprotect(data, PG, R | X));
	show(mprotect(data, PG, R | W));
	show(mprotect(data, PG, R | W | X));
	show(mprotect(code, PG, R | X));
	show(mprotect(code, PG, X));
	show(mprotect(code, PG, R | W | X));
	show(mprotect(code, PG, R | W));
	show(mprotect(code, PG, R | X)); /* it was once, which does not count */
}

static void hardened(void)
{
	show(prctl(SET_MDWE, 2, 0, 0, 0));
	show(prctl(SET_MDWE, 4, 0, 0, 0));
	show(prctl(SET_MDWE, 1, 1, 0, 0));
	show(prctl(GET_MDWE, 1, 0, 0, 0));
	show(prctl(SET_MDWE, 1, 0, 0, 0));
	show(prctl(SET_MDWE, 1, 0, 0, 0));
	show(prctl(SET_MDWE, 0, 0, 0, 0));
	show(prctl(SET_MDWE, 3, 0, 0, 0));
	refusals();
	child(ask);
	fflush(stdout);
	execl("/proc/self/exe", "again", "ask", NULL);
}

static void hardened_alone(void)
{
	show(prctl(SET_MDWE, 3, 0, 0, 0));
	ask();
	child(ask);
	fflush(stdout);
	execl("/proc/self/exe", "again", "ask", NULL);
}

/* --- PR_SET_MEMORY_MERGE --- */

static void print_flags(const char *what, const void *p)
{
	char line[512];
	FILE *f = fopen("/proc/self/smaps", "r");
	unsigned long start, end;
	int here = 0;

	while (fgets(line, sizeof(line), f)) {
		if (sscanf(line, "%lx-%lx", &start, &end) == 2)
			here = start <= (unsigned long)p && (unsigned long)p < end;
		if (here && !strncmp(line, "VmFlags:", 8))
			printf("%s: %s\n", what, strstr(line, " mg") ? "mg" : "-");
	}
	fclose(f);
}

static void merged(void)
{
	char *old = map(R | W, MAP_PRIVATE), *shared = map(R | W, MAP_SHARED);

	show(prctl(SET_MERGE, 1, 1, 0, 0));
	show(prctl(SET_MERGE, 1, 0, 0, 0));
	print_flags("old", old);
	print_flags("shared", shared);
	print_flags("new", map(R, MAP_PRIVATE));
	show(prctl(GET_MERGE, 1, 0, 0, 0));
	child(ask);
	show(prctl(SET_MERGE, 0, 0, 0, 0));
	print_flags("old", old);
	print_flags("new", map(R | X, MAP_PRIVATE));
	ask();
}

int main(int argc, char **argv)
{
	(void)argv;
	setvbuf(stdout, NULL, _IOLBF, 0);
	ask();
	if (argc > 1)
		return 0;
	if (prctl(GET_MDWE, 0, 0, 0, 0) || prctl(GET_MERGE, 0, 0, 0, 0)) {
		puts("no PR_GET_MDWE or PR_GET_MEMORY_MERGE");
		return 77;
	}
	get_parts();
	wholes();
	child(titles);
	child(breaks);
	code = map(R | X, MAP_PRIVATE);
	puts("-- mdwe");
	child(hardened);
	child(hardened_alone);
	puts("-- merge");
	child(merged);
	return 0;
}
