/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The qualifiers of -e, and what else needs understanding. */
#include "trace/options.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "trace/names.h"
#include "trace/times.h"

void strace_options_init(struct strace_options *o)
{
	memset(o, 0, sizeof(*o));
	callset_fill(&o->trace, true);
	callset_fill(&o->abbrev, true);
	callset_fill(&o->verbose, true);
	o->signals = ~0ull;
	o->status = STATUS_ALL;
	o->decode = (struct r3_decode_options)R3_DECODE_INIT;
	o->decode.zone = times_zone;
	o->column = 40;
	o->relative_digits = o->spent_digits = 6;
	o->sort = COLUMN_TOTAL_TIME;
	strace_columns(o, "time-percent,total-time,avg-time,calls,errors,name", NULL);
}

/* Calls that there are not are no set's, and always shown. */
static uint8_t qual_of(const struct strace_options *o, int is_i386, unsigned number)
{
	struct r3_call_info info;
	uint8_t q = 0;

	if (r3_call_info(is_i386, number, &info))
		return QUAL_TRACE | QUAL_ABBREV | QUAL_VERBOSE;
	if (callset_has(&o->trace, is_i386, number))
		q |= QUAL_TRACE;
	if (callset_has(&o->abbrev, is_i386, number))
		q |= QUAL_ABBREV;
	if (callset_has(&o->verbose, is_i386, number))
		q |= QUAL_VERBOSE;
	if (callset_has(&o->raw, is_i386, number))
		q |= QUAL_RAW;
	for (unsigned i = 0; i < o->injector.nr; i++)
		if (callset_has(&o->injector.list[i].set, is_i386, number))
			q |= QUAL_INJECT;
	return q;
}

/* What the machine is to tell at all; a sub-call comes by a number of its own. */
static void find_wanted(struct strace_options *o, int is_i386)
{
	struct r3_call_info info;
	unsigned last = r3_call_kinds() - 1;

	for (unsigned i = 0; i <= last; i++) {
		if (r3_call_info(is_i386, i, &info))
			info.number = i;
		if (o->qual[is_i386][i] & QUAL_TRACE)
			o->wanted[is_i386][info.number / 64] |= 1ull << info.number % 64;
	}
}

void strace_options_done(struct strace_options *o)
{
	o->separately &= o->file != NULL;
	o->decode.constants = o->symbols == SYMBOLS_RAW	     ? R3_CONSTANTS_NUMBERED :
			      o->symbols == SYMBOLS_VERBOSE ? R3_CONSTANTS_BOTH :
							      R3_CONSTANTS_NAMED;
	if (o->file && !o->quiet_given)
		o->quiet = QUIET_ATTACH | QUIET_PERSONALITY;
	for (int is_i386 = 0; is_i386 < 2; is_i386++)
		for (unsigned i = 0; i <= CALLSET_NUMBERS; i++)
			o->qual[is_i386][i] = qual_of(o, is_i386, i);
	for (int is_i386 = 0; is_i386 < 2; is_i386++)
		find_wanted(o, is_i386);
}

void strace_options_free(struct strace_options *o)
{
	injector_free(&o->injector);
	for (unsigned i = 0; i < o->nr_paths; i++)
		free(o->paths[i]);
	free(o->paths);
}

bool strace_add_path(struct strace_options *o, const char *path)
{
	char **paths = realloc(o->paths, (o->nr_paths + 1) * sizeof(*paths));

	if (!paths)
		return false;
	o->paths = paths;
	paths[o->nr_paths] = strdup(path);
	return paths[o->nr_paths++] != NULL;
}

/* --- sets of words --- */

struct word {
	const char *name;
	uint64_t mask;
};

static const struct word status_words[] = {
	{ "successful", STATUS_SUCCESSFUL },   { "failed", STATUS_FAILED },
	{ "unfinished", STATUS_UNFINISHED },   { "unavailable", STATUS_UNAVAILABLE },
	{ "detached", STATUS_DETACHED },       { NULL, 0 },
};

static const struct word quiet_words[] = {
	{ "attach", QUIET_ATTACH },
	{ "attached", QUIET_ATTACH },
	{ "exit", QUIET_EXIT },
	{ "exits", QUIET_EXIT },
	{ "path-resolution", QUIET_PATH_RESOLUTION },
	{ "path-resolve", QUIET_PATH_RESOLUTION },
	{ "path", QUIET_PATH_RESOLUTION },
	{ "personality", QUIET_PERSONALITY },
	{ "thread-execve", QUIET_THREAD_EXECVE },
	{ "superseded", QUIET_THREAD_EXECVE },
	{ NULL, 0 },
};

/* ring3 tells devices, sockets and pidfds together: whoever asks for one gets all. */
static const struct word fd_words[] = {
	{ "path", R3_ABOUT_PATHS },	{ "dev", R3_ABOUT_DEVICES },
	{ "socket", R3_ABOUT_SOCKETS }, { "pidfd", R3_ABOUT_PIDFDS },
	{ NULL, 0 },
};

/* There is one namespace of pids. */
static const struct word pid_words[] = {
	{ "comm", R3_ABOUT_TASKS }, { "pidns", 0 }, { NULL, 0 },
};

/* all and none, or ITEM,...: each is added. False: one is nothing that could be. */
static bool each_item(const char *list, bool (*add)(void *ctx, const char *item), void *ctx)
{
	char *copy, *item, *save;
	bool ok;

	if (!strcmp(list, "all") || !strcmp(list, "none"))
		return true;
	copy = strdup(list);
	ok = copy && *copy;
	for (item = copy ? strtok_r(copy, ",", &save) : NULL; item && ok;
	     item = strtok_r(NULL, ",", &save))
		ok = add(ctx, item);
	free(copy);
	return ok;
}

static const struct word *find_word(const struct word *words, const char *name)
{
	for (; words->name; words++)
		if (!strcmp(words->name, name))
			return words;
	return NULL;
}

struct word_set {
	const struct word *words;
	uint64_t mask;
};

static bool add_word(void *ctx, const char *name)
{
	struct word_set *set = ctx;
	const struct word *w = find_word(set->words, name);

	set->mask |= w ? w->mask : 0;
	return w;
}

/* [!]all, none or WORD,... */
static bool parse_words(uint64_t *mask, const struct word *words, uint64_t all, const char *what,
			const char *list, struct trace_error *e)
{
	struct word_set set = { words, 0 };
	bool negated = *list == '!', ok;

	list += negated;
	ok = each_item(list, add_word, &set);
	*mask = !strcmp(list, "all") ? all : set.mask;
	if (negated)
		*mask = all & ~*mask;
	return ok || trace_fail(e, "invalid %s '%s'", what, list);
}

/* strace takes numbers to 255, whatever signals there are. */
static bool names_no_signal(const char *item)
{
	size_t n = strspn(item, "0123456789");

	return n && n <= 3 && !item[n] && atoi(item) <= 255;
}

static bool add_signal(void *mask, const char *item)
{
	int sig = signal_by_name(item);

	*(uint64_t *)mask |= sig > 0 ? 1ull << (sig - 1) : 0;
	return sig > 0 || names_no_signal(item);
}

static bool parse_signals(uint64_t *mask, const char *list, struct trace_error *e)
{
	bool negated = *list == '!', ok;

	list += negated;
	*mask = !strcmp(list, "all") ? ~0ull : 0;
	ok = each_item(list, add_signal, mask);
	if (negated)
		*mask = ~*mask;
	return ok || trace_fail(e, "invalid signal '%s'", list);
}

static bool add_fd(void *ctx, const char *s)
{
	struct fdset *set = ctx;
	char *end;
	unsigned long fd = strtoul(s, &end, 10);

	if (*s < '0' || *s > '9' || *end || fd >= FDSET_FDS)
		return false;
	set->bits[fd / 64] |= 1ull << fd % 64;
	return true;
}

static bool parse_fds(struct fdset *set, const char *list, struct trace_error *e)
{
	bool negated = *list == '!', all, ok;

	list += negated;
	all = !strcmp(list, "all");
	memset(set->bits, all ? 0xff : 0, sizeof(set->bits));
	ok = each_item(list, add_fd, set);
	if (negated)
		for (unsigned i = 0; i < FDSET_FDS / 64; i++)
			set->bits[i] = ~set->bits[i];
	set->beyond = all != negated;
	set->any = true;
	return ok || trace_fail(e, "invalid descriptor '%s'", list);
}

/* --- what each qualifier does --- */

enum qualifier {
	Q_TRACE, Q_ABBREV, Q_VERBOSE, Q_RAW, Q_SIGNAL, Q_READ, Q_WRITE, Q_FAULT, Q_INJECT,
	Q_STATUS, Q_QUIET, Q_DECODE_FDS, Q_DECODE_PIDS, Q_KVM,
};

static const struct {
	const char *name;
	enum qualifier q;
} qualifiers[] = {
	{ "trace", Q_TRACE },	    { "t", Q_TRACE },	     { "abbrev", Q_ABBREV },
	{ "a", Q_ABBREV },	    { "verbose", Q_VERBOSE }, { "v", Q_VERBOSE },
	{ "raw", Q_RAW },	    { "x", Q_RAW },	     { "signal", Q_SIGNAL },
	{ "signals", Q_SIGNAL },    { "s", Q_SIGNAL },	     { "read", Q_READ },
	{ "reads", Q_READ },	    { "r", Q_READ },	     { "write", Q_WRITE },
	{ "writes", Q_WRITE },	    { "w", Q_WRITE },	     { "fault", Q_FAULT },
	{ "inject", Q_INJECT },	    { "status", Q_STATUS },  { "quiet", Q_QUIET },
	{ "silent", Q_QUIET },	    { "silence", Q_QUIET },  { "q", Q_QUIET },
	{ "decode-fds", Q_DECODE_FDS }, { "decode-fd", Q_DECODE_FDS },
	{ "decode-pids", Q_DECODE_PIDS }, { "decode-pid", Q_DECODE_PIDS }, { "kvm", Q_KVM },
};

static bool set_words(unsigned *mask, const struct word *words, uint64_t all, const char *what,
		      const char *list, struct trace_error *e)
{
	uint64_t parsed;

	if (!parse_words(&parsed, words, all, what, list, e))
		return false;
	*mask = (unsigned)parsed;
	return true;
}

static bool set_about(struct strace_options *o, const struct word *words, unsigned all,
		      const char *what, const char *list, struct trace_error *e)
{
	unsigned about;

	if (!set_words(&about, words, all, what, list, e))
		return false;
	o->decode.about = (o->decode.about & ~all) | about;
	return true;
}

static bool qualify(struct strace_options *o, enum qualifier q, const char *value,
		    struct trace_error *e)
{
	switch (q) {
	case Q_TRACE:
		return callset_parse(&o->trace, value, e);
	case Q_ABBREV:
		return callset_parse(&o->abbrev, value, e);
	case Q_VERBOSE:
		return callset_parse(&o->verbose, value, e);
	case Q_RAW:
		return callset_parse(&o->raw, value, e);
	case Q_SIGNAL:
		return parse_signals(&o->signals, value, e);
	case Q_READ:
		return parse_fds(&o->read, value, e);
	case Q_WRITE:
		return parse_fds(&o->write, value, e);
	case Q_FAULT:
	case Q_INJECT:
		return injector_add(&o->injector, value, q == Q_FAULT, e);
	case Q_STATUS:
		return set_words(&o->status, status_words, STATUS_ALL, "status", value, e);
	case Q_QUIET:
		o->quiet_given = o->quiet_named = true;
		return set_words(&o->quiet, quiet_words, QUIET_ALL, "quiet", value, e);
	case Q_DECODE_FDS:
		o->fds_named = true;
		return set_about(o, fd_words, R3_ABOUT_PATHS | R3_ABOUT_DETAILS, "decode-fds", value,
				 e);
	case Q_DECODE_PIDS:
		return set_about(o, pid_words, R3_ABOUT_TASKS, "decode-pids", value, e);
	case Q_KVM: /* no guest has a KVM of its own */
		return !strcmp(value, "vcpu") ||
		       trace_fail(e, "invalid -e kvm= argument: '%s'", value);
	}
	return false;
}

bool strace_qualify(struct strace_options *o, const char *expr, struct trace_error *e)
{
	const char *eq = strchr(expr, '=');
	unsigned i;

	for (i = 0; eq && i < sizeof(qualifiers) / sizeof(qualifiers[0]); i++)
		if (!strncmp(qualifiers[i].name, expr, (size_t)(eq - expr)) &&
		    !qualifiers[i].name[eq - expr])
			return qualify(o, qualifiers[i].q, eq + 1, e);
	return qualify(o, Q_TRACE, expr, e);
}

bool strace_qualify_as(struct strace_options *o, const char *what, const char *value,
		       struct trace_error *e)
{
	for (unsigned i = 0; i < sizeof(qualifiers) / sizeof(qualifiers[0]); i++)
		if (!strcmp(qualifiers[i].name, what))
			return qualify(o, qualifiers[i].q, value, e);
	return trace_fail(e, "no qualifier '%s'", what);
}

/* --- the summary's columns --- */

static const struct word columns[] = {
	{ "time-percent", COLUMN_TIME_PERCENT }, { "time", COLUMN_TIME_PERCENT },
	{ "total-time", COLUMN_TOTAL_TIME },	 { "time-total", COLUMN_TOTAL_TIME },
	{ "min-time", COLUMN_MIN_TIME },	 { "shortest", COLUMN_MIN_TIME },
	{ "time-min", COLUMN_MIN_TIME },	 { "max-time", COLUMN_MAX_TIME },
	{ "longest", COLUMN_MAX_TIME },		 { "time-max", COLUMN_MAX_TIME },
	{ "avg-time", COLUMN_AVG_TIME },	 { "time-avg", COLUMN_AVG_TIME },
	{ "calls", COLUMN_CALLS },		 { "count", COLUMN_CALLS },
	{ "errors", COLUMN_ERRORS },		 { "error", COLUMN_ERRORS },
	{ "name", COLUMN_NAME },		 { "syscall", COLUMN_NAME },
	{ "syscall-name", COLUMN_NAME },	 { NULL, 0 },
};

bool strace_sort(struct strace_options *o, const char *by, struct trace_error *e)
{
	const struct word *w = find_word(columns, by);

	if (!w && strcmp(by, "nothing") && strcmp(by, "none"))
		return trace_fail(e, "invalid sortby: '%s'", by);
	o->sort = w ? (enum column)w->mask : COLUMN_NOTHING;
	return true;
}

bool strace_columns(struct strace_options *o, const char *list, struct trace_error *e)
{
	char *copy = strdup(list), *item, *save;
	const struct word *w;
	unsigned seen = 0;
	bool ok = copy != NULL;

	o->nr_columns = 0;
	for (item = ok ? strtok_r(copy, ",", &save) : NULL; item && ok;
	     item = strtok_r(NULL, ",", &save)) {
		w = find_word(columns, item);
		if (!w)
			ok = trace_fail(e, "unknown column name: '%s'", item);
		else if (seen >> w->mask & 1)
			ok = trace_fail(e, "call summary column has been provided more than once: "
					   "'%s'", item);
		else
			o->columns[o->nr_columns++] = (enum column)w->mask;
		seen |= w ? 1u << w->mask : 0;
	}
	if (ok && !(seen >> COLUMN_NAME & 1))
		o->columns[o->nr_columns++] = COLUMN_NAME;
	free(copy);
	return ok;
}

/* --- times --- */

bool strace_precision(unsigned *digits, const char *s)
{
	static const char *const units[] = { "s", "ms", "us", "ns" };

	if (!s || !*s)
		return true;
	for (unsigned i = 0; i < 4; i++)
		if (!strcmp(s, units[i])) {
			*digits = 3 * i;
			return true;
		}
	return false;
}

static bool time_word(struct strace_options *o, const char *s)
{
	bool format = !strncmp(s, "format:", 7), precision = !strncmp(s, "precision:", 10);

	if (format)
		s += 7;
	if (precision)
		return s[10] && strace_precision(&o->time_digits, s + 10);
	if (!strcmp(s, "none"))
		o->time = TIME_NONE;
	else if (!strcmp(s, "time"))
		o->time = TIME_OF_DAY;
	else if (!strcmp(s, "unix"))
		o->time = TIME_UNIX;
	else
		return !format && *s && strace_precision(&o->time_digits, s);
	return true;
}

bool strace_timestamps(struct strace_options *o, const char *s)
{
	char *copy = strdup(s), *item, *save;
	bool ok = copy != NULL;

	o->time = TIME_OF_DAY;
	o->time_digits = 0;
	for (item = ok ? strtok_r(copy, ",", &save) : NULL; item && ok;
	     item = strtok_r(NULL, ",", &save))
		ok = time_word(o, item);
	free(copy);
	return ok;
}
