/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Processes, signals, time, limits, identities and what else a process asks about itself. */
#include "calls.h"

#include <asm/ldt.h>
#include <asm/prctl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/prctl.h>
#include <linux/resource.h>
#include <linux/sched.h>
#include <linux/sched/types.h>
#include <linux/seccomp.h>
#include <linux/time_types.h>

static const char name[] = "some/program";
static char buf[256] = "text", zeros[1024];
static const char *const argv[] = { "a", "b \"c\"", "", (char *)0 }, *const none[] = { (char *)0 },
		  *const bad[] = { "x", (char *)BAD, (char *)0 };
static int status_exited = 0x300, status_killed = 0x8b, status_stopped = 0x137f, number = 5;
static struct rusage_ {
	struct { long sec, usec; } utime, stime;
	long rest[14];
} usage = { { 1, 2 }, { 3, 4 }, { 5, 6 } };
static struct { long sec, nsec; } ts = { 1, 500000000 }, bad_ts = { -1, 2000000000 };
static struct { long sec, usec; } tv = { 2, 3 };
static struct __kernel_timespec ts64 = { 1ll << 33, 7 };
static struct { long interval[2], value[2]; } it = { { 1, 2 }, { 3, 4 } };
static struct { int64_t interval[2], value[2]; } it64 = { { 1, 2 }, { 3, 4 } };
static struct { int minutes, dst; } tz = { -60, 1 };
static long when = 1700000000;
static uint64_t set = 0x5, full = ~0ull, rt = 0x7fffffff00000000;
static struct { long handler, flags, restorer; uint64_t mask; }
	act = { (long)name, 0x14000004, 0x1234560, 0x4001 }, ign = { 1, 0x80000000, 0, 0 };
static struct { long handler; unsigned long mask; unsigned long flags, restorer; }
	old_act = { (long)name, 0x4001, 0x10000000, 0 };
static struct { void *sp; int flags; unsigned long size; } stack = { zeros, 0, 8192 }, no_stack = { 0, 2, 0 };
static struct { int signo, err, code, pad[29]; } info = { 10, 0, -1, { 0 } };
static struct { long value; int signo, notify; int tid; } sigev = { 5, 12, 4, 99 }, sigev_none = { 0, 0, 1, 0 };
static unsigned long limit[2] = { 1024, ~0ul };
static uint64_t limit64[2] = { 65536, 1000001 };
static struct sched_param_ { int priority; } param = { 50 };
static struct sched_attr attr = { .size = sizeof(attr), .sched_policy = 6, .sched_runtime = 1000, .sched_deadline = 2000, .sched_period = 3000 };
static unsigned long mask[16] = { 0xf };
static struct __user_cap_header_struct cap = { _LINUX_CAPABILITY_VERSION_3, 5 };
static struct __user_cap_data_struct caps[2] = { { 0x3, 0xffffffff, 0 }, { 0, 0x1ff, 0 } };
static unsigned groups[] = { 0, 5, 4294967295u };
#ifdef __i386__
static unsigned short groups16[] = { 0, 5, 65535 };
#endif
static struct clone_args cl = { .flags = CLONE_VM | CLONE_PIDFD, .exit_signal = 17, .stack = 0x1000, .stack_size = 0x2000, .pidfd = 0x3000 };
static struct sock_filter insns[] = { { 0x20, 0, 0, 4 }, { 0x15, 0, 1, 0xc000003e }, { 6, 0, 0, 0x7fff0000 } };
static struct sock_fprog prog = { 3, insns };
static struct user_desc desc = { .entry_number = 12, .base_addr = 0x1000, .limit = 0xfffff, .seg_32bit = 1, .limit_in_pages = 1, .useable = 1 };
static struct futex_waitv waiters[2] = { { 1, 0x1000, FUTEX_32, 0 }, { 2, 0, 0x82, 0 } };

#define FUTEX(op, ...) C(futex, P(&number), op __VA_OPT__(, ) __VA_ARGS__)

TABLE = {
	C(getpid), C(getppid), C(gettid), C(getuid), C(geteuid), C(getgid), C(getegid),
	C(getpgrp), C(setsid), C(sched_yield), C(pause),
	C(getuid32), C(geteuid32), C(getgid32), C(getegid32), C(exit, 3), C(exit_group, 256),
	C(execve, P(name), P(argv), P(none)), C(execve, P(name), P(bad), 0),
	C(execve, BAD, BAD, BAD), C(execveat, 3, P(name), P(argv), P(argv), 0x1100),
	C(wait4, -1, P(&status_exited), 0, P(&usage)), C(wait4, 5, P(&status_killed), 1, 0),
	C(wait4, 0, P(&status_stopped), 3, 0), C(wait4, 5, BAD, 0xe0000000 | 8, BAD),
	C(waitpid, 5, P(&status_exited), 2), C(waitid, 1, 5, P(&info), 4 | 1, P(&usage)),
	C(waitid, 0, 0, 0, 2, 0), C(waitid, 3, 4, BAD, 0x1000004, 0),
	C(kill, 5, 15), C(kill, -1, 0), C(kill, 5, 34), C(kill, 5, 65), C(tkill, 5, 9),
	C(tgkill, 5, 6, 10),
	C(rt_sigqueueinfo, 5, 10, P(&info)), C(rt_tgsigqueueinfo, 5, 6, 10, P(&info)),
	C(pidfd_send_signal, 3, 15, P(&info), 0), C(pidfd_open, 5, 0x800),
	C(pidfd_getfd, 3, 4, 0),
	C(rt_sigaction, 10, P(&act), P(&ign), 8), C(rt_sigaction, 64, P(&ign), 0, 8),
	C(rt_sigaction, 2, 0, P(&act), 8), C(rt_sigaction, 2, BAD, BAD, 4),
	C(rt_sigprocmask, 0, P(&set), P(&full), 8), C(rt_sigprocmask, 1, P(&rt), 0, 8),
	C(rt_sigprocmask, 2, P(&full), P(&set), 8), C(rt_sigprocmask, 7, 0, P(&set), 4),
	C(rt_sigpending, P(&set), 8), C(rt_sigsuspend, P(&set), 8),
	C(rt_sigtimedwait, P(&set), P(&info), P(&ts), 8), C(rt_sigtimedwait, P(&rt), 0, 0, 8),
	C(rt_sigtimedwait_time64, P(&set), P(&info), P(&ts64), 8),
	C(sigaltstack, P(&stack), P(&no_stack)), C(sigaltstack, 0, P(&stack)), C(signal, 10, 1),
	C(signal, 10, P(name)), C(sigaction, 10, P(&old_act), P(&old_act)),
	C(sigprocmask, 0, P(&set), P(&set)), C(sigpending, P(&set)), C(sigsuspend, 0, 0, 5),
	C(sgetmask), C(ssetmask, 5), C(alarm, 5),
	C(nanosleep, P(&ts), P(&ts)), C(nanosleep, P(&bad_ts), 0),
	C(clock_nanosleep, 0, 0, P(&ts), P(&ts)), C(clock_nanosleep, 1, 1, P(&ts), P(&ts)),
	C(clock_nanosleep_time64, 1, 1, P(&ts64), 0),
	C(clock_gettime, 1, P(&ts)), C(clock_gettime, -6, P(&ts)), C(clock_gettime, 99, P(&ts)),
	C(clock_settime, 0, P(&ts)), C(clock_getres, 7, P(&ts)), C(clock_gettime64, 4, P(&ts64)),
	C(clock_settime64, 0, P(&ts64)), C(clock_getres_time64, 5, P(&ts64)),
	C(clock_adjtime, 0, P(zeros)), C(adjtimex, P(zeros)), C(clock_adjtime64, 0, P(zeros)),
	C(gettimeofday, P(&tv), P(&tz)), C(gettimeofday, P(&tv), 0),
	C(settimeofday, P(&tv), P(&tz)), C(time, P(&when)), C(time, 0), C(stime, P(&when)),
	C(times, P(zeros)),
	C(getitimer, 0, P(&it)), C(setitimer, 1, P(&it), P(&it)), C(setitimer, 2, P(&it), 0),
	C(timer_create, 1, P(&sigev), P(&number)), C(timer_create, 0, P(&sigev_none), P(&number)),
	C(timer_create, 0, 0, BAD),
	C(timer_settime, 1, 1, P(&it), P(&it)), C(timer_gettime, 1, P(&it)),
	C(timer_getoverrun, 1), C(timer_delete, 1), C(timer_settime64, 1, 0, P(&it64), 0),
	C(timer_gettime64, 1, P(&it64)),
	C(timerfd_settime, 3, 1, P(&it), P(&it)), C(timerfd_gettime, 3, P(&it)),
	C(timerfd_settime64, 3, 3, P(&it64), 0), C(timerfd_gettime64, 3, P(&it64)),
	C(getrlimit, 7, P(limit)), C(setrlimit, 3, P(limit)), C(ugetrlimit, 4, P(limit)),
	C(prlimit64, 5, 9, P(limit64), P(limit64)), C(prlimit64, 0, 99, 0, 0),
	C(getrusage, 0, P(&usage)), C(getrusage, -1, P(&usage)), C(getrusage, 1, BAD),
	C(getpriority, 0, 5), C(setpriority, 1, 5, -3), C(nice, -5), C(ioprio_get, 1, 5),
	C(ioprio_set, 1, 0, 0x4005), C(sched_setparam, 5, P(&param)),
	C(sched_getparam, 5, P(&param)), C(sched_setscheduler, 5, 1, P(&param)),
	C(sched_setscheduler, 0, 0x40000003, P(&param)),
	C(sched_getscheduler, 5), C(sched_get_priority_max, 2), C(sched_get_priority_min, 9),
	C(sched_rr_get_interval, 5, P(&ts)), C(sched_rr_get_interval_time64, 5, P(&ts64)),
	C(sched_setaffinity, 5, 8, P(mask)), C(sched_getaffinity, 0, 128, P(mask)),
	C(sched_setattr, 0, P(&attr), 0), C(sched_getattr, 0, P(&attr), 56, 0),
	C(setuid, 5), C(setgid, -1), C(setreuid, -1, 5), C(setregid, 5, -1),
	C(setresuid, 1, 2, -1), C(setresgid, 1, 2, 3),
	C(getresuid, P(groups), P(groups), P(groups)), C(getresgid, P(groups), 0, BAD),
	C(setfsuid, 5), C(setfsgid, 6),
	C(setuid32, 5), C(setresuid32, 1, 2, -1),
	C(getresuid32, P(groups), P(groups + 1), P(groups + 2)), C(setfsuid32, 65536),
	C(getgroups32, 3, P(groups)), C(setgroups32, 3, P(groups)), C(setreuid32, 1, -1),
	C(setgid32, 5), C(setregid32, 1, 2), C(setresgid32, 1, 2, 3),
	C(getresgid32, P(groups), P(groups), P(groups)), C(setfsgid32, 5),
#ifdef __x86_64__
	C(getgroups, 3, P(groups)), C(setgroups, 3, P(groups)),
	C(arch_prctl, ARCH_SET_FS, 0x1234), C(arch_prctl, ARCH_GET_FS, P(mask)),
	C(arch_prctl, 0x3001, 5),
#else
	C(getgroups, 3, P(groups16)), C(setgroups, 3, P(groups16)), C(arch_prctl, 0x3001, 5),
#endif
	C(getgroups, 0, 0), C(setpgid, 5, 6), C(getpgid, 5), C(getsid, 0),
	C(capget, P(&cap), P(caps)), C(capset, P(&cap), P(caps)), C(capget, BAD, 0),
	C(set_tid_address, P(&number)), C(set_robust_list, P(zeros), 24),
	C(get_robust_list, 5, P(mask), P(mask)), C(rseq, P(zeros), 32, 0, 0x53053053),
	C(rseq, P(zeros), 32, 1, 5), C(membarrier, 8, 0), C(membarrier, 0, 0, 0),
	C(getcpu, P(&number), P(&number), 0),
	C(vfork), C(fork), C(clone, 0x1200011, 0, P(&number), P(&number), P(&number)),
	C(clone, 0x3d0f00, 0x10000, P(&number), P(&number), P(&desc)),
	C(clone3, P(&cl), sizeof(cl)), C(clone3, P(&cl), 64), C(clone3, BAD, 88),
	C(unshare, 0x6c020000), C(setns, 3, 0x40000000),
	FUTEX(0, 5, P(&ts)), FUTEX(128, 5, 0), FUTEX(1, 1), FUTEX(129, 0x7fffffff),
	FUTEX(3, 1, 2, P(&number)), FUTEX(4, 1, 2, P(&number), 5),
	FUTEX(5, 1, 2, P(&number), 0x4000001), FUTEX(6, 0, P(&ts)), FUTEX(7), FUTEX(8),
	FUTEX(9 | 128 | 256, 5, P(&ts), 0, -1), FUTEX(10, 1, 0, 0, 5),
	FUTEX(11, 1, P(&ts), P(&number)), FUTEX(12, 1, 2, P(&number), 3), FUTEX(13, 0, 0),
	FUTEX(99, 1, 2, 3, 4),
	C(futex_time64, P(&number), 9, 5, P(&ts64), 0, 1),
	C(futex_waitv, P(waiters), 2, 0, P(&ts64), 1),
	C(prctl, PR_SET_NAME, P(buf)), C(prctl, PR_GET_NAME, P(buf)),
	C(prctl, PR_SET_PDEATHSIG, 9), C(prctl, PR_GET_PDEATHSIG, P(&number)),
	C(prctl, PR_SET_DUMPABLE, 1), C(prctl, PR_GET_DUMPABLE),
	C(prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), C(prctl, PR_SET_SECCOMP, 2, P(&prog)),
	C(prctl, PR_CAPBSET_DROP, 21), C(prctl, PR_SET_MM, 1, 0x1000, 0, 0),
	C(prctl, PR_SET_VMA, 0, 0x1000, 4096, P(buf)), C(prctl, PR_CAP_AMBIENT, 2, 5, 0, 0),
	C(prctl, PR_SET_TIMERSLACK, 50000), C(prctl, PR_GET_TSC, P(&number)),
	C(prctl, 9999, 1, 2, 3, 4), C(prctl, PR_SET_CHILD_SUBREAPER, 1),
	C(prctl, PR_GET_CHILD_SUBREAPER, P(&number)), C(prctl, PR_SET_SECUREBITS, 0x15),
	C(prctl, PR_SET_PTRACER, -1), C(prctl, PR_SET_THP_DISABLE, 1, 0, 0, 0),
	C(prctl, PR_GET_SPECULATION_CTRL, 0, 0, 0, 0),
	C(seccomp, 1, 1, P(&prog)), C(seccomp, 0, 0, 0), C(seccomp, 2, 0, P(&number)),
	C(ptrace, 0, 0, 0, 0), C(ptrace, 16, 5, 0, 0), C(ptrace, 0x4206, 5, 0, 0x49),
	C(ptrace, 7, 5, 1, 10), C(ptrace, 1, 5, 0x1000, 0x2000),
	C(personality, 0xffffffff), C(personality, 0x40008), C(uname, P(zeros)),
	C(sethostname, P(buf), 4), C(setdomainname, P(buf), 4), C(sysinfo, P(zeros)),
	C(syslog, 3, P(buf), 10), C(syslog, 8, 0, 5), C(getrandom, P(buf), 8, 3),
	C(reboot, 0xfee1dead, 672274793, 0x4321fedc, P(buf)), C(kcmp, 1, 2, 0, 3, 4),
	C(kcmp, 1, 2, 2, 0, 0),
	C(init_module, P(buf), 8, P("a=1")), C(finit_module, 3, P("a=1"), 2),
	C(delete_module, P("mod"), 0x800), C(kexec_load, 0x1000, 0, 0, 2),
	C(kexec_file_load, 3, 4, 5, P("cmdl"), 4),
	C(add_key, P("user"), P("desc"), P("data"), 4, -3),
	C(request_key, P("user"), P("desc"), 0, -2), C(keyctl, 0, -3, 1), C(keyctl, 6, 5),
	C(keyctl, 11, 5, P(buf), 16),
	C(bpf, 0, P(zeros), 32), C(bpf, 5, P(zeros), 48),
	C(perf_event_open, P(zeros), 0, -1, -1, 8), C(userfaultfd, 0x80800),
	C(process_madvise, 3, P(zeros), 1, 4, 0), C(process_mrelease, 3, 0),
	C(landlock_create_ruleset, 0, 0, 1), C(landlock_restrict_self, 3, 0), C(iopl, 3),
	C(ioperm, 0x60, 5, 1), C(modify_ldt, 1, P(&desc), 16), C(set_thread_area, P(&desc)),
	C(get_thread_area, P(&desc)), C(restart_syscall),
};
