/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The options of `ring3 run`. */
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

enum {
	OPT_ROOT = 256,
	OPT_RW_ROOT,
	OPT_RO,
	OPT_RW,
	OPT_ENV,
	OPT_CWD,
	OPT_USER,
	OPT_MEM,
	OPT_HOSTNAME,
	OPT_ARGV0,
	OPT_MISSING,
	OPT_STATS,
	OPT_QUIET,
	OPT_CHECK_LEAKS,
	OPT_INIT,
	OPT_LIMIT_PROCS,
	OPT_LIMIT_FILES,
	OPT_DETERMINISTIC,
	OPT_SCHEDULE,
	OPT_CALL_HASH,
	OPT_BREAK_SLEEP,
	OPT_KILL_SLEEP,
	OPT_LIMIT_TIME,
	OPT_LIMIT_CPU
};

static const struct option options[] = {
	{ "root", required_argument, NULL, OPT_ROOT },
	{ "rw-root", required_argument, NULL, OPT_RW_ROOT },
	{ "ro", required_argument, NULL, OPT_RO },
	{ "rw", required_argument, NULL, OPT_RW },
	{ "env", required_argument, NULL, OPT_ENV },
	{ "cwd", required_argument, NULL, OPT_CWD },
	{ "user", required_argument, NULL, OPT_USER },
	{ "mem", required_argument, NULL, OPT_MEM },
	{ "hostname", required_argument, NULL, OPT_HOSTNAME },
	{ "argv0", required_argument, NULL, OPT_ARGV0 },
	{ "missing", no_argument, NULL, OPT_MISSING },
	{ "stats", optional_argument, NULL, OPT_STATS },
	{ "quiet", no_argument, NULL, OPT_QUIET },
	{ "deterministic", optional_argument, NULL, OPT_DETERMINISTIC },
	{ "schedule", required_argument, NULL, OPT_SCHEDULE },
	{ "call-hash", no_argument, NULL, OPT_CALL_HASH },
	{ "break-sleep", required_argument, NULL, OPT_BREAK_SLEEP },
	{ "kill-sleep", required_argument, NULL, OPT_KILL_SLEEP },
	{ "limit-time", required_argument, NULL, OPT_LIMIT_TIME },
	{ "limit-cpu", required_argument, NULL, OPT_LIMIT_CPU },
	{ "check-leaks", no_argument, NULL, OPT_CHECK_LEAKS },
	{ "init", no_argument, NULL, OPT_INIT },
	{ "limit-procs", required_argument, NULL, OPT_LIMIT_PROCS },
	{ "limit-files", required_argument, NULL, OPT_LIMIT_FILES },
	{ NULL, 0, NULL, 0 },
};

char *absolute_path(const char *name)
{
	char cwd[PATH_MAX] = "";
	char *out, *w, *copy, *part, *save;
	size_t n;

	if (name[0] != '/' && !getcwd(cwd, sizeof(cwd)))
		die(EXIT_TROUBLE, "the working directory has no name: %s", strerror(errno));
	n = strlen(cwd) + strlen(name) + 2;
	copy = xrealloc(NULL, n);
	snprintf(copy, n, "%s/%s", cwd, name);
	out = w = xrealloc(NULL, n + 1);
	for (part = strtok_r(copy, "/", &save); part; part = strtok_r(NULL, "/", &save)) {
		if (!strcmp(part, ".."))
			while (w > out && *--w != '/')
				;
		else if (strcmp(part, "."))
			w += sprintf(w, "/%s", part);
	}
	if (w == out)
		*w++ = '/';
	*w = '\0';
	free(copy);
	return out;
}

static void add_mount(struct run_options *o, const char *arg, bool writable)
{
	struct mount_option *m;
	char *host = strdup(arg), *colon = host ? strchr(host, ':') : NULL;

	if (!host)
		die(EXIT_TROUBLE, "not enough host memory");
	if (colon)
		*colon++ = '\0';
	if (!*host)
		die(EXIT_TROUBLE, "mount '%s' names no host file", arg);
	if (colon && *colon != '/')
		die(EXIT_TROUBLE, "mount '%s': the guest's path must be absolute", arg);
	o->mounts = xrealloc(o->mounts, (o->nr_mounts + 1) * sizeof(*o->mounts));
	m = &o->mounts[o->nr_mounts++];
	m->host = host;
	m->guest = absolute_path(colon ? colon : host);
	m->writable = writable;
}

/* Later settings of a name replace earlier ones. */
void add_env(struct run_options *o, const char *setting)
{
	const char *eq = strchr(setting, '=');
	size_t n = eq ? (size_t)(eq - setting) : strlen(setting);
	const char *value = eq ? eq + 1 : getenv(setting);
	char *made;
	unsigned i;

	if (!value)
		return;
	if (asprintf(&made, "%.*s=%s", (int)n, setting, value) < 0)
		die(EXIT_TROUBLE, "not enough host memory");
	for (i = 0; i < o->nr_env; i++)
		if (!strncmp(o->env[i], made, n + 1)) {
			free((char *)o->env[i]);
			o->env[i] = made;
			return;
		}
	o->env = xrealloc(o->env, (o->nr_env + 2) * sizeof(*o->env));
	o->env[o->nr_env++] = made;
	o->env[o->nr_env] = NULL;
}

static uint64_t parse_number(const char *what, const char *arg, const char **end, uint64_t limit)
{
	unsigned long long v;
	char *e;

	errno = 0;
	v = strtoull(arg, &e, 10);
	if (*arg < '0' || *arg > '9' || errno || v > limit)
		die(EXIT_TROUBLE, "%s '%s' is not a number in range", what, arg);
	*end = e;
	return v;
}

/* Of optarg: a number that is not 0. */
static uint64_t parse_count(const char *what)
{
	const char *end;
	uint64_t v = parse_number(what, optarg, &end, UINT32_MAX);

	if (!v || *end)
		die(EXIT_TROUBLE, "%s '%s' is not a number in range", what, optarg);
	return v;
}

static uint64_t parse_size(const char *arg)
{
	static const char units[] = "KMG";
	const char *end, *unit;
	uint64_t v = parse_number("--mem", arg, &end, 1ull << 40);
	unsigned shift = 0;

	if (*end) {
		unit = strchr(units, *end >= 'a' ? *end - 'a' + 'A' : *end);
		if (!unit || end[1])
			die(EXIT_TROUBLE, "--mem '%s': the unit is K, M or G", arg);
		shift = 10 * (unsigned)(unit - units + 1);
	}
	if (v > (1ull << 40) >> shift)
		die(EXIT_TROUBLE, "--mem '%s' is too much", arg);
	return v << shift;
}

static uint64_t parse_seed(const char *what, const char *arg)
{
	const char *end;
	uint64_t seed = parse_number(what, arg, &end, UINT64_MAX);

	if (*end)
		die(EXIT_TROUBLE, "%s '%s' is not a number", what, arg);
	return seed;
}

#define NSEC_PER_SEC 1000000000ull

/* Digits behind the point, as ns. */
static uint64_t parse_fraction(const char *arg, const char **end)
{
	uint64_t ns = 0, digit = NSEC_PER_SEC / 10;

	for (; *arg >= '0' && *arg <= '9'; arg++, digit /= 10)
		ns += (uint64_t)(*arg - '0') * digit;
	*end = arg;
	return ns;
}

/* Seconds, or with a unit as of timeout(1): 1.5, 10s, 2m, 1h; also ms. */
static uint64_t parse_duration(const char *what, const char *arg)
{
	static const struct {
		const char *name;
		uint64_t times, per;
	} units[] = { { "", 1, 1 }, { "s", 1, 1 }, { "ms", 1, 1000 }, { "m", 60, 1 },
		      { "h", 3600, 1 }, { "d", 86400, 1 } };
	const char *end;
	uint64_t ns = parse_number(what, arg, &end, 1000000) * NSEC_PER_SEC;
	unsigned i;

	if (*end == '.')
		ns += parse_fraction(end + 1, &end);
	for (i = 0; i < sizeof(units) / sizeof(units[0]) && strcmp(end, units[i].name); i++)
		;
	if (i == sizeof(units) / sizeof(units[0]))
		die(EXIT_TROUBLE, "%s '%s': the unit is ms, s, m, h or d", what, arg);
	ns = ns / units[i].per * units[i].times;
	if (!ns || ns > INT64_MAX)
		die(EXIT_TROUBLE, "%s '%s' is out of range", what, arg);
	return ns;
}

/* By the file alone: a static program has no name services. */
static bool find_user(struct run_options *o, const char *name)
{
	FILE *f = fopen("/etc/passwd", "re");
	const struct passwd *user = NULL;

	while (f && (user = fgetpwent(f)) && strcmp(user->pw_name, name))
		;
	if (user) {
		o->uid = user->pw_uid;
		o->gid = user->pw_gid;
	}
	if (f)
		fclose(f);
	return user != NULL;
}

void parse_user(struct run_options *o, const char *arg)
{
	const char *end;

	if (find_user(o, arg))
		return;
	if (*arg < '0' || *arg > '9')
		die(EXIT_TROUBLE, "there is no user '%s'", arg);
	o->uid = (uint32_t)parse_number("--user", arg, &end, UINT32_MAX - 1);
	o->gid = o->uid;
	if (*end == ':')
		o->gid = (uint32_t)parse_number("--user", end + 1, &end, UINT32_MAX - 1);
	if (*end)
		die(EXIT_TROUBLE, "--user '%s' is not UID[:GID]", arg);
}

void take_env(struct run_options *o)
{
	unsigned n = 0;

	for (unsigned i = 0; i < o->nr_env; i++)
		free((char *)o->env[i]);
	while (environ[n])
		n++;
	o->env = xrealloc(o->env, (n + 1) * sizeof(*o->env));
	for (o->nr_env = 0; o->nr_env < n; o->nr_env++) {
		o->env[o->nr_env] = strdup(environ[o->nr_env]);
		if (!o->env[o->nr_env])
			die(EXIT_TROUBLE, "not enough host memory");
	}
	o->env[n] = NULL;
}

void remove_env(struct run_options *o, const char *name)
{
	size_t n = strlen(name);

	for (unsigned i = 0; i < o->nr_env; i++)
		if (!strncmp(o->env[i], name, n) && o->env[i][n] == '=') {
			free((char *)o->env[i]);
			memmove(&o->env[i], &o->env[i + 1], (o->nr_env - i) * sizeof(o->env[0]));
			o->nr_env--;
			return;
		}
}

static void defaults(struct run_options *o)
{
	memset(o, 0, sizeof(*o));
	o->uid = geteuid();
	o->gid = getegid();
	o->mem = 2ull << 30;
	o->hostname = "ring3";
	add_env(o, "PATH=/usr/local/bin:/usr/bin:/bin");
	add_env(o, "HOME=/");
}

/*
 * The kind of terminal is the caller's, unless it was named: but a deterministic run must not depend
 * on where it is started.
 */
static void default_terminal(struct run_options *o)
{
	for (unsigned i = 0; i < o->nr_env; i++)
		if (!strncmp(o->env[i], "TERM=", 5))
			return;
	if (!o->deterministic)
		add_env(o, "TERM");
}

static void set_root(struct run_options *o, bool writable)
{
	if (o->root)
		die(EXIT_TROUBLE, "there can be only one root");
	o->root = optarg;
	o->root_writable = writable;
}

static void one_option(struct run_options *o, int c)
{
	switch (c) {
	case OPT_ROOT:
	case OPT_RW_ROOT:
		set_root(o, c == OPT_RW_ROOT);
		break;
	case OPT_RO:
	case OPT_RW:
		add_mount(o, optarg, c == OPT_RW);
		break;
	case OPT_ENV:
		if (!*optarg || *optarg == '=')
			die(EXIT_TROUBLE, "--env '%s' names no variable", optarg);
		add_env(o, optarg);
		break;
	case OPT_CWD:
		if (*optarg != '/')
			die(EXIT_TROUBLE, "--cwd '%s' must be absolute", optarg);
		o->cwd = optarg;
		break;
	case OPT_USER:
		parse_user(o, optarg);
		break;
	case OPT_MEM:
		o->mem = parse_size(optarg);
		break;
	case OPT_HOSTNAME:
		if (strlen(optarg) > 64)
			die(EXIT_TROUBLE, "--hostname is longer than 64 bytes");
		o->hostname = optarg;
		break;
	case OPT_ARGV0:
		o->argv0 = optarg;
		break;
	case OPT_MISSING:
		o->missing = true;
		break;
	case OPT_STATS:
		if (optarg && strcmp(optarg, "time"))
			die(EXIT_TROUBLE, "--stats takes nothing or =time");
		o->stats = true;
		o->times = optarg != NULL;
		break;
	case OPT_QUIET:
		o->quiet = true;
		break;
	case OPT_DETERMINISTIC:
		o->deterministic = true;
		if (optarg)
			o->seed = parse_seed("--deterministic", optarg);
		break;
	case OPT_SCHEDULE:
		o->deterministic = true;
		o->schedule_seed = parse_seed("--schedule", optarg);
		break;
	case OPT_CALL_HASH:
		o->call_hash = true;
		break;
	case OPT_BREAK_SLEEP:
	case OPT_KILL_SLEEP:
		o->break_sleep = parse_seed("the number of the sleep", optarg);
		o->break_kills = c == OPT_KILL_SLEEP;
		break;
	case OPT_LIMIT_TIME:
		o->limit_time = parse_duration("--limit-time", optarg);
		break;
	case OPT_LIMIT_CPU:
		o->limit_cpu = parse_duration("--limit-cpu", optarg);
		break;
	case OPT_CHECK_LEAKS:
		o->check_leaks = true;
		break;
	case OPT_INIT:
		o->init = true;
		break;
	case OPT_LIMIT_PROCS:
		o->limit_procs = parse_count("--limit-procs");
		break;
	case OPT_LIMIT_FILES:
		o->limit_files = parse_count("--limit-files");
		break;
	}
}

/* Both tables, the caller's first: where names are equal, its own meaning counts. Malloc'ed. */
static struct option *join(const struct option *more)
{
	size_t own = sizeof(options) / sizeof(options[0]), nr_more = 0, n, i, k;
	struct option *all;

	while (more && more[nr_more].name)
		nr_more++;
	all = xrealloc(NULL, (nr_more + own) * sizeof(*all));
	for (n = 0; n < nr_more; n++)
		all[n] = more[n];
	for (i = 0; i < own; i++) {
		k = 0;
		while (options[i].name && k < nr_more && strcmp(more[k].name, options[i].name))
			k++;
		if (!options[i].name || k == nr_more)
			all[n++] = options[i];
	}
	return all;
}

void parse_run_options(struct run_options *o, int argc, char **argv, const char *shorts,
		       const struct option *longs, void (*more)(void *ctx, int c, const char *arg),
		       void *ctx)
{
	struct option *all = join(longs);
	char spec[128];
	int c, before = 1;

	defaults(o);
	opterr = 0;
	optind = 1;
	snprintf(spec, sizeof(spec), "+:%s", shorts);
	while ((c = getopt_long(argc, argv, spec, all, NULL)) != -1) {
		if (c == '?')
			die(EXIT_TROUBLE, "unknown option '%s' (try ring3 --help)", argv[before]);
		if (c == ':')
			die(EXIT_TROUBLE, "option '%s' needs a value", argv[before]);
		if (c < OPT_ROOT || c >= OPT_MORE)
			more(ctx, c, optarg);
		else
			one_option(o, c);
		before = optind;
	}
	free(all);
	if (optind == argc)
		die(EXIT_TROUBLE, "no PROGRAM given (try ring3 --help)");
	default_terminal(o);
	o->argv = argv + optind;
}

void free_run_options(struct run_options *o)
{
	unsigned i;

	for (i = 0; i < o->nr_env; i++)
		free((char *)o->env[i]);
	free(o->env);
	for (i = 0; i < o->nr_mounts; i++) {
		free((char *)o->mounts[i].host);
		free((char *)o->mounts[i].guest);
	}
	free(o->mounts);
}
