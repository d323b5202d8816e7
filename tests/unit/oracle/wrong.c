/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Suites that are wrong, by turns: R3_WRONG says which. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ring3/suite.h"

static const struct r3_row twice[] = {
	{"this", R3_ERR(EBADF), R3_WITH(R3_CLOSED)},
	{"this", R3_ERR(EBADF), R3_WITH(-1)},
};
static const struct r3_row nameless[] = {{"", R3_ERR(EBADF), R3_WITH(R3_CLOSED)}};
static const struct r3_row no_call[] = {{"this", 0, R3_WITH(1), .call = "frobnicate"}};
static const struct r3_row needless[] = {
	{"this", 0, R3_WITH(1), .policy = R3_POLICY(0, "docs/suites.md#policy")},
};
static const struct r3_row differs[] = {{"another errno", R3_ERR(EINVAL), R3_WITH(R3_CLOSED)}};
static const struct r3_row stale[] = {
	{"a policy of yesterday", R3_ERR(EBADF), R3_WITH(R3_CLOSED),
	 .policy = R3_POLICY(R3_ERR(EPERM), "docs/suites.md#a-suite")},
};
static const struct r3_row meant[] = {
	{"a policy", R3_ERR(EINVAL), R3_WITH(R3_CLOSED),
	 .policy = R3_POLICY(R3_ERR(EBADF), "docs/suites.md#a-suite")},
};
static const struct r3_row refused[] = {
	{"everybody", R3_ERR(EPERM), R3_WITH(-1, 0), .call = "kill"},
	{"the host", R3_ERR(EINVAL), R3_WITH(1, 2, 3), .call = "reboot", .as_root = 1},
};

static struct r3_suite suites[] = {
	{.name = "twice", .calls = "close", .rows = R3_ROWS(twice)},
	{.name = "nameless", .calls = "close", .rows = R3_ROWS(nameless)},
	{.name = "no_call", .calls = "close", .rows = R3_ROWS(no_call)},
	{.name = "no_calls", .calls = "close frobnicate"},
	{.name = "needless", .calls = "close", .rows = R3_ROWS(needless)},
	{.name = "differs", .calls = "close", .rows = R3_ROWS(differs)},
	{.name = "stale", .calls = "close", .rows = R3_ROWS(stale)},
	{.name = "meant", .calls = "close", .rows = R3_ROWS(meant)},
	{.name = "refused", .calls = "close", .rows = R3_ROWS(refused)},
};

__attribute__((constructor)) static void choose(void)
{
	const char *which = getenv("R3_WRONG");

	for (size_t i = 0; which && i < sizeof(suites) / sizeof(*suites); i++)
		if (!strcmp(which, suites[i].name)) {
			suites[i].file = __FILE__;
			suites[i].line = __LINE__;
			r3_add_suite(&suites[i]);
		}
}
