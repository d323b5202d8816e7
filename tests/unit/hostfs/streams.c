/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Standard streams: pipes, redirected files and terminals of the host. */
#include <string.h>

#include "fs/fs.h"
#include "host/tty.h"
#include "kernel/signal.h"
#include "rig.h"
#include "uapi/ioctl.h"
#include "uapi/termios.h"

static int host[2];

static const char *get(int fd, long *n)
{
	static char text[4096];
	uint64_t buf = room(sizeof(text));

	*n = sc(SYS_read, (uint64_t)fd, buf, sizeof(text) - 1);
	if (*n > 0)
		peek(text, buf, (size_t)*n);
	text[*n > 0 ? *n : 0] = '\0';
	return text;
}

static long put(int fd, const char *text)
{
	return sc(SYS_write, (uint64_t)fd, str(text), strlen(text));
}

/* --- pipes --- */

static void read_pipe(void)
{
	long n;
	int pid;

	connect_stream(host[0], 0);
	pid = h_write_later(host[1], "late", 30);
	assert_string_equal(get(0, &n), "late"); /* slept, and was woken */
	h_join(pid);
	assert_int_equal(sc(SYS_lseek, 0, 0, SEEK_CUR), -ESPIPE);
	assert_int_equal(sc(SYS_pread64, 0, room(8), 8, 0), -ESPIPE);
	assert_int_equal(put(0, "x"), -EBADF);
	assert_int_equal(sc(SYS_fcntl, 0, F_SETFL, O_NONBLOCK), 0);
	get(0, &n);
	assert_int_equal(n, -EAGAIN);
	assert_int_equal(h_flags(host[0]) & O_NONBLOCK, 0); /* ours alone */
	assert_int_equal(sc(SYS_ioctl, 0, TCGETS, room(64)), -ENOTTY);
	h_put(host[1], "abc");
	assert_int_equal(sc(SYS_ioctl, 0, FIONREAD, room(4)), 0);
	peek(&n, room(4), 4);
	assert_int_equal((int)n, 3);
	close_all();
}

static void a_pipe_is_read_as_it_fills(void **state)
{
	(void)state;
	h_pipe(host);
	rig_run(read_pipe);
	h_close(host[0]);
	h_close(host[1]);
}

static void read_end(void)
{
	long n;

	connect_stream(host[0], 0);
	assert_string_equal(get(0, &n), "last");
	get(0, &n);
	assert_int_equal(n, 0);
	close_all();
}

static void a_pipe_without_writers_ends(void **state)
{
	(void)state;
	h_pipe(host);
	h_put(host[1], "last");
	h_close(host[1]);
	rig_run(read_end);
	h_close(host[0]);
}

static void write_broken(void)
{
	connect_stream(host[1], 0);
	assert_int_equal(put(0, "x"), -EPIPE);
	assert_true(take_signal(SIGPIPE)); /* the guest's; our own process lives */
	assert_int_equal(put(0, ""), 0);
	assert_false(take_signal(SIGPIPE));
	close_all();
}

static void a_broken_pipe_is_the_guests_sigpipe(void **state)
{
	(void)state;
	h_pipe(host);
	h_close(host[0]);
	rig_run(write_broken);
	h_close(host[1]);
}

static void write_much(void)
{
	uint64_t buf = room(200000);
	long done = 0, n;

	connect_stream(host[1], 0);
	sc(SYS_fcntl, 0, F_SETFL, O_WRONLY | O_NONBLOCK);
	while ((n = sc(SYS_write, 0, buf, 200000)) > 0)
		done += n;
	assert_int_equal(n, -EAGAIN);
	assert_int_equal(done, 65536);
	close_all();
}

static void a_full_pipe_blocks_no_machine(void **state)
{
	(void)state;
	h_pipe(host);
	rig_run(write_much);
	h_close(host[0]);
	h_close(host[1]);
}

static void poll_pipe(void)
{
	struct {
		int32_t fd;
		int16_t events, revents;
	} p = { 0, EPOLLIN, 0 };
	uint64_t at = room(8);
	int pid;

	connect_stream(host[0], 0);
	poke(at, &p, 8);
	assert_int_equal(sc(SYS_poll, at, 1, 10), 0);
	pid = h_write_later(host[1], "x", 30);
	assert_int_equal(sc(SYS_poll, at, 1, 5000), 1);
	peek(&p, at, 8);
	assert_int_equal(p.revents, EPOLLIN);
	h_join(pid);
	close_all();
}

static void poll_waits_for_the_host(void **state)
{
	(void)state;
	h_pipe(host);
	rig_run(poll_pipe);
	h_close(host[0]);
	h_close(host[1]);
}

/* --- redirected files --- */

static void read_redirected(void)
{
	struct guest_stat st;
	uint64_t at;
	char text[8] = "";
	long n, fd;

	connect_stream(host[0], 0);
	assert_int_equal(sc(SYS_read, 0, room(8), 3), 3);
	assert_int_equal(h_tell(host[0]), 3); /* shared with whoever has the descriptor */
	assert_int_equal(sc(SYS_pread64, 0, room(8), 2, 8), 2);
	assert_int_equal(h_tell(host[0]), 3);
	assert_int_equal(sc(SYS_lseek, 0, 2, SEEK_CUR), 5);
	assert_string_equal(get(0, &n), "56789");
	assert_int_equal(put(0, "x"), -EBADF);
	/* Opened by its name it has a position of its own, and no more rights. */
	fd = open_at("/dev/stdin", O_RDONLY, 0);
	assert_true(fd > 0);
	assert_string_equal(get((int)fd, &n), "0123456789");
	assert_int_equal(h_tell(host[0]), 10);
	sc(SYS_close, (uint64_t)fd);
	assert_int_equal(open_at("/proc/self/fd/0", O_RDWR, 0), -EACCES);
	assert_int_equal(stat_at("/proc/self/fd/0", true, &st), 0);
	assert_int_equal(st.mode, 0100644);
	assert_int_equal(st.size, 10);
	at = map_file(0, 4096, false, false);
	assert_true(at);
	peek(text, at, 4);
	assert_string_equal(text, "0123");
	assert_int_equal(sc(SYS_fchmod, 0, 0600), -EROFS);
	sc(SYS_munmap, at, 4096);
	close_all();
}

static void a_redirected_file_keeps_its_position(void **state)
{
	(void)state;
	h_write("in", "0123456789");
	host[0] = h_open("in", false);
	rig_run(read_redirected);
	h_close(host[0]);
	assert_int_equal(h_mode("in") & 07777, 0644);
}

static void write_redirected(void)
{
	connect_stream(host[0], 0);
	assert_int_equal(put(0, "second"), 6);
	assert_int_equal(sc(SYS_ftruncate, 0, 9), 0);
	close_all();
}

static void writing_goes_on_where_the_shell_was(void **state)
{
	(void)state;
	h_write("out", "");
	host[0] = h_open("out", true);
	h_put(host[0], "first ");
	rig_run(write_redirected);
	assert_string_equal(h_read("out"), "first sec");
	h_close(host[0]);
}

/* A mapping sees what is written beside it, and what it wrote itself is not undone. */
static void write_mapped(void)
{
	char text[8] = "";
	uint64_t at;

	connect_stream(host[0], 0);
	at = map_file(0, 8192, true, true);
	assert_true(at);
	poke(at, "01", 2);
	assert_int_equal(sc(SYS_pwrite64, 0, str("b"), 1, 1), 1);
	peek(text, at, 4);
	assert_string_equal(text, "0bcd");
	poke(at + 2, "2", 1);
	assert_int_equal(sc(SYS_pread64, 0, room(8), 4, 0), 4);
	assert_int_equal(sc(SYS_pwrite64, 0, str("far"), 3, 4096), 3); /* the file grows */
	peek(text, at + 4096, 3);
	assert_memory_equal(text, "far", 3);
	sc(SYS_munmap, at, 8192);
	close_all();
}

static void a_redirected_file_and_its_mapping_are_one(void **state)
{
	(void)state;
	h_write("both", "abcd");
	host[0] = h_open("both", true);
	rig_run(write_mapped);
	assert_memory_equal(h_read("both"), "0b2d", 4);
	h_close(host[0]);
}

/* --- terminals --- */

static void set_modes(unsigned clear, unsigned min_chars, unsigned tenths)
{
	struct linux_termios t;

	assert_int_equal(sc(SYS_ioctl, 0, TCGETS, room(64)), 0);
	peek(&t, room(64), sizeof(t));
	t.lflag &= ~clear;
	t.cc[VMIN] = (uint8_t)min_chars;
	t.cc[VTIME] = (uint8_t)tenths;
	poke(room(64), &t, sizeof(t));
	assert_int_equal(sc(SYS_ioctl, 0, TCSETSW, room(64)), 0);
}

static void use_terminal(void)
{
	struct linux_winsize w = { 24, 80, 0, 0 };
	struct guest_stat a, b;
	int32_t number;
	long n;
	int pid;

	connect_stream(host[1], 0);
	connect_stream(host[1], 1);
	/* A name that exists and means the same, for ttyname(3). */
	assert_int_equal(stat_at("/dev/pts/0", true, &a), 0);
	assert_int_equal(stat_at("/proc/self/fd/0", true, &b), 0);
	assert_int_equal(a.ino, b.ino);
	assert_int_equal(a.rdev, b.rdev);
	assert_int_equal(a.mode & 0170000, 0020000);

	pid = h_write_later(host[0], "line\n", 30);
	assert_string_equal(get(0, &n), "line\n");
	h_join(pid);
	assert_string_equal(h_get_line(host[0]), "line\r\n"); /* the echo */
	put(1, "out\n");
	assert_string_equal(h_get_line(host[0]), "out\r\n");

	poke(room(64), &w, sizeof(w));
	assert_int_equal(sc(SYS_ioctl, 1, TIOCSWINSZ, room(64)), 0);
	assert_int_equal(sc(SYS_ioctl, 0, TIOCGWINSZ, room(64)), 0);
	peek(&w, room(64), sizeof(w));
	assert_int_equal(w.col, 80);
	take_signal(SIGWINCH);

	poke(room(64), "x", 1);
	assert_int_equal(sc(SYS_ioctl, 0, TIOCSTI, room(64)), -EPERM);
	assert_int_equal(sc(SYS_ioctl, 0, TIOCLINUX, room(64)), -ENOTTY);
	assert_int_equal(sc(SYS_ioctl, 0, 0x5499, room(64)), -ENOTTY);
	assert_int_equal(sc(SYS_ioctl, 0, TIOCGPGRP, room(64)), 0);
	peek(&number, room(64), 4);
	assert_int_equal(number, current->signal->pgrp);
	assert_int_equal(sc(SYS_ioctl, 0, TIOCGSID, room(64)), 0);
	number = 12345;
	poke(room(64), &number, 4);
	assert_int_equal(sc(SYS_ioctl, 0, TIOCSPGRP, room(64)), -ESRCH);
	n = open_at("/dev/tty", O_RDWR, 0);
	assert_true(n >= 0);
	close_all();
}

static void a_terminal_is_a_terminal(void **state)
{
	(void)state;
	host[0] = h_pty(&host[1]);
	rig_run(use_terminal);
	assert_int_equal(h_flags(host[1]) & O_NONBLOCK, 0);
	h_close(host[0]);
	h_close(host[1]);
}

static void read_raw(void)
{
	long n;
	int pid;

	connect_stream(host[1], 0);
	set_modes(ICANON | ECHO, 3, 0);
	h_put(host[0], "ab");
	pid = h_write_later(host[0], "cd", 30);
	assert_string_equal(get(0, &n), "abcd");
	h_join(pid);
	/* No more than a moment: nothing comes. */
	set_modes(0, 0, 1);
	get(0, &n);
	assert_int_equal(n, 0);
	set_modes(0, 0, 0);
	get(0, &n);
	assert_int_equal(n, 0);
	/* A first byte, then a pause. */
	set_modes(0, 10, 1);
	pid = h_write_later(host[0], "z", 20);
	assert_string_equal(get(0, &n), "z");
	h_join(pid);
	sc(SYS_fcntl, 0, F_SETFL, O_RDWR | O_NONBLOCK);
	get(0, &n);
	assert_int_equal(n, -EAGAIN);
	close_all();
}

static void raw_modes_count_bytes_and_time(void **state)
{
	(void)state;
	host[0] = h_pty(&host[1]);
	rig_run(read_raw);
	/* The machine still lives, and its modes with it; a signal handler would do this. */
	assert_int_equal(h_lflag(host[1]) & ICANON, 0);
	host_tty_restore_all();
	assert_int_equal(h_lflag(host[1]) & (ICANON | ECHO), ICANON | ECHO);
	h_close(host[0]);
	h_close(host[1]);
}

static void set_raw(void)
{
	connect_stream(host[1], 0);
	set_modes(ICANON | ECHO, 1, 0);
	close_all();
}

static void modes_come_back_with_the_machines_end(void **state)
{
	(void)state;
	host[0] = h_pty(&host[1]);
	rig_run(set_raw);
	assert_int_equal(h_lflag(host[1]) & ICANON, 0);
}

static int check_modes(void **state)
{
	rig_end_machine(state);
	assert_int_equal(h_lflag(host[1]) & (ICANON | ECHO), ICANON | ECHO);
	h_close(host[0]);
	h_close(host[1]);
	return rig_teardown(state);
}

static void background(void)
{
	struct signal_struct *s = current->signal;
	pid_t own = s->pgrp;
	long n;

	connect_stream(host[1], 0);
	s->pgrp = own + 1; /* as if another group were in front; without a parent it is an orphan */
	get(0, &n);
	assert_int_equal(n, -EIO);
	assert_int_equal(put(0, "x"), 1); /* no TOSTOP */
	s->pgrp = own;
	close_all();
}

static void an_orphaned_group_reads_nothing_from_behind(void **state)
{
	(void)state;
	host[0] = h_pty(&host[1]);
	rig_run(background);
	h_close(host[0]);
	h_close(host[1]);
}

static void see_devices(void)
{
	struct guest_stat st;

	connect_stream(host[0], 0);
	assert_int_equal(stat_at("/proc/self/fd/0", true, &st), 0);
	assert_int_equal(st.rdev, MKDEV(1, 3));
	assert_int_equal(put(0, "away"), 4);
	close_all();
}

static void the_hosts_null_is_our_null(void **state)
{
	(void)state;
	host[0] = h_open("../../dev/null", true);
	rig_run(see_devices);
	h_close(host[0]);
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, rig_setup, rig_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_pipe_is_read_as_it_fills),
		TEST(a_pipe_without_writers_ends),
		TEST(a_broken_pipe_is_the_guests_sigpipe),
		TEST(a_full_pipe_blocks_no_machine),
		TEST(poll_waits_for_the_host),
		TEST(a_redirected_file_keeps_its_position),
		TEST(writing_goes_on_where_the_shell_was),
		TEST(a_redirected_file_and_its_mapping_are_one),
		TEST(a_terminal_is_a_terminal),
		cmocka_unit_test_setup_teardown(modes_come_back_with_the_machines_end, rig_setup,
						check_modes),
		TEST(raw_modes_count_bytes_and_time),
		TEST(an_orphaned_group_reads_nothing_from_behind),
		TEST(the_hosts_null_is_our_null),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
