/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ioctls of terminals. Modes and window size are the host's; sessions and groups are ours. What
 * would reach over to other processes of the host's terminal (typing for them, its console's
 * functions) is refused to everybody, root too.
 */
#include "fs/dev/tty.h"

#include <string.h>

#include "kernel/cred.h"
#include "kernel/signal.h"
#include "kernel/sched.h"
#include "uapi/ioctl.h"
#include "uapi/termios.h"

_Static_assert(sizeof(struct host_termios) == sizeof(struct linux_termios2), "the same");

static int host_fd(const struct tty *tty)
{
	return tty->io.host.fd;
}

/* --- modes --- */

static long get_modes(struct tty *tty, uaddr_t arg, size_t size)
{
	struct host_termios t;
	int err = host_tty_get(host_fd(tty), &t);

	if (err)
		return err;
	return copy_to_user(arg, &t, size) ? -EFAULT : 0;
}

/* The oldest form: the low halves of the flags, eight characters. */
static long get_termio(struct tty *tty, uaddr_t arg)
{
	struct linux_termio old = { 0 };
	struct host_termios t;
	int err = host_tty_get(host_fd(tty), &t);

	if (err)
		return err;
	old.iflag = (uint16_t)t.iflag;
	old.oflag = (uint16_t)t.oflag;
	old.cflag = (uint16_t)t.cflag;
	old.lflag = (uint16_t)t.lflag;
	old.line = t.line;
	memcpy(old.cc, t.cc, sizeof(old.cc));
	return copy_to_user(arg, &old, sizeof(old)) ? -EFAULT : 0;
}

#define LOW(field, value) ((field) = ((field) & 0xffff0000u) | (value))

static int merge_termio(struct host_termios *t, uaddr_t arg)
{
	struct linux_termio old;

	if (copy_from_user(&old, arg, sizeof(old)))
		return -EFAULT;
	LOW(t->iflag, old.iflag);
	LOW(t->oflag, old.oflag);
	LOW(t->cflag, old.cflag);
	LOW(t->lflag, old.lflag);
	t->line = old.line;
	memcpy(t->cc, old.cc, sizeof(old.cc));
	return 0;
}

enum when { NOW, DRAIN, FLUSH };

/* size: of the layout at arg; 0: struct termio. May sleep. */
static long set_modes(struct tty *tty, uaddr_t arg, size_t size, enum when when)
{
	struct host_termios t;
	int err = tty_check_change(tty, SIGTTOU);

	if (!err)
		err = host_tty_get(host_fd(tty), &t);
	if (err)
		return err;
	if (size)
		err = copy_from_user(&t, arg, size) ? -EFAULT : 0;
	else
		err = merge_termio(&t, arg);
	if (!err && when == FLUSH)
		host_tty_flush(host_fd(tty), TCIFLUSH);
	if (!err && when != NOW)
		err = tty_wait_until_sent(tty);
	return err ? err : host_tty_set(host_fd(tty), &t);
}

/* --- window --- */

static long get_winsize(struct tty *tty, uaddr_t arg)
{
	struct host_winsize w;
	int err = host_tty_get_winsize(host_fd(tty), &w);

	if (err)
		return err;
	return copy_to_user(arg, &w, sizeof(w)) ? -EFAULT : 0;
}

static long set_winsize(struct tty *tty, uaddr_t arg)
{
	struct host_winsize w, old;
	int err;

	if (copy_from_user(&w, arg, sizeof(w)))
		return -EFAULT;
	err = host_tty_get_winsize(host_fd(tty), &old);
	if (err || !memcmp(&w, &old, sizeof(w)))
		return err;
	err = host_tty_set_winsize(host_fd(tty), &w);
	if (!err && tty->pgrp)
		kill_pgrp(tty->pgrp, SIGWINCH);
	return err;
}

/* --- sessions --- */

static bool is_leader(void)
{
	return current->signal->session == current->tgid;
}

static long set_controlling(struct file *f, struct tty *tty, uint64_t arg)
{
	struct signal_struct *sig = current->signal;

	if (is_leader() && sig->tty == tty && tty->session == sig->session)
		return 0;
	if (!is_leader() || sig->tty)
		return -EPERM;
	if (tty->session) {
		if (arg != 1 || !capable(CAP_SYS_ADMIN))
			return -EPERM;
		tty_disassociate(tty);
	}
	if (!(f->mode & FMODE_READ) && !capable(CAP_SYS_ADMIN))
		return -EPERM;
	tty_set_controlling(tty);
	return 0;
}

/* A leader gives it up for all of its session, and the foreground hears of it. */
static long give_up(struct tty *tty)
{
	pid_t pgrp = tty->pgrp;

	if (current->signal->tty != tty)
		return -ENOTTY;
	if (!is_leader()) {
		current->signal->tty = NULL;
		return 0;
	}
	tty_disassociate(tty);
	if (pgrp) {
		kill_pgrp(pgrp, SIGHUP);
		kill_pgrp(pgrp, SIGCONT);
	}
	return 0;
}

static long get_pgrp(struct tty *tty, uaddr_t arg)
{
	if (current->signal->tty != tty)
		return -ENOTTY;
	return put_user(tty->pgrp, arg);
}

static long get_session(struct tty *tty, uaddr_t arg)
{
	if (current->signal->tty != tty || !tty->session)
		return -ENOTTY;
	return put_user(tty->session, arg);
}

/* Session of a group; 0: no such group. */
static pid_t session_of_pgrp(pid_t pgrp)
{
	struct task *t;

	list_for_each_entry(t, &kernel->tasks, task_node)
		if (t->signal && t->signal->pgrp == pgrp)
			return t->signal->session;
	return 0;
}

static long set_pgrp(struct tty *tty, uaddr_t arg)
{
	struct signal_struct *sig = current->signal;
	int err = tty_check_change(tty, SIGTTOU);
	pid_t pgrp, session;

	if (err)
		return err == -EIO ? -ENOTTY : err;
	if (sig->tty != tty || tty->session != sig->session)
		return -ENOTTY;
	if (get_user(pgrp, arg))
		return -EFAULT;
	if (pgrp < 0)
		return -EINVAL;
	session = session_of_pgrp(pgrp);
	if (!session)
		return -ESRCH;
	if (session != sig->session)
		return -EPERM;
	tty->pgrp = pgrp;
	return 0;
}

static long session_ioctl(struct file *f, struct tty *tty, unsigned cmd, uint64_t arg)
{
	switch (cmd) {
	case TIOCSCTTY:
		return set_controlling(f, tty, arg);
	case TIOCNOTTY:
		return give_up(tty);
	case TIOCGPGRP:
		return get_pgrp(tty, arg);
	case TIOCSPGRP:
		return set_pgrp(tty, arg);
	case TIOCGSID:
		return get_session(tty, arg);
	default:
		return -ENOTTY;
	}
}

/* --- the line --- */

struct break_args {
	int fd, duration;
};

static long break_call(void *arg)
{
	const struct break_args *a = arg;

	return host_tty_break(a->fd, a->duration);
}

/* May sleep. */
static long send_break(struct tty *tty, int duration)
{
	struct break_args a = { host_fd(tty), duration };

	return host_call(break_call, &a);
}

/* TCSBRK with an argument is tcdrain(3). */
static long tcsbrk(struct tty *tty, unsigned cmd, uint64_t arg)
{
	int err = tty_check_change(tty, SIGTTOU);

	if (!err)
		err = tty_wait_until_sent(tty);
	if (err || (cmd == TCSBRK && (int)arg))
		return err;
	return send_break(tty, cmd == TCSBRK ? 0 : (int)arg);
}

static long line_ioctl(struct tty *tty, unsigned cmd, uint64_t arg)
{
	int err;

	switch (cmd) {
	case TCSBRK:
	case TCSBRKP:
		return tcsbrk(tty, cmd, arg);
	case TCXONC:
	case TCFLSH:
		err = tty_check_change(tty, SIGTTOU);
		if (err)
			return err;
		return cmd == TCXONC ? host_tty_flow(host_fd(tty), (int)arg) :
				       host_tty_flush(host_fd(tty), (int)arg);
	case TIOCSBRK:
	case TIOCCBRK:
		return tty_check_change(tty, SIGTTOU);
	default:
		return -ENOTTY;
	}
}

static long put_int(uaddr_t arg, int value)
{
	return value < 0 ? value : put_user(value, arg);
}

/* The line discipline is the host's and stays. */
static long set_discipline(struct tty *tty, uaddr_t arg)
{
	int32_t ldisc;

	if (get_user(ldisc, arg))
		return -EFAULT;
	if (ldisc != N_TTY)
		return -EINVAL;
	return tty_check_change(tty, SIGTTOU);
}

static long other_ioctl(struct tty *tty, unsigned cmd, uint64_t arg)
{
	switch (cmd) {
	case FIONREAD:
		return put_int(arg, host_stream_pending(&tty->io.host, false));
	case TIOCOUTQ:
		return put_int(arg, host_stream_pending(&tty->io.host, true));
	case TIOCEXCL:
	case TIOCNXCL:
		tty->exclusive = cmd == TIOCEXCL;
		return 0;
	case TIOCGEXCL:
		return put_int(arg, tty->exclusive);
	case TIOCGETD:
		return put_int(arg, N_TTY);
	case TIOCSETD:
		return set_discipline(tty, arg);
	case TIOCGDEV:
		return put_int(arg, (int)MKDEV(PTS_MAJOR, tty->index));
	case TIOCSTI:
	case TIOCLINUX:
	case TIOCCONS:
	case TIOCVHANGUP:
		return -EPERM;
	default:
		return -ENOTTY;
	}
}

long tty_ioctl(struct file *f, unsigned cmd, uint64_t arg)
{
	struct tty *tty = file_tty(f);

	switch (cmd) {
	case TCGETS:
		return get_modes(tty, arg, sizeof(struct linux_termios));
	case TCGETS2:
		return get_modes(tty, arg, sizeof(struct linux_termios2));
	case TCGETA:
		return get_termio(tty, arg);
	case TCSETS:
	case TCSETSW:
	case TCSETSF:
		return set_modes(tty, arg, sizeof(struct linux_termios), cmd - TCSETS);
	case TCSETS2:
	case TCSETSW2:
	case TCSETSF2:
		return set_modes(tty, arg, sizeof(struct linux_termios2), cmd - TCSETS2);
	case TCSETA:
	case TCSETAW:
	case TCSETAF:
		return set_modes(tty, arg, 0, cmd - TCSETA);
	case TIOCGWINSZ:
		return get_winsize(tty, arg);
	case TIOCSWINSZ:
		return set_winsize(tty, arg);
	case TIOCSCTTY:
	case TIOCNOTTY:
	case TIOCGPGRP:
	case TIOCSPGRP:
	case TIOCGSID:
		return session_ioctl(f, tty, cmd, arg);
	case TCSBRK:
	case TCSBRKP:
	case TCXONC:
	case TCFLSH:
	case TIOCSBRK:
	case TIOCCBRK:
		return line_ioctl(tty, cmd, arg);
	default:
		return other_ioctl(tty, cmd, arg);
	}
}
