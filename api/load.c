/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs: where they come from, what they begin with, and processes beside the first one. */
#include <stdlib.h>
#include <string.h>

#include "api/machine.h"
#include "fs/fs.h"
#include "kernel/cred.h"
#include "kernel/exec.h"
#include "kernel/task.h"

/* --- whose right, and what they begin with --- */

struct root_call {
	int (*fn)(void *arg);
	void *arg;
	int err;
};

/* The embedder's authority, not the program's. */
static void call_as_root(void *arg)
{
	struct root_call *c = arg;
	const struct cred *own = current->cred, *root = cred_create(0, 0);

	c->err = -ENOMEM;
	if (!root)
		return;
	current->cred = root;
	c->err = c->fn(c->arg);
	current->cred = own;
	put_cred(root);
}

int machine_call(struct r3_machine *m, int (*fn)(void *arg), void *arg)
{
	struct root_call c = { .fn = fn, .arg = arg };
	int err = kernel_call(m->kernel, call_as_root, &c);

	return err ? err : c.err;
}

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

int machine_connect(struct r3_machine *m)
{
	int err = connect_stdio(m);

	return err ? err : enter_cwd(m);
}

/* --- programs --- */

struct load_call {
	struct r3_machine *m;
	const char *path;
	const char *const *argv;
	const char *const *envp;
	const char *why;
	int err;
};

static int load(void *arg)
{
	struct load_call *c = arg;

	c->err = machine_connect(c->m);
	if (!c->err)
		c->err = kernel_execve(c->path, c->argv, c->envp, &c->why);
	return c->err;
}

static void load_first(void *arg)
{
	load(arg);
}

static int check_program(struct r3_machine *m, const char *path)
{
	if (!machine_ok(m))
		return machine_bad();
	return path ? 0 : machine_fail(m, -EINVAL, "there is no path");
}

static int report_load(struct r3_machine *m, const struct load_call *c, int err)
{
	return machine_fail(m, err, "%s", c->why ? c->why : strerror(-err));
}

int r3_load(struct r3_machine *m, const char *guest, const char *const argv[],
	    const char *const envp[])
{
	const char *const just_name[] = { guest, NULL }, *const nothing[] = { NULL };
	struct load_call c = { .m = m, .path = guest, .argv = argv ? argv : just_name,
			       .envp = envp ? envp : nothing };
	int err = check_program(m, guest);

	if (err)
		return err;
	if (m->kernel->init && m->kernel->init->mm)
		return machine_fail(m, -EBUSY, "a program is loaded already");
	m->ended = false;
	m->status = 0;
	err = kernel_call(m->kernel, load_first, &c);
	if (!err)
		err = c.err;
	return err ? report_load(m, &c, err) : 0;
}

int r3_load_host(struct r3_machine *m, const char *host, const char *const argv[],
		 const char *const envp[])
{
	const char *const just_name[] = { host, NULL };
	char *path;
	int err = check_program(m, host);

	if (err)
		return err;
	path = realpath(host, NULL);
	err = path ? machine_show_program(m, path) :
		     machine_fail(m, -ENOENT, "%s: there is no such file", host);
	if (!err)
		err = r3_load(m, path, argv ? argv : just_name, envp);
	free(path);
	return err;
}

int r3_load_memory(struct r3_machine *m, const char *guest, const void *image, size_t size,
		   const char *const argv[], const char *const envp[])
{
	int err = check_program(m, guest);

	if (!err)
		err = r3_add_file(m, guest, image, size, 0755);
	return err ? err : r3_load(m, guest, argv, envp);
}

int r3_spawn(struct r3_machine *m, const char *guest, const char *const argv[],
	     const char *const envp[])
{
	const char *const just_name[] = { guest, NULL }, *const nothing[] = { NULL };
	struct load_call c = { .m = m, .path = guest, .argv = argv ? argv : just_name,
			       .envp = envp ? envp : nothing };
	int pid = check_program(m, guest);

	if (pid)
		return pid;
	if (!m->kernel->init || !m->kernel->init->mm)
		return machine_fail(m, -ESRCH, "no program is loaded yet");
	pid = kernel_spawn(m->kernel, load, &c);
	return pid < 0 ? report_load(m, &c, pid) : pid;
}

int r3_spawn_status(struct r3_machine *m, int pid, int *status)
{
	int code = 0, err;

	if (!machine_ok(m))
		return machine_bad();
	err = kernel_spawn_status(m->kernel, pid, &code);
	if (!err && status)
		*status = code;
	return err;
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
	int err = check_program(m, guest);
	char *old;

	if (err)
		return err;
	old = m->cwd;
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
