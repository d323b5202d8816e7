/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A machine of ring3's as world of tests. Its tasks stand in front of GUEST_END while they are in no
 * call. To make one, registers are put in place, and the task alone goes on until it is there again
 * or can do nothing. Nothing runs by itself, and time stands still.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/guest/guest.h"
#include "kit/kit.h"
#include "trace/text.h"

#define MAX_ERRNO 4095
#define NOBODYS_TID 0x7fffffff
#define MAX_BLOCKS 1000000 /* of code in a call: only handlers have any */
#define MAX_CHILDREN 64	   /* that are remembered */
#define AT_SYSINFO 32
#define WORKPLACE "/test"
#define SCRATCH (GUEST_DATA + 0x400) /* for set-up */

/* The order of struct r3_registers. */
enum { RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8, R9, R10 };

/* Tasks that were made, for adopt(). */
struct birth {
	int tid, pid, parent;
};

struct ring3 {
	struct r3_machine *m;
	uint32_t vsyscall;		/* i386: __kernel_vsyscall */
	struct text line[KIT_TASKS];	/* what each calls, by slot */
	struct birth birth[MAX_CHILDREN]; /* the last ones */
	unsigned nr_births;
	bool is_fresh;	  /* as after open() */
	bool is_replaced; /* the snapshot is not that of open() any more */
};

static struct ring3 *ring_of(const struct kit *k)
{
	return k->part;
}

static int fail(struct kit *k, int err, const char *what)
{
	struct ring3 *ring = ring_of(k);

	snprintf(k->error, sizeof(k->error), "%s: %s", what, r3_error(ring ? ring->m : NULL));
	return err;
}

/* --- what an observer sees --- */

static struct r3_task *task_of(const struct kit *k, int tid)
{
	struct r3_task *t;

	for (t = k->tasks; t; t = t->next)
		if (t->tid == tid)
			return t;
	return NULL;
}

static const struct r3_decode_options decode_options = { .string_limit = 64 };

static int on_enter(void *ctx, struct r3_call *c)
{
	struct kit *k = ctx;
	struct r3_task *t = task_of(k, c->tid);
	struct text *line = t ? &ring_of(k)->line[t->slot] : NULL;
	unsigned long held;

	if (!line)
		return 0;
	held = kit_hold_failures(k);
	text_reset(line);
	if (c->name)
		text_puts(line, c->name);
	else
		text_printf(line, "syscall_%#x", c->number);
	text_puts(line, "(");
	r3_decode(c, R3_ENTERING, &decode_options, &text_sink, line);
	kit_release_failures(k, held);
	return 0;
}

static void put_result(struct text *line, const struct r3_call *c)
{
	char text[96];

	if (c->result < 0 && c->result >= -MAX_ERRNO)
		text_puts(line, kit_result_text(c->result, text, sizeof(text)));
	else
		r3_decode_result(c, &decode_options, &text_sink, line);
}

static void on_exit_of_call(void *ctx, struct r3_call *c)
{
	struct kit *k = ctx;
	struct r3_task *t = task_of(k, c->tid);
	struct text *line = t ? &ring_of(k)->line[t->slot] : NULL;
	unsigned long held;

	if (!line)
		return;
	held = kit_hold_failures(k);
	r3_decode(c, R3_EXITING, &decode_options, &text_sink, line);
	text_puts(line, ") = ");
	put_result(line, c);
	kit_release_failures(k, held);
	snprintf(t->text, sizeof(t->text), "%.*s", (int)line->n, line->s);
}

static void on_task_start(void *ctx, int tid, int pid, int parent)
{
	struct ring3 *ring = ring_of(ctx);

	ring->birth[ring->nr_births++ % MAX_CHILDREN] = (struct birth){ tid, pid, parent };
}

static void on_task_end(void *ctx, int tid, int pid, int status)
{
	struct r3_task *t = task_of(ctx, tid);

	(void)pid;
	if (!t)
		return;
	t->state = KIT_GONE;
	t->status = status;
}

/* --- calls --- */

static void put_arguments(struct r3_registers *r, const struct kit_call *c, bool is_i386)
{
	static const uint8_t order_64[] = { RDI, RSI, RDX, R10, R8, R9 };
	static const uint8_t order_32[] = { RBX, RCX, RDX, RSI, RDI, RBP };

	for (unsigned i = 0; i < 6; i++)
		r->r[(is_i386 ? order_32 : order_64)[i]] = c->args[i];
	r->r[RAX] = c->number;
}

static uint64_t stub_of(const struct r3_task *t, enum r3_way way)
{
	switch (way) {
	case R3_BY_INT80: return GUEST_INT80;
	case R3_BY_SYSENTER: return ring_of(t->kit)->vsyscall;
	case R3_BY_SYSCALL32: return GUEST_SYSCALL32;
	case R3_BY_TABLE: return GUEST_END;
	default: return GUEST_USUAL;
	}
}

static bool can(const struct kit *k, enum r3_way way)
{
	switch (way) {
	case R3_BY_SYSENTER:
	case R3_BY_SYSCALL32: return k->is_i386;
	case R3_BY_SYSCALL64: return !k->is_i386;
	default: return true;
	}
}

static void begin(struct r3_task *t)
{
	struct ring3 *ring = ring_of(t->kit);
	uint64_t top = GUEST_STACK_TOP(t->slot), end = GUEST_END;
	struct r3_registers r;

	t->state = KIT_BEGUN;
	ring->is_fresh = false;
	if (r3_registers(ring->m, t->tid, &r))
		return;
	put_arguments(&r, &t->call, t->kit->is_i386 || t->call.way == R3_BY_INT80);
	r.r[RSP] = top;
	r.rip = stub_of(t, t->call.way);
	if (t->kit->is_i386)
		r3_write_memory(ring->m, t->tid, top, &end, 4);
	r3_set_registers(ring->m, t->tid, &r);
	if (t->call.way == R3_BY_TABLE)
		r3_call_routine(ring->m, t->tid, t->call.number, t->call.args);
}

static int64_t result_of(const struct kit *k, uint64_t rax)
{
	int32_t low = (int32_t)rax;

	if (!k->is_i386)
		return (int64_t)rax;
	return low < 0 && low >= -MAX_ERRNO ? low : (int64_t)(uint32_t)low;
}

static bool finished(struct r3_task *t)
{
	struct r3_registers r;

	if (r3_registers(ring_of(t->kit)->m, t->tid, &r))
		return fail(t->kit, false, "registers");
	t->state = KIT_IDLE;
	t->result = result_of(t->kit, r.r[RAX]);
	return true;
}

static bool asleep(struct r3_task *t)
{
	const char *where = r3_sleeps_in(ring_of(t->kit)->m, t->tid);

	if (t->state == KIT_GONE)
		return true;
	t->state = KIT_BLOCKED;
	snprintf(t->where, sizeof(t->where), "%s", where ? where : "");
	return true;
}

static bool run(struct r3_task *t)
{
	struct ring3 *ring = ring_of(t->kit);
	struct r3_until until = { .tid = t->tid, .only = t->tid, .idle = 1, .address = GUEST_END,
				  .blocks = MAX_BLOCKS };
	struct r3_stop stop;
	int r;

	if (t->state == KIT_GONE)
		return true;
	ring->is_fresh = false;
	r = r3_run_until(ring->m, &until, &stop);
	if (r == 0) {
		t->status = r3_exit_status(ring->m);
		t->state = KIT_GONE;
		return true;
	}
	if (r != R3_STOPPED)
		return fail(t->kit, false, "the machine");
	if (stop.idle)
		return asleep(t);
	if (stop.address == GUEST_END)
		return finished(t);
	snprintf(t->kit->error, sizeof(t->kit->error), "it does not end, but runs at %#llx",
		 (unsigned long long)stop.address);
	return false;
}

/*
 * In no call, it stands where it was stopped last. To be stopped there again, before anything runs
 * but signal handlers, it must have been put elsewhere in between.
 */
static void take_signals(struct r3_task *t)
{
	struct ring3 *ring = ring_of(t->kit);
	int64_t result = t->result;
	struct r3_registers r;

	if (r3_registers(ring->m, t->tid, &r))
		return;
	r.rip = GUEST_USUAL;
	r3_set_registers(ring->m, t->tid, &r);
	r.rip = GUEST_END;
	r3_set_registers(ring->m, t->tid, &r);
	run(t);
	if (t->state != KIT_GONE)
		t->state = KIT_IDLE;
	t->result = result;
}

static void look(struct r3_task *t)
{
	if (t->state == KIT_IDLE)
		take_signals(t);
	else if (t->state == KIT_BLOCKED && !r3_sleeps_in(ring_of(t->kit)->m, t->tid))
		t->state = KIT_BEGUN;
}

/* --- more tasks --- */

static const struct birth *find_birth(const struct ring3 *ring, int parent, int tid)
{
	for (unsigned back = 1; back <= MAX_CHILDREN && back <= ring->nr_births; back++) {
		const struct birth *b = &ring->birth[(ring->nr_births - back) % MAX_CHILDREN];

		if (tid ? b->tid == tid : b->parent == parent)
			return b;
	}
	return NULL;
}

static int adopt(struct r3_task *parent, struct r3_task *child, int tid)
{
	struct kit *k = parent->kit;
	struct ring3 *ring = ring_of(k);
	const struct birth *b = find_birth(ring, parent->tid, tid);

	if (!b) {
		snprintf(k->error, sizeof(k->error), "there is no task %d to drive", tid);
		return -ESRCH;
	}
	child->tid = b->tid;
	child->pid = b->pid;
	child->state = KIT_BEGUN;
	child->shares_vm = r3_mappings_version(ring->m, child->tid) ==
			   r3_mappings_version(ring->m, parent->tid);
	if (!run(child))
		return -ESRCH;
	child->result = 0;
	return 0;
}

/* --- memory, time, failures --- */

static size_t copied(int64_t n)
{
	return n < 0 ? 0 : (size_t)n;
}

static size_t read_memory(struct r3_task *t, r3_ptr from, void *to, size_t n)
{
	return copied(r3_read_memory(ring_of(t->kit)->m, t->tid, from, to, n));
}

static size_t write_memory(struct r3_task *t, r3_ptr to, const void *from, size_t n)
{
	ring_of(t->kit)->is_fresh = false;
	return copied(r3_write_memory(ring_of(t->kit)->m, t->tid, to, from, n));
}

static void advance(struct kit *k, uint64_t ns)
{
	ring_of(k)->is_fresh = false;
	r3_advance_time(ring_of(k)->m, ns);
}

static struct r3_machine *machine(const struct kit *k)
{
	ring_of(k)->is_fresh = false; /* who knows what is done with it */
	return ring_of(k)->m;
}

static int save(struct kit *k)
{
	struct ring3 *ring = ring_of(k);

	ring->is_replaced = true;
	return r3_snapshot(ring->m) ? fail(k, -EBUSY, "save") : 0;
}

static int back(struct kit *k)
{
	return r3_restore(ring_of(k)->m) ? fail(k, -EIO, "back") : 0;
}

static void fail_nth(struct kit *k, enum r3_failing what, unsigned long n)
{
	r3_fail_nth(ring_of(k)->m, what, n);
}

static unsigned long fail_left(struct kit *k, enum r3_failing what)
{
	return r3_fail_left(ring_of(k)->m, what);
}

/* --- a machine's life --- */

/* While the world is being made: a call that must succeed, with `text` in memory at SCRATCH. */
static bool prepare(struct r3_task *t, const char *name, const char *text, int64_t a, int64_t b,
		    int64_t c, int64_t d, int64_t e)
{
	int64_t args[6] = { a, b, c, d, e };
	struct kit_call call;
	char why[96];

	if (text)
		write_memory(t, SCRATCH, text, strlen(text) + 1);
	if (kit_make_call(t, &call, name, args) && kit_run_call(t, &call) &&
	    t->state == KIT_IDLE && t->result >= 0)
		return true;
	snprintf(t->kit->error, sizeof(t->kit->error), "%s: %s", name,
		 kit_result_text(t->result, why, sizeof(why)));
	return false;
}

#define PR_SET_DUMPABLE 4

static bool drop_rights(struct r3_task *t)
{
	const struct kit *k = t->kit;
	const char *suffix = k->is_i386 ? "32" : "";
	char setgroups[16], setresgid[16], setresuid[16];

	snprintf(setgroups, sizeof(setgroups), "setgroups%s", suffix);
	snprintf(setresgid, sizeof(setresgid), "setresgid%s", suffix);
	snprintf(setresuid, sizeof(setresuid), "setresuid%s", suffix);
	return prepare(t, setgroups, NULL, 0, 0, 0, 0, 0) &&
	       prepare(t, setresgid, NULL, k->gid, k->gid, k->gid, 0, 0) &&
	       prepare(t, setresuid, NULL, k->uid, k->uid, k->uid, 0, 0) &&
	       prepare(t, "prctl", NULL, PR_SET_DUMPABLE, 1, 0, 0, 0);
}

/* mount() gets three strings: its type, and behind it the place. */
static bool make_workplace(struct r3_task *t)
{
	const char *chown = t->kit->is_i386 ? "chown32" : "chown";

	if (!prepare(t, "mkdir", WORKPLACE, SCRATCH, 0755, 0, 0, 0))
		return false;
	write_memory(t, SCRATCH + 64, "tmpfs", 6);
	return prepare(t, "mount", WORKPLACE, SCRATCH + 64, SCRATCH, SCRATCH + 64, 0, 0) &&
	       prepare(t, "chmod", WORKPLACE, SCRATCH, 0755, 0, 0, 0) &&
	       prepare(t, chown, WORKPLACE, SCRATCH, t->kit->uid, t->kit->gid, 0, 0) &&
	       prepare(t, "chdir", WORKPLACE, SCRATCH, 0, 0, 0, 0);
}

static bool settle_in(struct r3_task *t)
{
	static const char zeroes[128];

	if (!make_workplace(t) || (!t->kit->is_root && !drop_rights(t)))
		return false;
	write_memory(t, SCRATCH, zeroes, sizeof(zeroes));
	t->text[0] = '\0';
	return true;
}

/* What the kernel put on the stack: argc, argv, NULL, envp, NULL, pairs. i386 only. */
static uint32_t find_vsyscall(const struct r3_task *t)
{
	struct r3_registers r;
	uint32_t word[256], i = 0;
	size_t n;

	if (r3_registers(ring_of(t->kit)->m, t->tid, &r))
		return 0;
	n = read_memory((struct r3_task *)(uintptr_t)t, r.r[RSP], word, sizeof(word)) / 4;
	for (unsigned nulls = 0; i < n && nulls < 2; i++)
		nulls += i && !word[i];
	for (; i + 1 < n && word[i]; i += 2)
		if (word[i] == AT_SYSINFO)
			return word[i + 1];
	return 0;
}

static int load(struct kit *k, struct r3_task *t)
{
	const uint8_t *image = k->is_i386 ? kit_guest32_start : kit_guest64_start;
	const uint8_t *end = k->is_i386 ? kit_guest32_end : kit_guest64_end;
	static const char *const argv[] = { "test", NULL };
	struct r3_machine *m = ring_of(k)->m;
	struct r3_observer o = { .enter = on_enter, .exit = on_exit_of_call,
				 .task_start = on_task_start, .task_end = on_task_end, .ctx = k };

	r3_observe(m, &o);
	if (r3_load_memory(m, "/kit", image, (size_t)(end - image), argv, NULL))
		return fail(k, -EIO, "the guest");
	t->tid = t->pid = r3_first_task(m);
	t->state = KIT_BEGUN;
	if (!run(t))
		return -EIO;
	if (k->is_i386)
		ring_of(k)->vsyscall = find_vsyscall(t);
	k->handler = GUEST_HANDLER;
	k->restorer = GUEST_RESTORER;
	k->counts = GUEST_COUNTS;
	return settle_in(t) ? 0 : -EIO;
}

static void close_machine(struct kit *k)
{
	struct ring3 *ring = ring_of(k);

	r3_destroy(ring->m);
	for (unsigned i = 0; i < KIT_TASKS; i++)
		text_free(&ring->line[i]);
	free(ring);
	k->part = NULL;
}

static int open_machine(struct kit *k, struct r3_task *first)
{
	struct r3_options o = *kit_options();
	struct ring3 *ring = calloc(1, sizeof(*ring));
	int err;

	if (!ring)
		return -ENOMEM;
	o.uid = o.gid = 0; /* until it is settled */
	o.init = 0;
	o.deterministic = o.clock_by_hand = 1;
	k->part = ring;
	err = r3_create(&ring->m, &o);
	if (err)
		fail(k, err, "the machine");
	else
		err = load(k, first);
	if (!err && r3_snapshot(ring->m))
		err = fail(k, -EIO, "the snapshot");
	ring->is_fresh = true;
	if (err)
		close_machine(k);
	return err;
}

static void be_idle(struct ring3 *ring, struct r3_task *first)
{
	first->state = KIT_IDLE;
	first->status = 0;
	ring->is_fresh = true;
	ring->nr_births = 0;
}

static int reset(struct kit *k, struct r3_task *first)
{
	struct ring3 *ring = ring_of(k);

	if (ring->is_replaced) {
		close_machine(k);
		return open_machine(k, first);
	}
	if (!ring->is_fresh && r3_restore(ring->m))
		return fail(k, -EIO, "the snapshot");
	be_idle(ring, first);
	return 0;
}

static bool nothing_left(const struct r3_left *left)
{
	static const struct r3_left nothing;

	return !memcmp(left, &nothing, sizeof(nothing));
}

#define SIGKILL 9

static bool finish(struct kit *k)
{
	/* What run() stops at, by nobody: another wish would have all code translated anew. */
	struct r3_until until = { .tid = NOBODYS_TID, .address = GUEST_END, .blocks = MAX_BLOCKS };
	struct ring3 *ring = ring_of(k);
	struct r3_left left;
	int r;

	fail_nth(k, R3_FAIL_ALLOC, 0);
	fail_nth(k, R3_FAIL_FRAME, 0);
	fail_nth(k, R3_FAIL_COPY, 0);
	r3_machine_signal(ring->m, SIGKILL);
	r = r3_run_until(ring->m, &until, NULL);
	if (r && r != -ESRCH) /* it has ended already */
		return fail(k, false, "the end of all tasks");
	if (r3_restore_counting(ring->m, &left))
		return fail(k, false, "the snapshot");
	be_idle(ring, k->first);
	snprintf(k->error, sizeof(k->error),
		 "left over when all tasks had ended: %llu tasks, %llu files, %llu inodes, "
		 "%llu dentries, %llu frames, %llu objects",
		 (unsigned long long)left.tasks, (unsigned long long)left.files,
		 (unsigned long long)left.inodes, (unsigned long long)left.dentries,
		 (unsigned long long)left.frames, (unsigned long long)left.objects);
	return nothing_left(&left);
}

const struct world_ops world_ring3 = {
	.name = "ring3",
	.world = R3_ON_RING3,
	.open = open_machine,
	.reset = reset,
	.finish = finish,
	.close = close_machine,
	.can = can,
	.begin = begin,
	.run = run,
	.look = look,
	.adopt = adopt,
	.read = read_memory,
	.write = write_memory,
	.advance = advance,
	.machine = machine,
	.save = save,
	.back = back,
	.fail_nth = fail_nth,
	.fail_left = fail_left,
};
