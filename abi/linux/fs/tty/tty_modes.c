/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Modes of terminals: the ioctls that read and set them, in their three layouts; speeds. */
#include "fs/tty/tty.h"

#include <string.h>

#include "kernel/cred.h"
#include "kernel/signal.h"

/* --- speeds --- */

static const uint32_t speeds[] = {
	0,	50,	75,	 110,	  134,	   150,	    200,     300,     600,     1200,	1800,
	2400,	4800,	9600,	 19200,	  38400,   57600,   115200,  230400,  460800,  500000,	576000,
	921600, 1000000, 1152000, 1500000, 2000000, 2500000, 3000000, 3500000, 4000000,
};

static uint32_t speed_of(uint32_t code, uint32_t other)
{
	code &= CBAUD;
	if (code == BOTHER)
		return other;
	if (code & CBAUDEX)
		code = (code & ~CBAUDEX) + 15;
	return code < ARRAY_SIZE(speeds) ? speeds[code] : 0;
}

void tty_encode_speed(struct linux_termios2 *t)
{
	uint32_t in = t->cflag >> IBSHIFT;

	t->ospeed = speed_of(t->cflag, t->ospeed);
	t->ispeed = in & CBAUD ? speed_of(in, t->ispeed) : t->ospeed;
}

/* --- layouts --- */

static long get_modes(struct tty *tty, uaddr_t arg, size_t size)
{
	struct linux_termios2 t;
	int err = tty->ops->get_termios(tty, &t);

	if (err)
		return err;
	return copy_to_user(arg, &t, size) ? -EFAULT : 0;
}

/* The oldest form: the low halves of the flags, eight characters. */
static long get_termio(struct tty *tty, uaddr_t arg)
{
	struct linux_termio old = { 0 };
	struct linux_termios2 t;
	int err = tty->ops->get_termios(tty, &t);

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

static uint32_t with_low(uint32_t flags, uint16_t low)
{
	return (flags & 0xffff0000u) | low;
}

static int merge_termio(struct linux_termios2 *t, uaddr_t arg)
{
	struct linux_termio old;

	if (copy_from_user(&old, arg, sizeof(old)))
		return -EFAULT;
	t->iflag = with_low(t->iflag, old.iflag);
	t->oflag = with_low(t->oflag, old.oflag);
	t->cflag = with_low(t->cflag, old.cflag);
	t->lflag = with_low(t->lflag, old.lflag);
	t->line = old.line;
	memcpy(t->cc, old.cc, sizeof(old.cc));
	return 0;
}

/* size: of the layout at arg; 0: struct termio. May sleep. */
static long set_modes(struct tty *tty, uaddr_t arg, size_t size, enum tty_when when)
{
	struct linux_termios2 t;
	int err = tty_check_change(tty, SIGTTOU);

	if (!err)
		err = tty->ops->get_termios(tty, &t);
	if (err)
		return err;
	if (size)
		err = copy_from_user(&t, arg, size) ? -EFAULT : 0;
	else
		err = merge_termio(&t, arg);
	if (err)
		return err;
	tty_encode_speed(&t);
	return tty->ops->set_termios(tty, &t, when);
}

/* --- locked bits --- */

static uint32_t keep(uint32_t new, uint32_t old, uint32_t locked)
{
	return (new & ~locked) | (old & locked);
}

/* What is locked stays, and so does ADDRB: buses set it by other means. */
void tty_keep_locked(const struct tty *tty, struct linux_termios2 *t,
		     const struct linux_termios2 *old)
{
	const struct linux_termios *locks = &tty->locks;

	t->iflag = keep(t->iflag, old->iflag, locks->iflag);
	t->oflag = keep(t->oflag, old->oflag, locks->oflag);
	t->cflag = keep(t->cflag, old->cflag, locks->cflag | ADDRB);
	t->lflag = keep(t->lflag, old->lflag, locks->lflag);
	if (locks->line)
		t->line = old->line;
	for (unsigned i = 0; i < NCCS; i++)
		if (locks->cc[i])
			t->cc[i] = old->cc[i];
}

static long get_locks(const struct tty *tty, uaddr_t arg)
{
	return copy_to_user(arg, &tty->locks, sizeof(tty->locks)) ? -EFAULT : 0;
}

static long set_locks(struct tty *tty, uaddr_t arg)
{
	struct linux_termios locks;

	if (!capable(CAP_SYS_ADMIN) && !capable(CAP_CHECKPOINT_RESTORE))
		return -EPERM;
	if (copy_from_user(&locks, arg, sizeof(locks)))
		return -EFAULT;
	tty->locks = locks;
	return 0;
}

static long get_carrier(struct tty *tty, uaddr_t arg)
{
	struct linux_termios2 t;
	int err = tty->ops->get_termios(tty, &t);

	return err ? err : put_user((int)!!(t.cflag & CLOCAL), arg);
}

static long set_carrier(struct tty *tty, uaddr_t arg)
{
	struct linux_termios2 t;
	unsigned on;
	int err = get_user(on, arg);

	if (!err)
		err = tty->ops->get_termios(tty, &t);
	if (err)
		return err;
	t.cflag = on ? t.cflag | CLOCAL : t.cflag & ~CLOCAL;
	err = tty->ops->set_termios(tty, &t, TTY_NOW);
	if (!err)
		err = tty->ops->get_termios(tty, &t);
	return err || !(t.cflag & CLOCAL) == !on ? err : -EINVAL;
}

long tty_mode_ioctl(struct tty *tty, unsigned cmd, uint64_t arg)
{
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
	case TIOCGLCKTRMIOS:
		return get_locks(tty, arg);
	case TIOCSLCKTRMIOS:
		return set_locks(tty, arg);
	case TIOCGSOFTCAR:
		return get_carrier(tty, arg);
	case TIOCSSOFTCAR:
		return set_carrier(tty, arg);
	default:
		return -ENOIOCTLCMD;
	}
}
