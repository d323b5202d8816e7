/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: args 1 */
/* guest: args 2 */
/* guest: args 3 users */
/*
 * A family of tasks that does what a seed says: they make each other with odd flags, move between
 * groups and sessions, stop, continue, kill and reap one another, exec, and end. One of them acts
 * at a time; after each step everything is still, and what /proc says of each must be what Linux
 * says. With "users" they also change their ids (if root starts it), and try what they may do to
 * whom.
 */
#include "asleep.h"
#include "task_actors.h"

static uint64_t seed;
static bool users;
static int pids[SLOTS]; /* what a slot's task was called last; 0: never used */
static int own_pid;
static char last[SLOTS][260];

static unsigned rnd(unsigned n)
{
	seed = seed * 6364136223846793005ull + 1442695040888963407ull;
	return (unsigned)(seed >> 33) % n;
}

struct view {
	char state; /* 0: gone */
	char comm[20];
	int ppid, pgrp, sid, threads, exit_signal, nice, exit_code;
};

static bool look(int pid, struct view *v)
{
	char path[40], text[1024], *p;
	ssize_t n;
	int fd;

	memset(v, 0, sizeof(*v));
	if (!pid)
		return false;
	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	fd = open(path, O_RDONLY);
	if (fd < 0)
		return false;
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (n <= 0)
		return false;
	text[n] = 0;
	p = strrchr(text, ')');
	snprintf(v->comm, sizeof(v->comm), "%.*s", (int)(p - strchr(text, '(') - 1),
		 strchr(text, '(') + 1);
	sscanf(p + 2,
	       "%c %d %d %d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %d %d %*d %*u "
	       "%*u %*d %*u %*u %*u %*u %*u %*u %*u %*u %*u %*u %*u %*u %*u %d %*d %*d %*d %*d "
	       "%*d %*d %*d %*d %*d %*d %*d %*d %*d %d",
	       &v->state, &v->ppid, &v->pgrp, &v->sid, &v->nice, &v->threads, &v->exit_signal,
	       &v->exit_code);
	return v->state != 'X';
}

static const char *name_of(int pid)
{
	static char text[8][8];
	static unsigned n;
	char *s = text[n++ % 8];

	snprintf(s, 8, "?");
	if (pid == own_pid)
		return "M";
	if (!pid)
		return "0";
	for (int i = 0; i < SLOTS; i++)
		if (pids[i] == pid)
			snprintf(s, 8, "%c", 'a' + i);
	return s;
}

/* A line of /proc/PID/status. */
static void status_line(int pid, const char *key, char *to, size_t size)
{
	char path[40], line[600];
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/status", pid);
	*to = 0;
	f = fopen(path, "r");
	while (f && fgets(line, sizeof(line), f)) {
		if (strncmp(line, key, strlen(key)))
			continue;
		snprintf(to, size, "%s", line + strlen(key) + 1);
		to[strcspn(to, "\n")] = 0;
		for (char *p = to; *p; p++)
			if (*p == '\t')
				*p = ' ';
	}
	if (f)
		fclose(f);
}

/* Natively who is on a queue goes on, and who is in state X has yet to tell of the others' end. */
static bool is_still(int pid)
{
	struct view v;

	look(pid, &v);
	if (!v.state || v.state == 'Z')
		return true;
	return strchr("ST", v.state) && !(is_native() && is_queued(pid));
}

/* Everybody reads orders, is stopped, or is dead; and so it was a moment ago. */
static void settle(void)
{
	for (int still = 0; still < 3; still++) {
		for (int i = 0; i < SLOTS; i++)
			if (!is_still(pids[i]))
				still = -1;
		usleep(is_native() ? 100 : 0);
	}
}

static void show_changes(void)
{
	char text[260], ids[80], mask[40], umask_[16], shd[40];
	struct view v;

	for (int i = 0; i < SLOTS; i++) {
		if (!look(pids[i], &v)) {
			snprintf(text, sizeof(text), "gone");
		} else {
			status_line(pids[i], "Uid:", ids, sizeof(ids));
			status_line(pids[i], "SigBlk:", mask, sizeof(mask));
			status_line(pids[i], "ShdPnd:", shd, sizeof(shd));
			status_line(pids[i], "Umask:", umask_, sizeof(umask_));
			snprintf(text, sizeof(text),
				 "%c %s pp %s pg %s sid %s thr %d exit %d/%x nice %d um %s blk %s "
				 "shd %s %s",
				 v.state, v.comm, name_of(v.ppid), name_of(v.pgrp), name_of(v.sid),
				 v.threads, v.exit_signal, v.exit_code, v.nice, umask_, mask, shd,
				 users ? ids : "");
		}
		if (board->signals[i]) {
			printf("    %c got %x\n", 'a' + i, board->signals[i]);
			board->signals[i] = 0;
		}
		if (pids[i] && strcmp(text, last[i]))
			printf("    %c %s\n", 'a' + i, strcpy(last[i], text));
	}
}

static int draw_slot(void)
{
	int i;

	do
		i = (int)rnd(SLOTS);
	while (!pids[i] && rnd(20));
	return i;
}

static long draw_pid(void)
{
	return pids[draw_slot()];
}

static int draw_signal(void)
{
	static const int some[] = { SIGSTOP, SIGCONT, SIGCONT, SIGUSR1, SIGHUP, SIGKILL,
				    SIGTSTP, SIGTTIN, 0,       SIGTERM, SIGCONT };

	return some[rnd(11)];
}

static int draw_id(void)
{
	return people[rnd(4)];
}

/* A slot whose task is gone. */
static int free_slot(void)
{
	struct view v;

	for (int i = 0; i < SLOTS; i++)
		if (!look(pids[i], &v))
			return i;
	return -1;
}

static bool draw_clone(struct order *o, bool thread)
{
	static const int with[] = { 0,
				    0,
				    0,
				    CLONE_PARENT,
				    CLONE_FILES,
				    CLONE_FS,
				    CLONE_VM,
				    CLONE_VM | CLONE_SIGHAND,
				    CLONE_VM | CLONE_FILES | CLONE_FS };
	static const int end[] = { SIGCHLD, SIGCHLD, SIGCHLD, SIGUSR1, 0, SIGCONT };

	o->b = free_slot();
	if (o->b < 0)
		return false;
	o->a = with[rnd(9)] | end[rnd(6)];
	if (thread)
		o->a = CLONE_VM | CLONE_SIGHAND | CLONE_THREAD | (rnd(2) ? CLONE_FILES : 0) |
		       (rnd(2) ? CLONE_FS : 0);
	return true;
}

static void draw_wait(struct order *o)
{
	static const int wait4_opts[] = {
		0,	WUNTRACED, WCONTINUED,	       WUNTRACED | WCONTINUED,
		__WALL, __WCLONE,  __WALL | WUNTRACED, __WNOTHREAD
	};
	static const int waitid_opts[] = {
		WEXITED,	  WEXITED | WNOWAIT,	WSTOPPED,
		WCONTINUED,	  WSTOPPED | WNOWAIT,	WEXITED | WSTOPPED | WCONTINUED,
		WEXITED | __WALL, WCONTINUED | WNOWAIT, WEXITED | __WCLONE
	};

	if (o->op == OP_WAIT4) {
		o->c = WNOHANG | wait4_opts[rnd(8)];
		switch (rnd(4)) {
		case 0:
			o->a = -1;
			break;
		case 1:
			o->a = 0;
			break;
		case 2:
			o->a = -draw_pid();
			break;
		case 3:
			o->a = draw_pid();
			break;
		}
		return;
	}
	o->c = WNOHANG | waitid_opts[rnd(9)];
	o->a = (int[]){ P_ALL, P_PID, P_PGID, P_PIDFD }[rnd(4)];
	o->b = draw_pid();
}

static bool draw_order(struct order *o)
{
	o->op = (int)rnd(users ? NR_OPS : OP_SETRESUID);
	if (!rnd(4))
		o->op = OP_CLONE;
	o->a = o->b = o->c = 0;
	switch (o->op) {
	case OP_CLONE:
		return draw_clone(o, false);
	case OP_THREAD:
		return draw_clone(o, true);
	case OP_EXIT:
	case OP_EXIT_GROUP:
		o->a = rnd(256);
		return rnd(2);
	case OP_KILL:
		o->a = draw_pid();
		o->b = draw_signal();
		break;
	case OP_PGKILL:
		o->a = draw_pid();
		o->b = draw_signal();
		return o->a > 1 && rnd(2);
	case OP_TGKILL:
		o->a = draw_pid();
		o->c = draw_pid();
		o->b = draw_signal();
		break;
	case OP_PIDFD_SIGNAL:
		o->a = draw_pid();
		o->b = draw_signal();
		o->c = rnd(4) ? 0 : 1 << rnd(3);
		break;
	case OP_PIDFD_GETFD:
		o->a = draw_pid();
		o->b = rnd(3) * 50;
		break;
	case OP_WAIT4:
	case OP_WAITID:
		draw_wait(o);
		break;
	case OP_SETPGID:
		o->a = rnd(3) ? draw_pid() : 0;
		o->b = rnd(3) ? draw_pid() : 0;
		break;
	case OP_SETSID:
		return rnd(2);
	case OP_GETPGID:
	case OP_GETSID:
	case OP_ROBUST:
		o->a = draw_pid();
		break;
	case OP_SUBREAPER:
		o->a = rnd(2);
		break;
	case OP_DEATHSIG:
		o->a = (int[]){ 0, SIGUSR1, SIGKILL, SIGHUP, SIGSTOP }[rnd(5)];
		break;
	case OP_SIGACTION:
		o->b = (int[]){
			SIGCHLD, SIGCHLD, SIGUSR1, SIGHUP, SIGCONT, SIGTERM, SIGTSTP
		}[rnd(7)];
		o->a = rnd(3);
		o->c = o->b == SIGCHLD ? (int[]){ 0, SA_NOCLDWAIT, SA_NOCLDSTOP }[rnd(3)] : 0;
		break;
	case OP_UMASK:
		o->a = rnd(512);
		break;
	case OP_NAME:
		o->a = rnd(2);
		break;
	case OP_NICE:
		o->a = draw_pid();
		o->b = (long)rnd(40) - 20;
		o->c = rnd(2);
		break;
	case OP_GETNICE:
		o->a = draw_pid();
		o->c = rnd(2);
		break;
	case OP_CLOSE_ON:
		o->a = rnd(2);
		break;
	case OP_SIGMASK:
		o->a = rnd(2);
		o->b = (int[]){ SIGCHLD, SIGUSR1, SIGCONT, SIGTSTP, SIGHUP }[rnd(5)];
		break;
	case OP_SETRESUID:
	case OP_SETRESGID:
		o->a = draw_id();
		o->b = draw_id();
		o->c = draw_id();
		break;
	case OP_SETREUID:
		o->a = draw_id();
		o->b = draw_id();
		break;
	case OP_SETUID:
		o->a = draw_id();
		break;
	case OP_KEEPCAPS:
		o->a = rnd(2);
		break;
	case OP_DUMPABLE:
		o->a = rnd(2);
		o->b = rnd(2);
		break;
	case OP_KCMP:
		o->a = draw_pid();
		o->b = draw_pid();
		o->c = rnd(8);
		return o->c != 0 && o->c < 5;
	case OP_READV:
	case OP_SCHED:
		o->a = draw_pid();
		break;
	case OP_PROC:
		o->a = draw_pid();
		o->b = rnd(12);
		o->c = rnd(2);
		break;
	case OP_PRLIMIT:
		o->a = draw_pid();
		o->b = rnd(2);
		break;
	case OP_QUEUE:
		o->a = draw_pid();
		o->b = draw_signal();
		o->c = (int[]){ 0, -1, -6, -2, 1 }[rnd(5)];
		break;
	}
	return true;
}

/* Pids as names, everything else as it is. */
static void show_order(const struct order *o)
{
	static const char takes_pid[] = {
		[OP_KILL] = 1,	  [OP_TGKILL] = 5,	[OP_PGKILL] = 1, [OP_PIDFD_SIGNAL] = 1,
		[OP_SETPGID] = 3, [OP_GETPGID] = 1,	[OP_GETSID] = 1, [OP_NICE] = 1,
		[OP_KCMP] = 3,	  [OP_PIDFD_GETFD] = 1, [OP_READV] = 1,	 [OP_PROC] = 1,
		[OP_PRLIMIT] = 1, [OP_GETNICE] = 1,	[OP_SCHED] = 1,	 [OP_ROBUST] = 1,
		[OP_QUEUE] = 1,	  [OP_WAIT4] = 1,	[OP_WAITID] = 2
	};
	const long arg[3] = { o->a, o->b, o->c };

	printf("%c %s", 'a' + o->slot, op_name[o->op]);
	for (int i = 0; i < 3; i++) {
		if (takes_pid[o->op] >> i & 1)
			printf(" %s%s", arg[i] < -1 ? "-" : "",
			       arg[i] == -1 ? "-1" : name_of((int)(arg[i] < 0 ? -arg[i] : arg[i])));
		else
			printf(" %lx", arg[i] & 0xffffffff);
	}
}

static void show_answer(const struct order *o, const struct answer *w)
{
	bool waits = o->op == OP_WAIT4 || o->op == OP_WAITID;

	if (w->ret < 0)
		printf(": %s", guest_errno((int)-w->ret));
	else if (o->op == OP_WAIT4 || o->op == OP_GETPGID || o->op == OP_GETSID ||
		 o->op == OP_GETPPID || o->op == OP_SETSID)
		printf(": %s", name_of((int)w->ret));
	else if (o->op == OP_CLONE || o->op == OP_THREAD)
		printf(": ok");
	else
		printf(": %ld", w->ret);
	if (waits && w->ret >= 0 && w->pid)
		printf(" (%s %x %d)", name_of(w->pid), (unsigned)w->status, w->code);
	putchar('\n');
}

/* Its answer, unless the order was its end, or made it stop. */
static bool give(const struct order *o, struct answer *w)
{
	int fd = FIRST_FD + 2 * o->slot;
	struct view v;
	bool dead = false;

	while (recv(fd, w, sizeof(*w), MSG_DONTWAIT) > 0)
		; /* of who was stopped before it could tell */
	if (send(fd, o, sizeof(*o), 0) != sizeof(*o))
		abort();
	for (;;) {
		if (recv(fd, w, sizeof(*w), MSG_DONTWAIT) == sizeof(*w))
			return true;
		if (dead)
			return false;
		if (o->op == OP_EXEC && pids[o->slot] != board->tid[o->slot])
			return false; /* it is the leader now */
		settle();
		dead = !look(pids[o->slot], &v) || strchr("ZTS", v.state);
	}
}

static void step(void)
{
	struct order o = { 0 };
	struct answer w;
	struct view v;
	int tries = 0;

	do {
		o.slot = (int)rnd(SLOTS);
		if (tries++ > 1000)
			return;
	} while (!look(pids[o.slot], &v) || v.state != 'S' || !draw_order(&o));
	show_order(&o);
	memset(&w, 0, sizeof(w));
	if (!give(&o, &w)) {
		printf(": no answer\n");
		settle();
		if (o.op == OP_EXEC && pids[o.slot] != board->tid[o.slot]) {
			for (int i = 0; i < SLOTS; i++)
				if (pids[i] == board->tid[o.slot])
					pids[i] = 0;
			pids[o.slot] = board->tid[o.slot];
		}
	} else {
		settle();
		if ((o.op == OP_CLONE || o.op == OP_THREAD) && w.ret > 0) {
			pids[o.b] = (int)w.ret;
			while (board->tid[o.b] != w.ret && look(pids[o.b], &v) && v.state != 'Z')
				usleep(100);
			settle();
		}
		show_answer(&o, &w);
	}
	show_changes();
}

static void start_first(void)
{
	pids[0] = (int)raw_clone(SIGCHLD, NULL, NULL, NULL);
	if (!pids[0])
		_exit(act(0));
	while (board->tid[0] != pids[0])
		usleep(100);
	settle();
	show_changes();
}

/* Somebody must be able to act: the stopped are continued, the dead reaped; or a new first one. */
static void revive(void)
{
	struct view v;
	int status;
	pid_t p;

	for (int i = 0; i < SLOTS; i++) {
		if (pids[i])
			kill(pids[i], SIGCONT);
		settle(); /* or two of a process's threads might get one, or two */
	}
	do {
		p = waitpid(-1, &status, WNOHANG | __WALL);
		if (p > 0)
			printf("M reaps %s %x\n", name_of(p), (unsigned)status);
		settle();
	} while (p > 0);
	show_changes();
	for (int i = 0; i < SLOTS; i++)
		if (look(pids[i], &v) && v.state == 'S')
			return;
	for (int i = 0; i < SLOTS; i++) {
		if (pids[i])
			kill(pids[i], SIGKILL);
	}
	while (waitpid(-1, NULL, __WALL) > 0)
		;
	memset(pids, 0, sizeof(pids));
	start_first();
}

static void make_channels(void)
{
	int sv[2], fd;

	for (int i = 0; i < SLOTS; i++) {
		if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, sv))
			abort();
		dup2(sv[0], FIRST_FD + 2 * i);
		dup2(sv[1], FIRST_FD + 2 * i + 1);
		close(sv[0]);
		close(sv[1]);
	}
	fd = memfd_create("board", 0);
	if (ftruncate(fd, 4096))
		abort();
	dup2(fd, BOARD_FD);
	close(fd);
	fd = open("/proc/self/exe", O_RDONLY);
	dup2(fd, EXE_FD);
	close(fd);
}

static void set_handlers(void)
{
	set_handler(SIGCHLD, on_signal, 0);
	set_handler(SIGUSR1, on_signal, 0);
	set_handler(SIGHUP, on_signal, 0);
	set_handler(SIGCONT, on_signal, 0);
}

/* Not every host gives it. */
static void drop_resource(void)
{
	struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2];

	prctl(PR_CAPBSET_DROP, CAP_SYS_RESOURCE);
	if (syscall(SYS_capget, &head, data))
		return;
	data[0].permitted &= ~(1u << CAP_SYS_RESOURCE);
	data[0].effective &= ~(1u << CAP_SYS_RESOURCE);
	syscall(SYS_capset, &head, data);
}

static int conduct(int steps)
{
	own_pid = getpid();
	setsid();
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	set_handlers();
	drop_resource();
	start_first();
	for (int i = 0; i < steps; i++) {
		if (i % 40 == 39)
			revive();
		step();
	}
	for (int i = 0; i < SLOTS; i++)
		if (pids[i])
			kill(pids[i], SIGKILL);
	while (waitpid(-1, NULL, __WALL) > 0)
		;
	return 0;
}

int main(int argc, char **argv)
{
	if (argc > 2 && !strcmp(argv[1], "actor")) {
		open_board();
		set_handlers();
		return act(atoi(argv[2]));
	}
	seed = (uint64_t)atoi(argv[1]) * 7919 + 1;
	users = argc > 2 && !strcmp(argv[2], "users");
	setvbuf(stdout, NULL, _IOLBF, 0);
	make_channels();
	open_board();
	reap("conductor", spawn((int (*)(void *))(void *)conduct,
				(void *)(intptr_t)(argc > 3 ? atoi(argv[3]) : 400)));
	return 0;
}
