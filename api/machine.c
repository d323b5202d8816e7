/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A machine's life: create, connect, load, run, destroy. */
#include "api/machine.h"

#include <stdarg.h>
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
	return m ? m->error : create_error;
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

	if (m)
		r3_destroy_counting(m, &left);
}

void r3_destroy_counting(struct r3_machine *m, struct r3_left *left)
{
	struct kernel_left k;

	kernel_destroy_counting(m->kernel, &k);
	*left = (struct r3_left){ k.tasks, k.files, k.inodes, k.dentries, k.frames, k.objects };
	host_tty_restore_all();
	free(m->cwd);
	free(m);
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

	if (guest_fd < 0 || guest_fd > 2)
		return machine_fail(m, -EINVAL, "only descriptors 0 to 2 can be connected");
	if (host_stat(host_fd, &st))
		return machine_fail(m, -EBADF, "host descriptor %d is not open", host_fd);
	m->stdio[guest_fd] = host_fd;
	return 0;
}

int r3_run(struct r3_machine *m)
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
		return machine_fail(m, -EINTR, "stopped");
	m->ended = true;
	m->status = k->exit_status;
	return 0;
}

int r3_exit_status(const struct r3_machine *m)
{
	return m->status;
}

void r3_kick(struct r3_machine *m)
{
	kernel_kick(m->kernel);
}

int r3_machine_signal(struct r3_machine *m, int sig)
{
	if (sig < 1 || sig > 64)
		return -EINVAL;
	kernel_signal(m->kernel, sig);
	return 0;
}

void r3_report_waiters(struct r3_machine *m)
{
	kernel_ask_for_report(m->kernel);
}

struct load_call {
	struct r3_machine *m;
	const char *path;
	const char *const *argv;
	const char *const *envp;
	const char *why;
	int err;
};

static int connect_stdio(struct r3_machine *m)
{
	struct file *f;
	int fd, i;

	for (i = 0; i < 3; i++) {
		if (m->stdio[i] < 0)
			continue;
		f = file_get_raw(i);
		if (f) { /* from an earlier attempt to load */
			file_put(f);
			continue;
		}
		f = host_stream_open(m->stdio[i]);
		if (IS_ERR(f))
			return PTR_ERR(f);
		fd = fd_reserve_from((unsigned)i, 0);
		if (fd < 0) {
			file_put(f);
			return fd;
		}
		fd_install(fd, f);
	}
	return 0;
}

static int enter_cwd(struct r3_machine *m)
{
	return m->cwd ? kern_chdir(m->cwd) : 0;
}

static void load(void *arg)
{
	struct load_call *c = arg;

	c->err = connect_stdio(c->m);
	if (!c->err)
		c->err = enter_cwd(c->m);
	if (!c->err)
		c->err = kernel_execve(c->path, c->argv, c->envp, &c->why);
}

int r3_load(struct r3_machine *m, const char *guest, const char *const argv[],
	    const char *const envp[])
{
	struct load_call c = { .m = m, .path = guest, .argv = argv, .envp = envp };
	int err;

	if (m->kernel->init && m->kernel->init->mm)
		return machine_fail(m, -EBUSY, "a program is loaded already");
	m->ended = false;
	err = kernel_call(m->kernel, load, &c);
	if (!err)
		err = c.err;
	if (err)
		return machine_fail(m, err, "%s", c.why ? c.why : strerror(-err));
	return 0;
}

struct chdir_call {
	struct r3_machine *m;
	int err;
};

static void try_cwd(void *arg)
{
	struct chdir_call *c = arg;

	c->err = enter_cwd(c->m);
}

int r3_chdir(struct r3_machine *m, const char *guest)
{
	struct chdir_call c = { .m = m };
	char *old = m->cwd;
	int err;

	m->cwd = strdup(guest);
	if (!m->cwd) {
		m->cwd = old;
		return machine_fail(m, -ENOMEM, "not enough host memory");
	}
	err = kernel_call(m->kernel, try_cwd, &c);
	if (!err)
		err = c.err;
	if (err) {
		free(m->cwd);
		m->cwd = old;
		return machine_fail(m, err, "%s: %s", guest, strerror(-err));
	}
	free(old);
	return 0;
}
