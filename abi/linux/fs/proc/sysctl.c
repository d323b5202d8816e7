/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /proc/sys: settings. Most state a fact; the names of the machine can be written by root. */
#include "fs/proc/internal.h"

#include "fs/internal.h"
#include "kernel/cred.h"
#include "kernel/random.h"
#include "kernel/rlimit.h"
#include "kernel/slab.h"
#include "kernel/utsname.h"

#define RO S_IFREG | 0444, .fop = &proc_setting_ops
#define RW S_IFREG | 0644, .fop = &proc_setting_ops
#define DIR_RX (S_IFDIR | 0555)

/* A setting that is a constant. */
#define FACT(function, text)                                                          \
	static int function(struct seq_buf *s, __unused struct task *t)               \
	{                                                                             \
		seq_puts(s, text "\n");                                               \
		return 0;                                                             \
	}

FACT(ostype, UTS_SYSNAME)
FACT(osrelease, UTS_RELEASE)
FACT(version, UTS_VERSION)
FACT(pid_max, "4194304")
FACT(ngroups_max, "65536")
FACT(cap_last_cap, "40")
FACT(overflow_id, "65534")
FACT(randomize_va_space, "2")
FACT(core_pattern, "core")
FACT(pty_max, "4096")
FACT(pty_reserve, "1024")
FACT(zero, "0")
FACT(one, "1")
FACT(overcommit_ratio, "50")
FACT(mmap_min_addr, "65536")
FACT(page_cluster, "3")
FACT(swappiness, "60")
FACT(vfs_cache_pressure, "100")
FACT(max_map_count, "65530")
FACT(nr_open, "1048576")
FACT(pipe_max_size, "1048576")
FACT(pool_bits, "256")
FACT(optmem_max, "131072")
FACT(socket_buffer, "212992")
FACT(somaxconn, "4096")
FACT(max_dgram_qlen, "10")
FACT(max_queued_events, "16384")
FACT(max_user_instances, "128")
FACT(max_user_watches, "65536")

/* --- names --- */

static int hostname_show(struct seq_buf *s, __unused struct task *t)
{
	seq_printf(s, "%s\n", kernel->nodename);
	return 0;
}

static int domainname_show(struct seq_buf *s, __unused struct task *t)
{
	seq_printf(s, "%s\n", kernel->domainname);
	return 0;
}

/* One line; what is longer than a name may be is cut, as in Linux. */
static int store_name(char name[UTS_LEN + 1], const char *text, size_t n)
{
	size_t len = strcspn(text, "\n");

	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	len = min(min(len, n), (size_t)UTS_LEN);
	memcpy(name, text, len);
	memset(name + len, 0, UTS_LEN + 1 - len);
	return 0;
}

static int hostname_store(__unused struct task *t, char *text, size_t n)
{
	return store_name(kernel->nodename, text, n);
}

static int domainname_store(__unused struct task *t, char *text, size_t n)
{
	return store_name(kernel->domainname, text, n);
}

/* --- random/ --- */

static void put_uuid(struct seq_buf *s, const uint8_t b[16])
{
	for (unsigned i = 0; i < 16; i++)
		seq_printf(s, "%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", b[i]);
	seq_putc(s, '\n');
}

/* Version 4: random. */
static void make_uuid(uint8_t b[16])
{
	get_random_bytes(b, 16);
	b[6] = (b[6] & 0x0f) | 0x40;
	b[8] = (b[8] & 0x3f) | 0x80;
}

static int uuid_show(struct seq_buf *s, __unused struct task *t)
{
	uint8_t b[16];

	make_uuid(b);
	put_uuid(s, b);
	return 0;
}

/* Drawn when somebody first asks; the same until the machine ends. */
static int boot_id_show(struct seq_buf *s, __unused struct task *t)
{
	static const uint8_t none[16];

	if (!memcmp(kernel->boot_id, none, sizeof(none)))
		make_uuid(kernel->boot_id);
	put_uuid(s, kernel->boot_id);
	return 0;
}

static const struct proc_entry random_entries[] = {
	{ "boot_id", RO, .show = boot_id_show },
	{ "entropy_avail", RO, .show = pool_bits },
	{ "poolsize", RO, .show = pool_bits },
	{ "uuid", RO, .show = uuid_show },
};

/* --- fs/ --- */

static int threads_max(struct seq_buf *s, __unused struct task *t)
{
	seq_printf(s, "%llu\n", (unsigned long long)max_threads());
	return 0;
}

/* Open files of all processes together. */
static long long most_files(void)
{
	uint64_t limit = kernel->config.limit_files;

	return limit && limit < INT64_MAX ? (long long)limit : INT64_MAX;
}

static int file_max(struct seq_buf *s, __unused struct task *t)
{
	seq_printf(s, "%lld\n", most_files());
	return 0;
}

static int file_nr(struct seq_buf *s, __unused struct task *t)
{
	seq_printf(s, "%lu\t0\t%lld\n", fs_state()->nr_files, most_files());
	return 0;
}

#define DIR(variable, number, table) \
	static const struct proc_dir variable = { .id = (number), .entries = (table), \
						  .nr = ARRAY_SIZE(table) }

DIR(random_dir, 10, random_entries);

static int pty_nr(struct seq_buf *s, __unused struct task *t)
{
	seq_printf(s, "%u\n", kernel->nr_ptys);
	return 0;
}

static const struct proc_entry pty_entries[] = {
	{ "max", RW, .show = pty_max },
	{ "nr", RO, .show = pty_nr },
	{ "reserve", RW, .show = pty_reserve },
};

DIR(pty_dir, 35, pty_entries);

static const struct proc_entry kernel_entries[] = {
	{ "cap_last_cap", RO, .show = cap_last_cap },
	{ "core_pattern", RW, .show = core_pattern },
	{ "core_uses_pid", RW, .show = zero },
	{ "domainname", RW, .show = domainname_show, .store = domainname_store },
	{ "hostname", RW, .show = hostname_show, .store = hostname_store },
	{ "ngroups_max", RO, .show = ngroups_max },
	{ "osrelease", RO, .show = osrelease },
	{ "ostype", RO, .show = ostype },
	{ "overflowgid", RW, .show = overflow_id },
	{ "overflowuid", RW, .show = overflow_id },
	{ "pid_max", RW, .show = pid_max },
	{ "pty", DIR_RX, .dir = &pty_dir },
	{ "random", DIR_RX, .dir = &random_dir },
	{ "randomize_va_space", RW, .show = randomize_va_space },
	{ "tainted", RW, .show = zero },
	{ "threads-max", RW, .show = threads_max },
	{ "version", RO, .show = version },
};

/* 1: pages, 2: what is not in use of names, 3: both; 4 stops the notes in the log. */
static int drop_caches_store(__unused struct task *t, char *text, __unused size_t n)
{
	int64_t what;

	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	if (proc_parse_int(text, &what) || what < 1 || what > 4)
		return -EINVAL;
	mm_drop_caches(what & 1, what & 2);
	return 0;
}

static const struct proc_entry vm_entries[] = {
	{ "drop_caches", S_IFREG | 0200, .fop = &proc_setting_ops, .show = zero,
	  .store = drop_caches_store },
	{ "legacy_va_layout", RW, .show = zero },
	{ "max_map_count", RW, .show = max_map_count },
	{ "memfd_noexec", RW, .show = zero },
	{ "mmap_min_addr", RW, .show = mmap_min_addr },
	{ "oom_kill_allocating_task", RW, .show = zero },
	{ "overcommit_kbytes", RW, .show = zero },
	{ "overcommit_memory", RW, .show = zero },
	{ "overcommit_ratio", RW, .show = overcommit_ratio },
	{ "page-cluster", RW, .show = page_cluster },
	{ "panic_on_oom", RW, .show = zero },
	{ "swappiness", RW, .show = swappiness },
	{ "vfs_cache_pressure", RW, .show = vfs_cache_pressure },
};

static const struct proc_entry inotify_entries[] = {
	{ "max_queued_events", RW, .show = max_queued_events },
	{ "max_user_instances", RW, .show = max_user_instances },
	{ "max_user_watches", RW, .show = max_user_watches },
};

static const struct proc_entry core_entries[] = {
	{ "optmem_max", RW, .show = optmem_max },
	{ "rmem_default", RW, .show = socket_buffer },
	{ "rmem_max", RW, .show = socket_buffer },
	{ "somaxconn", RW, .show = somaxconn },
	{ "wmem_default", RW, .show = socket_buffer },
	{ "wmem_max", RW, .show = socket_buffer },
};

static const struct proc_entry unix_entries[] = {
	{ "max_dgram_qlen", RW, .show = max_dgram_qlen },
};

DIR(inotify_dir, 31, inotify_entries);
DIR(core_dir, 32, core_entries);
DIR(unix_dir, 33, unix_entries);

static const struct proc_entry net_entries[] = {
	{ "core", DIR_RX, .dir = &core_dir },
	{ "unix", DIR_RX, .dir = &unix_dir },
};

static const struct proc_entry fs_entries[] = {
	{ "file-max", RW, .show = file_max },
	{ "file-nr", RO, .show = file_nr },
	{ "inotify", DIR_RX, .dir = &inotify_dir },
	{ "nr_open", RW, .show = nr_open },
	{ "pipe-max-size", RW, .show = pipe_max_size },
	{ "protected_hardlinks", RW, .show = one },
	{ "protected_symlinks", RW, .show = one },
};

DIR(net_dir, 34, net_entries);
DIR(kernel_dir, 11, kernel_entries);
DIR(vm_dir, 12, vm_entries);
DIR(fs_dir, 13, fs_entries);

static const struct proc_entry sys_entries[] = {
	{ "fs", DIR_RX, .dir = &fs_dir },
	{ "kernel", DIR_RX, .dir = &kernel_dir },
	{ "net", DIR_RX, .dir = &net_dir },
	{ "vm", DIR_RX, .dir = &vm_dir },
};

const struct proc_dir proc_sys_dir = {
	.id = 14, .entries = sys_entries, .nr = ARRAY_SIZE(sys_entries),
};
