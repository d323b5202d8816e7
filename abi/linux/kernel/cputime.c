/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CPU time and resource usage of tasks and processes. */
#include "kernel/cputime.h"
#include <string.h>
#include "emu/mem.h"
#include "host/clock.h"
#include "kernel/clock.h"
#include "kernel/internal.h"
#include "kernel/time.h"
#include "mm/mm.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/resource.h"

/*
 * The host's CPU clock is a system call. A turn is measured by the monotonic clock, which is none;
 * what that says too much, since the host ran somebody else, is put right when enough has come
 * together.
 */
#define SETTLE_NS 500000

void cputime_start(void)
{
	kernel->cputime_mark = kernel->now = machine_clock();
	if (!kernel->config.deterministic)
		kernel->cputime_cpu_mark = host_thread_cpu_ns();
	kernel->cputime_unsettled = 0;
}

static uint64_t settle(void)
{
	uint64_t cpu = host_thread_cpu_ns(), spent = cpu - kernel->cputime_cpu_mark;

	spent -= min(spent, kernel->cputime_unsettled);
	kernel->cputime_cpu_mark = cpu;
	kernel->cputime_unsettled = 0;
	return spent;
}

void cputime_account(struct task *t)
{
	uint64_t now = machine_clock(), ns = now - kernel->cputime_mark;

	kernel->cputime_mark = kernel->now = now;
	if (unlikely(kernel->config.deterministic))
		; /* work is what this clock counts */
	else if (ns + kernel->cputime_unsettled >= SETTLE_NS)
		ns = settle();
	else
		kernel->cputime_unsettled += ns;
	t->utime_ns += ns;
	kernel->cputime_total += ns;
	rq_charge(t, ns);
}

struct cputime task_cputime(struct task *t)
{
	if (t == current)
		cputime_account(t);
	return (struct cputime){ t->utime_ns, t->stime_ns };
}

struct cputime process_cputime(struct signal_struct *s)
{
	struct cputime sum = { s->sum_utime_ns, s->sum_stime_ns };
	struct task *t;

	list_for_each_entry(t, &s->threads, thread_node) {
		struct cputime c = task_cputime(t);

		sum.utime += c.utime;
		sum.stime += c.stime;
	}
	return sum;
}

/* --- getrusage --- */

#define KIB_PER_PAGE (PAGE_SIZE / 1024)

static struct x64_timeval to_timeval(uint64_t ns)
{
	return (struct x64_timeval){ ns / NSEC_PER_SEC, ns % NSEC_PER_SEC / NSEC_PER_USEC };
}

static void add_task_usage(struct x64_rusage *r, struct task *t)
{
	r->minflt += t->min_flt;
	r->majflt += t->maj_flt;
	r->nvcsw += t->nvcsw;
	r->nivcsw += t->nivcsw;
}

static void add_process_usage(struct x64_rusage *r, const struct signal_struct *s)
{
	r->minflt += s->sum_min_flt;
	r->majflt += s->sum_maj_flt;
	r->nvcsw += s->sum_nvcsw;
	r->nivcsw += s->sum_nivcsw;
}

static void add_children_usage(struct x64_rusage *r, const struct signal_struct *s)
{
	r->minflt += s->cmin_flt;
	r->majflt += s->cmaj_flt;
	r->nvcsw += s->cnvcsw;
	r->nivcsw += s->cnivcsw;
}

static int fill_rusage(struct x64_rusage *r, int who)
{
	struct signal_struct *s = current->signal;
	struct cputime c;
	struct task *t;

	memset(r, 0, sizeof(*r));
	switch (who) {
	case RUSAGE_THREAD:
		c = task_cputime(current);
		add_task_usage(r, current);
		break;
	case RUSAGE_SELF:
		c = process_cputime(s);
		add_process_usage(r, s);
		list_for_each_entry(t, &s->threads, thread_node)
			add_task_usage(r, t);
		break;
	case RUSAGE_CHILDREN:
		c = (struct cputime){ s->cutime_ns, s->cstime_ns };
		r->maxrss = s->cmaxrss * KIB_PER_PAGE;
		add_children_usage(r, s);
		break;
	default:
		return -EINVAL;
	}
	r->utime = to_timeval(c.utime);
	r->stime = to_timeval(c.stime);
	if (who != RUSAGE_CHILDREN && current->mm)
		r->maxrss = max(s->maxrss, mm_peak_rss(current->mm)) * KIB_PER_PAGE;
	return 0;
}

/* A process that has ended, with all that it waited for itself. */
void fill_rusage_both(struct x64_rusage *r, struct signal_struct *s)
{
	struct cputime c = process_cputime(s);
	struct task *t;

	memset(r, 0, sizeof(*r));
	add_process_usage(r, s);
	list_for_each_entry(t, &s->threads, thread_node)
		add_task_usage(r, t);
	add_children_usage(r, s);
	r->maxrss = max(s->maxrss, s->cmaxrss) * KIB_PER_PAGE;
	r->utime = to_timeval(c.utime + s->cutime_ns);
	r->stime = to_timeval(c.stime + s->cstime_ns);
}

static void to_i386(struct i386_rusage *k, const struct x64_rusage *r)
{
	memset(k, 0, sizeof(*k));
	k->utime = (struct i386_timeval){ r->utime.tv_sec, r->utime.tv_usec };
	k->stime = (struct i386_timeval){ r->stime.tv_sec, r->stime.tv_usec };
	k->maxrss = r->maxrss;
	k->minflt = r->minflt;
	k->majflt = r->majflt;
	k->nvcsw = r->nvcsw;
	k->nivcsw = r->nivcsw;
}

int put_rusage(uaddr_t to, const struct x64_rusage *r)
{
	struct i386_rusage k;

	if (!in_compat_syscall())
		return copy_to_user(to, r, sizeof(*r)) ? -EFAULT : 0;
	to_i386(&k, r);
	return copy_to_user(to, &k, sizeof(k)) ? -EFAULT : 0;
}

void account_child(struct signal_struct *to, struct signal_struct *s)
{
	struct cputime c = process_cputime(s);
	struct x64_rusage r;

	fill_rusage_both(&r, s);
	to->cutime_ns += c.utime + s->cutime_ns;
	to->cstime_ns += c.stime + s->cstime_ns;
	to->cmin_flt += r.minflt;
	to->cmaj_flt += r.majflt;
	to->cnvcsw += r.nvcsw;
	to->cnivcsw += r.nivcsw;
	to->cmaxrss = max(to->cmaxrss, max(s->maxrss, s->cmaxrss));
}

SYSCALL_DEFINE2(getrusage, rusage_who_t, who, urusage_out_t, ru)
{
	struct x64_rusage r;
	int err = fill_rusage(&r, who);

	if (err)
		return err;
	return copy_to_user(ru, &r, sizeof(r)) ? -EFAULT : 0;
}

COMPAT_SYSCALL_DEFINE2(getrusage, rusage_who_t, who, urusage_out_t, ru)
{
	struct x64_rusage r;
	struct i386_rusage k;
	int err = fill_rusage(&r, who);

	if (err)
		return err;
	to_i386(&k, &r);
	return copy_to_user(ru, &k, sizeof(k)) ? -EFAULT : 0;
}

/* --- times --- */

#define NSEC_PER_CLOCK (NSEC_PER_SEC / USER_HZ)

static void fill_tms(struct x64_tms *t)
{
	struct signal_struct *s = current->signal;
	struct cputime c = process_cputime(s);

	t->utime = c.utime / NSEC_PER_CLOCK;
	t->stime = c.stime / NSEC_PER_CLOCK;
	t->cutime = s->cutime_ns / NSEC_PER_CLOCK;
	t->cstime = s->cstime_ns / NSEC_PER_CLOCK;
}

static long uptime_in_clocks(void)
{
	return ktime_get() / NSEC_PER_CLOCK;
}

SYSCALL_DEFINE1(times, utms_out_t, tbuf)
{
	struct x64_tms t;

	if (tbuf) {
		fill_tms(&t);
		if (copy_to_user(tbuf, &t, sizeof(t)))
			return -EFAULT;
	}
	return uptime_in_clocks();
}

COMPAT_SYSCALL_DEFINE1(times, utms_out_t, tbuf)
{
	struct x64_tms t;

	if (tbuf) {
		struct i386_tms k;

		fill_tms(&t);
		k = (struct i386_tms){ t.utime, t.stime, t.cutime, t.cstime };
		if (copy_to_user(tbuf, &k, sizeof(k)))
			return -EFAULT;
	}
	return uptime_in_clocks();
}

/* --- sysinfo: the machine's memory, not the host's --- */

static void fill_sysinfo(struct x64_sysinfo *s)
{
	const struct machine_mem *mem = kernel->mem;
	const struct task *t;

	memset(s, 0, sizeof(*s));
	s->uptime = (ktime_get() + NSEC_PER_SEC - 1) / NSEC_PER_SEC;
	s->totalram = (uint64_t)mem->nr_frames * PAGE_SIZE;
	s->freeram = (uint64_t)(mem->nr_frames - mem->used) * PAGE_SIZE;
	s->mem_unit = 1;
	s->procs = 1; /* ring3's own */
	list_for_each_entry(t, &kernel->tasks, task_node)
		s->procs++;
}

SYSCALL_DEFINE1(sysinfo, usysinfo_out_t, info)
{
	struct x64_sysinfo s;

	fill_sysinfo(&s);
	return copy_to_user(info, &s, sizeof(s)) ? -EFAULT : 0;
}

/* Sizes that do not fit are counted in larger units, up to pages. */
COMPAT_SYSCALL_DEFINE1(sysinfo, usysinfo_out_t, info)
{
	struct i386_sysinfo k = { 0 };
	struct x64_sysinfo s;
	unsigned shift = 0;

	fill_sysinfo(&s);
	if (s.totalram >> 32)
		while (1u << shift < PAGE_SIZE)
			shift++;
	k.uptime = s.uptime;
	k.totalram = s.totalram >> shift;
	k.freeram = s.freeram >> shift;
	k.procs = s.procs;
	k.mem_unit = s.mem_unit << shift;
	return copy_to_user(info, &k, sizeof(k)) ? -EFAULT : 0;
}
