/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is traced and how it is written: strace's options, understood. */
#ifndef TRACE_OPTIONS_H
#define TRACE_OPTIONS_H

#include "trace/callset.h"
#include "trace/inject.h"
#include "trace/text.h"

/* What is done with a call, decided once for each number of each table. */
#define QUAL_TRACE 1u
#define QUAL_ABBREV 2u
#define QUAL_VERBOSE 4u
#define QUAL_RAW 8u
#define QUAL_INJECT 16u

/* How calls end (-e status=). */
#define STATUS_SUCCESSFUL 1u
#define STATUS_FAILED 2u
#define STATUS_UNFINISHED 4u
#define STATUS_UNAVAILABLE 8u
#define STATUS_DETACHED 16u
#define STATUS_ALL 31u

/* Lines that are not of calls or signals (-e quiet=). */
#define QUIET_ATTACH 1u
#define QUIET_EXIT 2u
#define QUIET_PATH_RESOLUTION 4u
#define QUIET_PERSONALITY 8u
#define QUIET_THREAD_EXECVE 16u
#define QUIET_ALL 31u

/* A set of descriptors. */
#define FDSET_FDS 1024
struct fdset {
	uint64_t bits[FDSET_FDS / 64];
	bool beyond; /* those that are no bit */
	bool any;
};
static inline bool fdset_has(const struct fdset *s, uint64_t fd)
{
	return fd < FDSET_FDS ? s->bits[fd / 64] >> fd % 64 & 1 : s->beyond;
}

enum time_form { TIME_NONE, TIME_OF_DAY, TIME_UNIX };
enum summary_mode { SUMMARY_NONE, SUMMARY_ONLY, SUMMARY_TOO };
/* Columns of the summary, and what it is sorted by. */
enum column {
	COLUMN_NOTHING, /* the order of the numbers; only to sort by */
	COLUMN_TIME_PERCENT,
	COLUMN_TOTAL_TIME,
	COLUMN_MIN_TIME,
	COLUMN_MAX_TIME,
	COLUMN_AVG_TIME,
	COLUMN_CALLS,
	COLUMN_ERRORS,
	COLUMN_NAME,
	NR_COLUMNS
};

struct strace_options {
	struct callset trace, abbrev, verbose, raw;
	uint8_t qual[2][CALLSET_NUMBERS + 1]; /* made of these by strace_options_done() */
	uint64_t wanted[2][CALLSET_NUMBERS / 64]; /* numbers that anything is done with */
	struct injector injector;
	uint64_t signals; /* bit n-1: signal n is shown */
	unsigned status, quiet;
	bool quiet_given;
	bool quiet_named, fds_named; /* by -e or the long option, not by -q or -y */
	struct fdset read, write; /* dumped */
	char **paths;		  /* -P */
	unsigned nr_paths;
	bool follow, separately, append, detach_on_execve;
	bool json;
	const char *file; /* -o; NULL: standard error */
	struct r3_decode_options decode;
	enum text_hex hex;
	enum text_symbols symbols;
	unsigned column; /* of the result */
	bool names;	 /* of arguments */
	bool number, ip, stack;
	enum time_form time;
	bool relative, spent;
	unsigned time_digits, relative_digits, spent_digits; /* behind the point */
	enum summary_mode summary;
	bool wall;
	uint64_t overhead; /* ns; of tracing a call */
	enum column sort, columns[NR_COLUMNS];
	unsigned nr_columns;
};

void strace_options_init(struct strace_options *o);
/* After all options: what is decided once. */
void strace_options_done(struct strace_options *o);
void strace_options_free(struct strace_options *o);

/* -e EXPR, and its parts by their long names. */
bool strace_qualify(struct strace_options *o, const char *expr, struct trace_error *e);
bool strace_qualify_as(struct strace_options *o, const char *what, const char *value,
		       struct trace_error *e);
/* -P */
bool strace_add_path(struct strace_options *o, const char *path);

/* -S and -U. */
bool strace_sort(struct strace_options *o, const char *by, struct trace_error *e);
bool strace_columns(struct strace_options *o, const char *list, struct trace_error *e);
/* s, ms, us, ns: digits behind the point; "" or NULL: as it was. */
bool strace_precision(unsigned *digits, const char *s);
/* [[format:]FORMAT][,[precision:]PRECISION] */
bool strace_timestamps(struct strace_options *o, const char *s);

static inline unsigned strace_qual(const struct strace_options *o, int is_i386, unsigned number)
{
	return o->qual[is_i386][number < CALLSET_NUMBERS ? number : CALLSET_NUMBERS];
}

#endif
