/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Terminals. The table of saved modes is the process's and not a machine's: a signal handler,
 * which knows no machine, must be able to restore them. A slot is filled before it is published.
 */
#include "host/tty.h"

#include <asm/ioctls.h>
#include <asm/termbits.h>
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/file.h"

extern int ioctl(int fd, unsigned long request, ...); /* <sys/ioctl.h> clashes with termbits.h */

_Static_assert(sizeof(struct host_termios) == sizeof(struct termios2) &&
		       offsetof(struct host_termios, cc) == offsetof(struct termios2, c_cc) &&
		       offsetof(struct host_termios, ispeed) == offsetof(struct termios2, c_ispeed),
	       "passed on");

#define MAX_SAVED 8

enum { SLOT_FREE, SLOT_FILLING, SLOT_SAVED };

static struct saved {
	_Atomic int state;
	int fd; /* our own duplicate: the others may be closed by then */
	uint64_t rdev;
	struct host_termios modes;
	struct host_termios own; /* ours, while we are stopped */
	bool suspended;
} saved[MAX_SAVED];

static int result(int r)
{
	return r < 0 ? -errno : 0;
}

static uint64_t device_of(int fd)
{
	struct stat st;

	return fstat(fd, &st) ? 0 : st.st_rdev;
}

static struct saved *find_saved(uint64_t rdev)
{
	for (unsigned i = 0; i < MAX_SAVED; i++)
		if (atomic_load(&saved[i].state) == SLOT_SAVED && saved[i].rdev == rdev)
			return &saved[i];
	return NULL;
}

/* Keep the modes of now, once for each terminal. A ninth terminal is not restored. */
static void save_modes(int fd)
{
	uint64_t rdev = device_of(fd);

	if (find_saved(rdev))
		return;
	for (unsigned i = 0; i < MAX_SAVED; i++) {
		struct saved *s = &saved[i];
		int expected = SLOT_FREE;

		if (!atomic_compare_exchange_strong(&s->state, &expected, SLOT_FILLING))
			continue;
		s->rdev = rdev;
		s->suspended = false;
		s->fd = host_dup(fd);
		if (s->fd < 0 || host_tty_get(fd, &s->modes)) {
			host_close(s->fd);
			atomic_store(&s->state, SLOT_FREE);
			return;
		}
		atomic_store(&s->state, SLOT_SAVED);
		return;
	}
}

int host_tty_get(int fd, struct host_termios *t)
{
	return result(ioctl(fd, TCGETS2, t));
}

int host_tty_set(int fd, const struct host_termios *t)
{
	save_modes(fd);
	return result(ioctl(fd, TCSETS2, t));
}

int host_tty_get_winsize(int fd, struct host_winsize *w)
{
	return result(ioctl(fd, TIOCGWINSZ, w));
}

int host_tty_set_winsize(int fd, const struct host_winsize *w)
{
	return result(ioctl(fd, TIOCSWINSZ, w));
}

int host_tty_break(int fd, int duration)
{
	return result(ioctl(fd, TCSBRKP, duration));
}

int host_tty_flush(int fd, int queue)
{
	return result(ioctl(fd, TCFLSH, queue));
}

int host_tty_flow(int fd, int action)
{
	return result(ioctl(fd, TCXONC, action));
}

/*
 * SIGTTOU is blocked meanwhile: in the background the change would stop us, and we are about to
 * end. Keeps errno, as signal handlers must.
 */
static void put_back(struct saved *s)
{
	sigset_t ttou, old;
	int keep = errno;

	sigemptyset(&ttou);
	sigaddset(&ttou, SIGTTOU);
	sigprocmask(SIG_BLOCK, &ttou, &old);
	ioctl(s->fd, TCSETS2, &s->modes);
	sigprocmask(SIG_SETMASK, &old, NULL);
	errno = keep;
}

void host_tty_restore(int fd)
{
	struct saved *s = find_saved(device_of(fd));

	if (!s)
		return;
	put_back(s);
	close(s->fd);
	atomic_store(&s->state, SLOT_FREE);
}

void host_tty_restore_all(void)
{
	for (unsigned i = 0; i < MAX_SAVED; i++)
		if (atomic_load(&saved[i].state) == SLOT_SAVED)
			put_back(&saved[i]);
}

void host_tty_suspend_all(void)
{
	for (unsigned i = 0; i < MAX_SAVED; i++) {
		struct saved *s = &saved[i];

		if (atomic_load(&s->state) != SLOT_SAVED || host_tty_get(s->fd, &s->own))
			continue;
		s->suspended = true;
		put_back(s);
	}
}

static bool in_foreground(int fd)
{
	pid_t pgrp;

	return !ioctl(fd, TIOCGPGRP, &pgrp) && pgrp == getpgrp();
}

void host_tty_resume_all(void)
{
	for (unsigned i = 0; i < MAX_SAVED; i++) {
		struct saved *s = &saved[i];

		if (atomic_load(&s->state) == SLOT_SAVED && s->suspended && in_foreground(s->fd))
			ioctl(s->fd, TCSETS2, &s->own);
		s->suspended = false;
	}
}
