/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * By GCC's library for C++. It goes as deep as a name wants, and names come from files that nobody
 * vouches for, while the tracer stands on a task's small kernel stack: it gets a stack of its own.
 */
#include "trace/demangle.h"

#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define STACK_SIZE (2u << 20)
#define LONGEST 1024 /* of the names that are tried: 2 KiB of stack for each character */

/* The C++ ABI's own. */
extern char *__cxa_demangle(const char *mangled, char *buf, size_t *n, int *status);

static void *work(void *symbol)
{
	return __cxa_demangle(symbol, NULL, NULL, NULL);
}

/* NULL: there is no other name. */
static char *demangle(const char *symbol)
{
	sigset_t all, before;
	pthread_attr_t attr;
	pthread_t thread;
	void *plain = NULL;
	int err;

	if (strncmp(symbol, "_Z", 2) != 0 || strnlen(symbol, LONGEST + 1) > LONGEST)
		return NULL;
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_SIZE);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	err = pthread_create(&thread, &attr, work, (void *)symbol);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attr);
	if (!err)
		pthread_join(thread, &plain);
	return plain;
}

const char *plain_name(struct plain_names *names, const char *symbol)
{
	unsigned i = (unsigned)((uintptr_t)symbol * 0x9e3779b97f4a7c15ull >> 32) % PLAIN_NAMES;

	if (names->name[i].symbol != symbol) {
		free(names->name[i].plain);
		names->name[i].plain = demangle(symbol);
		names->name[i].symbol = symbol;
	}
	return names->name[i].plain ? names->name[i].plain : symbol;
}

void plain_names_forget(struct plain_names *names)
{
	for (unsigned i = 0; i < PLAIN_NAMES; i++)
		free(names->name[i].plain);
	memset(names, 0, sizeof(*names));
}
