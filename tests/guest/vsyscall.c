/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: bits 64 */
/* The vsyscall page, by which programs older than the vDSO ask for the time. */
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <ucontext.h>

#include "guest.h"

#define VSYSCALL 0xffffffffff600000ul
#define BAD 0x800000000000ul /* no address of a program's */

typedef long call(void *, void *);

static call *const get_time_of_day = (call *)VSYSCALL;
static call *const get_time = (call *)(VSYSCALL + 0x400);
static call *const get_cpu = (call *)(VSYSCALL + 0x800);

static sigjmp_buf out;

static void handler(int sig, siginfo_t *info, void *context)
{
	greg_t *g = ((ucontext_t *)context)->uc_mcontext.gregs;

	printf("signal %d code %d at %p", sig, info->si_code, info->si_addr);
	if (info->si_code == 1)
		printf(" trap %lld err %llx", g[REG_TRAPNO], g[REG_ERR]);
	if ((unsigned long)g[REG_RIP] >= VSYSCALL)
		printf(" ip %llx", g[REG_RIP]);
	printf("\n");
	siglongjmp(out, 1);
}

#define TRY(what)                                               \
	do {                                                    \
		printf("%s: ", #what);                          \
		if (!sigsetjmp(out, 1))                         \
			printf("%ld\n", (long)(what));          \
	} while (0)

/* The page's line, and where they belong to it, the sizes and the flags. */
static void map_lines(const char *name)
{
	FILE *f = fopen(name, "r");
	char line[300];
	int found = 0;

	while (fgets(line, sizeof(line), f)) {
		found |= strstr(line, "[vsyscall]") != NULL;
		if (strstr(line, "[vsyscall]") ||
		    (found && (!strncmp(line, "Size", 4) || !strncmp(line, "Rss", 3) ||
			       !strncmp(line, "VmFlags", 7))))
			printf("%s", line);
	}
	fclose(f);
}

int main(void)
{
	struct sigaction sa = { .sa_sigaction = handler, .sa_flags = SA_SIGINFO };
	char *page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct timeval tv = { 0 };
	struct timezone tz = { 77, 77 };
	long now = time(NULL), then = 0;
	unsigned cpu = 77, node = 77;

	sigaction(SIGSEGV, &sa, NULL);
	if (is_native() && sigsetjmp(out, 1)) {
		printf("it is switched off here\n");
		return 77;
	}
	get_time(NULL, NULL);
	TRY(get_time_of_day(&tv, &tz));
	printf("%d %d %d\n", tv.tv_sec - now < 10, tv.tv_usec < 1000000, tz.tz_minuteswest);
	TRY(get_time_of_day(NULL, NULL));
	TRY(get_time(&then, NULL) == then);
	printf("%d\n", then - now < 10);
	TRY(get_cpu(&cpu, &node));
	printf("%d %u\n", cpu != 77, node);
	TRY(get_cpu(NULL, NULL));
	TRY(get_time((void *)BAD, NULL));
	TRY(get_time_of_day(&tv, (void *)BAD));
	TRY(get_time((void *)8, NULL));
	TRY(get_time_of_day(page, NULL));
	TRY(((call *)(VSYSCALL + 0xc00))(NULL, NULL));
	TRY(((call *)(VSYSCALL + 1))(NULL, NULL));
	TRY(*(volatile char *)VSYSCALL);
	map_lines("/proc/self/maps");
	map_lines("/proc/self/smaps");
	return 0;
}
