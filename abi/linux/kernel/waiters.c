/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who waits for what: a line for each task, with the call that it is in and the objects behind the
 * call's arguments. Nothing is kept for it but the name of the function that sleeps: the rest is
 * found in the arguments when somebody asks. Runs between turns.
 */
#include "kernel/waiters.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "fs/fs.h"
#include "kernel/internal.h"
#include "kernel/slab.h"
#include "syscall.h"
#include "uaccess.h"

#define MAX_TASKS 100 /* shown */
#define MAX_FDS 16    /* of one poll, shown */

struct line {
	char text[600];
	size_t len;
};

__printf(2, 3) static void add(struct line *l, const char *fmt, ...)
{
	size_t left = sizeof(l->text) - l->len;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(l->text + l->len, left, fmt, ap);
	va_end(ap);
	if (n > 0)
		l->len += min((size_t)n, left - 1);
}

/* --- arguments --- */

static void add_fd(struct line *l, int fd)
{
	struct file *f = fd >= 0 ? files_lookup(current->files, (unsigned)fd, NULL) : NULL;
	char *buf, *path;

	add(l, "%d", fd);
	if (!f)
		return;
	buf = kmalloc(PATH_MAX);
	path = buf ? d_path(&f->path, buf, PATH_MAX) : NULL;
	if (path && !IS_ERR(path))
		add(l, " %.200s", path);
	kfree(buf);
	file_put(f);
}

static void add_arg(struct line *l, enum argtype type, uint64_t value)
{
	if (type == ARG_fd_t || type == ARG_dfd_t)
		add_fd(l, (int)value);
	else if (type == ARG_pid_t || type == ARG_int_t || type == ARG_sig_t)
		add(l, "%d", (int)value);
	else
		add(l, value < 10 ? "%llu" : "%#llx", (unsigned long long)value);
}

static void add_call(struct line *l, const struct task *t)
{
	const struct sys_entry *e = &t->abi->table[t->orig_nr];

	add(l, "%s(", e->name);
	for (unsigned i = 0; i < e->sys->nargs; i++) {
		add(l, i ? ", " : "");
		add_arg(l, e->sys->args[i].type, t->args[i]);
	}
	add(l, ")");
}

/* --- what is behind some of them --- */

static void add_poll(struct line *l, const uint64_t *args)
{
	struct { int32_t fd; int16_t events, revents; } p;
	uint64_t n = min(args[1], (uint64_t)MAX_FDS);

	for (uint64_t i = 0; i < n; i++) {
		if (copy_from_user(&p, args[0] + i * sizeof(p), sizeof(p)))
			return;
		add(l, i ? ", " : ": ");
		add_fd(l, p.fd);
		add(l, "%s%s", p.events & EPOLLIN ? " in" : "", p.events & EPOLLOUT ? " out" : "");
	}
}

static void add_select(struct line *l, const uint64_t *args)
{
	static const char *const names[] = { "in", "out", "exceptions" };
	unsigned shown = 0;
	uint8_t byte;

	for (unsigned set = 0; set < 3; set++) {
		for (unsigned fd = 0; fd < min(args[0], (uint64_t)1024) && shown < MAX_FDS; fd++) {
			if (!args[1 + set] || copy_from_user(&byte, args[1 + set] + fd / 8, 1) ||
			    !(byte >> fd % 8 & 1))
				continue;
			add(l, shown++ ? ", " : ": ");
			add_fd(l, (int)fd);
			add(l, " %s", names[set]);
		}
	}
}

static void add_futex(struct line *l, const uint64_t *args)
{
	uint32_t word;

	if (!copy_from_user(&word, args[0], sizeof(word)))
		add(l, ": the word is %#x", word);
}

static void add_details(struct line *l, const struct task *t)
{
	const char *name = t->abi->table[t->orig_nr].name;

	if (strstr(name, "ppoll") || !strcmp(name, "poll"))
		add_poll(l, t->args);
	else if (strstr(name, "select"))
		add_select(l, t->args);
	else if (!strncmp(name, "futex", 5) && !strstr(name, "waitv"))
		add_futex(l, t->args);
}

/* --- tasks --- */

static bool in_known_call(const struct task *t)
{
	return t->orig_nr < NR_SYSCALLS && t->abi->table[t->orig_nr].name;
}

static void describe_sleep(struct line *l, const struct task *t)
{
	const char *where = t->wchan ? t->wchan : "the kernel";

	if (in_known_call(t) && t->files && t->mm) {
		add_call(l, t);
		add(l, " in %s", where);
		add_details(l, t);
	} else {
		add(l, "asleep in %s", where);
	}
	if (t->state & TASK_UNINTERRUPTIBLE)
		add(l, " (no signal wakes it)");
}

static void describe(struct line *l, const struct task *t)
{
	add(l, "%7d ", t->pid);
	if (t->pid != t->tgid)
		add(l, "(of %d) ", t->tgid);
	add(l, "%s: ", t->comm);
	if (t->state == TASK_RUNNING)
		add(l, "running");
	else if (t->state == TASK_STOPPED)
		add(l, "stopped, until SIGCONT");
	else if (t->state & (TASK_ZOMBIE | TASK_DEAD))
		add(l, "ended, not waited for by %d", t->parent ? t->parent->tgid : INIT_PID);
	else
		describe_sleep(l, t);
}

void report_waiters(void)
{
	struct task *t, *before = current;
	unsigned n = 0;
	struct line *l = kernel->message ? kmalloc(sizeof(*l)) : NULL;

	if (!l)
		return;
	list_for_each_entry(t, &kernel->tasks, task_node) {
		if (n++ == MAX_TASKS)
			break;
		l->len = 0;
		current = t; /* its descriptors, its memory */
		describe(l, t);
		current = before;
		kernel_report("%s", l->text);
	}
	if (n > MAX_TASKS)
		kernel_report("  and others");
	kfree(l);
}
