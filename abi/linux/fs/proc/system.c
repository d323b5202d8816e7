/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What /proc tells about the machine: the emulated one, and nothing about the host. */
#include "fs/proc/internal.h"

#include "emu/mem.h"
#include "kernel/cputime.h"
#include "kernel/utsname.h"

#define NSEC_PER_TICK (NSEC_PER_SEC / 100)

/* --- the CPU --- */

int proc_cpuinfo_show(struct seq_buf *s, __unused struct task *t)
{
	const struct cpu_features *c = kernel->cpu_ops->features(kernel->cpu);

	seq_printf(s, "processor\t: 0\nvendor_id\t: %s\ncpu family\t: %u\nmodel\t\t: %u\n",
		   c->vendor, c->family, c->model);
	seq_printf(s, "model name\t: %s\nstepping\t: %u\n", c->brand, c->stepping);
	seq_puts(s, "cpu MHz\t\t: 1000.000\ncache size\t: 4096 KB\n");
	seq_puts(s, "physical id\t: 0\nsiblings\t: 1\ncore id\t\t: 0\ncpu cores\t: 1\n"
		    "apicid\t\t: 0\ninitial apicid\t: 0\n");
	seq_puts(s, "fpu\t\t: yes\nfpu_exception\t: yes\ncpuid level\t: 11\nwp\t\t: yes\n");
	seq_printf(s, "flags\t\t: %s\nbugs\t\t:\nbogomips\t: 2000.00\n", c->flags);
	seq_puts(s, "clflush size\t: 64\ncache_alignment\t: 64\n"
		    "address sizes\t: 40 bits physical, 48 bits virtual\npower management:\n\n");
	return 0;
}

/* --- memory --- */

struct mem_line {
	const char *name;
	uint64_t pages;
};

static void mem_lines(struct seq_buf *s, const struct mem_line *line, size_t n)
{
	for (size_t i = 0; i < n; i++)
		seq_printf(s, "%-16s%8llu kB\n", line[i].name,
			   (unsigned long long)(line[i].pages << (PAGE_SHIFT - 10)));
}

/* In pages. */
struct mem_use {
	uint64_t anon, file, shmem, committed;
};

static struct mem_use count_memory(void)
{
	struct mem_use use = { 0 };
	const struct task *p;

	list_for_each_entry(p, &kernel->tasks, task_node) {
		if (!p->mm || p->pid != p->tgid)
			continue;
		use.anon += p->mm->rss_anon;
		use.file += p->mm->rss_file;
		use.shmem += p->mm->rss_shmem;
		use.committed += p->mm->data_vm + p->mm->stack_vm;
	}
	return use;
}

int proc_meminfo_show(struct seq_buf *s, __unused struct task *t)
{
	const struct machine_mem *mem = kernel->mem;
	uint64_t total = mem->nr_frames, available = total - mem->used;
	const struct mem_use use = count_memory();
	const struct mem_line line[] = {
		{ "MemTotal:", total },	   { "MemFree:", available },
		{ "MemAvailable:", available }, { "Buffers:", 0 },
		{ "Cached:", use.file + use.shmem }, { "SwapCached:", 0 },
		{ "Active:", use.anon },   { "Inactive:", use.file },
		{ "Active(anon):", use.anon }, { "Inactive(anon):", 0 },
		{ "Active(file):", 0 },	   { "Inactive(file):", use.file },
		{ "Unevictable:", 0 },	   { "Mlocked:", 0 },
		{ "SwapTotal:", 0 },	   { "SwapFree:", 0 },
		{ "Dirty:", 0 },	   { "Writeback:", 0 },
		{ "AnonPages:", use.anon }, { "Mapped:", use.file },
		{ "Shmem:", use.shmem },   { "KReclaimable:", 0 },
		{ "Slab:", arena_bytes(kernel->arena) >> PAGE_SHIFT },
		{ "SReclaimable:", 0 },
		{ "SUnreclaim:", arena_bytes(kernel->arena) >> PAGE_SHIFT },
		{ "KernelStack:", 16 },	   { "PageTables:", 0 },
		{ "SecPageTables:", 0 },   { "NFS_Unstable:", 0 },
		{ "Bounce:", 0 },	   { "WritebackTmp:", 0 },
		{ "CommitLimit:", total / 2 }, { "Committed_AS:", use.committed },
	};

	mem_lines(s, line, ARRAY_SIZE(line));
	seq_puts(s, "VmallocTotal:   34359738367 kB\nVmallocUsed:           0 kB\n"
		    "VmallocChunk:          0 kB\nPercpu:                0 kB\n");
	return 0;
}

/* Of Linux's counters, those that mean something here. */
int proc_vmstat_show(struct seq_buf *s, __unused struct task *t)
{
	const struct machine_mem *mem = kernel->mem;
	const struct mem_use use = count_memory();
	const struct {
		const char *name;
		uint64_t value;
	} line[] = {
		{ "nr_free_pages", mem->nr_frames - mem->used },
		{ "nr_inactive_anon", 0 },
		{ "nr_active_anon", use.anon },
		{ "nr_inactive_file", use.file },
		{ "nr_active_file", 0 },
		{ "nr_unevictable", 0 },
		{ "nr_slab_reclaimable", 0 },
		{ "nr_slab_unreclaimable", arena_bytes(kernel->arena) >> PAGE_SHIFT },
		{ "nr_anon_pages", use.anon },
		{ "nr_mapped", use.file },
		{ "nr_file_pages", use.file + use.shmem },
		{ "nr_dirty", 0 },
		{ "nr_writeback", 0 },
		{ "nr_shmem", use.shmem },
		{ "pgpgin", 0 },
		{ "pgpgout", 0 },
		{ "pswpin", 0 },
		{ "pswpout", 0 },
		{ "pgfault", kernel->stats.page_faults },
		{ "pgmajfault", 0 },
		{ "oom_kill", kernel->stats.oom_kills },
	};

	for (size_t i = 0; i < ARRAY_SIZE(line); i++)
		seq_printf(s, "%s %llu\n", line[i].name, (unsigned long long)line[i].value);
	return 0;
}

int proc_swaps_show(struct seq_buf *s, __unused struct task *t)
{
	seq_puts(s, "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n");
	return 0;
}

/* --- time and load --- */

/* Of all tasks, those that are gone, too: what counts up must never come down. */
static uint64_t busy_ns(void)
{
	cputime_account(current);
	return kernel->cputime_total;
}

int proc_uptime_show(struct seq_buf *s, __unused struct task *t)
{
	uint64_t now = ktime_get(), busy = busy_ns();
	uint64_t up = now / NSEC_PER_TICK, idle = now > busy ? (now - busy) / NSEC_PER_TICK : 0;

	seq_printf(s, "%llu.%02llu %llu.%02llu\n", (unsigned long long)up / 100,
		   (unsigned long long)up % 100, (unsigned long long)idle / 100,
		   (unsigned long long)idle % 100);
	return 0;
}

static unsigned count_tasks(bool running)
{
	const struct task *t;
	unsigned n = 0;

	list_for_each_entry(t, &kernel->tasks, task_node)
		n += !running || t->state == TASK_RUNNING;
	return n;
}

int proc_loadavg_show(struct seq_buf *s, __unused struct task *t)
{
	seq_printf(s, "0.00 0.00 0.00 %u/%u %d\n", count_tasks(true), count_tasks(false),
		   kernel->last_pid);
	return 0;
}

int proc_system_stat_show(struct seq_buf *s, __unused struct task *t)
{
	uint64_t now = ktime_get(), busy = busy_ns();
	unsigned long long user = busy / NSEC_PER_TICK;
	unsigned long long idle = now > busy ? (now - busy) / NSEC_PER_TICK : 0;

	seq_printf(s, "cpu  %llu 0 0 %llu 0 0 0 0 0 0\ncpu0 %llu 0 0 %llu 0 0 0 0 0 0\n", user,
		   idle, user, idle);
	seq_printf(s, "intr 0\nctxt %llu\nbtime %llu\nprocesses %llu\n",
		   (unsigned long long)kernel->stats.switches,
		   (unsigned long long)((ktime_get_real() - now) / NSEC_PER_SEC),
		   (unsigned long long)kernel->stats.tasks);
	seq_printf(s, "procs_running %u\nprocs_blocked 0\nsoftirq 0 0 0 0 0 0 0 0 0 0 0\n",
		   count_tasks(true));
	return 0;
}

/* --- names --- */

int proc_version_show(struct seq_buf *s, __unused struct task *t)
{
	seq_puts(s, UTS_SYSNAME " version " UTS_RELEASE " (ring3@ring3) (ring3) " UTS_VERSION "\n");
	return 0;
}

int proc_kernel_cmdline_show(struct seq_buf *s, __unused struct task *t)
{
	seq_puts(s, "ring3\n");
	return 0;
}

int proc_filesystems_show(struct seq_buf *s, __unused struct task *t)
{
	seq_puts(s, "nodev\ttmpfs\nnodev\tproc\nnodev\tdevtmpfs\nnodev\tdevpts\nnodev\tpipefs\nnodev\thostfs\n");
	return 0;
}

int proc_devices_show(struct seq_buf *s, __unused struct task *t)
{
	seq_puts(s, "Character devices:\n  1 mem\n  5 /dev/tty\n  5 /dev/console\n  5 /dev/ptmx\n136 pts\n\nBlock devices:\n");
	return 0;
}

/* Device numbers and what they are called: ps looks here for the names of terminals. */
int proc_tty_drivers_show(struct seq_buf *s, __unused struct task *t)
{
	static const struct {
		const char *name, *dev;
		int major;
		const char *minors, *type;
	} drivers[] = {
		{ "/dev/tty", "/dev/tty", 5, "0", "system:/dev/tty" },
		{ "/dev/console", "/dev/console", 5, "1", "system:console" },
		{ "/dev/ptmx", "/dev/ptmx", 5, "2", "system" },
		{ "pty_slave", "/dev/pts", 136, "0-1048575", "pty:slave" },
		{ "pty_master", "/dev/ptm", 128, "0-1048575", "pty:master" },
	};

	for (unsigned i = 0; i < ARRAY_SIZE(drivers); i++)
		seq_printf(s, "%-20s %-13s %3d %7s %s\n", drivers[i].name, drivers[i].dev,
			   drivers[i].major, drivers[i].minors, drivers[i].type);
	return 0;
}

int proc_tty_ldiscs_show(struct seq_buf *s, __unused struct task *t)
{
	seq_puts(s, "n_tty       0\n");
	return 0;
}
