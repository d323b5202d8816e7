/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sessions and job control on a pseudo-terminal: who gets it, who may read, write and change it,
 * what its keys send to whom, and what its loss does. Each story has processes of its own.
 */
#include <stdbool.h>

#include "asleep.h"
#include "tty.h"

/* Pipes between two processes: one gets its cue, the other hears when it is done. */
static struct link {
	int tell[2], hear[2];
} one, two;

static void links(void)
{
	if (pipe(one.tell) || pipe(one.hear) || pipe(two.tell) || pipe(two.hear))
		exit(1);
}

static void send_byte(int fd)
{
	if (write(fd, "x", 1) != 1)
		exit(1);
}

static void get_byte(int fd)
{
	char c;

	while (read(fd, &c, 1) < 0 && errno == EINTR)
		;
}

static void cue(struct link *l)
{
	send_byte(l->tell[1]);
}

static void await_cue(struct link *l)
{
	get_byte(l->tell[0]);
}

static void done(struct link *l)
{
	send_byte(l->hear[1]);
}

static void await_done(struct link *l)
{
	get_byte(l->hear[0]);
}

static int foreground(int fd)
{
	pid_t p = -1;

	return ioctl(fd, TIOCGPGRP, &p) ? -1 : p;
}

static volatile char got[200]; /* by handlers; shown when nobody else writes */

static void catch(int sig, siginfo_t *info, __attribute__((unused)) void *context)
{
	char text[32];
	int n = snprintf(text, sizeof(text), "got %d code %#x\n", sig, (unsigned)info->si_code);
	size_t at = strlen((char *)got);

	memcpy((char *)got + at, text, (size_t)n + 1);
}

static void show_got(void)
{
	fputs((char *)got, stdout);
	fflush(stdout);
	got[0] = 0;
}

static void handle(int sig)
{
	struct sigaction sa = { .sa_sigaction = catch, .sa_flags = SA_SIGINFO };

	sigaction(sig, &sa, NULL);
}

/* The caller becomes the leader of a session with the slave as its terminal. */
static void lead(void)
{
	setsid();
	close(slave);
	slave = open(slave_name, O_RDWR);
}

static void getting_one(void)
{
	pid_t n;

	puts("--- getting one");
	open_pair(0);
	in_child("no leader")
	{
		int fd = open(slave_name, O_RDWR);

		show(foreground(fd));
		show(ioctl(fd, TIOCSCTTY, 0));
		show(open("/dev/tty", O_RDWR));
	}
	in_child("leader")
	{
		int fd;

		setsid();
		show(open("/dev/tty", O_RDWR));
		fd = open(slave_name, O_WRONLY);
		show(foreground(fd));
		if (getuid())
			show(ioctl(fd, TIOCSCTTY, 0));
		fd = open(slave_name, O_RDWR | O_NOCTTY);
		show(foreground(fd));
		show(ioctl(fd, TIOCSCTTY, 0));
		show(ioctl(fd, TIOCSCTTY, 0));
		show(foreground(fd) == getpgrp());
		show(foreground(master) == getpgrp()); /* the master tells anybody */
		show(ioctl(master, TIOCGSID, &n));
		show(n == getsid(0));
		show_ok(open("/dev/tty", O_RDWR));
		show(open_master(0) >= 0);
		fd = open(slave_name, O_RDWR);
		show(foreground(fd)); /* one is enough */
		show(ioctl(fd, TIOCSCTTY, 0));
	}
	in_child("after it")
	{
		setsid();
		show(foreground(open("/dev/pts/0", O_PATH)));
		slave = open(slave_name, O_RDWR);
		show(foreground(slave) == getpgrp());
	}
	close_pair();
}

/* The thief must live while its victim looks. */
static void stealing(void)
{
	pid_t victim, thief;

	if (getuid())
		return;
	puts("--- another session's");
	links();
	open_pair(0);
	fflush(stdout);
	victim = fork();
	if (!victim) {
		lead();
		done(&one);
		await_cue(&one);
		show(open("/dev/tty", O_RDWR));
		show(foreground(slave));
		fflush(stdout);
		_exit(0);
	}
	await_done(&one);
	thief = fork();
	if (!thief) {
		setsid();
		show(ioctl(slave, TIOCSCTTY, 0));
		show(ioctl(slave, TIOCSCTTY, 1));
		show(foreground(slave) == getpgrp());
		fflush(stdout);
		done(&two);
		await_cue(&two);
		_exit(0);
	}
	await_done(&two);
	cue(&one);
	show_end("victim", victim);
	cue(&two);
	show_end("thief", thief);
	close_pair();
}

/* pid stops or ends; continued again. */
static void show_stop(const char *what, pid_t pid)
{
	int status;

	waitpid(pid, &status, WUNTRACED);
	if (WIFSTOPPED(status))
		printf("%s stopped by %d\n", what, WSTOPSIG(status));
	else
		printf("%s ended %#x\n", what, (unsigned)status);
	fflush(stdout);
}

/* A child in a group of its own that runs fn. */
static pid_t job(void (*fn)(void), bool in_front)
{
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (!pid) {
		setpgid(0, 0);
		await_cue(&one);
		fn();
		fflush(stdout);
		_exit(0);
	}
	setpgid(pid, pid);
	if (in_front)
		tcsetpgrp(slave, pid);
	return pid;
}

static void reads(void)
{
	show_read("job reads", slave, 100);
}

static void writes(void)
{
	show(write(slave, "job\n", 4));
}

static void changes(void)
{
	struct termios t;

	show(tcgetattr(slave, &t));
	show(tcsetattr(slave, TCSANOW, &t));
}

static void takes_over(void)
{
	show(tcsetpgrp(slave, getpgrp()));
	show(foreground(slave) == getpgrp());
}

static void flushes(void)
{
	show(tcflush(slave, TCIFLUSH));
	show(tcflow(slave, TCOON));
	show(tcdrain(slave));
	show(tcsendbreak(slave, 0));
}

static void ignoring(int sig, void (*fn)(void))
{
	signal(sig, SIG_IGN);
	fn();
}

static void reads_ignoring(void)
{
	ignoring(SIGTTIN, reads);
}

static void changes_ignoring(void)
{
	ignoring(SIGTTOU, changes);
}

static void takes_over_blocking(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTTOU);
	sigprocmask(SIG_BLOCK, &set, NULL);
	takes_over();
}

/* In the background: stopped by sig, then brought to the front and continued. */
static void stops(const char *what, void (*fn)(void))
{
	pid_t pid = job(fn, false);

	cue(&one);
	show_stop(what, pid);
	tcsetpgrp(slave, pid);
	kill(pid, SIGCONT);
	show_end(what, pid);
	signal(SIGTTOU, SIG_IGN);
	tcsetpgrp(slave, getpgrp());
	signal(SIGTTOU, SIG_DFL);
}

static void goes(const char *what, void (*fn)(void), bool in_front)
{
	pid_t pid = job(fn, in_front);

	cue(&one);
	show_end(what, pid);
	signal(SIGTTOU, SIG_IGN);
	tcsetpgrp(slave, getpgrp());
	signal(SIGTTOU, SIG_DFL);
}

static void background(void)
{
	puts("--- foreground and background");
	links();
	open_pair(0);
	say(master, "one\ntwo\nthree\nfour\n");
	in_child("shell")
	{
		lead();
		goes("front reads", reads, true);
		stops("back reads", reads);
		goes("ignoring SIGTTIN", reads_ignoring, false);
		goes("front writes", writes, true);
		goes("back writes", writes, false);
		set_flags(TOSTOP, 0, 1, 0);
		stops("back writes with TOSTOP", writes);
		set_flags(0, TOSTOP, 1, 0);
		stops("back changes", changes);
		goes("ignoring SIGTTOU", changes_ignoring, false);
		stops("back takes over", takes_over);
		goes("blocking SIGTTOU", takes_over_blocking, false);
		stops("back flushes", flushes);
	}
	close_pair();
}

static void wrong_groups(void)
{
	pid_t other, n;

	puts("--- wrong groups");
	open_pair(0);
	links();
	fflush(stdout);
	other = fork();
	if (!other) {
		setsid();
		done(&one);
		await_cue(&one);
		_exit(0);
	}
	await_done(&one);
	in_child("shell")
	{
		lead();
		show(tcsetpgrp(slave, other)); /* of another session */
		show(tcsetpgrp(slave, 1));
		show(tcsetpgrp(slave, -2));
		show(tcsetpgrp(slave, 4000000));
		fflush(stdout);
		n = fork();
		if (!n) {
			show(tcsetpgrp(slave, getpid())); /* a process, but no group */
			fflush(stdout);
			_exit(0);
		}
		waitpid(n, NULL, 0);
		show(tcsetpgrp(master, getpgrp())); /* now we are in the background */
		show(tcgetsid(slave) == getsid(0));
	}
	cue(&one);
	waitpid(other, NULL, 0);
	close_pair();
}

static void waits_for_keys(void)
{
	sigset_t none;

	handle(SIGINT);
	handle(SIGQUIT);
	handle(SIGTSTP);
	handle(SIGWINCH);
	sigemptyset(&none);
	done(&one);
	for (int i = 0; i < 4; i++) {
		sigsuspend(&none);
		show_got();
		done(&one);
	}
}

static void keys(void)
{
	static const char *const key[] = { "\003", "\034", "\032" };
	struct winsize w = { 3, 4, 0, 0 };

	puts("--- keys");
	links();
	open_pair(0);
	in_child("shell")
	{
		sigset_t set;
		pid_t pid;

		sigemptyset(&set);
		sigaddset(&set, SIGINT);
		sigaddset(&set, SIGQUIT);
		sigaddset(&set, SIGTSTP);
		sigaddset(&set, SIGWINCH);
		sigprocmask(SIG_BLOCK, &set, NULL);
		lead();
		pid = job(waits_for_keys, true);
		cue(&one);
		await_done(&one);
		for (int i = 0; i < 3; i++) {
			say(master, key[i]);
			settle_pair(); /* the next one throws away what is under way */
			await_done(&one);
		}
		ioctl(master, TIOCSWINSZ, &w);
		await_done(&one);
		ioctl(slave, TIOCSWINSZ, &w); /* the same: no signal */
		show_end("job", pid);
		sigpending(&set);
		show(sigismember(&set, SIGINT) || sigismember(&set, SIGWINCH));
	}
	show_read("echo", master, 100);
	close_pair();
}

static void reads_a_line(void)
{
	done(&one);
	show_read("line", slave, 100);
}

/* What was typed before a key that sends a signal is thrown away, unless NOFLSH is set. */
static void keys_flush(void)
{
	puts("--- keys and what was typed before");
	links();
	open_pair(0);
	in_child("shell")
	{
		signal(SIGINT, SIG_IGN);
		lead();
		goes("nothing", flushes, true);
		say(master, "lost");
		settle_pair();
		show_read("echo", master, 4);
		say(master, "abc\003kept\n");
		goes("flushed", reads_a_line, true);
		await_done(&one);
		set_flags(NOFLSH, 0, 1, 0);
		say(master, "also \003kept\n");
		goes("not flushed", reads_a_line, true);
	}
	close_pair();
}

static void hangs(void)
{
	sigset_t none, both;

	sigemptyset(&none);
	both = none;
	sigaddset(&both, SIGHUP);
	sigaddset(&both, SIGCONT);
	sigprocmask(SIG_BLOCK, &both, NULL); /* what comes before the wait is for the wait */
	handle(SIGHUP);
	handle(SIGCONT);
	done(&one);
	for (;;) {
		sigsuspend(&none);
		show_got();
		done(&one);
	}
}

static void last_reader(void)
{
	signal(SIGHUP, SIG_IGN);
	done(&two);
	show_read("cut off", slave, 100);
	show_read("then", slave, 100);
	show(write(slave, "x", 1));
	show(open("/dev/tty", O_RDWR));
	show_events("hung up", slave);
}

static void master_closes(void)
{
	pid_t shell, pid;

	puts("--- the master closes");
	links();
	open_pair(0);
	fflush(stdout);
	shell = fork();
	if (!shell) {
		close(master);
		handle(SIGHUP);
		handle(SIGCONT);
		lead();
		pid = job(last_reader, true);
		cue(&one);
		await_done(&two);
		until_asleep(pid); /* it reads */
		done(&one);
		while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
			;
		show_got();
		show(open("/dev/tty", O_RDWR));
		show(foreground(slave));
		fflush(stdout);
		_exit(3);
	}
	await_done(&one);
	close(master);
	show_end("shell", shell);
	close(slave);
}

/* A leader's end: its foreground group hears SIGHUP, others of the session lose the terminal. */
static void leader_ends(void)
{
	pid_t shell;
	int status;

	puts("--- the leader ends");
	links();
	open_pair(0);
	fflush(stdout);
	shell = fork();
	if (!shell) {
		pid_t front, back;

		lead();
		front = job(hangs, true);
		cue(&one);
		await_done(&one);
		back = fork();
		if (!back) {
			setpgid(0, 0);
			done(&two);
			await_cue(&two);
			show(open("/dev/tty", O_RDWR));
			show(foreground(slave));
			show(foreground(master));
			show(ioctl(master, TIOCGSID, &status));
			fflush(stdout);
			kill(front, SIGTERM);
			done(&two);
			_exit(0);
		}
		await_done(&two);
		_exit(4);
	}
	waitpid(shell, &status, 0);
	await_done(&one); /* SIGHUP came to the front, and was shown */
	printf("leader ended %#x\n", (unsigned)status);
	cue(&two);
	await_done(&two);
	close_pair();
}

static void giving_up(void)
{
	puts("--- TIOCNOTTY");
	links();
	open_pair(0);
	in_child("shell")
	{
		pid_t pid;

		lead();
		pid = fork();
		if (!pid) { /* not the leader: for itself alone */
			show(ioctl(slave, TIOCNOTTY, 0));
			show(open("/dev/tty", O_RDWR));
			show(ioctl(slave, TIOCNOTTY, 0));
			fflush(stdout);
			_exit(0);
		}
		waitpid(pid, NULL, 0);
		show(foreground(slave) == getpgrp());
		handle(SIGHUP);
		handle(SIGCONT);
		show(ioctl(slave, TIOCNOTTY, 0));
		show_got();
		show(foreground(slave));
		show(foreground(master));
		show(open("/dev/tty", O_RDWR));
		close(slave);
		slave = open(slave_name, O_RDWR);
		show(foreground(slave) == getpgrp());
	}
	close_pair();
}

static void vhangup_it(void)
{
	int old;

	if (getuid())
		return;
	puts("--- TIOCVHANGUP");
	open_pair(O_NONBLOCK);
	in_child("shell")
	{
		lead();
		handle(SIGHUP);
		handle(SIGCONT);
		set_flags(0, ECHO, 1, 0);
		say(master, "lost\n");
		show_events("line", slave);
		show(ioctl(slave, TIOCVHANGUP, 0));
		show_got();
		old = slave;
		show_read("cut off", old, 10);
		show(write(old, "x", 1));
		show_events("cut off", old);
		show_events("master", master);
		slave = open(slave_name, O_RDWR | O_NONBLOCK);
		show(foreground(slave) == getpgrp());
		show_read("opened again", slave, 10);
		say(master, "again\n"); /* echoes: modes are as at first */
		show_events("line", slave);
		show_read("opened again", slave, 10);
		show_read("echo", master, 10);
		close(old);
		show_events("master", master);
	}
	close_pair();
}

static void vhangup_own(void)
{
	puts("--- vhangup");
	open_pair(O_NONBLOCK);
	in_child("without")
	{
		setsid();
		show(vhangup());
	}
	in_child("with")
	{
		int tty;

		lead();
		tty = open("/dev/tty", O_RDWR);
		handle(SIGHUP);
		handle(SIGCONT);
		show(vhangup());
		show_got();
		if (!getuid()) {
			show_read("slave", slave, 10);
			show_read("/dev/tty", tty, 10);
			show(open("/dev/tty", O_RDWR));
		}
	}
	close_pair();
}

/* Nobody could continue an orphaned group: it gets an error instead of a stop. */
static void orphans(void)
{
	pid_t shell;

	puts("--- orphans");
	links();
	open_pair(0);
	say(master, "unread\n");
	fflush(stdout);
	shell = fork();
	if (!shell) {
		pid_t pid;

		lead();
		pid = fork();
		if (!pid) {
			pid_t orphan = fork();

			if (!orphan) {
				setpgid(0, 0);
				await_cue(&one);
				reads();
				changes();
				takes_over();
				writes();
				fflush(stdout);
				done(&one);
				_exit(0);
			}
			setpgid(orphan, orphan);
			_exit(0);
		}
		waitpid(pid, NULL, 0);
		cue(&one);
		await_done(&one);
		_exit(0);
	}
	show_end("shell", shell);
	close_pair();
}

int main(void)
{
	signal(SIGCHLD, SIG_DFL);
	getting_one();
	stealing();
	background();
	wrong_groups();
	keys();
	keys_flush();
	master_closes();
	leader_ends();
	giving_up();
	vhangup_it();
	vhangup_own();
	orphans();
	return 0;
}
