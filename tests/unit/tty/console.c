/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A terminal of the host's as the guest's: what the guest may do to its modes. */
#include "rig.h"

#include <stdlib.h>
#include <unistd.h>

#include "host/tty.h"

extern int open(const char *path, int flags, ...); /* <fcntl.h> has the guest's flags, too */

static int outer, inner; /* the host's master and slave */
static long fd;		 /* the guest's */

static void open_console(void)
{
	struct file *f;
	int guest;

	outer = posix_openpt(O_RDWR | O_NOCTTY);
	assert_true(outer >= 0);
	assert_int_equal(grantpt(outer), 0);
	assert_int_equal(unlockpt(outer), 0);
	inner = open(ptsname(outer), O_RDWR | O_NOCTTY);
	assert_true(inner >= 0);
	f = tty_open_host(inner, O_RDWR);
	assert_false(IS_ERR(f));
	assert_int_equal(fd_reserve(&guest, 0), 0);
	fd_install(guest, f);
	fd = guest;
}

static void close_console(void)
{
	forget_files();
	tty_exit(kernel);
	close(inner);
	close(outer);
}

/* TIOCSLCKTRMIOS is the guest kernel's, whoever sets the modes. */
static void locked_modes_stay(__unused void **state)
{
	struct linux_termios locks = { .iflag = IXON };
	struct linux_termios2 t;
	struct host_termios host;

	open_console();
	locks.cc[VEOF] = 1;
	assert_int_equal(copy_to_user(BUF, &locks, sizeof(locks)), 0);
	assert_int_equal(ioctl_(fd, TIOCSLCKTRMIOS, BUF), 0);
	assert_int_equal(ioctl_(fd, TCGETS2, BUF), 0);
	assert_int_equal(copy_from_user(&t, BUF, sizeof(t)), 0);
	assert_true(t.iflag & IXON);
	t.iflag &= ~(IXON | ICRNL);
	t.cc[VEOF] = 'x';
	t.cc[VKILL] = 'y';
	assert_int_equal(copy_to_user(BUF, &t, sizeof(t)), 0);
	assert_int_equal(ioctl_(fd, TCSETSW2, BUF), 0);
	assert_int_equal(host_tty_get(inner, &host), 0);
	assert_int_equal(host.iflag & (IXON | ICRNL), IXON);
	assert_int_equal(host.cc[VEOF], 4);
	assert_int_equal(host.cc[VKILL], 'y');
	close_console();
}

int main(void)
{
	const struct CMUnitTest tests[] = { tty_test(locked_modes_stay) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
