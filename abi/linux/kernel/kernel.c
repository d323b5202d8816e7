/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A machine's kernel: boot in order, and everything back at the end. */
#include "kernel/kernel.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>

#include "entry/entry.h"
#include "fs/fs.h"
#include "host/event.h"
#include "host/ticker.h"
#include "kernel/exec.h"
#include "kernel/ext.h"
#include "kernel/futex.h"
#include "kernel/internal.h"
#include "kernel/pid.h"
#include "kernel/random.h"
#include "kernel/runqueue.h"
#include "kernel/slab.h"
#include "kernel/snapshot.h"
#include "kernel/stack.h"
#include "kernel/time.h"
#include "kernel/summary.h"
#include "mm/mm.h"
#include "net/net.h"
#include "syscall.h"

/* What the guest makes the kernel allocate comes from here: half of what it has for itself. */
static size_t arena_bytes_for(uint64_t mem_size)
{
	return min(max(mem_size / 2, 64ull << 20), 1024ull << 20);
}

static int alloc_counters(struct kernel *k)
{
	int i;

	for (i = 0; i < 2; i++) {
		k->missing[i] = kcalloc(NR_SYSCALLS + 1, sizeof(*k->missing[i]));
		if (!k->missing[i])
			return -ENOMEM;
		if (!k->config.time_calls)
			continue;
		k->call_times[i] = kcalloc(NR_SYSCALLS + 1, sizeof(*k->call_times[i]));
		if (!k->call_times[i])
			return -ENOMEM;
	}
	return 0;
}

static void alarm_rings(void *arg)
{
	struct kernel *k = arg;

	atomic_store_explicit(&k->ticked, true, memory_order_relaxed);
	k->cpu_ops->kick(k->cpu);
}

static void time_is_up(void *arg)
{
	struct kernel *k = arg;

	atomic_store(&k->time_is_up, true);
	kernel_kick(k);
}

static int boot(struct kernel *k, const char **why)
{
	int err;

	*why = "not enough host memory";
	k->events = host_events_create();
	k->ticker = ticker_create(alarm_rings, k);
	k->mem = mem_create(k->config.mem_size);
	if (!k->events || !k->ticker || !k->mem || kstack_pool_create(k) || alloc_counters(k))
		return -ENOMEM;
	if (k->config.limit_time_ns) {
		k->limit_timer = ticker_create(time_is_up, k);
		if (!k->limit_timer)
			return -ENOMEM;
	}
	*why = "the CPU engine does not start";
	k->cpu = k->cpu_ops->create(k->mem, &entry_client, why);
	if (!k->cpu)
		return -EIO;
	*why = "not enough guest memory";
	err = time_init(k);
	if (!err)
		err = rq_init(k);
	if (!err)
		err = futex_init(k);
	if (!err)
		err = random_init(k);
	if (!err)
		err = mm_init(k);
	if (!err)
		err = vdso_init(k);
	if (!err)
		err = net_init(k);
	if (!err)
		err = fs_init(k);
	if (!err)
		*why = NULL;
	return err;
}

int kernel_boot(struct kernel **kp, const struct kernel_config *config, const struct cpu_ops *ops,
		const char **why)
{
	struct arena *arena = arena_create(arena_bytes_for(config->mem_size));
	struct kernel *k = arena ? arena_alloc(arena, sizeof(*k)) : NULL;
	struct kernel *before;
	int err;

	*kp = NULL;
	*why = "not enough host memory";
	if (!k)
		return -ENOMEM;
	memset(k, 0, sizeof(*k));
	k->arena = arena;
	k->config = *config;
	k->cpu_ops = ops;
	list_init(&k->tasks);
	list_init(&k->held);
	list_init(&k->spawned);
	list_init(&k->sig_users);
	list_init(&k->timerfds);
	memcpy(k->nodename, config->hostname, sizeof(k->nodename));
	memcpy(k->domainname, "(none)", sizeof("(none)"));
	before = kernel_enter(k);
	err = boot(k, why);
	kernel_enter(before);
	if (err)
		kernel_destroy(k);
	else
		*kp = k;
	return err;
}

/* Tasks that never got to exit: a machine may be destroyed at any time. */
static void destroy_tasks(struct kernel *k, struct kernel_left *left)
{
	struct task *t;

	list_for_each_entry(t, &k->tasks, task_node) {
		left->tasks++;
		current = t;
		exit_objects(t);
	}
	current = NULL;
	while (!list_empty(&k->tasks)) /* threads before their leaders */
		discard_task(list_last_entry(&k->tasks, struct task, task_node));
	if (k->own_pid)
		detach_own_pid(k);
}

void kernel_destroy(struct kernel *k)
{
	struct kernel_left left;

	kernel_destroy_counting(k, &left);
}

/* Everything that lies in the arena and in guest memory, but for stacks and what the engine has. */
static void take_down(struct kernel *k, struct kernel_left *left)
{
	struct fs_counts fs;

	*left = (struct kernel_left){};
	destroy_tasks(k, left);
	spawned_exit(k);
	ext_exit(k);
	tty_exit(k);
	fs_exit(k, &fs);
	left->files = fs.files;
	left->inodes = fs.inodes;
	left->dentries = fs.dentries;
	net_exit(k);
	vdso_exit(k);
	if (k->mm)
		mm_exit(k);
	if (k->rng)
		random_exit(k);
	if (k->futexes)
		futex_fini(k);
	if (k->rq)
		rq_exit(k);
	if (k->timers)
		time_exit(k);
	for (int i = 0; i < 2; i++) {
		kfree(k->missing[i]);
		kfree(k->call_times[i]);
	}
	summary_free(k);
	left->frames = k->mem ? k->mem->used : 0;
}

int kernel_restore_counting(struct kernel *k, struct kernel_left *left)
{
	struct kernel *before;

	if (!k->snapshot)
		return -ENOENT;
	if (current || k->in_engine)
		return -EBUSY;
	before = kernel_enter(k);
	take_down(k, left);
	left->objects = arena_objects(k->arena) - 1 - kstack_pool_objects(k);
	kernel_enter(before);
	return snapshot_restore(k);
}

void kernel_destroy_counting(struct kernel *k, struct kernel_left *left)
{
	struct kernel *before = kernel_enter(k);

	snapshot_drop(k);
	take_down(k, left);
	ticker_destroy(k->ticker);
	ticker_destroy(k->limit_timer);
	if (k->cpu)
		k->cpu_ops->destroy(k->cpu);
	kstack_pool_destroy(k);
	if (k->mem)
		mem_destroy(k->mem);
	host_events_destroy(k->events);
	left->objects = arena_objects(k->arena) - 1; /* k itself goes with the arena */
	kernel_enter(before == k ? NULL : before);
	arena_destroy(k->arena);
}

void kernel_report(const char *fmt, ...)
{
	char line[1024];
	va_list ap;

	if (!kernel->message)
		return;
	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	kernel->message(kernel->message_ctx, line);
}
