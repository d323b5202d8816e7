/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Terminals: those of the host that the guest was given as standard streams. The host's line
 * discipline does the editing; sessions, groups and job control are the guest kernel's own.
 */
#ifndef FS_DEV_TTY_H
#define FS_DEV_TTY_H

#include "fs/dev/internal.h"
#include "host/tty.h"

struct tty {
	struct hostio io;
	unsigned index; /* N of /dev/pts/N */
	pid_t session;	/* whose controlling terminal it is; 0: nobody's */
	pid_t pgrp;	/* the foreground group; 0: none */
	bool exclusive; /* TIOCEXCL */
};

extern const struct file_ops tty_ops;

static inline struct tty *file_tty(const struct file *f)
{
	return f->priv;
}

/* Opens the guest's terminal for the host's; flags: access mode, O_NONBLOCK. A file or ERR_PTR. */
struct file *tty_open_host(int host_fd, unsigned flags);
/* May the current process change tty's state (SIGTTOU) or read it (SIGTTIN)? 0 or -errno. */
int tty_check_change(struct tty *tty, int sig);
/* tty becomes the controlling terminal of the current session, or of none. */
void tty_set_controlling(struct tty *tty);
void tty_disassociate(struct tty *tty);
/* Until all output is on its way. 0 or -ERESTARTSYS. May sleep. */
int tty_wait_until_sent(struct tty *tty);
long tty_ioctl(struct file *f, unsigned cmd, uint64_t arg);

#endif
