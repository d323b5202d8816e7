/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The oracle: tests' tasks are processes of the host, and its kernel says what is right. They are
 * as unprivileged as in a machine, in a session and a directory of their own.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "kit/guest/guest.h"
#include "kit/kit.h"
#include "kit/linux.h"

#define GLANCE_US 150	  /* between looks at a task that does not answer */
#define MANY_GLANCES 200  /* that one in state D must not move for */
#define MOST_US 10000000u /* that a call may take without sleeping */
#define SHORT_NS 1000

static struct oracle *oracle_of(const struct kit *k)
{
	return k->part;
}

static struct box *box_of_task(const struct r3_task *t)
{
	return box_of(oracle_of(t->kit), ((struct linux_task *)t->part)->box);
}

static int say(struct kit *k, int err, const char *what)
{
	if (!k->error[0])
		snprintf(k->error, sizeof(k->error), "the oracle's %s: %s", what, strerror(-err));
	return err;
}

/* --- tasks --- */

static void forget(struct r3_task *t)
{
	struct linux_task *part = t->part;

	if (!part)
		return;
	if (part->mem >= 0)
		close(part->mem);
	free(part);
	t->part = NULL;
}

/* t is task tid from now on, which waits for its mailbox. */
static int take(struct r3_task *t, pid_t tid)
{
	struct oracle *o = oracle_of(t->kit);
	struct linux_task *part = calloc(1, sizeof(*part));
	int box = part ? box_give(o, tid) : -1;

	if (box < 0) {
		free(part);
		return say(t->kit, -ESRCH, "task does not come");
	}
	part->box = (unsigned)box;
	part->mem = open_memory(o, tid);
	t->part = part;
	t->tid = tid;
	t->pid = process_of(tid);
	t->state = KIT_IDLE;
	return part->mem < 0 ? say(t->kit, -EACCES, "task's memory") : 0;
}

/* What root's tests mount and name is seen by them alone, and gone with them. */
static void isolate(struct oracle *o, struct r3_task *first)
{
	struct linux_task *part = first->part;
	size_t at = BOX_FIRST + (size_t)part->box * BOX_SIZE + BOX_SCRATCH;
	uint64_t path = AREA_BASE + at;

	strcpy((char *)o->area + at, "/");
	part->is_isolated =
		!box_call(o, part->box, "unshare", CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC, 0, 0, 0) &&
		!box_call(o, part->box, "mount", path, path, 0, MS_REC | MS_PRIVATE);
}

/* The task of a test: a session of its own, so that no signal to a group leaves it. */
static int new_first(struct oracle *o, struct r3_task *first)
{
	int64_t pid = box_call(o, ZYGOTE_BOX, "clone", SIGCHLD, 0, 0, 0);
	unsigned box;
	int err;

	if (pid < 0)
		return say(o->kit, (int)pid, "fork");
	forget(first);
	err = take(first, (pid_t)pid);
	if (err)
		return err;
	box = ((struct linux_task *)first->part)->box;
	if (o->kit->is_root)
		isolate(o, first);
	box_call(o, box, "setsid", 0, 0, 0, 0);
	box_call(o, box, "prctl", PR_SET_PDEATHSIG, SIGKILL, 0, 0);
	return 0;
}

static int linux_adopt(struct r3_task *parent, struct r3_task *child, int tid)
{
	if (tid <= 0)
		tid = parent->state == KIT_IDLE && parent->result > 0 ?
			      (int)parent->result :
			      child_of(parent->pid, parent->tid);
	if (tid <= 0 || take(child, tid)) {
		snprintf(parent->kit->error, sizeof(parent->kit->error), "there is no task %d", tid);
		return -ESRCH;
	}
	((struct linux_task *)child->part)->is_isolated =
		((struct linux_task *)parent->part)->is_isolated;
	child->shares_vm = child->pid == parent->pid || !strcmp(parent->call.name, "vfork") ||
			   (!strcmp(parent->call.name, "clone") && parent->call.args[0] & 0x100);
	return 0;
}

/* --- the directory --- */

static void empty(int dir_fd);

static void remove_entry(int dir_fd, const char *name)
{
	int fd;

	if (!unlinkat(dir_fd, name, 0))
		return;
	fchmodat(dir_fd, name, 0700, 0);
	fd = openat(dir_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd >= 0) {
		empty(fd);
		close(fd);
	}
	unlinkat(dir_fd, name, AT_REMOVEDIR);
}

static void empty(int dir_fd)
{
	int fd = openat(dir_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *e;

	while (dir && (e = readdir(dir)))
		if (strcmp(e->d_name, ".") && strcmp(e->d_name, ".."))
			remove_entry(dir_fd, e->d_name);
	if (dir)
		closedir(dir);
	else if (fd >= 0)
		close(fd);
}

static void clear_dir(struct oracle *o)
{
	fchmod(o->dir_fd, 0755);
	empty(o->dir_fd);
	if (!geteuid() && fchown(o->dir_fd, o->kit->uid, o->kit->gid))
		snprintf(o->kit->error, sizeof(o->kit->error), "the directory cannot be given back");
}

static int fill(int dir_fd, const char *path, unsigned mode, const void *bytes, size_t n)
{
	int fd = openat(dir_fd, path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600), err = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, bytes, n) != (ssize_t)n || fchmod(fd, mode & 07777))
		err = -EIO;
	close(fd);
	return err;
}

static int make_node(int dir_fd, const char *path, unsigned mode)
{
	int made = S_ISDIR(mode) ? mkdirat(dir_fd, path, 0700) : mknodat(dir_fd, path, mode, 0);

	return made || fchmodat(dir_fd, path, mode & 07777, 0) ? -errno : 0;
}

/* A dozen calls of the kit's take less time than two of a task's. */
static int linux_make_file(struct kit *k, const char *path, unsigned mode, const void *bytes, size_t n)
{
	int dir_fd = oracle_of(k)->dir_fd, err;

	become(k);
	if (S_ISLNK(mode))
		err = symlinkat(bytes, dir_fd, path) ? -errno : 0;
	else if (n)
		err = fill(dir_fd, path, mode, bytes, n);
	else
		err = make_node(dir_fd, path, mode);
	become_oneself();
	return err;
}

/* --- the world --- */

static void linux_close(struct kit *k)
{
	struct oracle *o = oracle_of(k);

	if (!o)
		return;
	for (struct r3_task *t = k->tasks; t; t = t->next)
		forget(t);
	if (o->dir_fd >= 0)
		clear_dir(o);
	zygote_stop(o);
	free(o);
	k->part = NULL;
}

static int linux_open(struct kit *k, struct r3_task *first)
{
	struct oracle *o = calloc(1, sizeof(*o));
	int err;

	if (!o)
		return -ENOMEM;
	k->error[0] = '\0';
	k->part = o;
	k->handler = GUEST_HANDLER;
	k->restorer = GUEST_RESTORER;
	k->counts = GUEST_COUNTS;
	o->kit = k;
	err = zygote_start(o);
	if (!err)
		err = new_first(o, first);
	if (err) {
		say(k, err, "start");
		linux_close(k);
	}
	return err;
}

static bool linux_finish(struct kit *k)
{
	struct oracle *o = oracle_of(k);

	zygote_clear(o);
	for (struct r3_task *t = k->tasks; t; t = t->next)
		forget(t);
	clear_dir(o);
	return true;
}

static int linux_reset(struct kit *k, struct r3_task *first)
{
	struct oracle *o = oracle_of(k);
	struct seen_task zygote = look_at(o->zygote);

	k->error[0] = '\0';
	if (zygote.state == 'S' || zygote.state == 'R')
		return new_first(o, first);
	/* A test has found out how to kill it. */
	linux_close(k);
	return linux_open(k, first);
}

/* --- calls --- */

static bool cpu_has_syscall32(void)
{
	__builtin_cpu_init();
	return __builtin_cpu_is("amd");
}

static bool has_vsyscall(const struct kit *k)
{
	return k->is_i386 && *(uint32_t *)(oracle_of(k)->area + AREA_VSYSCALL);
}

static bool linux_can(const struct kit *k, enum r3_way way)
{
	switch (way) {
	case R3_BY_USUAL:
	case R3_BY_INT80:
		return true;
	case R3_BY_SYSENTER:
		return has_vsyscall(k) && !cpu_has_syscall32();
	case R3_BY_SYSCALL32:
		return has_vsyscall(k) && cpu_has_syscall32();
	case R3_BY_SYSCALL64:
		return !k->is_i386;
	default:
		return false;
	}
}

static uint32_t way_of_proxy(const struct kit *k, enum r3_way way)
{
	if (way == R3_BY_INT80 || (way == R3_BY_USUAL && k->is_i386))
		return WAY_INT80;
	return k->is_i386 ? WAY_VSYSCALL : WAY_SYSCALL;
}

static void linux_begin(struct r3_task *t)
{
	struct linux_task *part = t->part;

	t->state = KIT_BEGUN;
	part->refused = linux_refuses(t, &t->call);
	if (!part->refused)
		box_post(box_of_task(t), way_of_proxy(t->kit, t->call.way), t->call.number,
			 t->call.args);
}

static void finished(struct r3_task *t)
{
	t->result = box_result(oracle_of(t->kit), box_of_task(t));
	t->state = KIT_IDLE;
}

static void gone(struct r3_task *t)
{
	t->status = status_of(oracle_of(t->kit), t->tid);
	t->state = KIT_GONE;
}

/* Who waits so that no signal but SIGKILL reaches it, for what a test does: a vfork's parent. */
static bool may_wait_in_d(const struct r3_task *t)
{
	return !strcmp(t->call.name, "vfork") || !strcmp(t->call.name, "clone") ||
	       !strcmp(t->call.name, "clone3");
}

/*
 * Asleep is who is seen so twice, has not run in between, and is on no queue; where that is not
 * told, and in state D, who has not run for long. In D anybody else waits for a disk, a lock or
 * the kernel's workers, however long, and goes on by itself. A stopped one may not have begun its
 * call; any other has, or it would not sleep.
 */
static bool is_asleep(struct r3_task *t, char state, unsigned still)
{
	enum queued queued;

	if (!still)
		return false;
	if (state == 'D')
		return may_wait_in_d(t) && still > MANY_GLANCES;
	if (state != 'T' && state != 't' && (state != 'S' || !box_of_task(t)->taken))
		return false;
	queued = is_queued(oracle_of(t->kit), t->tid);
	return queued == QUEUED_NO || (queued == QUEUED_UNKNOWN && still > MANY_GLANCES);
}

/* Until it has answered, sleeps, or is gone. */
static bool watch(struct r3_task *t, bool *asleep)
{
	struct box *box = box_of_task(t);
	struct seen_task before = { 0 }, now;
	unsigned still = 0;

	*asleep = false;
	for (unsigned waited = 0; waited < MOST_US; waited += GLANCE_US) {
		if (box_wait(box, GLANCE_US))
			return true;
		now = look_at(t->tid);
		if (!now.state || now.state == 'Z') /* in X its number is not free yet */
			return true;
		still = now.state == before.state && now.switches == before.switches ? still + 1 : 0;
		*asleep = is_asleep(t, now.state, still);
		if (*asleep)
			return true;
		before = now;
	}
	return false;
}

static bool linux_run(struct r3_task *t)
{
	struct linux_task *part = t->part;
	struct kit *k = t->kit;
	bool asleep;

	if (part->refused) {
		if (k->cannot && k->is_root && !part->is_isolated)
			k->cannot(k->cannot_arg, part->refused);
		snprintf(k->error, sizeof(k->error), "not asked of the host: %s", part->refused);
		t->state = KIT_IDLE;
		t->result = -EPERM;
		return false;
	}
	if (!watch(t, &asleep)) {
		snprintf(k->error, sizeof(k->error), "the host's call does not come to an end");
		return false;
	}
	if (!box_of_task(t)->posted)
		finished(t);
	else if (asleep)
		t->state = KIT_BLOCKED;
	else
		gone(t);
	return true;
}

/* Whoever comes out of a call has handled what was sent before. */
static void take_signals(struct r3_task *t)
{
	static const int64_t nothing[6];
	struct kit_call kept = t->call, c;
	int64_t result = t->result;
	struct seen_task now = look_at(t->tid);

	if (now.state == 'T' || !kit_make_call(t, &c, "gettid", nothing))
		return;
	t->call = c;
	t->call.way = R3_BY_USUAL;
	linux_begin(t);
	linux_run(t);
	t->call = kept;
	t->result = result;
}

static void linux_look(struct r3_task *t)
{
	bool asleep;

	if (t->state == KIT_GONE)
		return;
	if (t->state == KIT_IDLE)
		take_signals(t);
	else if (!watch(t, &asleep) || !asleep || !box_of_task(t)->posted)
		t->state = KIT_BEGUN;
}

/* --- memory --- */

static size_t linux_read(struct r3_task *t, r3_ptr from, void *to, size_t n)
{
	int mem = ((struct linux_task *)t->part)->mem;
	size_t done = 0;
	ssize_t got;

	while (done < n && (got = pread(mem, (char *)to + done, n - done, (off_t)(from + done))) > 0)
		done += (size_t)got;
	return done;
}

static size_t linux_write(struct r3_task *t, r3_ptr to, const void *from, size_t n)
{
	int mem = ((struct linux_task *)t->part)->mem;
	size_t done = 0;
	ssize_t put;

	while (done < n &&
	       (put = pwrite(mem, (const char *)from + done, n - done, (off_t)(to + done))) > 0)
		done += (size_t)put;
	return done;
}

static void sleep_for(uint64_t ns)
{
	struct timespec t = { (time_t)(ns / 1000000000), (long)(ns % 1000000000) };

	while (nanosleep(&t, &t) && errno == EINTR)
		;
}

/* Each CPU has its timers, and one that was held up has to come to them. */
static void sleep_on_each_cpu(void)
{
	cpu_set_t all, one;

	if (sched_getaffinity(0, sizeof(all), &all))
		return;
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		if (!CPU_ISSET(cpu, &all))
			continue;
		CPU_ZERO(&one);
		CPU_SET(cpu, &one);
		if (!sched_setaffinity(0, sizeof(one), &one))
			sleep_for(SHORT_NS);
	}
	sched_setaffinity(0, sizeof(all), &all);
}

/* What has its time until then has come; poll's and its like may come later by a thousandth. */
static void linux_advance(struct kit *k, uint64_t ns)
{
	(void)k;
	sleep_for(ns + ns / 500);
	sleep_on_each_cpu();
}

const struct world_ops world_linux = {
	.name = "Linux", .world = R3_ON_LINUX,
	.open = linux_open, .reset = linux_reset, .finish = linux_finish, .close = linux_close,
	.can = linux_can, .begin = linux_begin, .run = linux_run, .look = linux_look,
	.adopt = linux_adopt, .read = linux_read, .write = linux_write, .make_file = linux_make_file, .advance = linux_advance,
};
