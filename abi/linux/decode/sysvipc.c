/* SPDX-License-Identifier: GPL-2.0-or-later */
/* System V's shared memory, semaphores and messages. */
#include "decode/forms.h"
#include "decode/internal.h"
#include "uaccess.h"
#include "uapi/ipc.h"

void print_key(struct decoder *d, uint64_t v)
{
	static const struct xlat keys[] = { { 0, "IPC_PRIVATE" }, {} };

	put_value(d, keys, (uint32_t)v, NULL);
}

/* --- flags of the calls that get an object: a mode stands below them --- */

#define MODE 0777u
#define HUGE_SHIFT 26

static const struct xlat get_flags[] = {
	{ 01000, "IPC_CREAT" }, { 02000, "IPC_EXCL" }, { 04000, "IPC_NOWAIT" }, {}
};
static const struct xlat shmget_flags[] = {
	{ 01000, "IPC_CREAT" }, { 02000, "IPC_EXCL" }, { 04000, "SHM_HUGETLB" },
	{ 010000, "SHM_NORESERVE" }, {}
};

static void put_get_flags(struct decoder *d, const struct xlat *flags, uint32_t v,
			  uint32_t page_size)
{
	uint32_t bits = v & ~MODE & ~(page_size << HUGE_SHIFT);
	struct names t = { .n = 0 };
	bool bare = false; /* nothing stands between a number without a name and the mode */
	char text[32];

	if (bits && !add_flags(&t, flags, bits) && flags == get_flags)
		bare = true;
	if (page_size) {
		snprintf(text, sizeof(text), "%u<<SHM_HUGE_SHIFT", page_size);
		add_name(&t, text);
	}
	snprintf(text, sizeof(text), "%#03o", v & MODE);
	if (!(v & MODE))
		strcpy(text, "000");
	if (bare && t.n + sizeof(text) < sizeof(t.s))
		strcpy(t.s + t.n, text);
	else
		add_name(&t, text);
	d->sink->symbol(d->ctx, v, SINK_OCTAL, t.s);
}

void print_ipc_getflags(struct decoder *d, uint64_t v)
{
	put_get_flags(d, get_flags, (uint32_t)v, 0);
}

void print_shmgetflags(struct decoder *d, uint64_t v)
{
	put_get_flags(d, shmget_flags, (uint32_t)v, (uint32_t)v >> HUGE_SHIFT);
}

void print_shmatflags(struct decoder *d, uint64_t v)
{
	static const struct xlat flags[] = { { 010000, "SHM_RDONLY" }, { 020000, "SHM_RND" },
					     { 040000, "SHM_REMAP" }, { 0100000, "SHM_EXEC" }, {} };

	put_flags(d, flags, (uint32_t)v, "SHM_???");
}

#define NR_IPC 117 /* of i386 */

/* The address; by ipc(), which returns none, from where the caller wanted it. */
void result_shmat(struct decoder *d)
{
	uint32_t address;

	if (!d->is_64bit && d->nr == NR_IPC && !copy_from_user(&address, d->args[3], sizeof(address)))
		put_hex(d, address);
	else
		put_hex(d, (uint64_t)d->result);
}

/* --- commands --- */

static void put_command(struct decoder *d, const struct xlat *commands, uint32_t v,
			const char *unknown)
{
	const char *name = xlat_name(commands, v & ~(uint32_t)IPC_64);
	struct names t = { .n = 0 };

	if (!(v & IPC_64)) {
		put_value(d, commands, v, unknown);
		return;
	}
	add_name(&t, "IPC_64");
	if (name) {
		add_name(&t, name);
	} else {
		add_number(&t, v & ~(uint32_t)IPC_64);
		t.n += (size_t)snprintf(t.s + t.n, sizeof(t.s) - t.n, " /* %s */", unknown);
	}
	d->sink->symbol(d->ctx, v, SINK_HEX, t.s);
}

#define COMMON_COMMANDS { IPC_RMID, "IPC_RMID" }, { IPC_SET, "IPC_SET" }, \
			{ IPC_STAT, "IPC_STAT" }, { IPC_INFO, "IPC_INFO" }

void print_sem_cmd(struct decoder *d, uint64_t v)
{
	static const struct xlat commands[] = {
		COMMON_COMMANDS, { 11, "GETPID" }, { 12, "GETVAL" }, { 13, "GETALL" },
		{ 14, "GETNCNT" }, { 15, "GETZCNT" }, { 16, "SETVAL" }, { 17, "SETALL" },
		{ SEM_STAT, "SEM_STAT" }, { SEM_INFO, "SEM_INFO" },
		{ SEM_STAT_ANY, "SEM_STAT_ANY" }, {}
	};

	put_command(d, commands, (uint32_t)v, "SEM_???");
}

void print_shm_cmd(struct decoder *d, uint64_t v)
{
	static const struct xlat commands[] = {
		COMMON_COMMANDS, { 11, "SHM_LOCK" }, { 12, "SHM_UNLOCK" }, { SHM_STAT, "SHM_STAT" },
		{ SHM_INFO, "SHM_INFO" }, { SHM_STAT_ANY, "SHM_STAT_ANY" }, {}
	};

	put_command(d, commands, (uint32_t)v, "SHM_???");
}

void print_msg_cmd(struct decoder *d, uint64_t v)
{
	static const struct xlat commands[] = {
		COMMON_COMMANDS, { MSG_STAT, "MSG_STAT" }, { MSG_INFO, "MSG_INFO" },
		{ MSG_STAT_ANY, "MSG_STAT_ANY" }, {}
	};

	put_command(d, commands, (uint32_t)v, "MSG_???");
}

/* The command that stands before the argument at hand. */
static uint32_t command(const struct decoder *d)
{
	return (uint32_t)d->args[d->arg - 1] & ~(uint32_t)IPC_64;
}

/* --- what the objects are --- */

/* Of either ABI. */
union id_ds {
	struct x64_ipc64_perm perm_64;
	struct i386_ipc64_perm perm_32;
	struct x64_semid64_ds sem_64;
	struct i386_semid64_ds sem_32;
	struct x64_shmid64_ds shm_64;
	struct i386_shmid64_ds shm_32;
	struct x64_msqid64_ds msq_64;
	struct i386_msqid64_ds msq_32;
};

#define OF(ds, kind, field) \
	(d->is_64bit ? (int64_t)(ds)->kind##_64.field : (int64_t)(ds)->kind##_32.field)
#define SIZE_OF(ds, kind) (d->is_64bit ? sizeof((ds)->kind##_64) : sizeof((ds)->kind##_32))

static void put_field(struct decoder *d, const char *name, int64_t value)
{
	field(d, name);
	put_number(d, value);
}

static void put_mode(struct decoder *d, uint32_t mode)
{
	char text[16];

	snprintf(text, sizeof(text), mode ? "%#03o" : "000", mode);
	d->sink->symbol(d->ctx, mode, SINK_OCTAL, text);
}

/* All of it, or what a caller can set. */
static void put_perm(struct decoder *d, const char *name, const union id_ds *ds, bool all)
{
	field(d, name);
	begin(d, SINK_STRUCT);
	field(d, "uid");
	print_id(d, (uint32_t)OF(ds, perm, uid));
	field(d, "gid");
	print_id(d, (uint32_t)OF(ds, perm, gid));
	field(d, "mode");
	put_mode(d, (uint32_t)OF(ds, perm, mode));
	if (all) {
		field(d, "key");
		put_unsigned(d, (uint32_t)OF(ds, perm, key));
		field(d, "cuid");
		print_id(d, (uint32_t)OF(ds, perm, cuid));
		field(d, "cgid");
		print_id(d, (uint32_t)OF(ds, perm, cgid));
	}
	end(d);
}

/* Reads what the command tells of: on the way in what is set, on the way out what is asked. */
static bool tells(struct decoder *d, bool asks, uaddr_t v, union id_ds *ds, size_t size)
{
	return asks ? fetch_out(d, ds, v, size) : fetch(d, ds, v, size);
}

static void put_shmid_ds(struct decoder *d, uaddr_t v, bool asks)
{
	union id_ds ds;

	if (!tells(d, asks, v, &ds, SIZE_OF(&ds, shm)))
		return;
	begin(d, SINK_STRUCT);
	put_perm(d, "shm_perm", &ds, asks);
	if (asks) {
		put_field(d, "shm_segsz", OF(&ds, shm, segsz));
		field(d, "shm_cpid");
		print_task(d, OF(&ds, shm, cpid));
		field(d, "shm_lpid");
		print_task(d, OF(&ds, shm, lpid));
		put_field(d, "shm_nattch", OF(&ds, shm, nattch));
		put_field(d, "shm_atime", OF(&ds, shm, atime));
		put_field(d, "shm_dtime", OF(&ds, shm, dtime));
		put_field(d, "shm_ctime", OF(&ds, shm, ctime));
	}
	end(d);
}

static void put_semid_ds(struct decoder *d, uaddr_t v, bool asks)
{
	union id_ds ds;

	if (!tells(d, asks, v, &ds, SIZE_OF(&ds, sem)))
		return;
	begin(d, SINK_STRUCT);
	put_perm(d, "sem_perm", &ds, asks);
	if (asks) {
		put_field(d, "sem_otime", OF(&ds, sem, otime));
		put_field(d, "sem_ctime", OF(&ds, sem, ctime));
		put_field(d, "sem_nsems", OF(&ds, sem, nsems));
	}
	end(d);
}

static void put_msqid_ds(struct decoder *d, uaddr_t v, bool asks)
{
	union id_ds ds;

	if (!tells(d, asks, v, &ds, SIZE_OF(&ds, msq)))
		return;
	begin(d, SINK_STRUCT);
	put_perm(d, "msg_perm", &ds, asks);
	if (asks) {
		put_field(d, "msg_stime", OF(&ds, msq, stime));
		put_field(d, "msg_rtime", OF(&ds, msq, rtime));
		put_field(d, "msg_ctime", OF(&ds, msq, ctime));
		put_field(d, "msg_qnum", OF(&ds, msq, qnum));
	}
	put_field(d, "msg_qbytes", OF(&ds, msq, qbytes));
	if (asks) {
		field(d, "msg_lspid");
		print_task(d, OF(&ds, msq, lspid));
		field(d, "msg_lrpid");
		print_task(d, OF(&ds, msq, lrpid));
	}
	end(d);
}

/* --- limits and uses --- */

static void put_ints(struct decoder *d, const int32_t *values, const char *const *names, unsigned n)
{
	unsigned i;

	for (i = 0; i < n; i++)
		put_field(d, names[i], values[i]);
}

static void put_seminfo(struct decoder *d, uaddr_t v)
{
	static const char *const names[] = { "semmap", "semmni", "semmns", "semmnu", "semmsl",
					     "semopm", "semume", "semusz", "semvmx", "semaem" };
	union {
		struct linux_seminfo info;
		int32_t ints[ARRAY_SIZE(names)];
	} s;

	if (!fetch_out(d, &s.info, v, sizeof(s.info)))
		return;
	begin(d, SINK_STRUCT);
	put_ints(d, s.ints, names, ARRAY_SIZE(names));
	end(d);
}

static void put_msginfo(struct decoder *d, uaddr_t v)
{
	static const char *const names[] = { "msgpool", "msgmap", "msgmax", "msgmnb",
					     "msgmni",	"msgssz", "msgtql" };
	union {
		struct linux_msginfo info;
		int32_t ints[ARRAY_SIZE(names)];
	} m;

	if (!fetch_out(d, &m.info, v, sizeof(m.info)))
		return;
	begin(d, SINK_STRUCT);
	put_ints(d, m.ints, names, ARRAY_SIZE(names));
	put_field(d, "msgseg", m.info.seg);
	end(d);
}

/* A structure of unsigned longs. */
static void put_longs(struct decoder *d, uaddr_t v, const char *const *names, unsigned n)
{
	uint64_t longs[6];
	uint32_t ints[6];
	unsigned i;

	if (!fetch_out(d, d->is_64bit ? (void *)longs : (void *)ints, v, n * (d->is_64bit ? 8 : 4)))
		return;
	begin(d, SINK_STRUCT);
	for (i = 0; i < n; i++) {
		field(d, names[i]);
		put_unsigned(d, d->is_64bit ? longs[i] : ints[i]);
	}
	end(d);
}

static void put_shminfo(struct decoder *d, uaddr_t v)
{
	static const char *const names[] = { "shmmax", "shmmin", "shmmni", "shmseg", "shmall" };

	put_longs(d, v, names, ARRAY_SIZE(names));
}

/* Its first field is an int, and the padding behind it zero. */
static void put_shm_info(struct decoder *d, uaddr_t v)
{
	static const char *const names[] = { "used_ids", "shm_tot", "shm_rss", "shm_swp",
					     "swap_attempts", "swap_successes" };

	put_longs(d, v, names, ARRAY_SIZE(names));
}

/* --- the third argument of the calls that control objects --- */

/* With commands that set something, what they are given is told on the way in. */
static bool sets(const struct decoder *d)
{
	return ((uint32_t)d->args[d->sys->nargs - 2] & ~(uint32_t)IPC_64) == IPC_SET;
}

/* Told by word when it is known; an argument of no such command is an address. */
void args_ipc_control(struct decoder *d)
{
	unsigned last = d->sys->nargs - 1;
	bool late = !sets(d);

	if (is_entering(d))
		put_args_defined(d, 0, late ? last : last + 1);
	else if (late)
		put_args_defined(d, last, last + 1);
}

void print_shm_arg(struct decoder *d, uint64_t v)
{
	switch (command(d)) {
	case IPC_SET:
		put_shmid_ds(d, v, false);
		break;
	case IPC_STAT:
	case SHM_STAT:
	case SHM_STAT_ANY:
		put_shmid_ds(d, v, true);
		break;
	case IPC_INFO:
		put_shminfo(d, v);
		break;
	case SHM_INFO:
		put_shm_info(d, v);
		break;
	default:
		put_address(d, v);
	}
}

void print_msg_arg(struct decoder *d, uint64_t v)
{
	switch (command(d)) {
	case IPC_SET:
		put_msqid_ds(d, v, false);
		break;
	case IPC_STAT:
	case MSG_STAT:
	case MSG_STAT_ANY:
		put_msqid_ds(d, v, true);
		break;
	case IPC_INFO:
	case MSG_INFO:
		put_msginfo(d, v);
		break;
	default:
		put_address(d, v);
	}
}

/* False: not told, because the command takes no structure. */
static bool put_semun(struct decoder *d, uaddr_t v)
{
	switch (command(d)) {
	case IPC_SET:
		put_semid_ds(d, v, false);
		return true;
	case IPC_STAT:
	case SEM_STAT:
	case SEM_STAT_ANY:
		put_semid_ds(d, v, true);
		return true;
	case IPC_INFO:
	case SEM_INFO:
		put_seminfo(d, v);
		return true;
	}
	return false;
}

void print_semun(struct decoder *d, uint64_t v)
{
	if (!put_semun(d, v))
		put_address(d, v);
}

/* By ipc(): the union lies in memory. What is no structure is shown as what is pointed to. */
void print_semun_pointer(struct decoder *d, uint64_t v)
{
	uint32_t arg;
	union id_ds ds;

	if (!fetch(d, &arg, v, sizeof(arg)))
		return;
	if (arg && !copy_from_user(&ds, arg, sizeof(ds.sem_32)) && !failed(d) && put_semun(d, arg))
		return;
	begin(d, SINK_ARRAY);
	put_hex(d, arg);
	end(d);
}

/* --- operations --- */

static void put_sembuf(struct decoder *d, const void *elem, __unused void *ctx)
{
	static const struct xlat flags[] = { { 010000, "SEM_UNDO" }, { 04000, "IPC_NOWAIT" }, {} };
	const struct linux_sembuf *s = elem;

	begin(d, SINK_STRUCT);
	field(d, "sem_num");
	put_unsigned(d, s->num);
	put_field(d, "sem_op", s->op);
	field(d, "sem_flg");
	put_flags(d, flags, (uint16_t)s->flg, "SEM_???");
	end(d);
}

void print_sembuf_in(struct decoder *d, uint64_t v)
{
	struct linux_sembuf s;

	put_array(d, v, (uint32_t)d->args[d->arg + 1], &s, sizeof(s), put_sembuf, NULL);
}

void print_sysvmsgflags(struct decoder *d, uint64_t v)
{
	static const struct xlat flags[] = { { 010000, "MSG_NOERROR" }, { 020000, "MSG_EXCEPT" },
					     { 040000, "MSG_COPY" }, { 04000, "IPC_NOWAIT" }, {} };

	put_flags(d, flags, (uint32_t)v, "MSG_???");
}

/* A type, and n bytes behind it. */
static void put_msgbuf(struct decoder *d, uaddr_t v, uint64_t n)
{
	unsigned size = d->is_64bit ? 8 : 4;
	int64_t type = 0;

	if (!fetch(d, &type, v, size))
		return;
	begin(d, SINK_STRUCT);
	put_field(d, "mtype", d->is_64bit ? type : (int32_t)type);
	field(d, "mtext");
	put_user_bytes(d, v + size, n);
	end(d);
}

void print_msgbuf_in(struct decoder *d, uint64_t v)
{
	put_msgbuf(d, v, d->args[d->arg + 1]);
}

void print_msgbuf_out(struct decoder *d, uint64_t v)
{
	if (failed(d))
		put_address(d, v);
	else
		put_msgbuf(d, v, d->args[d->arg + 1]); /* of the room, whatever has come */
}
