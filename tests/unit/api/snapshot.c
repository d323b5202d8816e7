/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A machine is brought back as it was: again and again, and in the middle of things. */
#include "api.h"

#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define BUSYBOX "/bin/busybox"

static void start(struct r3_machine *m, const char *script)
{
	const char *const argv[] = { "sh", "-c", script, NULL };

	assert_r3(m, r3_load_host(m, BUSYBOX, argv, NULL));
}

static void stop_at(struct r3_machine *m, const char *call)
{
	struct r3_until until = { .call = call };

	assert_int_equal(r3_run_until(m, &until, NULL), R3_STOPPED);
}

static void the_same_end_comes_again(void **state)
{
	struct r3_until until = { .address = GUEST_ROUND };
	struct r3_machine *m = *state;
	struct r3_registers regs;
	struct r3_stop stop;

	assert_int_equal(r3_restore(m), -ENOENT);
	assert_r3(m, r3_load_host(m, GUEST, NULL, NULL));
	assert_int_equal(r3_run_until(m, &until, &stop), R3_STOPPED);
	assert_int_equal(r3_run_until(m, &until, &stop), R3_STOPPED);
	assert_r3(m, r3_snapshot(m));
	for (unsigned i = 0; i < 5; i++) {
		assert_int_equal(r3_registers(m, stop.tid, &regs), 0);
		assert_int_equal(regs.rip, GUEST_ROUND);
		assert_int_equal(regs.r[1], 1);
		regs.r[3] += i;
		assert_int_equal(r3_set_registers(m, stop.tid, &regs), 0);
		assert_int_equal(r3_run(m), 0);
		assert_int_equal(exit_code(m), GUEST_STATUS + i);
		assert_r3(m, r3_restore(m));
		assert_int_equal(exit_code(m), 0);
	}
	r3_drop_snapshot(m);
	assert_int_equal(r3_restore(m), -ENOENT);
	assert_int_equal(r3_run(m), 0);
	assert_int_equal(exit_code(m), GUEST_STATUS);
}

static void a_call_is_stopped_at_again(void **state)
{
	struct r3_until until = { .call = "exit_group" };
	struct r3_machine *m = *state;
	struct r3_stop stop;

	assert_r3(m, r3_load_host(m, GUEST, NULL, NULL));
	assert_int_equal(r3_run_until(m, &until, &stop), R3_STOPPED);
	assert_r3(m, r3_snapshot(m));
	for (unsigned i = 0; i < 5; i++) {
		stop.call.args[0] = 20 + i;
		assert_r3(m, r3_change_call(m, &stop.call, 0));
		assert_int_equal(r3_run(m), 0);
		assert_int_equal(exit_code(m), 20 + i);
		assert_r3(m, r3_restore(m));
	}
}

/* Files, processes and pipes of a shell that is stopped between two of its commands. */
static void a_shell_goes_on_from_there(void **state)
{
	struct r3_machine *m = *state;
	char buf[64];
	int64_t n;

	start(m, "echo one >/tmp/f; mkdir /tmp/mark; "
		 "for i in 1 2 3; do (echo $i; cat /tmp/f) | cat; done >/tmp/out; "
		 "rm /tmp/f; test $(wc -l </tmp/out) = 6");
	stop_at(m, "mkdir");
	assert_r3(m, r3_snapshot(m));
	for (unsigned i = 0; i < 4; i++) {
		assert_int_equal(r3_run(m), 0);
		assert_int_equal(r3_exit_status(m), 0);
		n = r3_read_file(m, "/tmp/out", 0, buf, sizeof(buf));
		assert_int_equal(n, 18);
		assert_memory_equal(buf, "1\none\n2\none\n3\none\n", 18);
		assert_int_equal(r3_read_file(m, "/tmp/f", 0, buf, 1), -ENOENT);
		assert_r3(m, r3_restore(m));
	}
}

/* Two processes of which one sleeps in a read: what is on kernel stacks comes back, too. */
static void a_sleeping_reader_is_woken_again(void **state)
{
	struct r3_machine *m = *state;
	unsigned tasks;

	start(m, "{ sleep 1000 & }; mkfifo /tmp/p; (read x </tmp/p; exit $x) & p=$!; "
		 "while ! mkdir /tmp/d; do :; done; echo 7 >/tmp/p; wait $p");
	stop_at(m, "mkdir");
	tasks = (unsigned)r3_tasks(m, NULL, 0);
	assert_r3(m, r3_snapshot(m));
	for (unsigned i = 0; i < 4; i++) {
		assert_int_equal(r3_tasks(m, NULL, 0), tasks);
		assert_int_equal(r3_run(m), 0);
		assert_int_equal(exit_code(m), 7);
		assert_r3(m, r3_restore(m));
	}
}

static int open_fds(void)
{
	int n = 0;

	for (int fd = 0; fd < 1024; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

/* Host files: those opened since are closed, those closed since are open, positions are back. */
static void host_files_and_positions_are_back(void **state)
{
	char dir[] = "/tmp/r3-snapshot-XXXXXX", path[64], text[8] = "";
	struct r3_machine *m = *state;
	int fd, before;

	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/in", dir);
	fd = open(path, O_RDWR | O_CREAT, 0600);
	assert_int_equal(write(fd, "a\nb\nc\n", 6), 6);
	lseek(fd, 0, SEEK_SET);
	assert_r3(m, r3_mount(m, dir, "/data", R3_WRITABLE));
	assert_r3(m, r3_stdio(m, 0, fd));
	start(m, "exec 5</data/in; read a; read x <&5; mkdir /tmp/mark; read b; exec 5<&-; "
		 "for i in 1 2 3 4; do cat /data/in; done >/dev/null; "
		 "echo $a$x$b >/data/out; test $a$x$b = aab");
	stop_at(m, "mkdir");
	assert_r3(m, r3_snapshot(m));
	before = open_fds();
	for (unsigned i = 0; i < 4; i++) {
		assert_int_equal(lseek(fd, 0, SEEK_CUR), 2);
		assert_int_equal(r3_run(m), 0);
		assert_int_equal(r3_exit_status(m), 0);
		assert_r3(m, r3_restore(m));
		assert_int_equal(open_fds(), before);
	}
	close(fd);
	snprintf(path, sizeof(path), "%s/out", dir);
	fd = open(path, O_RDONLY);
	assert_int_equal(read(fd, text, sizeof(text)), 4);
	assert_string_equal(text, "aab\n");
	close(fd);
	unlink(path);
	snprintf(path, sizeof(path), "%s/in", dir);
	unlink(path);
	rmdir(dir);
}

static void what_is_the_hosts_cannot_be_brought_back(void **state)
{
	struct r3_machine *m = *state;
	int fd[2];

	assert_int_equal(pipe(fd), 0);
	assert_r3(m, r3_stdio(m, 0, fd[0]));
	assert_r3(m, r3_load_host(m, GUEST, NULL, NULL));
	assert_int_equal(r3_snapshot(m), -EBUSY);
	assert_non_null(strstr(r3_error(m), "pipe"));
	close(fd[0]);
	close(fd[1]);
	assert_int_equal(r3_run(m), 0);
}

static int restore_inside(void *ctx, struct r3_call *call)
{
	(void)call;
	assert_int_equal(r3_restore(ctx), -EBUSY);
	return 0;
}

static void not_while_it_runs(void **state)
{
	struct r3_machine *m = *state;
	struct r3_observer o = { .enter = restore_inside, .ctx = m };

	assert_r3(m, r3_load_host(m, GUEST, NULL, NULL));
	assert_r3(m, r3_snapshot(m));
	r3_observe(m, &o);
	assert_int_equal(r3_run(m), 0);
}

/* With a clock of its own work, the machine says the same each time. */
static void a_deterministic_machine_repeats_itself(void **state)
{
	struct r3_options o = R3_OPTIONS_INIT;
	char first[256], again[256];
	struct r3_machine *m;
	int64_t n;

	(void)state;
	o.deterministic = 1;
	o.mem_size = 64 << 20;
	assert_int_equal(r3_create(&m, &o), 0);
	start(m, "mkdir /tmp/mark; for i in 1 2 3; do echo $RANDOM; date +%s.%N; sleep 0.01; "
		 "cat /proc/uptime; done >/tmp/out");
	stop_at(m, "mkdir");
	assert_r3(m, r3_snapshot(m));
	assert_int_equal(r3_run(m), 0);
	memset(first, 0, sizeof(first));
	n = r3_read_file(m, "/tmp/out", 0, first, sizeof(first));
	assert_true(n > 60);
	for (unsigned i = 0; i < 3; i++) {
		assert_r3(m, r3_restore(m));
		assert_int_equal(r3_run(m), 0);
		memset(again, 0, sizeof(again));
		assert_int_equal(r3_read_file(m, "/tmp/out", 0, again, sizeof(again)), n);
		assert_string_equal(again, first);
	}
	r3_destroy(m);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, machine_setup, machine_teardown)
	const struct CMUnitTest tests[] = {
		TEST(the_same_end_comes_again),
		TEST(a_call_is_stopped_at_again),
		TEST(a_shell_goes_on_from_there),
		TEST(a_sleeping_reader_is_woken_again),
		TEST(host_files_and_positions_are_back),
		TEST(what_is_the_hosts_cannot_be_brought_back),
		TEST(not_while_it_runs),
		cmocka_unit_test(a_deterministic_machine_repeats_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
