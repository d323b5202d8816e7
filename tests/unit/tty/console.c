/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A terminal of the host's as the guest's: what the guest may do to its modes. */
#include "rig.h"

#include <stdlib.h>
#include <unistd.h>

#include "host/event.h"
#include "host/tty.h"
#include "kernel/signal.h"
#include "kernel/time.h"

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

static bool has_sigio(void)
{
	bool has = current->signal->shared_pending.signal.bits & 1ull << (SIGIO - 1);

	flush_sigqueue(&current->signal->shared_pending);
	return has;
}

static void type_line(int64_t patience)
{
	assert_int_equal(write(outer, "line\n", 5), 5);
	host_events_wait(kernel->events, patience);
}

/* Each line that is typed is told, whoever read the ones before. */
static void input_is_told_by_sigio(__unused void **state)
{
	char text[16];

	open_console();
	current->blocked.bits |= 1ull << (SIGIO - 1); /* it stays where it can be seen */
	assert_int_equal(call(fcntl, (uint64_t)fd, F_SETOWN, (uint64_t)current->tgid), 0);
	assert_int_equal(call(fcntl, (uint64_t)fd, F_SETFL, O_ASYNC | O_NONBLOCK), 0);
	assert_false(has_sigio());
	type_line(10 * NSEC_PER_SEC);
	assert_true(has_sigio());
	assert_int_equal(get(fd, text, sizeof(text)), 5);
	type_line(10 * NSEC_PER_SEC);
	assert_true(has_sigio());
	assert_int_equal(get(fd, text, sizeof(text)), 5);
	assert_int_equal(call(fcntl, (uint64_t)fd, F_SETFL, O_NONBLOCK), 0);
	type_line(NSEC_PER_SEC / 1000);
	assert_false(has_sigio());
	current->blocked.bits = 0;
	close_console();
}

int main(void)
{
	const struct CMUnitTest tests[] = { tty_test(locked_modes_stay),
					    tty_test(input_is_told_by_sigio) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
