/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: args 2 */
/* guest: args 3 */
/*
 * Sessions, groups and terminals at random: a seed draws what processes do, one at a time, with
 * three pseudo-terminals, and what their users type; after each step everything is still, and who
 * is stopped, whose terminal is which, who is in front of it and who heard which signal must be
 * what it is on Linux.
 */
#include "tty_session_view.h"

#ifndef STEPS
#define STEPS 400
#endif

static uint64_t seed;
static int master[TTYS];
static bool was_busy[ACTORS];
static char last[ACTORS][100];

static unsigned rnd(unsigned n)
{
	seed = seed * 6364136223846793005ull + 1442695040888963407ull;
	return (unsigned)(seed >> 33) % n;
}

/* --- looking on --- */

static void reap(void)
{
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
}

/* Everybody sleeps, is stopped or is dead, and has got his signals. */
static void settle(void)
{
	struct view v;

	for (int still = 0; still < 2; still++) {
		reap();
		for (int i = 0; i < made; i++) {
			look(shared->actor[i].pid, &v);
			if (!v.state)
				continue;
			if (!strchr("STZ", v.state) ||
			    (v.state != 'Z' && is_native() && is_queued(shared->actor[i].pid)) ||
			    (v.state == 'S' && has_signals(shared->actor[i].pid)) ||
			    (v.state == 'Z' && v.ppid == getpid()))
				still = -1;
		}
		usleep(is_native() ? 200 : 0);
	}
}

static bool alive(int i, struct view *v)
{
	return look(shared->actor[i].pid, v) && v->state != 'Z';
}

static void show_changes(void)
{
	struct view v;
	char text[100];

	for (int i = 0; i < made; i++) {
		struct actor *a = &shared->actor[i];

		if (a->caught && alive(i, &v))
			printf("  %d caught %#llx\n", i, (unsigned long long)a->caught);
		a->caught = 0;
		if (!look(a->pid, &v))
			snprintf(text, sizeof(text), "gone");
		else if (v.state == 'Z')
			snprintf(text, sizeof(text), "dead, child of %s", name_of(v.ppid));
		else
			snprintf(text, sizeof(text),
				 "%c%s of %s group %s session %s tty %d front %s", v.state,
				 a->busy ? " busy" : "", name_of(v.ppid), name_of(v.pgrp),
				 name_of(v.sid), tty_of(v.tty), name_of(v.tpgid));
		if (strcmp(text, last[i])) {
			strcpy(last[i], text);
			printf("  %d %s\n", i, text);
		}
	}
}

/* --- terminals --- */

static void open_pair(int i)
{
	int off = 0;

	master[i] = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK);
	if (master[i] < 0 || ioctl(master[i], TIOCSPTLCK, &off) ||
	    ioctl(master[i], TIOCGPTN, &shared->pts[i]))
		exit(1);
}

static void show_master(int i)
{
	char buf[4096];
	struct pollfd p = { .fd = master[i], .events = POLLIN };
	ssize_t n;

	poll(&p, 1, 0);
	printf(" <");
	while ((n = read(master[i], buf, sizeof(buf))) > 0)
		for (ssize_t k = 0; k < n; k++)
			printf(buf[k] > ' ' ? "%c" : "\\%o", buf[k]);
	printf("> %s", n ? guest_errno(errno) : "end");
}

/* What is typed has been received when this returns: poll() waits for it. */
static void type(int i)
{
	static const char *const keys[] = { "\003", "\032", "\034", "ab\n", "c", "\004", "\021" };
	const char *text = keys[rnd(7)];
	int fd = open_slave(i, O_NOCTTY | O_NONBLOCK), n;
	struct pollfd p = { .fd = fd, .events = POLLIN };

	printf("type %d %#o %s", i, *text, fd < 0 ? guest_errno(errno) : "");
	if (poll(&p, 1, 0) > 0) /* an end of file, too */
		tcflush(fd, TCIFLUSH);
	n = (int)write(master[i], text, strlen(text));
	poll(&p, 1, 0);
	ioctl(fd, FIONREAD, &n);
	usleep(is_native() ? 1000 : 0);
	show_master(i);
	close(fd);
}

static void user(void)
{
	int i = (int)rnd(TTYS), sig;
	struct winsize w = { (unsigned short)(1 + rnd(3)), 80, 0, 0 };
	pid_t pid = -1;

	switch (rnd(12)) {
	case 0:
		printf("user hangs up %d", i);
		close(master[i]);
		settle();
		open_pair(i);
		break;
	case 1:
	case 2:
		sig = rnd(2) ? SIGINT : SIGTSTP;
		printf("user signals %d %d = %d", i, sig, ioctl(master[i], TIOCSIG, sig));
		break;
	case 3:
		printf("user resizes %d = %d", i, ioctl(master[i], TIOCSWINSZ, &w));
		break;
	case 4:
		printf("user asks %d = %d", i, ioctl(master[i], TIOCGPGRP, &pid));
		printf(" %s", name_of(pid));
		pid = -1;
		printf(" %d", ioctl(master[i], TIOCGSID, &pid));
		printf(" %s", name_of(pid));
		break;
	case 5:
		printf("user reads %d", i);
		show_master(i);
		break;
	default:
		type(i);
	}
}

/* --- steps --- */

static void begin_one(void)
{
	int number = made++;
	bool leads = rnd(4);
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (!pid) {
		for (int i = 0; i < TTYS; i++)
			close(master[i]);
		for (int i = 0; i < ACTORS; i++)
			close(shared->actor[i].wake[1]);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (leads)
			setsid();
		else
			setpgid(0, 0);
		be(number);
	}
	while (!shared->actor[number].pid)
		usleep(100);
	printf("new %d", number);
}

static void order(int i, int what, int a, int b)
{
	struct actor *me = &shared->actor[i];

	printf("%d %s %d %d", i, order_name[what], a, b);
	me->order = what;
	me->a = a;
	me->b = b;
	me->busy = was_busy[i] = true;
	fflush(stdout);
	if (write(me->wake[1], "x", 1) != 1)
		exit(1);
}

static void show_answers(void)
{
	struct view v;

	for (int i = 0; i < made; i++) {
		struct actor *a = &shared->actor[i];
		bool busy = a->busy;

		if (was_busy[i] && !busy && alive(i, &v)) {
			printf(" [%d: ", i);
			if (a->result < 0)
				printf("%s", guest_errno((int)-a->result));
			else
				printf("%#lx", a->result);
			if (a->pid_result != -2)
				printf(" %s", name_of(a->pid_result));
			if (*a->text)
				printf(" '%s'", a->text);
			printf("]");
		}
		was_busy[i] = busy;
	}
}

static int pick_signal(void)
{
	static const int sigs[] = { SIGHUP,  SIGINT, SIGTTIN, SIGTTOU,	SIGTSTP, SIGCONT, SIGTTIN,
				    SIGTTOU, SIGHUP, SIGCONT, SIGWINCH, SIGSTOP, SIGIO };

	return sigs[rnd(sizeof(sigs) / sizeof(*sigs))];
}

/* Somebody who was alive lately. */
static int pick_any(void)
{
	struct view v;
	int live[ACTORS], n = 0;

	for (int i = 0; i < made; i++)
		if (look(shared->actor[i].pid, &v))
			live[n++] = i;
	return n ? live[rnd((unsigned)n)] : 0;
}

static bool somebody_reads(void)
{
	struct view v;

	for (int i = 0; i < made; i++)
		if (shared->actor[i].busy && shared->actor[i].order == READ && alive(i, &v))
			return true;
	return false;
}

/* Mostly one that is open. */
static int pick_fd(int i)
{
	const int *fd = shared->actor[i].tty_fd;
	int at = (int)rnd(FDS);

	for (int n = 0; n < FDS && fd[at] < 0; n++)
		at = (at + 1) % FDS;
	return at;
}

static void draw_order(int i)
{
	int what = (int)rnd(ORDERS), a = pick_fd(i), b = 0;

	if (rnd(3) == 0)
		what = (int[]){ OPEN, SCTTY, SPGRP, FORK, SETSID, SETPGID, READ, CATCH }[rnd(8)];
	if (shared->actor[i].tty_fd[a] < 0 && rnd(2))
		what = OPEN;
	switch (what) {
	case OPEN:
	case OPEN_NOCTTY:
		a = (int)rnd(TTYS);
		break;
	case SPGRP:
		b = rnd(3) ? pick_any() : i;
		break;
	case READ:
		if (somebody_reads())
			what = GPGRP;
		break;
	case SET:
	case FLUSH:
		b = (int)rnd(3);
		break;
	case WINSIZE:
	case ASYNC:
		b = (int)rnd(2);
		break;
	case FORK:
		if (made >= ACTORS)
			what = GSID;
		else
			a = made++;
		break;
	case SETPGID:
		a = rnd(2) ? -1 : pick_any();
		b = rnd(2) ? -1 : pick_any();
		break;
	case SETSID:
		break;
	case EXIT:
		if (rnd(2))
			what = OPEN_TTY;
		break;
	case KILL:
	case KILL_GROUP:
		b = rnd(2) ? pick_any() : i;
		/* fallthrough */
	case IGNORE:
	case CATCH:
	case CATCH_RESTART:
	case DEFAULT:
	case BLOCK:
	case UNBLOCK:
		a = pick_signal();
		if (a == SIGSTOP && what != KILL && what != KILL_GROUP)
			a = SIGTTOU;
		break;
	case WAIT:
		a = rnd(2) ? -1 : pick_any();
		break;
	}
	order(i, what, a, b);
	if (what == FORK)
		for (int n = 0; !shared->actor[a].pid && n < 20000; n++)
			usleep(100);
}

/* Who listens; -1: nobody. */
static int pick_idle(int *live, int *stopped)
{
	int idle[ACTORS], n = 0;
	struct view v;

	*live = 0;
	*stopped = -1;
	for (int i = 0; i < made; i++) {
		if (!alive(i, &v))
			continue;
		++*live;
		if (v.state == 'T' && (*stopped < 0 || rnd(2)))
			*stopped = i;
		if (v.state == 'S' && !shared->actor[i].busy)
			idle[n++] = i;
	}
	return n ? idle[rnd((unsigned)n)] : -1;
}

static void step(void)
{
	int live, stopped, i = pick_idle(&live, &stopped);

	if (made < ACTORS && (live < 3 || i < 0)) {
		begin_one();
	} else if (i < 0 || (stopped >= 0 && !rnd(6))) {
		int sig = rnd(4) ? SIGCONT : SIGKILL;

		i = stopped >= 0 ? stopped : pick_any();
		printf("master kills %d %d = %d", i, sig, kill(shared->actor[i].pid, sig));
	} else if (live > 8) {
		printf("master kills %d", i);
		kill(shared->actor[i].pid, SIGKILL);
	} else if (!rnd(5)) {
		user();
	} else {
		draw_order(i);
	}
}

int main(int argc, char **argv)
{
	seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		      0);
	setvbuf(stdout, NULL, _IOFBF, 1 << 16);
	setsid();
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	for (int i = 0; i < TTYS; i++)
		open_pair(i);
	for (int i = 0; i < ACTORS; i++)
		if (pipe(shared->actor[i].wake))
			exit(1);
	for (int i = 0; i < STEPS; i++) {
		printf("%d: ", i);
		step();
		settle();
		show_answers();
		putchar('\n');
		show_changes();
		fflush(stdout);
	}
	for (int i = 0; i < made; i++)
		if (shared->actor[i].pid > 0)
			kill(shared->actor[i].pid, SIGKILL);
	return 0;
}
