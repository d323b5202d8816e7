/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a task that sleeps in a call waits for, as far as the call's arguments tell: descriptors by
 * what they are open on, sets of them by what is in them, the words of futexes.
 */
#include "kernel/waitline.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "fs/fs.h"
#include "kernel/pid.h"
#include "kernel/pidfd.h"
#include "kernel/slab.h"
#include "uaccess.h"
#include "uapi/fcntl.h"
#include "uapi/futex.h"

#define MAX_SHOWN 16 /* descriptors of one poll, words of one futex_waitv */

void waitline_add(struct waitline *l, const char *fmt, ...)
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

static void add_file(struct waitline *l, const struct file *f)
{
	struct pid *pid = pidfd_pid(f);
	char *buf, *path;

	if (pid) {
		waitline_add(l, " pidfd of %d", pid->nr);
		return;
	}
	buf = kmalloc(PATH_MAX);
	path = buf ? d_path(&f->path, buf, PATH_MAX) : NULL;
	if (path && !IS_ERR(path))
		waitline_add(l, " %.200s", path);
	kfree(buf);
}

static void add_fd(struct waitline *l, int fd)
{
	struct file *f = fd >= 0 ? files_lookup(current->files, (unsigned)fd, NULL) : NULL;

	waitline_add(l, fd == AT_FDCWD ? "AT_FDCWD" : "%d", fd);
	if (!f)
		return;
	add_file(l, f);
	file_put(f);
}

static void add_path(struct waitline *l, uaddr_t ua)
{
	char path[128];
	long n = ua ? strncpy_from_user(path, ua, sizeof(path) - 1) : -EFAULT;

	if (n < 0) {
		waitline_add(l, "%#llx", (unsigned long long)ua);
		return;
	}
	path[n] = '\0';
	waitline_add(l, "\"%s\"%s", path, n == sizeof(path) - 1 ? "..." : "");
}

void waitline_add_arg(struct waitline *l, enum argtype type, uint64_t value)
{
	if (type == ARG_fd_t || type == ARG_dfd_t)
		add_fd(l, (int)value);
	else if (type == ARG_upath_t)
		add_path(l, value);
	else if (type == ARG_pid_t || type == ARG_int_t || type == ARG_sig_t)
		waitline_add(l, "%d", (int)value);
	else
		waitline_add(l, value < 10 ? "%llu" : "%#llx", (unsigned long long)value);
}

/* --- sets of descriptors --- */

static void add_events(struct waitline *l, int fd, const struct file *f, unsigned events)
{
	if (f) {
		waitline_add(l, "%d", fd);
		add_file(l, f);
	} else {
		add_fd(l, fd);
	}
	waitline_add(l, "%s%s", events & EPOLLIN ? " in" : "", events & EPOLLOUT ? " out" : "");
}

static void add_poll(struct waitline *l, const uint64_t *args)
{
	struct { int32_t fd; int16_t events, revents; } p;
	uint64_t n = min(args[1], (uint64_t)MAX_SHOWN);

	for (uint64_t i = 0; i < n; i++) {
		if (copy_from_user(&p, args[0] + i * sizeof(p), sizeof(p)))
			return;
		waitline_add(l, i ? ", " : ": ");
		add_events(l, p.fd, NULL, (unsigned)p.events);
	}
}

static void add_select(struct waitline *l, const uint64_t *args)
{
	static const char *const names[] = { "in", "out", "exceptions" };
	unsigned shown = 0;
	uint8_t byte;

	for (unsigned set = 0; set < 3; set++) {
		for (unsigned fd = 0; fd < min(args[0], (uint64_t)1024) && shown < MAX_SHOWN;
		     fd++) {
			if (!args[1 + set] || copy_from_user(&byte, args[1 + set] + fd / 8, 1) ||
			    !(byte >> fd % 8 & 1))
				continue;
			waitline_add(l, shown++ ? ", " : ": ");
			add_fd(l, (int)fd);
			waitline_add(l, " %s", names[set]);
		}
	}
}

/* i386's first select: its arguments are in memory. */
static void add_old_select(struct waitline *l, const uint64_t *args)
{
	uint32_t a[4];

	if (!copy_from_user(a, args[0], sizeof(a)))
		add_select(l, (const uint64_t[]){ a[0], a[1], a[2], a[3] });
}

struct watched {
	struct waitline *line;
	unsigned shown;
};

static bool add_watched(void *ctx, int fd, const struct file *f, unsigned events)
{
	struct watched *w = ctx;

	waitline_add(w->line, w->shown ? ", " : ": ");
	add_events(w->line, fd, f, events);
	return ++w->shown < MAX_SHOWN;
}

static void add_epoll(struct waitline *l, const uint64_t *args)
{
	struct file *f = files_lookup(current->files, (unsigned)args[0], NULL);
	struct watched w = { .line = l };

	if (!f)
		return;
	eventpoll_each(f, add_watched, &w);
	file_put(f);
}

/* i386's one number for all calls of sockets. */
static void add_socketcall(struct waitline *l, const uint64_t *args)
{
	uint32_t fd;

	if (copy_from_user(&fd, args[1], sizeof(fd)))
		return;
	waitline_add(l, ": ");
	add_fd(l, (int)fd);
}

/* --- futexes --- */

static bool is_of_pi(unsigned op)
{
	op &= FUTEX_CMD_MASK;
	return op == FUTEX_LOCK_PI || op == FUTEX_LOCK_PI2;
}

static void add_word(struct waitline *l, const uint64_t *args)
{
	uint32_t word;

	if (!copy_from_user(&word, args[0], sizeof(word)))
		waitline_add(l, ": the word is %#x", word);
}

static void add_futex(struct waitline *l, const uint64_t *args)
{
	uint32_t word;

	add_word(l, args);
	if (is_of_pi((unsigned)args[1]) && !copy_from_user(&word, args[0], sizeof(word)))
		waitline_add(l, ", owned by %u", word & FUTEX_TID_MASK);
}

static void add_waitv(struct waitline *l, const uint64_t *args)
{
	uint64_t n = min(args[1], (uint64_t)MAX_SHOWN);
	struct linux_futex_waitv w;
	uint32_t word;

	for (uint64_t i = 0; i < n; i++) {
		if (copy_from_user(&w, args[0] + i * sizeof(w), sizeof(w)) ||
		    copy_from_user(&word, w.uaddr, sizeof(word)))
			return;
		waitline_add(l, "%s%#x at %#llx", i ? ", " : ": the words are ", word,
			     (unsigned long long)w.uaddr);
	}
}

/* --- the call --- */

void waitline_add_objects(struct waitline *l, const struct task *t)
{
	const struct sys_entry *call = &t->abi->table[t->orig_nr];
	const struct {
		const char *name; /* the beginning of it */
		void (*add)(struct waitline *l, const uint64_t *args);
	} objects[] = {
		{ "ppoll", add_poll },
		{ "epoll_", add_epoll },
		{ "poll", add_poll },
		{ "pselect6", add_select },
		{ "select", call->sys->nargs == 1 ? add_old_select : add_select },
		{ "_newselect", add_select },
		{ "socketcall", add_socketcall },
		{ "futex_waitv", add_waitv },
		{ "futex_wait", add_word },
		{ "futex", add_futex },
	};

	for (unsigned i = 0; i < ARRAY_SIZE(objects); i++)
		if (!strncmp(call->name, objects[i].name, strlen(objects[i].name))) {
			objects[i].add(l, t->args);
			return;
		}
}
