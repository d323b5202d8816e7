/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The process that the oracle's tasks are children of: how it begins and ends. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kit/kit.h"
#include "kit/linux.h"

extern const unsigned char kit_proxy32[], kit_proxy32_end[], kit_proxy64[], kit_proxy64_end[];

#define PATIENCE_S 10

/* --- in the child, until it executes the proxy --- */

static void set_limit(int which, rlim_t soft, rlim_t hard)
{
	struct rlimit now, r = { soft, hard };

	/* What may not be raised stays. */
	if (setrlimit(which, &r) && !getrlimit(which, &now)) {
		r.rlim_max = now.rlim_max;
		r.rlim_cur = soft < now.rlim_max ? soft : now.rlim_max;
		setrlimit(which, &r);
	}
}

/* Those that a machine's first program has: abi/linux/kernel/rlimit.c. */
static void set_limits(void)
{
	set_limit(RLIMIT_CPU, RLIM_INFINITY, RLIM_INFINITY);
	set_limit(RLIMIT_FSIZE, RLIM_INFINITY, RLIM_INFINITY);
	set_limit(RLIMIT_DATA, RLIM_INFINITY, RLIM_INFINITY);
	set_limit(RLIMIT_STACK, 8 << 20, RLIM_INFINITY);
	set_limit(RLIMIT_CORE, 0, RLIM_INFINITY);
	set_limit(RLIMIT_NOFILE, 1024, 1 << 20);
	set_limit(RLIMIT_AS, RLIM_INFINITY, RLIM_INFINITY);
	set_limit(RLIMIT_MEMLOCK, 8 << 20, 8 << 20);
	set_limit(RLIMIT_MSGQUEUE, 819200, 819200);
	set_limit(RLIMIT_NICE, 0, 0);
	set_limit(RLIMIT_RTPRIO, 0, 0);
}

static void default_signals(void)
{
	sigset_t none;

	for (int sig = 1; sig < NSIG; sig++)
		signal(sig, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Who may be root has namespaces of its own, so that its tests meet nobody there. */
static bool set_user(const struct kit *k)
{
	if (geteuid())
		return true;
	unshare(CLONE_NEWIPC | CLONE_NEWUTS);
	if (!k->uid)
		return true;
	return !setgroups(0, NULL) && !setresgid(k->gid, k->gid, k->gid) &&
	       !setresuid(k->uid, k->uid, k->uid);
}

static __attribute__((noreturn)) void become_proxy(const struct oracle *o, int area, int program)
{
	static char name[] = "task";
	char *argv[] = { name, NULL }, *envp[] = { NULL };

	setsid();
	default_signals();
	umask(022);
	set_limits();
	setpriority(PRIO_PROCESS, 0, 0); /* as a test expects it, however we were started; root may */
	if (chdir(o->dir) || !set_user(o->kit) || prctl(PR_SET_PDEATHSIG, SIGKILL))
		_exit(1);
	/* Out of the way of number 3, and the only two that are left. */
	program = fcntl(program, F_DUPFD_CLOEXEC, 10);
	area = fcntl(area, F_DUPFD_CLOEXEC, program + 1);
	if (program < 0 || dup2(area, AREA_FD) < 0)
		_exit(2);
	for (int fd = 0; fd < AREA_FD; fd++)
		close(fd);
	close_range(AREA_FD + 1, (unsigned)program - 1, 0);
	close_range((unsigned)program + 1, ~0u, 0);
	fexecve(program, argv, envp);
	_exit(3);
}

/* --- in the kit --- */

static int image(const char *name, const unsigned char *from, const unsigned char *end)
{
	size_t n = (size_t)(end - from);
	int fd = memfd_create(name, MFD_CLOEXEC);

	if (fd >= 0 && write(fd, from, n) == (ssize_t)n && !fchmod(fd, 0755))
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

static int make_area(struct oracle *o)
{
	int fd = memfd_create("area", MFD_CLOEXEC);

	if (fd < 0)
		return -errno;
	if (!ftruncate(fd, AREA_SIZE))
		o->area = mmap(NULL, AREA_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (o->area && o->area != MAP_FAILED)
		return fd;
	o->area = NULL;
	close(fd);
	return -ENOMEM;
}

static void set_patience(struct oracle *o)
{
	uint32_t *seconds = (uint32_t *)(o->area + AREA_PATIENCE);

	*seconds = PATIENCE_S; /* the other half, and the nanoseconds, are 0 in either ABI */
}

static bool make_dir_in(struct oracle *o, const char *parent)
{
	struct statvfs fs;

	snprintf(o->dir, sizeof(o->dir), "%.40s/ring3-XXXXXX", parent);
	if (!statvfs(parent, &fs) && !(fs.f_flag & ST_NOEXEC) && mkdtemp(o->dir))
		return true;
	o->dir[0] = '\0';
	return false;
}

/* Where files are on a filesystem in memory, as ring3's, and may be executed. */
static int make_dir(struct oracle *o)
{
	const char *tmp = getenv("TMPDIR");

	if (!make_dir_in(o, "/dev/shm") && !(tmp && *tmp && make_dir_in(o, tmp)) &&
	    !make_dir_in(o, "/tmp"))
		return -EACCES;
	if (chmod(o->dir, 0755) || (!geteuid() && chown(o->dir, o->kit->uid, o->kit->gid)))
		return -errno;
	o->dir_fd = open(o->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return o->dir_fd < 0 ? -errno : 0;
}

static int start(struct oracle *o, int area)
{
	bool is_i386 = o->kit->is_i386;
	int program = is_i386 ? image("task", kit_proxy32, kit_proxy32_end) :
				image("task", kit_proxy64, kit_proxy64_end);
	pid_t pid;

	if (program < 0)
		return -ENOMEM;
	pid = fork();
	if (!pid)
		become_proxy(o, area, program);
	close(program);
	if (pid < 0)
		return -errno;
	o->zygote = pid;
	*(int32_t *)(o->area + AREA_ZYGOTE) = pid;
	if (box_give(o, pid) != ZYGOTE_BOX) {
		snprintf(o->kit->error, sizeof(o->kit->error),
			 "the host does not run %s programs, or not from memory",
			 is_i386 ? "i386" : "x86-64");
		return -ENOEXEC;
	}
	box_call(o, ZYGOTE_BOX, "prctl", PR_SET_CHILD_SUBREAPER, 1, 0, 0);
	return 0;
}

int zygote_start(struct oracle *o)
{
	int area, err;

	o->dir_fd = -1;
	err = make_dir(o);
	if (err)
		return err;
	area = make_area(o);
	if (area < 0)
		return area;
	set_patience(o);
	err = start(o, area);
	close(area);
	return err;
}

static void kill_all(struct oracle *o)
{
	pid_t child = child_of(o->zygote, o->zygote);

	for (const struct r3_task *t = o->kit->tasks; t; t = t->next)
		if (t->pid > 1 && t->part)
			kill(t->pid, SIGKILL);
	if (child > 1)
		kill(child, SIGKILL);
}

void zygote_clear(struct oracle *o)
{
	int64_t pid;

	do {
		kill_all(o);
		pid = box_call(o, ZYGOTE_BOX, "wait4", (uint64_t)-1, 0, __WALL, 0);
	} while (pid > 0);
	for (unsigned box = ZYGOTE_BOX + 1; box < BOX_NUMBERS; box++)
		box_take_back(o, box);
}

void zygote_stop(struct oracle *o)
{
	if (o->zygote > 0) {
		zygote_clear(o);
		kill(o->zygote, SIGKILL);
		waitpid(o->zygote, NULL, 0);
	}
	if (o->area)
		munmap(o->area, AREA_SIZE);
	if (o->dir_fd >= 0)
		close(o->dir_fd);
	if (o->dir[0])
		rmdir(o->dir);
}
