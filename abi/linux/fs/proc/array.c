/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /proc/PID/stat, status and limits. */
#include "fs/proc/internal.h"

#include "fs/tty/tty.h"
#include "kernel/cputime.h"
#include "kernel/cred.h"
#include "kernel/groups.h"
#include "kernel/pid.h"
#include "kernel/signal.h"

#define NSEC_PER_TICK (NSEC_PER_SEC / 100) /* of USER_HZ */

/* Flags of the task in stat, as Linux numbers them. */
#define PF_EXITING 0x00000004u
#define PF_FORKNOEXEC 0x00000040u
#define PF_RANDOMIZE 0x00400000u

static unsigned task_flags(const struct task *t)
{
	return PF_RANDOMIZE | (t->exiting ? PF_EXITING : 0) |
	       (t->signal->has_execed && thread_group_leader(t) ? 0 : PF_FORKNOEXEC);
}

static char state_letter(const struct task *t)
{
	switch (t->state) {
	case TASK_RUNNING:
		return 'R';
	case TASK_INTERRUPTIBLE:
		return 'S';
	case TASK_UNINTERRUPTIBLE:
	case TASK_KILLABLE:
		return 'D';
	case TASK_STOPPED:
		return 'T';
	case TASK_ZOMBIE:
		return 'Z';
	default:
		return 'X';
	}
}

static const char *state_name(const struct task *t)
{
	switch (state_letter(t)) {
	case 'R':
		return "R (running)";
	case 'S':
		return "S (sleeping)";
	case 'D':
		return "D (disk sleep)";
	case 'T':
		return "T (stopped)";
	case 'Z':
		return "Z (zombie)";
	default:
		return "X (dead)";
	}
}

struct sigsets {
	uint64_t ignored, caught;
};

static struct sigsets collect_handlers(const struct task *t)
{
	struct sigsets set = { 0, 0 };

	for (int sig = 1; t->sighand && sig <= NSIG; sig++) {
		uaddr_t handler = t->sighand->action[sig - 1].handler;

		if (handler == SIG_IGN)
			set.ignored |= sigmask(sig);
		else if (handler != SIG_DFL)
			set.caught |= sigmask(sig);
	}
	return set;
}

#define LOW31(set) ((unsigned long long)((set) & 0x7fffffff))

/* --- stat: one line, fields by position (proc(5)) --- */

static void stat_identity(struct seq_buf *s, const struct task *t)
{
	const struct signal_struct *sig = t->signal;
	const struct tty *tty = sig->tty;

	seq_printf(s, "%d (%s) %c %d %d %d %d %d %u", t->pid, t->comm, state_letter(t),
		   parent_pid(t), sig->pgrp, sig->session,
		   tty ? (int)MKDEV(PTS_MAJOR, tty->index) : 0, tty ? tty->pgrp : -1,
		   task_flags(t));
}

struct faults {
	uint64_t min, maj;
};

/* Of all its threads, those that ended included. */
static struct faults process_faults(const struct signal_struct *sig)
{
	struct faults sum = { sig->sum_min_flt, sig->sum_maj_flt };
	const struct task *t;

	list_for_each_entry(t, &sig->threads, thread_node) {
		sum.min += t->min_flt;
		sum.maj += t->maj_flt;
	}
	return sum;
}

static void stat_times(struct seq_buf *s, struct task *t, bool whole)
{
	const struct signal_struct *sig = t->signal;
	struct cputime cpu = whole ? process_cputime(t->signal) : task_cputime(t);
	struct faults flt = whole ? process_faults(sig) : (struct faults){ t->min_flt, t->maj_flt };
	int priority = t->se.prio ? -1 - t->se.prio : 20 + t->nice;

	seq_printf(s, " %llu %llu %llu %llu", (unsigned long long)flt.min,
		   (unsigned long long)sig->cmin_flt, (unsigned long long)flt.maj,
		   (unsigned long long)sig->cmaj_flt);
	seq_printf(s, " %llu %llu %llu %llu", (unsigned long long)(cpu.utime / NSEC_PER_TICK),
		   (unsigned long long)(cpu.stime / NSEC_PER_TICK),
		   (unsigned long long)(sig->cutime_ns / NSEC_PER_TICK),
		   (unsigned long long)(sig->cstime_ns / NSEC_PER_TICK));
	seq_printf(s, " %d %d %u 0 %llu", priority, t->nice, sig->nr_threads,
		   (unsigned long long)(t->start_ns / NSEC_PER_TICK));
}

static void stat_memory(struct seq_buf *s, const struct task *t, bool permitted)
{
	const struct mm *mm = t->mm;
	uint64_t limit = t->signal->rlim[RLIMIT_RSS].cur;

	if (!mm) {
		seq_printf(s, " 0 0 %llu 0 0 0 0 0", (unsigned long long)limit);
		return;
	}
	seq_printf(s, " %llu %llu %llu", (unsigned long long)(mm->total_vm << PAGE_SHIFT),
		   (unsigned long long)(mm->rss_anon + mm->rss_file + mm->rss_shmem),
		   (unsigned long long)limit);
	/* 1: there is something that you may not see. */
	seq_printf(s, " %llu %llu %llu 0 0", (unsigned long long)(permitted ? mm->start_code : 1),
		   (unsigned long long)(permitted ? mm->end_code : 1),
		   (unsigned long long)(permitted ? mm->start_stack : 0));
}

static void stat_addresses(struct seq_buf *s, const struct task *t, bool permitted)
{
	const struct mm *mm = t->mm;

	if (!mm || !permitted) {
		seq_puts(s, " 0 0 0 0 0 0 0");
		return;
	}
	seq_printf(s, " %llu %llu %llu %llu %llu %llu %llu",
		   (unsigned long long)mm->start_data, (unsigned long long)mm->end_data,
		   (unsigned long long)mm->start_brk, (unsigned long long)mm->arg_start,
		   (unsigned long long)mm->arg_end, (unsigned long long)mm->env_start,
		   (unsigned long long)mm->env_end);
}

/* How it ended; a process, before that, the signal that stopped it until somebody waited. */
static int stat_exit_code(const struct task *t, bool whole)
{
	const struct signal_struct *sig = t->signal;

	if (whole && sig->group_exit)
		return sig->group_exit_code;
	if (whole && sig->flags & SIGNAL_STOP_STOPPED)
		return sig->stop_code;
	return t->exit_code;
}

/* whole: of t's process as one, as whoever looks through the number of one of its threads gets it. */
static int show_stat(struct seq_buf *s, struct task *t, bool whole)
{
	bool permitted = proc_may_access(t);
	/* One flag cannot say it of several threads. */
	bool sleeps = permitted && (!whole || t->signal->nr_threads < 2) && task_wchan(t);
	struct sigsets set = collect_handlers(t);

	stat_identity(s, t);
	stat_times(s, t, whole);
	stat_memory(s, t, permitted);
	seq_printf(s, " %llu %llu %llu %llu %d 0 0 %d 0 %d %d 0 0 0",
		   LOW31(t->pending.signal.bits), LOW31(t->blocked.bits), LOW31(set.ignored),
		   LOW31(set.caught), sleeps, t->exit_signal,
		   t->rt_priority, t->policy);
	stat_addresses(s, t, permitted);
	seq_printf(s, " %d\n", permitted ? stat_exit_code(t, whole) : 0);
	return 0;
}

int proc_tgid_stat_show(struct seq_buf *s, struct task *t)
{
	return show_stat(s, t, true);
}

int proc_tid_stat_show(struct seq_buf *s, struct task *t)
{
	return show_stat(s, t, false);
}

/* --- status --- */

static void status_ids(struct seq_buf *s, const struct task *t)
{
	const struct cred *c = t->cred;
	const struct group_info *g = c->groups;

	seq_printf(s, "Uid:\t%u\t%u\t%u\t%u\n", c->uid, c->euid, c->suid, c->fsuid);
	seq_printf(s, "Gid:\t%u\t%u\t%u\t%u\n", c->gid, c->egid, c->sgid, c->fsgid);
	seq_printf(s, "FDSize:\t%u\nGroups:\t", t->files ? files_max_fds(t->files) : 0);
	for (unsigned i = 0; g && i < g->ngroups; i++)
		seq_printf(s, "%s%u", i ? " " : "", g->gid[i]);
	seq_puts(s, " \n");
}

static void status_identity(struct seq_buf *s, const struct task *t)
{
	const struct signal_struct *sig = t->signal;

	seq_puts(s, "Name:\t");
	seq_escape(s, t->comm, "\n\\");
	if (t->fs)
		seq_printf(s, "\nUmask:\t%#04o", t->fs->umask);
	seq_printf(s, "\nState:\t%s\nTgid:\t%d\nNgid:\t0\nPid:\t%d\nPPid:\t%d\nTracerPid:\t0\n",
		   state_name(t), t->tgid, t->pid, parent_pid(t));
	status_ids(s, t);
	seq_printf(s, "NStgid:\t%d\nNSpid:\t%d\nNSpgid:\t%d\nNSsid:\t%d\nKthread:\t0\n", t->tgid,
		   t->pid, sig->pgrp, sig->session);
}

static void status_signals(struct seq_buf *s, const struct task *t)
{
	const struct signal_struct *sig = t->signal;
	struct sigsets set = collect_handlers(t);

	seq_printf(s, "Threads:\t%u\nSigQ:\t%u/%llu\n", sig->nr_threads, sigpending_of_user(t->cred->uid),
		   (unsigned long long)sig->rlim[RLIMIT_SIGPENDING].cur);
	seq_printf(s, "SigPnd:\t%016llx\nShdPnd:\t%016llx\nSigBlk:\t%016llx\n",
		   (unsigned long long)t->pending.signal.bits,
		   (unsigned long long)sig->shared_pending.signal.bits,
		   (unsigned long long)t->blocked.bits);
	seq_printf(s, "SigIgn:\t%016llx\nSigCgt:\t%016llx\n", (unsigned long long)set.ignored,
		   (unsigned long long)set.caught);
}

static void status_rights(struct seq_buf *s, const struct task *t)
{
	const struct cred *c = t->cred;

	seq_printf(s, "CapInh:\t%016llx\nCapPrm:\t%016llx\nCapEff:\t%016llx\n",
		   (unsigned long long)c->cap_inheritable, (unsigned long long)c->cap_permitted,
		   (unsigned long long)c->cap_effective);
	seq_printf(s, "CapBnd:\t%016llx\nCapAmb:\t%016llx\n", (unsigned long long)c->cap_bset,
		   (unsigned long long)c->cap_ambient);
}

/* What is nearly the same for all, because there is one CPU and one memory. */
void proc_status_machine(struct seq_buf *s, bool no_new_privs)
{
	seq_printf(s, "NoNewPrivs:\t%d\nSeccomp:\t0\nSeccomp_filters:\t0\n", no_new_privs);
	seq_puts(s, "Speculation_Store_Bypass:\tvulnerable\n"
		    "SpeculationIndirectBranch:\talways enabled\n"
		    "Cpus_allowed:\t1\nCpus_allowed_list:\t0\nMems_allowed:\t1\n"
		    "Mems_allowed_list:\t0\n");
}

int proc_status_show(struct seq_buf *s, struct task *t)
{
	status_identity(s, t);
	if (t->mm)
		proc_status_mm(s, t->mm);
	status_signals(s, t);
	status_rights(s, t);
	proc_status_machine(s, t->no_new_privs);
	seq_printf(s, "voluntary_ctxt_switches:\t%llu\nnonvoluntary_ctxt_switches:\t%llu\n",
		   (unsigned long long)t->nvcsw, (unsigned long long)t->nivcsw);
	return 0;
}

/* --- limits --- */

static const struct {
	const char *name, *unit;
} limit_names[RLIM_NLIMITS] = {
	[RLIMIT_CPU] = { "Max cpu time", "seconds" },
	[RLIMIT_FSIZE] = { "Max file size", "bytes" },
	[RLIMIT_DATA] = { "Max data size", "bytes" },
	[RLIMIT_STACK] = { "Max stack size", "bytes" },
	[RLIMIT_CORE] = { "Max core file size", "bytes" },
	[RLIMIT_RSS] = { "Max resident set", "bytes" },
	[RLIMIT_NPROC] = { "Max processes", "processes" },
	[RLIMIT_NOFILE] = { "Max open files", "files" },
	[RLIMIT_MEMLOCK] = { "Max locked memory", "bytes" },
	[RLIMIT_AS] = { "Max address space", "bytes" },
	[RLIMIT_LOCKS] = { "Max file locks", "locks" },
	[RLIMIT_SIGPENDING] = { "Max pending signals", "signals" },
	[RLIMIT_MSGQUEUE] = { "Max msgqueue size", "bytes" },
	[RLIMIT_NICE] = { "Max nice priority", NULL },
	[RLIMIT_RTPRIO] = { "Max realtime priority", NULL },
	[RLIMIT_RTTIME] = { "Max realtime timeout", "us" },
};

static void limit_value(struct seq_buf *s, uint64_t value)
{
	if (value == RLIM_INFINITY)
		seq_printf(s, "%-20s ", "unlimited");
	else
		seq_printf(s, "%-20llu ", (unsigned long long)value);
}

void proc_show_limits(struct seq_buf *s, const struct rlimit64 *rlim)
{
	seq_printf(s, "%-25s %-20s %-20s %-10s\n", "Limit", "Soft Limit", "Hard Limit", "Units");
	for (unsigned i = 0; i < RLIM_NLIMITS; i++) {
		seq_printf(s, "%-25s ", limit_names[i].name);
		limit_value(s, rlim[i].cur);
		limit_value(s, rlim[i].max);
		if (limit_names[i].unit)
			seq_printf(s, "%-10s\n", limit_names[i].unit);
		else
			seq_putc(s, '\n');
	}
}

int proc_limits_show(struct seq_buf *s, struct task *t)
{
	proc_show_limits(s, t->signal->rlim);
	return 0;
}
