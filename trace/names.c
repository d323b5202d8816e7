/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of errors and signals. Guest and host have the same numbers. */
#include "trace/names.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define MAX_ERRNO 4095
#define NR_SIGNALS 64

static int number(const char *s, int limit)
{
	char *end;
	long v;

	if (*s < '0' || *s > '9')
		return -1;
	v = strtol(s, &end, 10);
	return *end || v < 1 || v > limit ? -1 : (int)v;
}

int errno_by_name(const char *name)
{
	int i = number(name, MAX_ERRNO);
	const char *known;

	if (i > 0)
		return i;
	if (!strcasecmp(name, "EWOULDBLOCK"))
		return EAGAIN;
	if (!strcasecmp(name, "ENOTSUP"))
		return EOPNOTSUPP;
	if (!strcasecmp(name, "EDEADLOCK"))
		return EDEADLK;
	for (i = 1; i < 140; i++) {
		known = strerrorname_np(i);
		if (known && !strcasecmp(known, name))
			return i;
	}
	return -1;
}

const char *name_of_signal(int sig, char buf[24])
{
	const char *name = sigabbrev_np(sig);

	if (name)
		snprintf(buf, 24, "SIG%s", name);
	else if (sig >= 32 && sig <= NR_SIGNALS)
		snprintf(buf, 24, sig == 32 ? "SIGRTMIN" : "SIGRT_%d", sig - 32);
	else
		snprintf(buf, 24, "%d", sig);
	return buf;
}

int signal_by_name(const char *name)
{
	int i = number(name, NR_SIGNALS);
	char known[24];

	if (i > 0)
		return i;
	for (i = 1; i <= NR_SIGNALS; i++) {
		name_of_signal(i, known);
		if (!strcasecmp(known, name) || !strcasecmp(known + 3, name))
			return i;
	}
	if (!strcasecmp(name, "SIGIOT") || !strcasecmp(name, "IOT"))
		return SIGABRT;
	if (!strcasecmp(name, "SIGPOLL") || !strcasecmp(name, "POLL"))
		return SIGIO;
	if (!strcasecmp(name, "SIGCLD") || !strcasecmp(name, "CLD"))
		return SIGCHLD;
	return -1;
}

bool parse_time(const char *s, uint64_t *ns)
{
	static const struct {
		const char *unit;
		double ns;
	} units[] = { { "", 1e3 }, { "s", 1e9 }, { "ms", 1e6 }, { "us", 1e3 }, { "ns", 1 } };
	char *end;
	double v;

	errno = 0;
	v = strtod(s, &end);
	if (end == s || errno || !isfinite(v) || v < 0)
		return false;
	for (unsigned i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (!strcmp(end, units[i].unit) && v * units[i].ns < 9e18) {
			*ns = (uint64_t)(v * units[i].ns);
			return true;
		}
	return false;
}
