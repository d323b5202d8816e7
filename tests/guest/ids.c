/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who a process is: ids, groups, sessions, limits, masks, and what it may change of them. */
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "guest.h"

static void print_ids(void)
{
	uid_t r, e, s;
	gid_t gr, ge, gs;

	getresuid(&r, &e, &s);
	getresgid(&gr, &ge, &gs);
	printf("  uid %d %d %d gid %d %d %d\n", r, e, s, gr, ge, gs);
}

static void limits(void)
{
	struct rlimit r, old;
	struct {
		uint64_t cur, max;
	} r64;

	for (int i = 0; i < 16; i++)
		printf("limit %d: %d\n", i, getrlimit(i, &r));
	show(getrlimit(16, &r));
	show(getrlimit(RLIMIT_NOFILE, (void *)8));
	getrlimit(RLIMIT_NOFILE, &old);
	r = old;
	r.rlim_cur = 20;
	show(setrlimit(RLIMIT_NOFILE, &r));
	getrlimit(RLIMIT_NOFILE, &r);
	show((long)r.rlim_cur);
	r.rlim_cur = r.rlim_max == RLIM_INFINITY ? RLIM_INFINITY : r.rlim_max + 1;
	show(setrlimit(RLIMIT_NOFILE, &r) == -1);
	setrlimit(RLIMIT_NOFILE, &old);
	show(raw(SYS_prlimit64, 0, RLIMIT_NOFILE, 0, (long)&r64, 0, 0));
	printf("%d\n", (rlim_t)r64.cur == old.rlim_cur);
	show(raw(SYS_prlimit64, 0, 99, 0, (long)&r64, 0, 0));
	show(raw(SYS_prlimit64, 99999999, RLIMIT_NOFILE, 0, (long)&r64, 0, 0));
	r = (struct rlimit){ 10, 5 };
	show(setrlimit(RLIMIT_CORE, &r));
}

static void sessions(void)
{
	show(getpgrp() == getpgid(0));
	show(getsid(0) == getsid(getpid())); /* 0 where the session began outside of the pid namespace */
	show(getpgid(99999999));
	show(getsid(99999999));
	show(setpgid(0, -1));
	show(setpgid(99999999, 0));
	show(getpid() == syscall(SYS_gettid));
	show(getppid() > 0);
	show(kill(getpid(), 0));
	show(kill(99999999, 0));
	show(kill(getpid(), 65));
	show(kill(getpid(), -1));
	show(syscall(SYS_tgkill, getpid(), getpid(), 0));
	show(syscall(SYS_tgkill, getpid(), -1, 0));
	show(syscall(SYS_tgkill, getpid(), 99999999, 0));
	show(syscall(SYS_tkill, getpid(), 0));
}

static void prctls(void)
{
	char name[17] = "";

	show(prctl(PR_SET_NAME, "a-very-long-name-indeed"));
	show(prctl(PR_GET_NAME, name));
	puts(name);
	show(prctl(PR_SET_NAME, 8));
	show(prctl(PR_GET_DUMPABLE));
	show(prctl(PR_SET_DUMPABLE, 0));
	show(prctl(PR_SET_DUMPABLE, 2));
	show(prctl(PR_GET_DUMPABLE));
	show(prctl(PR_SET_PDEATHSIG, 9));
	show(prctl(PR_SET_PDEATHSIG, 65));
	show(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
	show(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
	show(prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0));
	show(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
	show(prctl(PR_GET_KEEPCAPS));
	show(prctl(PR_GET_TIMERSLACK));
	show(prctl(PR_SET_TIMERSLACK, 1000));
	show(prctl(PR_GET_TIMERSLACK));
	show(prctl(PR_CAPBSET_READ, 0) >= 0);
	show(prctl(PR_CAPBSET_READ, 64));
	show(prctl(9999));
}

static void scheduling(void)
{
	struct sched_param p = { .sched_priority = 1 };
	unsigned long mask[16] = { 0 };
	unsigned cpu = 99;

	show(setpriority(PRIO_PROCESS, 0, 7)); /* from what those who run the tests have, up to 6 */
	show(getpriority(PRIO_PROCESS, 0));
	show(setpriority(9, 0, 5));
	show(getpriority(PRIO_PROCESS, 99999999));
	show(sched_getscheduler(0));
	show(sched_setscheduler(0, SCHED_OTHER, &p));
	p.sched_priority = 0;
	show(sched_setscheduler(0, SCHED_BATCH, &p));
	show(sched_getscheduler(0));
	show(sched_setscheduler(0, 77, &p));
	show(sched_getparam(0, &p));
	show(sched_get_priority_max(SCHED_FIFO));
	show(sched_get_priority_min(SCHED_OTHER));
	show(sched_get_priority_max(77));
	show(sched_yield());
	show(raw(SYS_sched_getaffinity, 0, sizeof(mask), (long)mask, 0, 0, 0) > 0);
	show(mask[0] != 0);
	show(raw(SYS_sched_getaffinity, 0, 3, (long)mask, 0, 0, 0));
	show(raw(SYS_sched_setaffinity, 0, sizeof(mask), (long)mask, 0, 0, 0));
	show(raw(SYS_getcpu, (long)&cpu, 0, 0, 0, 0, 0));
	show(cpu < 1024);
}

#ifdef __i386__
static void narrow(void)
{
	uint16_t ids[3] = { 9, 9, 9 };

	show(raw(SYS_getresuid, (long)&ids[0], (long)&ids[1], (long)&ids[2], 0, 0, 0));
	printf("%d %d %d\n", ids[0] == (uint16_t)getuid(), ids[1] == (uint16_t)geteuid(), ids[2] == ids[1]);
	show(raw(SYS_getuid, 0, 0, 0, 0, 0, 0) == (long)(getuid() > 65535 ? 65534 : getuid()));
	show(raw(SYS_setreuid, -1, -1, 0, 0, 0, 0));
	show(raw(SYS_setregid, 0xffff, 0xffff, 0, 0, 0, 0));
}
#else
static void narrow(void)
{
}
#endif

static void changing(void)
{
	gid_t list[3] = { 1, 2, 3 };

	print_ids();
	show(setreuid(-1, -1));
	show(setresgid(-1, -1, -1));
	show(setuid(-1));
	show(setresuid(getuid(), -1, getuid()));
	show(setgroups(1 << 17, list));
	if (geteuid() == 0) {
		show(setgroups(3, list));
		show(getgroups(0, NULL));
		show(getgroups(2, list));
		show(setgid(100));
		show(setresuid(1000, 1001, 1002));
		print_ids();
		show(setuid(1002));
		print_ids();
		show(setuid(5));
		show(setreuid(1002, 1000));
		print_ids();
		show(setfsuid(1002));
		show(setfsuid(-1));
		show(setfsuid(77));
		show(setfsuid(-1));
		show(setgid(0));
		show(setgroups(0, list));
		show(setpriority(PRIO_PROCESS, 0, 0));
	} else {
		show(setuid(getuid() + 1));
		show(setgid(getgid() + 1));
		show(setgroups(1, list));
	}
}

int main(void)
{
	umask(077);
	show(umask(07777));
	show(umask(0));
	limits();
	sessions();
	prctls();
	scheduling();
	narrow();
	changing();
	return 0;
}
