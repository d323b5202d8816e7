/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ring3 run: a machine, what it shows, the program in it, and its end. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli.h"

static void message(__attribute__((unused)) void *ctx, const char *line)
{
	complain("%s", line);
}

/*
 * Which of 0 to 2 were closed outside: they are closed inside, too. Here they are filled, or the
 * next descriptor that ring3 opens for itself would be taken for one of them.
 */
static void find_closed(bool closed[3])
{
	int i;

	for (i = 0; i < 3; i++) {
		closed[i] = fcntl(i, F_GETFD) < 0;
		if (closed[i] && open("/dev/null", O_RDWR) != i)
			die(EXIT_TROUBLE, "cannot open /dev/null: %s", strerror(errno));
	}
}

/* What is shown as the whole tree comes first, whatever the order: it would hide the others. */
static void mount_all(struct r3_machine *m, const struct run_options *o, bool whole)
{
	for (unsigned i = 0; i < o->nr_mounts; i++) {
		const struct mount_option *at = &o->mounts[i];

		if (whole == !at->guest[strspn(at->guest, "/")] &&
		    r3_mount(m, at->host, at->guest, at->writable ? R3_WRITABLE : 0))
			die(EXIT_TROUBLE, "%s", r3_error(m));
	}
}

static struct r3_machine *create(const struct run_options *o)
{
	bool closed[3];
	struct r3_options options = R3_OPTIONS_INIT;
	struct r3_machine *m;
	unsigned i;

	find_closed(closed);
	options.mem_size = o->mem;
	options.uid = o->uid;
	options.gid = o->gid;
	options.hostname = o->hostname;
	options.time_calls = o->times;
	options.init = o->init;
	options.limit_procs = o->limit_procs;
	options.limit_files = o->limit_files;
	options.break_sleep = o->break_sleep;
	options.break_kills = o->break_kills;
	options.hash_calls = o->call_hash;
	options.deterministic = o->deterministic;
	options.seed = o->seed;
	options.schedule_seed = o->schedule_seed;
	options.limit_time = o->limit_time;
	options.limit_cpu = o->limit_cpu;
	if (!o->quiet)
		options.message = message;
	options.signals = signals_to_expect();
	if (have_job_control())
		options.stopped = stop_with_program;
	if (r3_create(&m, &options))
		die(EXIT_TROUBLE, "%s", r3_error(NULL));
	if (o->root && r3_mount_root(m, o->root, o->root_writable ? R3_WRITABLE : 0))
		die(EXIT_TROUBLE, "%s", r3_error(m));
	mount_all(m, o, true);
	mount_all(m, o, false);
	for (i = 0; i < 3; i++)
		if (!closed[i] && r3_stdio(m, (int)i, (int)i))
			die(EXIT_TROUBLE, "%s", r3_error(m));
	return m;
}

static void change_directory(struct r3_machine *m, const struct run_options *o)
{
	char cwd[PATH_MAX];

	if (o->cwd) {
		if (r3_chdir(m, o->cwd))
			die(EXIT_TROUBLE, "--cwd: %s", r3_error(m));
	} else if (!o->root && getcwd(cwd, sizeof(cwd))) {
		r3_chdir(m, cwd); /* not visible: stay in / */
	}
}

/* The first usable PATH/name: malloc'ed, or NULL. */
static char *search(const char *path, const char *name,
		    bool (*usable)(void *ctx, const char *candidate), void *ctx)
{
	const char *end;
	char *candidate;
	int n;

	for (; path; path = end ? end + 1 : NULL) {
		end = strchr(path, ':');
		n = end ? (int)(end - path) : (int)strlen(path);
		if (asprintf(&candidate, "%.*s/%s", n ? n : 1, n ? path : ".", name) < 0)
			die(EXIT_TROUBLE, "not enough host memory");
		if (usable(ctx, candidate))
			return candidate;
		free(candidate);
	}
	return NULL;
}

/* As execvp(3), which goes on behind what it may not run: *ctx says that there was such. */
static bool host_executable(void *ctx, const char *candidate)
{
	bool *denied = ctx;
	struct stat st;

	bool found = !access(candidate, X_OK) && !stat(candidate, &st);

	if (found && S_ISREG(st.st_mode))
		return true;
	*denied |= found || errno == EACCES;
	return false;
}

_Noreturn static void refuse(const char *program, int err, const char *why)
{
	die(err == ENOENT ? EXIT_MISSING : EXIT_REFUSED, "%s: %s", program,
	    why && *why ? why : strerror(err));
}

/* A host file, shown read-only at its own absolute path. Where it is in the guest, malloc'ed. */
static char *show_program(struct r3_machine *m, const char *program)
{
	char *found = NULL, *guest;
	bool denied = false;

	if (!strchr(program, '/')) {
		found = search(getenv("PATH") ? getenv("PATH") : "/bin:/usr/bin", program,
			       host_executable, &denied);
		if (!found)
			refuse(program, denied ? EACCES : ENOENT,
			       denied ? NULL : "not found in PATH");
		program = found;
	}
	if (access(program, F_OK))
		refuse(program, errno, NULL);
	guest = absolute_path(program);
	if (r3_mount(m, program, guest, 0))
		refuse(program, EACCES, r3_error(m));
	free(found);
	return guest;
}

struct attempt {
	struct r3_machine *m;
	const char *const *argv;
	const char *const *envp;
	int err;
	bool denied; /* a candidate was EACCES, or the way to it */
};

/* As execvp(3): what may not be run here may be found further on. */
static bool load_candidate(void *ctx, const char *candidate)
{
	struct attempt *a = ctx;

	a->err = -r3_load(a->m, candidate, a->argv, a->envp);
	a->denied |= a->err == EACCES;
	return a->err != ENOENT && a->err != ENOTDIR && a->err != EACCES;
}

/* Where a program inside of a root is looked for: where it will look for others itself. */
static const char *path_of(const struct run_options *o)
{
	for (unsigned i = 0; i < o->nr_env; i++)
		if (!strncmp(o->env[i], "PATH=", 5))
			return o->env[i] + 5;
	return "/bin:/usr/bin";
}

static void load(struct r3_machine *m, const struct run_options *o)
{
	const char *program = o->argv[0];
	struct attempt a = { m, (const char *const *)o->argv, o->env, ENOENT, false };
	char *found;

	if (!*program)
		refuse(program, ENOENT, NULL);
	if (o->argv0)
		o->argv[0] = (char *)o->argv0;
	if (o->root && !strchr(program, '/')) {
		found = search(path_of(o), program, load_candidate, &a);
		if (!found && a.denied)
			refuse(program, EACCES, a.err == EACCES ? r3_error(m) : NULL);
	} else {
		found = o->root ? strdup(program) : show_program(m, program);
		if (found)
			load_candidate(&a, found);
	}
	free(found);
	o->argv[0] = (char *)program;
	if (a.err)
		refuse(program, a.err, r3_error(m));
}

/* The program's end as our own: its status, or 128 + signal with a line that says which. */
static int end(const struct run_options *o, int status)
{
	int sig;

	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	sig = WTERMSIG(status);
	if (!o->quiet && sigabbrev_np(sig))
		complain("%s: killed by SIG%s", o->argv[0], sigabbrev_np(sig));
	else if (!o->quiet)
		complain("%s: killed by signal %d", o->argv[0], sig);
	return 128 + sig;
}

#define GRACE_SEC 2
#define END_NS 8000000000ull

/* What a handler may have to call. */
static const struct run_hooks *_Atomic running;

void abandon_run(void)
{
	const struct run_hooks *hooks = running;

	if (hooks)
		hooks->abandoned(hooks->ctx);
}

/* The machine could not be stopped: it waits in a call of the host's that nothing interrupts. */
static void limit_passed(__attribute__((unused)) int sig)
{
	static const char line[] = "ring3: stopped at the limit of time\n";
	ssize_t n = write(2, line, sizeof(line) - 1);

	(void)n;
	abandon_run();
	r3_restore_terminals();
	_exit(EXIT_LIMIT);
}

/* r3_run() ends by itself at the limit; if it has not soon after, the process does. 0: no more. */
static void guard_limit(uint64_t limit_ns)
{
	struct itimerval it = { 0 };

	if (limit_ns) {
		it.it_value.tv_sec = (time_t)(limit_ns / 1000000000) + GRACE_SEC;
		signal(SIGALRM, limit_passed);
	}
	setitimer(ITIMER_REAL, &it, NULL);
}

static void print_sleeps(const struct r3_machine *m)
{
	struct r3_stats s;

	r3_stats(m, &s);
	if (s.broken_sleep)
		complain("%" PRIu64 " sleeps, broken in %s", s.sleeps, s.broken_sleep);
	else
		complain("%" PRIu64 " sleeps", s.sleeps);
}

static void print_call_hash(const struct r3_machine *m)
{
	struct r3_stats s;

	r3_stats(m, &s);
	complain("hash of calls %016" PRIx64, s.call_hash);
}

static int run_once(const struct run_options *o, const struct run_hooks *hooks, bool *again)
{
	struct r3_machine *m = create(o);
	struct r3_left left;
	int err, status, end_of_program;

	change_directory(m, o);
	load(m, o);
	pass_signals(m);
	if (hooks)
		hooks->ready(hooks->ctx, m);
	running = hooks;
	if (o->limit_time)
		guard_limit(o->limit_time);
	err = r3_run(m);
	if (o->limit_time) /* what is left to do then is not to take long either */
		guard_limit(err == -ETIME ? END_NS : 0);
	stop_passing_signals();
	end_of_program = r3_exit_status(m);
	*again = !err && r3_ended(m) == R3_RESTART;
	status = err == -ETIME ? EXIT_LIMIT : err ? EXIT_TROUBLE : end(o, end_of_program);
	if (err)
		complain("%s", r3_error(m));
	if (o->missing)
		print_missing(m);
	if (o->break_sleep)
		print_sleeps(m);
	if (o->call_hash)
		print_call_hash(m);
	if (o->stats)
		print_stats(m, o->times);
	running = NULL;
	if (hooks)
		hooks->ending(hooks->ctx);
	r3_destroy_counting(m, &left);
	if (o->check_leaks && !err && print_left(&left))
		status = EXIT_TROUBLE;
	if (*again)
		return status;
	if (hooks && !hooks->ended(hooks->ctx))
		return EXIT_TROUBLE;
	if (!err && WIFSIGNALED(end_of_program))
		die_as_told(WTERMSIG(end_of_program));
	return status;
}

/* reboot(2) in the guest makes the machine anew. */
int run_machine(const struct run_options *o, const struct run_hooks *hooks)
{
	bool again;
	int status;

	do
		status = run_once(o, hooks, &again);
	while (again);
	return status;
}

int run_command(int argc, char **argv)
{
	struct run_options o;
	int status;

	parse_run_options(&o, argc, argv, "", NULL, NULL, NULL);
	status = run_machine(&o, NULL);
	free_run_options(&o);
	return status;
}
