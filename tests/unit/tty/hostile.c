/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Anything in any order: a seed draws calls on pairs with any modes, bytes and arguments. Whatever
 * comes, the buffers stay within their bounds and nothing is left at the end.
 */
#include "rig.h"

#include <string.h>

#define PAIRS 3
#define STEPS 60000

static uint64_t seed;
static long masters[PAIRS], slaves[PAIRS];

static unsigned rnd(unsigned n)
{
	seed = seed * 6364136223846793005ull + 1442695040888963407ull;
	return (unsigned)(seed >> 33) % n;
}

static void close_one(long *fd)
{
	if (*fd >= 0)
		call(close, (uint64_t)*fd);
	*fd = -1;
}

static void open_or_close(unsigned i)
{
	switch (rnd(4)) {
	case 0:
		close_one(&masters[i]);
		break;
	case 1:
		close_one(&slaves[i]);
		break;
	default:
		if (masters[i] < 0)
			masters[i] = open_master();
		close_one(&slaves[i]);
		slaves[i] = open_slave(masters[i]);
		if (slaves[i] < 0)
			close_one(&masters[i]);
	}
}

static void random_modes(long fd)
{
	uint8_t bytes[sizeof(struct linux_termios2)];

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(rnd(3) ? rnd(256) : 0);
	assert_int_equal(copy_to_user(BUF, bytes, sizeof(bytes)), 0);
	ioctl_(fd, TCSETS2 + rnd(3), BUF);
}

static void some_bytes(long fd)
{
	static const char special[] = "\n\r\t\b\003\004\021\023\025\026\027\022\177\377";
	uint8_t bytes[5000];
	size_t n = rnd(4) ? rnd(40) : rnd(sizeof(bytes));

	for (size_t i = 0; i < n; i++)
		bytes[i] = (uint8_t)(rnd(3) ? rnd(256) : (unsigned char)special[rnd(sizeof(special))]);
	put(fd, bytes, n);
}

static void random_ioctl(long fd)
{
	static const unsigned cmds[] = { TCXONC,  TCFLSH, TIOCOUTQ, 0x541b,	TIOCPKT, TIOCGPKT,
					 TIOCSTI, TCSBRK, TIOCEXCL, TIOCNXCL, TIOCSPTLCK,
					 TIOCSWINSZ, TCGETA, TCSETA, TCSETAF, TIOCGPTPEER,
					 TIOCVHANGUP, TIOCSCTTY, TIOCNOTTY, TIOCGSID, TIOCSIG,
					 TIOCSLCKTRMIOS, TIOCGLCKTRMIOS };
	unsigned cmd = cmds[rnd(ARRAY_SIZE(cmds))];
	bool by_value = cmd == TCXONC || cmd == TCFLSH || cmd == TCSBRK || cmd == TIOCSCTTY;
	uint64_t arg = by_value ? rnd(5) : rnd(20) ? BUF + rnd(64) : 8;
	long ret;

	if ((cmd == TIOCVHANGUP || cmd == TIOCSLCKTRMIOS) && rnd(20))
		return;
	ret = ioctl_(fd, cmd, cmd == TIOCGPTPEER ? O_RDWR | O_NONBLOCK | O_NOCTTY : arg);
	if (cmd == TIOCGPTPEER && ret >= 0)
		call(close, (uint64_t)ret);
}

static void step(unsigned i)
{
	long fd = rnd(2) ? masters[i] : slaves[i];
	char buf[5000];

	switch (rnd(12)) {
	case 0:
		if (!rnd(10))
			open_or_close(i);
		break;
	case 1:
		random_modes(fd);
		break;
	case 2:
	case 3:
		random_ioctl(fd);
		break;
	case 4:
	case 5:
	case 6:
	case 7:
		get(fd, buf, rnd(4) ? sizeof(buf) : rnd(70));
		break;
	default:
		some_bytes(fd);
	}
	if (masters[i] >= 0)
		check_pair(masters[i]);
}

static void anything(uint64_t from)
{
	seed = from;
	for (unsigned i = 0; i < PAIRS; i++) {
		masters[i] = open_master();
		slaves[i] = open_slave(masters[i]);
	}
	for (unsigned n = 0; n < STEPS; n++) {
		step(rnd(PAIRS));
		flush_sigqueue(&current->signal->shared_pending);
		current->work = 0;
	}
	for (unsigned i = 0; i < PAIRS; i++) {
		close_one(&masters[i]);
		close_one(&slaves[i]);
	}
	assert_null(current->signal->tty);
	flush_sigqueue(&current->signal->shared_pending);
	current->signal->tty_old_pgrp = 0;
	forget_files();
}

static void anything_in_any_order(__unused void **state)
{
	current->blocked.bits = ~0ull;
	for (uint64_t s = 1; s <= 4; s++)
		anything(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = { tty_test(anything_in_any_order) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
