/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: options --user 0 */
/*
 * Files that lend their owner's or group's rights to whom executes them, and what takes that away:
 * a copy of the program, owned by another, tells who it is and what it was given.
 */
#include <sched.h>
#include <signal.h>
#include <sys/auxv.h>
#include <sys/fsuid.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>

#include "guest.h"

#define COPY "lender"
#define OWNER 4321
#define GROUP 4322
#define CALLER 4323

static char where[4096]; /* the copy; the way to it may be closed to others, but not to `here` */
static int here;

static int tell(void)
{
	unsigned r, e, s;
	struct rlimit stack;
	int sig = -1;

	getresuid(&r, &e, &s);
	printf("  uid %u %u %u fs %d", r, e, s, setfsuid(-1));
	getresgid(&r, &e, &s);
	printf(" gid %u %u %u fs %d\n", r, e, s, setfsgid(-1));
	printf("  auxv %lu %lu %lu %lu secure %lu\n", getauxval(AT_UID), getauxval(AT_EUID),
	       getauxval(AT_GID), getauxval(AT_EGID), getauxval(AT_SECURE));
	prctl(PR_GET_PDEATHSIG, &sig);
	getrlimit(RLIMIT_STACK, &stack);
	printf("  dumpable %d pdeathsig %d personality %#x stack %lu\n", prctl(PR_GET_DUMPABLE), sig,
	       personality(-1) & ADDR_NO_RANDOMIZE, (unsigned long)stack.rlim_cur >> 20);
	fflush(stdout);
	return 0;
}

static void prepare(void)
{
	struct rlimit stack = { 16u << 20, 64u << 20 };

	prctl(PR_SET_PDEATHSIG, SIGUSR1);
	setrlimit(RLIMIT_STACK, &stack);
	personality(ADDR_NO_RANDOMIZE);
}

static void become(uid_t uid, gid_t gid)
{
	if (setresgid(gid, gid, gid) || setresuid(uid, uid, uid))
		_exit(77);
}

static int run_copy(void)
{
	char *argv[] = { COPY, "tell", NULL }, *envp[] = { NULL };

	syscall(SYS_execveat, here, COPY, argv, envp, 0);
	printf("  %s\n", guest_errno(errno));
	fflush(stdout);
	return 1;
}

static int run_script(void)
{
	char *argv[] = { "script", NULL }, *envp[] = { NULL };

	execve("script", argv, envp);
	printf("  %s\n", guest_errno(errno));
	fflush(stdout);
	return 1;
}

static int as_another(void)
{
	prepare();
	become(CALLER, CALLER);
	prepare(); /* a change of ids takes the signal away */
	return run_copy();
}

static int as_root(void)
{
	prepare();
	return run_copy();
}

static int without_new_privileges(void)
{
	become(CALLER, CALLER);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	return run_copy();
}

/* Its effective user is the owner already. */
static int as_owner_in_effect(void)
{
	if (setresgid(CALLER, CALLER, CALLER) || setresuid(CALLER, OWNER, OWNER))
		return 77;
	prctl(PR_SET_PDEATHSIG, SIGUSR1);
	return run_copy();
}

static int as_owner(void)
{
	become(OWNER, GROUP);
	prctl(PR_SET_PDEATHSIG, SIGUSR1);
	return run_copy();
}

static void in_child(const char *what, int (*fn)(void), int clone_flags)
{
	int status;
	pid_t p;

	printf("%s\n", what);
	fflush(stdout);
	p = (int)syscall(SYS_clone, clone_flags | SIGCHLD, 0, 0, 0, 0);
	if (!p)
		_exit(fn());
	waitpid(p, &status, 0);
	if (WEXITSTATUS(status))
		printf("  status %#x\n", status);
}

static void give(uid_t uid, gid_t gid, mode_t mode)
{
	printf("%d %d %04o\n", uid, gid, mode);
	if (fchownat(here, COPY, uid, gid, 0) || fchmodat(here, COPY, mode, 0))
		printf("%m\n");
}

static int as_another_by_script(void)
{
	become(CALLER, CALLER);
	return run_script();
}

static void scripts(void)
{
	int fd = open("script", O_WRONLY | O_CREAT | O_TRUNC, 0777);

	dprintf(fd, "#! %s tell\n", where);
	close(fd);
	if (chown("script", 99, 99) || chmod("script", 06755))
		printf("%m\n");
	give(OWNER, GROUP, 0755);
	in_child("a script's own bits mean nothing", as_another_by_script, 0);
	give(OWNER, GROUP, 06755);
	in_child("its interpreter's count", as_another_by_script, 0);
	unlink("script");
}

static int writes(void)
{
	int fd = openat(here, COPY, O_WRONLY);

	become(CALLER, CALLER);
	return write(fd, "\177", 1) != 1;
}

/* Who writes to it takes the bits away; who makes a file may set its own. */
static void lost_and_made(void)
{
	struct stat st;
	int fd;

	give(OWNER, GROUP, 06777);
	in_child("another writes to it", writes, 0);
	fstatat(here, COPY, &st, 0);
	printf("  mode %04o\n", st.st_mode & 07777);
	umask(0);
	if (setfsuid(CALLER) < 0 || setfsgid(CALLER) < 0)
		return;
	fd = open("made", O_CREAT | O_WRONLY, 06755);
	if (fd >= 0 && !fstat(fd, &st))
		printf("made by another: %d %d %04o\n", st.st_uid, st.st_gid, st.st_mode & 07777);
	setfsuid(0);
	setfsgid(0);
	unlink("made");
}

static int may_not_lend(void)
{
	struct statvfs st;

	return statvfs(".", &st) || (st.f_flag & ST_NOSUID);
}

static void copy_self(const char *self)
{
	static char buf[65536];
	int in = open(self, O_RDONLY), out = open(COPY, O_WRONLY | O_CREAT | O_TRUNC, 0755);
	ssize_t n;

	while ((n = read(in, buf, sizeof(buf))) > 0)
		if (write(out, buf, n) != n)
			exit(1);
	close(in);
	close(out);
}

int main(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "tell"))
		return tell();
	if (is_native() && (getuid() || may_not_lend()))
		return 77;
	copy_self(argv[0]);
	chmod(".", 0777);
	here = open(".", O_PATH | O_DIRECTORY);
	snprintf(where, sizeof(where), "/proc/self/fd/%d/" COPY, here);
	in_child("no bits", as_another, 0);
	give(OWNER, GROUP, 06755);
	in_child("another's, by somebody", as_another, 0);
	in_child("by root", as_root, 0);
	in_child("by its owner", as_owner, 0);
	in_child("by who has its owner's rights", as_owner_in_effect, 0);
	in_child("without new privileges", without_new_privileges, 0);
	in_child("with shared directories", as_another, CLONE_FS);
	in_child("by root, with shared directories", as_root, CLONE_FS);
	give(0, 0, 04755);
	in_child("root's, by somebody", as_another, 0);
	in_child("root's, without new privileges", without_new_privileges, 0);
	give(OWNER, GROUP, 02755);
	in_child("its group's", as_another, 0);
	give(OWNER, GROUP, 02745);
	in_child("its group's, who may not execute it", as_root, 0);
	give(OWNER, GROUP, 06711);
	in_child("one that cannot be read", as_another, 0);
	give(0, 0, 0711);
	in_child("one that lends nothing and cannot be read", as_another, 0);
	scripts();
	lost_and_made();
	unlink(COPY);
	return 0;
}
