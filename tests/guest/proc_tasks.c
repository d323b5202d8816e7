/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: flags -pthread */
/* /proc about other tasks than one's own: processes, threads, zombies, those who are gone. */
#include <dirent.h>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/utsname.h>

#include "tasks.h"

static int pauses(void *arg)
{
	for (;;)
		pause();
	return arg != NULL;
}

static int exits(void *arg)
{
	return (int)(intptr_t)arg;
}

/* --- reading --- */

static char text[16384];

/* What is in /proc/PID/NAME; its error instead. */
static const char *contents(pid_t pid, const char *name)
{
	char path[128];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	fd = open(path, O_RDONLY);
	if (fd < 0)
		return guest_errno(errno);
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (n < 0)
		return guest_errno(errno);
	text[n] = '\0';
	return text;
}

static void until_state(pid_t pid, char state)
{
	const char *end;

	do {
		usleep(1000);
		end = strrchr(contents(pid, "stat"), ')');
	} while (!end || end[2] != state);
}

/* Fields of stat by their numbers in proc(5); of those that stand for themselves. */
static void show_stat(const char *what, pid_t pid, const char *name)
{
	long v[53] = { 0 };
	char state = '?', *p;

	contents(pid, name);
	p = strrchr(text, ')');
	if (!p) {
		printf("%s: %s\n", what, text);
		return;
	}
	state = p[2];
	p += 3;
	for (int i = 4; i < 53 && *p; i++)
		v[i] = strtol(p, &p, 10);
	printf("%s: %c ppid %s pgrp %s session %s threads %ld exit signal %ld flags %lx memory %d\n",
	       what, state, v[4] == getpid() ? "us" : v[4] == getppid() ? "our parent" : "?",
	       v[5] == getpgrp() ? "ours" : v[5] == pid ? "own" : "?",
	       v[6] == getsid(0) ? "ours" : v[6] == pid ? "own" : "?", v[20], v[38],
	       (unsigned long)v[9] & 0x44, v[23] > 0);
}

static void show_status(const char *what, pid_t pid)
{
	static const char *const names[] = { "Name:", "State:", "Threads:" };
	char *line, *save;

	contents(pid, "status");
	printf("%s:", what);
	for (line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		for (unsigned i = 0; i < 3; i++)
			if (!strncmp(line, names[i], strlen(names[i])))
				printf(" %s", strchr(line, '\t') + 1);
		if (!strncmp(line, "VmSize:", 7))
			printf(" memory");
		if (!strncmp(line, "PPid:", 5) && atoi(line + 5) == getpid())
			printf(" ours");
		if (!strncmp(line, "Tgid:", 5) && atoi(line + 5) == pid)
			printf(" tgid");
		if (!strncmp(line, "Pid:", 4) && atoi(line + 4) == pid)
			printf(" pid");
	}
	printf("\n");
}

static void show_link(const char *what, pid_t pid, const char *name)
{
	char path[128], to[4096];
	ssize_t n;

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	n = readlink(path, to, sizeof(to));
	printf("%s, %s: %s\n", what, name, n < 0 ? guest_errno(errno) : "a link");
}

static int count_entries(pid_t pid, const char *name)
{
	char path[128];
	struct dirent *e;
	int n = 0;
	DIR *d;

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	d = opendir(path);
	if (!d)
		return -errno;
	while ((e = readdir(d)))
		n += e->d_name[0] != '.';
	closedir(d);
	return n;
}

static int is_listed(pid_t pid)
{
	struct dirent *e;
	int found = 0;
	DIR *d = opendir("/proc");

	while ((e = readdir(d)))
		found += atoi(e->d_name) == pid;
	closedir(d);
	return found;
}

static void everything(const char *what, pid_t pid)
{
	show_stat(what, pid, "stat");
	show_status(what, pid);
	printf("%s, cmdline: %d bytes\n", what, (int)strlen(contents(pid, "cmdline")) > 0);
	printf("%s, statm: %s", what, strcmp(contents(pid, "statm"), "0 0 0 0 0 0 0\n") ? "some\n" : text);
	printf("%s, comm: %s", what, contents(pid, "comm"));
	printf("%s, maps: %d\n", what, strlen(contents(pid, "maps")) > 0);
	show_link(what, pid, "exe");
	show_link(what, pid, "cwd");
	show_link(what, pid, "root");
	printf("%s, descriptors: %d\n", what, count_entries(pid, "fd") > 2);
	printf("%s, threads: %d\n", what, count_entries(pid, "task"));
	printf("%s, listed: %d\n", what, is_listed(pid));
}

/* --- processes --- */

static void processes(void)
{
	pid_t p = spawn(pauses, NULL);
	int dir, status;
	char path[64];
	struct stat st;

	setpgid(p, p);
	until_state(p, 'S');
	everything("sleeping", p);
	kill(p, SIGSTOP);
	waitpid(p, NULL, WUNTRACED);
	show_stat("stopped", p, "stat");
	show_status("stopped", p);
	kill(p, SIGCONT);
	snprintf(path, sizeof(path), "/proc/%d", p);
	dir = open(path, O_RDONLY | O_DIRECTORY);
	status = openat(dir, "stat", O_RDONLY);
	kill(p, SIGTERM);
	until_state(p, 'Z');
	everything("a zombie", p);
	waitpid(p, NULL, 0);
	printf("gone: %s, listed %d\n", contents(p, "stat"), is_listed(p));
	show(stat(path, &st));
	show(openat(dir, "stat", O_RDONLY));
	show(read(status, path, 1));
	close(dir);
	close(status);
	p = spawn(exits, NULL);
	until_state(p, 'Z');
	show_stat("a zombie that exited", p, "stat");
	waitpid(p, NULL, 0);
}

/* --- threads --- */

static struct gate up, go;

static void *waits(void *arg)
{
	pid_t *tid = arg;

	*tid = (pid_t)syscall(SYS_gettid);
	prctl(PR_SET_NAME, "a thread");
	gate_open(&up);
	gate_wait(&go);
	return NULL;
}

static void threads(void)
{
	pthread_t t;
	pid_t tid, child;
	char name[64], path[64];
	struct stat st;

	gate_make(&up);
	gate_make(&go);
	pthread_create(&t, NULL, waits, &tid);
	gate_wait(&up);
	until_state(tid, 'S');
	printf("threads: %d\n", count_entries(getpid(), "task"));
	show_stat("ourselves", getpid(), "stat");
	snprintf(name, sizeof(name), "task/%d/stat", tid);
	printf("comm: %s", contents(tid, "comm"));
	show_stat("thread", getpid(), name);
	show_stat("thread as a process", tid, "stat");
	printf("not listed: %d\n", is_listed(tid));
	snprintf(path, sizeof(path), "/proc/%d/task/1", getpid());
	show(stat(path, &st));
	child = spawn(pauses, NULL);
	snprintf(path, sizeof(path), "/proc/self/task/%d", child);
	show(stat(path, &st));
	snprintf(name, sizeof(name), "task/%d/children", getpid());
	printf("children: %d\n", atoi(contents(getpid(), name)) == child);
	snprintf(name, sizeof(name), "task/%d/children", tid);
	printf("the thread's: '%s'\n", contents(getpid(), name));
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	gate_open(&go);
	pthread_join(t, NULL);
	while (count_entries(getpid(), "task") > 1)
		usleep(1000);
	snprintf(name, sizeof(name), "task/%d/stat", tid);
	printf("thread that is gone: %s\n", contents(getpid(), name));
}

static void *stays(void *arg)
{
	prctl(PR_SET_NAME, "stays");
	gate_open(&up);
	pauses(NULL);
	return arg;
}

static int leader_leaves(void *arg)
{
	pthread_t t;

	(void)arg;
	pthread_create(&t, NULL, stays, NULL);
	syscall(SYS_exit, 0);
	return 0;
}

/* The first thread has ended, the process has not. */
static void without_leader(void)
{
	pid_t p = spawn(leader_leaves, NULL);

	gate_wait(&up);
	until_state(p, 'Z');
	show_stat("leader that left", p, "stat");
	show_status("leader that left", p);
	printf("threads: %d\n", count_entries(p, "task"));
	kill(p, SIGKILL);
	waitpid(p, NULL, 0);
}

/* --- sizes and links --- */

static struct stat status_of(const char *path)
{
	struct stat st = { 0 };

	if (lstat(path, &st))
		printf("%s: %s\n", path, guest_errno(errno));
	return st;
}

/* How many descriptors are open is the size of /proc/self/fd since Linux 6.2; before, it was 0. */
static void descriptors(void)
{
	int fds[4], n, major, minor;
	struct utsname u;
	struct stat st;

	uname(&u);
	sscanf(u.release, "%d.%d", &major, &minor);
	for (int i = 0; i < 4; i++)
		fds[i] = open("/dev/null", O_RDONLY);
	close(fds[1]);
	n = count_entries(getpid(), "fd") - 1; /* without the directory that was read */
	st = status_of("/proc/self/fd");
	printf("size of fd: %d\n", st.st_size == (major > 6 || (major == 6 && minor > 1) ? n : 0));
	st = status_of("/proc/self/fdinfo");
	printf("size of fdinfo: %d\n", (int)st.st_size);
	st = status_of("/proc/self/fd/0");
	printf("size of a link: %d\n", (int)st.st_size);
	close(fds[0]);
	close(fds[2]);
	close(fds[3]);
}

/* What is open stays, and can be looked at, when the process has gone. */
static void held(void)
{
	static const char *const names[] = { "", "task", "fdinfo", "stat" };
	char path[64];
	struct stat st;
	int fds[4];
	pid_t p;

	p = spawn(pauses, NULL);
	for (int i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "/proc/%d/%s", p, names[i]);
		fds[i] = open(path, O_RDONLY);
	}
	kill(p, SIGKILL);
	waitpid(p, NULL, 0);
	for (int i = 0; i < 4; i++) {
		printf("held '%s': %s\n", names[i], guest_errno(fstat(fds[i], &st) ? errno : 0));
		if (i != 2) /* fdinfo's answer has changed over time */
			printf("in it: %s\n", guest_errno(fstatat(fds[i], "x", &st, 0) ? errno : 0));
		close(fds[i]);
	}
}

/* Where the entries are directories, a link for each. The host has other processes. */
static void links(void)
{
	pid_t children[3];
	pthread_t t;
	pid_t tid;

	gate_make(&up);
	gate_make(&go);
	for (int i = 0; i < 3; i++)
		children[i] = spawn(pauses, NULL);
	printf("links of /proc: %d\n", status_of("/proc").st_nlink >= 2 + 4);
	for (int i = 0; i < 3; i++) {
		kill(children[i], SIGKILL);
		waitpid(children[i], NULL, 0);
	}
	pthread_create(&t, NULL, waits, &tid);
	gate_wait(&up);
	printf("links of task: %d\n", (int)status_of("/proc/self/task").st_nlink);
	gate_open(&go);
	pthread_join(t, NULL);
}

int main(void)
{
	processes();
	threads();
	without_leader();
	descriptors();
	held();
	links();
	return 0;
}
