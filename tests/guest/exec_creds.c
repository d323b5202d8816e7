/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What execve makes of rights that differ from those that the ids alone give: dropped and ambient
 * capabilities, ids that differ, no_new_privs, and a working directory shared with another process.
 */
#include <linux/capability.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/auxv.h>
#include <sys/prctl.h>

#include "tasks.h"

#define FEW ((1u << 0) | (1u << 7) | (1u << 12)) /* CHOWN, SETUID, NET_ADMIN */

static void show_line(const char *key)
{
	char line[200];
	FILE *f = fopen("/proc/self/status", "r");

	while (f && fgets(line, sizeof(line), f))
		if (!strncmp(line, key, strlen(key)))
			printf("  %s", line);
	if (f)
		fclose(f);
}

static int report(void)
{
	int sig = -1;

	show_line("Uid");
	show_line("Gid");
	show_line("Cap");
	prctl(PR_GET_PDEATHSIG, &sig);
	printf("  securebits %x keepcaps %d dumpable %d secure %lu death %d nnp %d\n",
	       prctl(PR_GET_SECUREBITS), prctl(PR_GET_KEEPCAPS), prctl(PR_GET_DUMPABLE),
	       getauxval(AT_SECURE), sig, prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
	return 0;
}

static void set_caps(unsigned permitted, unsigned effective, unsigned inheritable)
{
	struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2] = { { effective, permitted, inheritable } };

	show(syscall(SYS_capset, &head, data));
}

#ifdef __i386__
#define NR_ID(name) SYS_##name##32
#else
#define NR_ID(name) SYS_##name
#endif
#define setres(what, a, b, c) show(syscall(NR_ID(what), a, b, c))

enum { NOTHING, NNP = 1, SHARE = 2, DEATH = 4 };

static void few_caps(void)
{
	set_caps(FEW, FEW, FEW);
}
static void no_caps(void)
{
	set_caps(0, 0, 0);
}
static void other_euid(void)
{
	setres(setresuid, 1000, 0, 0);
}
static void other_uid(void)
{
	setres(setresuid, 0, 1000, 0);
}
static void other_egid(void)
{
	setres(setresgid, 1000, 0, 0);
}
static void other_gid(void)
{
	setres(setresgid, 0, 1000, -1);
}
static void euid_no_setuid(void)
{
	setres(setresuid, 1000, 0, 0);
	set_caps(1, 1, 0);
}
static void user(void)
{
	setres(setresuid, 1000, 1000, 1000);
}
static void user_saved(void)
{
	setres(setresuid, 1000, 1000, 0);
}
static void fsuid(void)
{
	show(syscall(NR_ID(setfsuid), 1000));
}
static void fsgid(void)
{
	show(syscall(NR_ID(setfsgid), 1000));
}
static void keep(void)
{
	show(prctl(PR_SET_KEEPCAPS, 1));
	setres(setresuid, 1000, 1000, 1000);
}
static void ambient(void)
{
	keep();
	set_caps(FEW, FEW, FEW);
	show(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, 12, 0, 0));
}
static void ambient_euid(void)
{
	ambient();
	setres(setresuid, 1000, 1001, -1);
}
static void ambient_egid(void)
{
	show(prctl(PR_SET_KEEPCAPS, 1));
	setres(setresgid, 1000, 1001, 1001);
	setres(setresuid, 1000, 1000, 1000);
	set_caps(FEW, FEW, FEW);
	show(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, 12, 0, 0));
}
static void ambient_root(void)
{
	set_caps(~(1u << 24), ~(1u << 24), FEW);
	show(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, 12, 0, 0));
}
static void ambient_fsgid(void)
{
	show(syscall(NR_ID(setfsgid), 1000));
	ambient();
}
static void noroot(void)
{
	show(prctl(PR_SET_SECUREBITS, 1));
	set_caps(FEW, FEW, FEW);
}
static void noroot_ambient(void)
{
	show(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0));
	set_caps(FEW, FEW, FEW);
	show(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, 0, 0, 0));
	show(prctl(PR_SET_SECUREBITS, 1));
}
static void nofixup(void)
{
	show(prctl(PR_SET_SECUREBITS, 4));
	setres(setresuid, 1000, 1000, 1000);
}
static void bounded(void)
{
	show(prctl(PR_CAPBSET_DROP, 12));
	set_caps(~(1u << 24), ~(1u << 24), FEW);
}
static void bounded_only(void)
{
	show(prctl(PR_CAPBSET_DROP, 12));
}
static void not_dumpable(void)
{
	show(prctl(PR_SET_DUMPABLE, 0));
}

static const struct {
	const char *name;
	void (*prepare)(void);
} scenes[] = {
	{ "few caps", few_caps },
	{ "no caps", no_caps },
	{ "other euid", other_euid },
	{ "other uid", other_uid },
	{ "other egid", other_egid },
	{ "other gid", other_gid },
	{ "no setuid", euid_no_setuid },
	{ "user", user },
	{ "user, saved root", user_saved },
	{ "fsuid", fsuid },
	{ "fsgid", fsgid },
	{ "keep", keep },
	{ "ambient", ambient },
	{ "ambient, other euid", ambient_euid },
	{ "ambient, other egid", ambient_egid },
	{ "ambient of root", ambient_root },
	{ "ambient, fsgid", ambient_fsgid },
	{ "no root", noroot },
	{ "no root, ambient", noroot_ambient },
	{ "no fixup", nofixup },
	{ "bounded", bounded },
	{ "bounded only", bounded_only },
	{ "not dumpable", not_dumpable },
};

static struct gate gate;

static int play(void *arg)
{
	unsigned n = (unsigned)(intptr_t)arg, mode = n % 8;
	char *argv[] = { "exec_creds", "report", NULL };
	int exe = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	pid_t sharer = 0;

	set_caps(~(1u << 24), ~(1u << 24), 0);
	scenes[n / 8].prepare();
	if (mode & DEATH)
		show(prctl(PR_SET_PDEATHSIG, SIGUSR1));
	if (mode & NNP)
		show(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
	if (mode & SHARE) {
		sharer = (pid_t)raw_clone(CLONE_FS | SIGCHLD, NULL, NULL, NULL);
		if (!sharer) {
			gate_wait(&gate);
			_exit(0);
		}
	}
	report();
	fflush(stdout);
	execveat(exe, "", argv, environ, AT_EMPTY_PATH);
	perror("execveat");
	return 1;
}

int main(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "report"))
		return report();
	/* What not every host gives. */
	prctl(PR_CAPBSET_DROP, 24);
	for (unsigned i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++) {
		for (unsigned mode = 0; mode < 8; mode++) {
			printf("--- %s%s%s%s\n", scenes[i].name,
			       mode & NNP ? ", no new privileges" : "",
			       mode & SHARE ? ", shared directory" : "",
			       mode & DEATH ? ", death signal" : "");
			gate_make(&gate);
			reap("it", spawn(play, (void *)(intptr_t)(i * 8 + mode)));
			gate_open(&gate);
			close(gate.fd[0]);
			close(gate.fd[1]);
		}
	}
	return 0;
}
