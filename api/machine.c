/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A machine's life: create, connect, load, run, destroy. */
#include "api/machine.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fs/fs.h"
#include "host/file.h"
#include "host/random.h"
#include "host/tty.h"
#include "kernel/exec.h"
#include "kernel/hostsig.h"
#include "kernel/task.h"

#define USUAL_MEM (2ull << 30)
#define MIN_MEM (16ull << 20)
#define MAX_MEM (1ull << 40)

#define SEED_OF_ALL 0x72696e6733ull /* so that 0 is a seed, too; then a machine's is never 0 */

static _Thread_local char create_error[512];

/*
 * The structures of the machines that were destroyed last: using one of them is an error that is
 * told, not one that crashes. Nothing is ever read from here but that they are not machines.
 */
#define NR_CLOSED 16
static _Atomic(struct r3_machine *) closed[NR_CLOSED];
static atomic_uint next_closed;

int machine_fail(struct r3_machine *m, int err, const char *fmt, ...)
{
	char *to = m ? m->error : create_error;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(to, sizeof(create_error), fmt, ap);
	va_end(ap);
	return err;
}

const char *r3_error(const struct r3_machine *m)
{
	return machine_ok(m) ? m->error : create_error;
}

int machine_bad(void)
{
	return machine_fail(NULL, -EBADF, "that is no machine, or one that was destroyed");
}

static struct kernel_config config_of(const struct r3_options *o)
{
	struct kernel_config config = { .mem_size = o->mem_size ? o->mem_size : USUAL_MEM,
					.seed = o->seed,
					.uid = o->uid,
					.gid = o->gid,
					.time_calls = o->time_calls,
					.program_is_init = o->init,
					.limit_procs = o->limit_procs,
					.limit_files = o->limit_files,
					.break_sleep = o->break_sleep,
					.break_kills = o->break_kills,
					.hash_calls = o->hash_calls,
					.deterministic = o->deterministic,
					.clock_by_hand = o->clock_by_hand,
					.schedule_seed = o->schedule_seed,
					.limit_time_ns = o->limit_time,
					.limit_cpu_ns = o->limit_cpu,
					.host_signals = o->signals,
					.job_control = o->stopped };
	const char *hostname = o->hostname ? o->hostname : "ring3";

	memcpy(config.hostname, hostname, min(strlen(hostname), (size_t)UTS_LEN));
	if (config.deterministic && config.seed != SEED_OF_ALL)
		config.seed ^= SEED_OF_ALL;
	if (!config.seed)
		host_getrandom(&config.seed, sizeof(config.seed));
	return config;
}

static int check_options(const struct r3_options *o)
{
	if (o->mem_size && (o->mem_size < MIN_MEM || o->mem_size > MAX_MEM))
		return machine_fail(NULL, -EINVAL, "guest memory must be 16 MiB to 1 TiB");
	if (o->hostname && strlen(o->hostname) > UTS_LEN)
		return machine_fail(NULL, -EINVAL, "the host name is longer than %d bytes", UTS_LEN);
	if (o->clock_by_hand && !o->deterministic)
		return machine_fail(NULL, -EINVAL, "a clock goes by hand in deterministic machines");
	if (o->uid == UINT32_MAX || o->gid == UINT32_MAX)
		return machine_fail(NULL, -EINVAL, "-1 is no id");
	return 0;
}

int r3_create(struct r3_machine **mp, const struct r3_options *options)
{
	static const struct r3_options usual;
	struct kernel_config config;
	struct r3_machine *m;
	const char *why;
	int err, i;

	if (!mp)
		return machine_fail(NULL, -EINVAL, "there is no place for the machine");
	*mp = NULL;
	if (!options)
		options = &usual;
	err = check_options(options);
	if (err)
		return err;
	m = calloc(1, sizeof(*m));
	if (!m)
		return machine_fail(NULL, -ENOMEM, "not enough host memory");
	config = config_of(options);
	err = kernel_boot(&m->kernel, &config, &unicorn_cpu, &why);
	if (err) {
		free(m);
		return machine_fail(NULL, err, "%s", why);
	}
	m->magic = MACHINE_OPEN;
	m->options = *options;
	m->kernel->message = options->message;
	m->kernel->message_ctx = options->message_ctx;
	m->kernel->stopped = options->stopped;
	for (i = 0; i < 3; i++)
		m->stdio[i] = -1;
	*mp = m;
	return 0;
}

void r3_destroy(struct r3_machine *m)
{
	struct r3_left left;

	r3_destroy_counting(m, &left);
}

static void close_handle(struct r3_machine *m)
{
	unsigned slot = atomic_fetch_add(&next_closed, 1) % NR_CLOSED;

	memset(m, 0, sizeof(*m));
	free(atomic_exchange(&closed[slot], m));
}

void r3_destroy_counting(struct r3_machine *m, struct r3_left *left)
{
	struct kernel_left k;

	if (left)
		*left = (struct r3_left){ 0 };
	if (!machine_ok(m))
		return;
	kernel_destroy_counting(m->kernel, &k);
	if (left)
		*left = left_of(&k);
	host_tty_restore_all();
	free(m->cwd);
	close_handle(m);
}

void r3_restore_terminals(void)
{
	host_tty_restore_all();
}

void r3_suspend_terminals(void)
{
	host_tty_suspend_all();
}

void r3_resume_terminals(void)
{
	host_tty_resume_all();
}

int r3_stdio(struct r3_machine *m, int guest_fd, int host_fd)
{
	struct host_stat st;

	if (!machine_ok(m))
		return machine_bad();
	if (guest_fd < 0 || guest_fd > 2)
		return machine_fail(m, -EINVAL, "only descriptors 0 to 2 can be connected");
	if (host_stat(host_fd, &st))
		return machine_fail(m, -EBADF, "host descriptor %d is not open", host_fd);
	m->stdio[guest_fd] = host_fd;
	return 0;
}

int machine_run(struct r3_machine *m)
{
	struct kernel *k = m->kernel;

	if (!k->init || m->ended)
		return machine_fail(m, -ESRCH, "no program is loaded");
	kernel_run(k);
	if (k->limit_hit)
		return machine_fail(m, -ETIME, "stopped at the limit of %s",
			       k->limit_hit == LIMIT_TIME ? "time" : "CPU time");
	if (k->deadlock)
		return machine_fail(m, -EDEADLK, "every task sleeps, and nothing can wake any");
	if (!k->stop)
		return k->paused ? 1 : machine_fail(m, -EINTR, "stopped");
	m->ended = true;
	m->status = k->exit_status;
	return 0;
}

int r3_run(struct r3_machine *m)
{
	if (!machine_ok(m))
		return machine_bad();
	until_set(m, NULL);
	return machine_run(m);
}

int r3_exit_status(const struct r3_machine *m)
{
	return machine_ok(m) ? m->status : machine_bad();
}

enum r3_end r3_ended(const struct r3_machine *m)
{
	return machine_ok(m) ? (enum r3_end)m->kernel->end : R3_EXITED;
}

void r3_kick(struct r3_machine *m)
{
	if (machine_ok(m))
		kernel_kick(m->kernel);
}

int r3_machine_signal(struct r3_machine *m, int sig)
{
	if (!machine_ok(m))
		return -EBADF; /* perhaps in a signal handler: no line */
	if (sig < 1 || sig > 64)
		return -EINVAL;
	kernel_signal(m->kernel, sig);
	return 0;
}

void r3_report_waiters(struct r3_machine *m)
{
	if (machine_ok(m))
		kernel_ask_for_report(m->kernel);
}
