/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * guest: options --user 0
 * The kernel's own process in /proc: kthreadd on Linux, ring3 itself as process 1 here.
 */
#include <dirent.h>
#include <sys/stat.h>

#include "tasks.h"

#ifndef SYS_pidfd_send_signal
#define SYS_pidfd_send_signal 424
#endif

static int own; /* its number */
static char path[64], text[8192];

static const char *file(const char *name)
{
	snprintf(path, sizeof(path), "/proc/%d/%s", own, name);
	return path;
}

static ssize_t slurp(const char *name)
{
	int fd = open(file(name), O_RDONLY);
	ssize_t n;

	text[0] = '\0';
	if (fd < 0)
		return -errno;
	n = read(fd, text, sizeof(text) - 1);
	n = n < 0 ? -errno : n;
	text[n > 0 ? n : 0] = '\0';
	close(fd);
	return n;
}

/* The same once it sleeps: on Linux it may be making a thread just now. */
static void slurp_asleep(const char *name, const char *before_state)
{
	const char *state;

	for (int tries = 0; tries < 10000; tries++) {
		slurp(name);
		state = strstr(text, before_state);
		if (state && state[strlen(before_state)] == 'S')
			return;
		usleep(1000);
	}
}

static void show_file(const char *name, int contents)
{
	struct stat st;
	ssize_t n;

	printf("%s:", name);
	if (lstat(file(name), &st)) {
		printf(" %s\n", guest_errno(errno));
		return;
	}
	printf(" %o %u", st.st_mode, st.st_uid);
	n = slurp(name);
	if (n < 0)
		printf(" %s\n", guest_errno((int)-n));
	else if (contents || !n)
		printf(" %zd %s\n", n, text);
	else
		printf(" text\n");
}

static void show_link(const char *name)
{
	char to[64];
	ssize_t n = readlink(file(name), to, sizeof(to));

	printf("%s -> %.*s\n", name, n < 0 ? 0 : (int)n, n < 0 ? "" : to);
	if (n < 0)
		printf("%s\n", guest_errno(errno));
}

static void show_dir(const char *name)
{
	DIR *d = opendir(file(name));
	struct dirent *e;
	int n = 0;

	printf("%s/:", name);
	if (!d) {
		printf(" %s\n", guest_errno(errno));
		return;
	}
	while ((e = readdir(d)))
		n++;
	closedir(d);
	printf(" %d\n", n);
}

/* Without numbers, times and where it ran. */
static void show_stat(void)
{
	int i = 2;

	slurp_asleep("stat", ") ");
	for (char *s = strtok(strrchr(text, ')') + 1, " \n"); s; s = strtok(NULL, " \n"), i++)
		if (i != 4 && i != 5 && (i < 13 || i > 14) && i != 21 && i != 38)
			printf("%d:%s ", i, s);
	printf("\n");
}

static void show_status(void)
{
	static const char *const wanted[] = { "Umask", "State", "Ngid", "PPid", "TracerPid", "Uid",
		"Gid", "FDSize", "Groups", "Kthread", "Threads", "SigPnd", "ShdPnd", "SigBlk",
		"SigIgn", "SigCgt", "CapInh", "CapAmb", "NoNewPrivs", "Seccomp", "VmSize" };

	slurp_asleep("status", "State:\t");
	for (char *s = strtok(text, "\n"); s; s = strtok(NULL, "\n"))
		for (unsigned i = 0; i < sizeof(wanted) / sizeof(*wanted); i++)
			if (!strncmp(s, wanted[i], strlen(wanted[i])) && s[strlen(wanted[i])] == ':')
				printf("%s\n", s);
}

static int look(void *arg)
{
	static const char *const whole[] = { "cmdline", "environ", "auxv", "maps", "smaps", "statm",
		"personality", "oom_score_adj", "pagemap", "mem", "smaps_rollup" };
	static const char *const some[] = { "comm", "stat", "status", "limits", "mounts",
		"mountinfo", "uid_map", "gid_map", "setgroups", "oom_score" };

	if (arg)
		become_nobody();
	for (unsigned i = 0; i < sizeof(whole) / sizeof(*whole); i++)
		show_file(whole[i], 1);
	for (unsigned i = 0; i < sizeof(some) / sizeof(*some); i++)
		show_file(some[i], 0);
	show_link("exe");
	show_link("cwd");
	show_link("root");
	show_dir("fd");
	show_dir("task");
	show_dir("ns");
	show_stat();
	show_status();
	show_ok(open(file("nothing"), O_RDONLY));
	show_ok(open(file("comm"), O_WRONLY | O_CREAT, 0600));
	show_ok(mkdir(file("x"), 0700));
	return 0;
}

/* It is listed, and its directory stands for it. */
static void by_directory(void)
{
	DIR *d = opendir("/proc");
	struct dirent *e;
	int fd, listed = 0;

	while ((e = readdir(d)))
		listed += atoi(e->d_name) == own;
	closedir(d);
	printf("listed %d\n", listed);
	fd = open(file(""), O_RDONLY | O_DIRECTORY);
	show(syscall(SYS_pidfd_send_signal, fd, 0, NULL, 0));
	show_ok(openat(fd, "stat", O_RDONLY));
	fflush(stdout);
}

int main(void)
{
	own = is_native() ? 2 : 1;
	if (is_native() && (getuid() || slurp("comm") < 0 || strcmp(text, "kthreadd\n"))) {
		printf("the kernel's threads are not seen here\n");
		return 77;
	}
	reap("root", spawn(look, NULL));
	reap("somebody", spawn(look, &own));
	by_directory();
	return 0;
}
