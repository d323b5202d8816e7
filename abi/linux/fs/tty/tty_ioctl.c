/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ioctls of terminals, in Linux's order: the core's, the driver's, the line discipline's, modes. */
#include "fs/tty/tty.h"

#include "kernel/cred.h"
#include "kernel/sched.h"
#include "kernel/signal.h"
#include "uapi/ioctl.h"

static struct tty *real_tty(struct tty *tty)
{
	return tty->is_master ? tty->link : tty;
}

/* --- what needs the output to be sent first --- */

static long wait_first(struct tty *tty, unsigned cmd)
{
	int err;

	switch (cmd) {
	case TIOCSETD:
	case TIOCSBRK:
	case TIOCCBRK:
	case TCSBRK:
	case TCSBRKP:
		break;
	default:
		return 0;
	}
	err = tty_check_change(tty, SIGTTOU);
	if (err || cmd == TIOCCBRK)
		return err;
	err = tty->ops->drain(tty);
	return err ? err : signal_pending(current) ? -EINTR : 0;
}

/* --- the core's --- */

static long insert(struct tty *tty, uaddr_t arg)
{
	unsigned char c;

	if (current->signal->tty != tty && !capable(CAP_SYS_ADMIN))
		return -EPERM;
	if (get_user(c, arg))
		return -EFAULT;
	return tty->ops->insert(tty, c);
}

static long get_winsize(struct tty *tty, uaddr_t arg)
{
	struct linux_winsize w;
	int err = tty->ops->get_winsize(tty, &w);

	if (err)
		return err;
	return copy_to_user(arg, &w, sizeof(w)) ? -EFAULT : 0;
}

static long set_winsize(struct tty *tty, uaddr_t arg)
{
	struct linux_winsize w;

	return copy_from_user(&w, arg, sizeof(w)) ? -EFAULT : tty->ops->set_winsize(tty, &w);
}

/* There is one line discipline. */
static long set_discipline(uaddr_t arg)
{
	int ldisc;

	if (get_user(ldisc, arg))
		return -EFAULT;
	return ldisc == N_TTY ? 0 : -EINVAL;
}

/* None is a serial line. Linux looks at the argument, a struct serial_struct, before it says so. */
static long set_serial(uaddr_t arg)
{
	unsigned char serial[72];
	size_t size = in_compat_syscall() ? 60 : sizeof(serial);

	return copy_from_user(serial, arg, size) ? -EFAULT : -ENOTTY;
}

static long hangup(struct tty *tty)
{
	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	tty_vhangup(tty);
	return 0;
}

static long core_ioctl(struct tty *tty, unsigned cmd, uint64_t arg)
{
	switch (cmd) {
	case TIOCSTI:
		return insert(tty, arg);
	case TIOCGWINSZ:
		return get_winsize(real_tty(tty), arg);
	case TIOCSWINSZ:
		return set_winsize(real_tty(tty), arg);
	case TIOCCONS: /* redirection of the kernel's messages: there are none */
		return tty->is_master ? -EINVAL : -EPERM;
	case TIOCEXCL:
	case TIOCNXCL:
		tty->exclusive = cmd == TIOCEXCL;
		return 0;
	case TIOCGEXCL:
		return put_user((int)tty->exclusive, arg);
	case TIOCGETD:
		return put_user((int)N_TTY, arg);
	case TIOCSETD:
		return set_discipline(arg);
	case TIOCSSERIAL:
		return set_serial(arg);
	case TIOCVHANGUP:
		return hangup(tty);
	case TIOCGDEV:
		return put_user(MKDEV(PTS_MAJOR, real_tty(tty)->index), arg);
	case TIOCSBRK:
	case TIOCCBRK:
		return 0;
	case TCSBRK:
		return (int)arg ? 0 : tty->ops->send_break(tty, 250);
	case TCSBRKP:
		return tty->ops->send_break(tty, arg ? (int)arg * 100 : 250);
	default:
		return -ENOIOCTLCMD;
	}
}

/* --- the line discipline's --- */

static long put_pending(struct tty *tty, bool output, uaddr_t arg)
{
	int n = tty->ops->pending(tty, output);

	return n < 0 ? n : put_user(n, arg);
}

static long line_ioctl(struct tty *tty, unsigned cmd, uint64_t arg)
{
	int err;

	switch (cmd) {
	case TIOCOUTQ:
	case FIONREAD:
		return put_pending(tty, cmd == TIOCOUTQ, arg);
	case TCXONC:
	case TCFLSH:
		err = tty_check_change(tty, SIGTTOU);
		if (err)
			return err;
		if ((uint32_t)arg > (cmd == TCXONC ? TCION : TCIOFLUSH))
			return -EINVAL;
		return cmd == TCXONC ? tty->ops->flow(tty, (int)arg) :
				       tty->ops->flush(tty, (int)arg);
	default:
		return tty_mode_ioctl(real_tty(tty), cmd, arg);
	}
}

long tty_ioctl(struct file *f, unsigned cmd, uint64_t arg)
{
	struct tty *tty = file_tty(f);
	long ret = wait_first(tty, cmd);

	if (ret)
		return ret;
	ret = core_ioctl(tty, cmd, arg);
	if (ret == -ENOIOCTLCMD)
		ret = tty_jobctrl_ioctl(tty, real_tty(tty), f, cmd, arg);
	if (ret == -ENOIOCTLCMD)
		ret = tty->ops->ioctl(tty, f, cmd, arg);
	if (ret != -ENOIOCTLCMD)
		return ret;
	if (tty_hung_up(f)) /* while we slept */
		return hung_up_tty_ops.ioctl(f, cmd, arg);
	return line_ioctl(tty, cmd, arg);
}
