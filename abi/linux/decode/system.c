/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The system as a whole: its name, what it has, how it ends; comparing tasks, barriers. */
#include "current.h"
#include "decode/forms.h"
#include "decode/internal.h"
#include "kernel/task.h"
#include "uapi/resource.h"
#include "uapi/utsname.h"

/* --- names --- */

static void put_fixed(struct decoder *d, const char *name, const char *s, size_t size)
{
	field(d, name);
	d->sink->string(d->ctx, s, strnlen(s, size), 0);
}

#define FIXED(f) put_fixed(d, #f, u.f, sizeof(u.f))

void print_utsname(struct decoder *d, uint64_t v)
{
	struct linux_utsname u;

	if (!fetch_out(d, &u, v, sizeof(u)))
		return;
	begin(d, SINK_STRUCT);
	FIXED(sysname);
	FIXED(nodename);
	if (d->whole) {
		FIXED(release);
		FIXED(version);
		FIXED(machine);
		FIXED(domainname);
	} else {
		put_more(d);
	}
	end(d);
}

#undef FIXED

/* A name that is too long is not looked at. */
void print_system_name(struct decoder *d, uint64_t v)
{
	uint32_t n = (uint32_t)d->args[1];

	if (n > 64)
		put_address(d, v);
	else
		put_user_bytes(d, v, n);
}

/* --- sysinfo --- */

static void put_sysinfo(struct decoder *d, const struct x64_sysinfo *s)
{
	unsigned i;

	begin(d, SINK_STRUCT);
	field_number(d, s, uptime);
	field(d, "loads");
	begin(d, SINK_ARRAY);
	for (i = 0; i < 3; i++)
		put_unsigned(d, s->loads[i]);
	end(d);
	field_unsigned(d, s, totalram);
	field_unsigned(d, s, freeram);
	field_unsigned(d, s, sharedram);
	field_unsigned(d, s, bufferram);
	field_unsigned(d, s, totalswap);
	field_unsigned(d, s, freeswap);
	field_unsigned(d, s, procs);
	field_unsigned(d, s, totalhigh);
	field_unsigned(d, s, freehigh);
	field_unsigned(d, s, mem_unit);
	end(d);
}

#define SAME(f) .f = s.f

void print_sysinfo(struct decoder *d, uint64_t v)
{
	struct x64_sysinfo x64;
	struct i386_sysinfo s;

	if (d->is_64bit) {
		if (fetch_out(d, &x64, v, sizeof(x64)))
			put_sysinfo(d, &x64);
	} else if (fetch_out(d, &s, v, sizeof(s))) {
		put_sysinfo(d, &(struct x64_sysinfo){ SAME(uptime),
						      { s.loads[0], s.loads[1], s.loads[2] },
						      SAME(totalram), SAME(freeram),
						      SAME(sharedram), SAME(bufferram),
						      SAME(totalswap), SAME(freeswap), SAME(procs),
						      SAME(totalhigh), SAME(freehigh),
						      SAME(mem_unit) });
	}
}

#undef SAME

/* --- reboot --- */

static const struct xlat magics1[] = { { 0xfee1dead, "LINUX_REBOOT_MAGIC1" }, {} };
static const struct xlat magics2[] = {
	{ 672274793, "LINUX_REBOOT_MAGIC2" }, { 85072278, "LINUX_REBOOT_MAGIC2A" },
	{ 369367448, "LINUX_REBOOT_MAGIC2B" }, { 537993216, "LINUX_REBOOT_MAGIC2C" }, {}
};
#define RESTART2 0xa1b2c3d4
static const struct xlat reboot_cmds[] = {
	{ 0, "LINUX_REBOOT_CMD_CAD_OFF" }, { 0x01234567, "LINUX_REBOOT_CMD_RESTART" },
	{ 0x4321fedc, "LINUX_REBOOT_CMD_POWER_OFF" }, { 0x45584543, "LINUX_REBOOT_CMD_KEXEC" },
	{ 0x89abcdef, "LINUX_REBOOT_CMD_CAD_ON" }, { RESTART2, "LINUX_REBOOT_CMD_RESTART2" },
	{ 0xcdef0123, "LINUX_REBOOT_CMD_HALT" }, { 0xd000fce2, "LINUX_REBOOT_CMD_SW_SUSPEND" }, {}
};

void args_reboot(struct decoder *d)
{
	if (!is_entering(d))
		return;
	put_arg(d, "magic1");
	put_value(d, magics1, (uint32_t)d->args[0], "LINUX_REBOOT_MAGIC_???");
	put_arg(d, "magic2");
	put_value(d, magics2, (uint32_t)d->args[1], "LINUX_REBOOT_MAGIC_???");
	put_arg(d, "cmd");
	put_value(d, reboot_cmds, (uint32_t)d->args[2], "LINUX_REBOOT_CMD_???");
	if ((uint32_t)d->args[2] == RESTART2)
		put_arg_defined(d, 3);
}

/* --- syslog --- */

enum { READ = 2, READ_ALL, READ_CLEAR, CONSOLE_LEVEL = 8, LAST = 10 };

static const char *const syslog_actions[] = {
	"SYSLOG_ACTION_CLOSE",	   "SYSLOG_ACTION_OPEN",	"SYSLOG_ACTION_READ",
	"SYSLOG_ACTION_READ_ALL",  "SYSLOG_ACTION_READ_CLEAR",	"SYSLOG_ACTION_CLEAR",
	"SYSLOG_ACTION_CONSOLE_OFF", "SYSLOG_ACTION_CONSOLE_ON", "SYSLOG_ACTION_CONSOLE_LEVEL",
	"SYSLOG_ACTION_SIZE_UNREAD", "SYSLOG_ACTION_SIZE_BUFFER"
};
static const char *const levels[] = { "LOGLEVEL_EMERG",	  "LOGLEVEL_ALERT", "LOGLEVEL_CRIT",
				      "LOGLEVEL_ERR",	  "LOGLEVEL_WARNING", "LOGLEVEL_NOTICE",
				      "LOGLEVEL_INFO",	  "LOGLEVEL_DEBUG" };

static void put_syslog_action(struct decoder *d, uint32_t type)
{
	put_arg(d, "type");
	put_number(d, (int32_t)type);
	d->sink->comment(d->ctx, type <= LAST ? syslog_actions[type] : "SYSLOG_ACTION_???");
}

void args_syslog(struct decoder *d)
{
	uint32_t type = (uint32_t)d->args[0], len = (uint32_t)d->args[2];
	bool reads = type == READ || type == READ_ALL || type == READ_CLEAR;

	if (is_entering(d)) {
		put_syslog_action(d, type);
		d->more_later = reads;
	}
	if (is_entering(d) == reads || (!reads && type <= LAST && type != CONSOLE_LEVEL))
		return;
	if (reads)
		put_arg_defined(d, 1);
	else
		put_arg_as(d, 1, print_ADDR);
	put_arg(d, "len");
	put_number(d, (int32_t)len);
	if (type == CONSOLE_LEVEL)
		d->sink->comment(d->ctx, len < ARRAY_SIZE(levels) ? levels[len] : "LOGLEVEL_???");
}

/* --- kcmp --- */

enum { KCMP_FILE, KCMP_VM, KCMP_FILES, KCMP_FS, KCMP_SIGHAND, KCMP_IO, KCMP_SYSVSEM, KCMP_EPOLL_TFD };

static const struct xlat kcmp_types[] = {
	X(KCMP_FILE), X(KCMP_VM), X(KCMP_FILES), X(KCMP_FS), X(KCMP_SIGHAND), X(KCMP_IO),
	X(KCMP_SYSVSEM), X(KCMP_EPOLL_TFD), {}
};

static void print_epoll_slot(struct decoder *d, uint64_t v)
{
	uint32_t slot[3];

	if (!fetch(d, slot, v, sizeof(slot)))
		return;
	begin(d, SINK_STRUCT);
	field(d, "efd");
	print_fd(d, slot[0]);
	field(d, "tfd");
	print_fd(d, slot[1]);
	field(d, "toff");
	put_unsigned(d, slot[2]);
	end(d);
}

void args_kcmp(struct decoder *d)
{
	uint32_t type = (uint32_t)d->args[2];
	print_fn *first = type == KCMP_FILE || type == KCMP_EPOLL_TFD ? print_fd : print_hex;
	print_fn *second = type == KCMP_FILE	  ? print_fd :
			   type == KCMP_EPOLL_TFD ? print_epoll_slot :
						    print_hex;

	if (!is_entering(d))
		return;
	put_args_defined(d, 0, 2);
	put_arg(d, "type");
	put_value(d, kcmp_types, type, "KCMP_???");
	if (type >= KCMP_VM && type <= KCMP_SYSVSEM)
		return;
	put_arg_as(d, 3, first);
	put_arg_as(d, 4, second);
}

/* --- membarrier --- */

static const struct xlat barriers[] = {
	{ 0, "MEMBARRIER_CMD_QUERY" },
	{ 1, "MEMBARRIER_CMD_GLOBAL" },
	{ 2, "MEMBARRIER_CMD_GLOBAL_EXPEDITED" },
	{ 4, "MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED" },
	{ 8, "MEMBARRIER_CMD_PRIVATE_EXPEDITED" },
	{ 16, "MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED" },
	{ 32, "MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE" },
	{ 64, "MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE" },
	{ 128, "MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ" },
	{ 256, "MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_RSEQ" },
	{}
};
static const struct xlat barrier_flags[] = { { 1, "MEMBARRIER_CMD_FLAG_CPU" }, {} };

void args_membarrier(struct decoder *d)
{
	uint32_t flags = (uint32_t)d->args[1];

	if (!is_entering(d))
		return;
	put_arg(d, "cmd");
	put_value(d, barriers, (uint32_t)d->args[0], "MEMBARRIER_CMD_???");
	put_arg(d, "flags");
	put_flags(d, barrier_flags, flags, "MEMBARRIER_CMD_FLAG_???");
	if (flags & 1)
		put_arg_defined(d, 2);
}

void result_membarrier(struct decoder *d)
{
	struct names t = { .n = 0 };

	if ((uint32_t)d->args[0]) {
		result_number(d);
		return;
	}
	put_hex(d, (uint64_t)d->result);
	if (!d->result || !add_flags(&t, barriers, (uint64_t)d->result))
		return;
	restyle_names(d, &t, (uint64_t)d->result);
	put_remark(d, t.s);
}

/* --- others --- */

static void put_word(struct decoder *d, uint64_t v, print_fn *print)
{
	uint64_t word = 0;

	if (!fetch_out(d, &word, v, d->is_64bit ? 8 : 4))
		return;
	begin(d, SINK_ARRAY);
	print(d, word);
	end(d);
}

void print_address_out(struct decoder *d, uint64_t v)
{
	put_word(d, v, print_ADDR);
}

void print_word_out(struct decoder *d, uint64_t v)
{
	put_word(d, v, print_u64);
}

static const struct xlat pidfd_flags[] = { { 04000, "PIDFD_NONBLOCK" }, {} };

void print_pidfd_flags(struct decoder *d, uint64_t v)
{
	put_flags(d, pidfd_flags, (uint32_t)v, "PIDFD_???");
}

/* What is shown is the call that goes on, not an argument: there is none. */
void args_restart_syscall(struct decoder *d)
{
	const struct sys_entry *table = d->is_64bit ? sys_call_table : ia32_sys_call_table;
	uint32_t nr = current->last_nr;
	char text[80];

	if (!is_entering(d))
		return;
	put_arg(d, "call");
	snprintf(text, sizeof(text), "<... resuming interrupted %s ...>",
		 nr < NR_SYSCALLS && table[nr].name ? table[nr].name : "system call");
	put_bytes_as(d, &nr, sizeof(nr), text);
}

/* _sysctl, which is gone. */
void print_sysctl_args(struct decoder *d, uint64_t v)
{
	uint64_t a[6];
	uint32_t narrow[6];
	unsigned i;

	if (!fetch(d, d->is_64bit ? (void *)a : narrow, v, d->is_64bit ? sizeof(a) : sizeof(narrow)))
		return;
	for (i = 0; i < 6 && !d->is_64bit; i++)
		a[i] = narrow[i];
	begin(d, SINK_STRUCT);
	field(d, "name");
	put_address(d, a[0]);
	field(d, "nlen");
	put_number(d, (int32_t)a[1]);
	field(d, "oldval");
	put_address(d, a[2]);
	field(d, "oldlenp");
	put_address(d, a[3]);
	field(d, "newval");
	put_address(d, a[4]);
	field(d, "newlen");
	put_unsigned(d, a[5]);
	end(d);
}
