/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the futex calls of one thread answer: order of checks, words that do not fit, time-outs. */
#include <linux/futex.h>
#include <sys/mman.h>
#include <time.h>

#include "guest.h"

#define BAD 8
#define NOBODY 0x3ffffffe

#ifndef FUTEX_LOCK_PI2
#define FUTEX_LOCK_PI2 13
#endif

struct waitv {
	uint64_t val, addr;
	uint32_t flags, reserved;
};

static uint32_t word[4];
static uint32_t *readonly;

static long futex(void *addr, int op, int val, const void *ts, void *addr2, int val3)
{
	return raw(SYS_futex, (long)addr, op, val, (long)ts, (long)addr2, val3);
}

static void say_word(const char *what, uint32_t w)
{
	uint32_t tid = w & FUTEX_TID_MASK;

	printf("%s: %s%s%s\n", what, tid == (uint32_t)getpid() ? "mine" : tid ? "other's" : "free",
	       w & FUTEX_WAITERS ? " waiters" : "", w & FUTEX_OWNER_DIED ? " died" : "");
}

static void mutexes(int p)
{
	struct timespec past = { 0, 1 }, bad = { 0, -1 };

	word[0] = 0;
	show(futex(word, FUTEX_UNLOCK_PI | p, 0, NULL, NULL, 0));
	show(futex(word, FUTEX_LOCK_PI | p, 0, NULL, NULL, 0));
	say_word("locked", word[0]);
	show(futex(word, FUTEX_LOCK_PI | p, 0, NULL, NULL, 0));
	show(futex(word, FUTEX_TRYLOCK_PI | p, 0, NULL, NULL, 0));
	show(futex(word, FUTEX_UNLOCK_PI | p, 0, NULL, NULL, 0));
	say_word("unlocked", word[0]);
	show(futex(word, FUTEX_TRYLOCK_PI | p, 0, NULL, NULL, 0));
	word[0] |= FUTEX_WAITERS | FUTEX_OWNER_DIED;
	show(futex(word, FUTEX_UNLOCK_PI | p, 0, NULL, NULL, 0));
	say_word("unlocked", word[0]);
	word[0] = FUTEX_OWNER_DIED | FUTEX_WAITERS;
	show(futex(word, FUTEX_LOCK_PI | p, 0, NULL, NULL, 0));
	say_word("of a dead one", word[0]);
	word[0] = NOBODY;
	show(futex(word, FUTEX_LOCK_PI | p, 0, NULL, NULL, 0));
	say_word("of nobody", word[0]);
	show(futex(word, FUTEX_TRYLOCK_PI | p, 0, NULL, NULL, 0));
	show(futex(word, FUTEX_UNLOCK_PI | p, 0, NULL, NULL, 0));
	show(futex(word, FUTEX_LOCK_PI | p, 0, &bad, NULL, 0));
	show(futex(word, FUTEX_LOCK_PI | p, 0, (void *)BAD, NULL, 0));
	show(futex(word, FUTEX_LOCK_PI2 | p, 0, &past, NULL, 0));
	word[0] = 0;
	show(futex(word, FUTEX_LOCK_PI2 | p, 0, &past, NULL, 0));
	show(futex(word, FUTEX_LOCK_PI2 | FUTEX_CLOCK_REALTIME | p, 0, &past, NULL, 0));
	show(futex(word, FUTEX_LOCK_PI | FUTEX_CLOCK_REALTIME | p, 0, &past, NULL, 0));
	show(futex(word, FUTEX_UNLOCK_PI | FUTEX_CLOCK_REALTIME | p, 0, &past, NULL, 0));
	show(futex((char *)word + 1, FUTEX_LOCK_PI | p, 0, NULL, NULL, 0));
	show(futex((char *)word + 1, FUTEX_UNLOCK_PI | p, 0, NULL, NULL, 0));
	show(futex((void *)BAD, FUTEX_LOCK_PI | p, 0, NULL, NULL, 0));
	show(futex((void *)BAD, FUTEX_UNLOCK_PI | p, 0, NULL, NULL, 0));
	show(futex(readonly, FUTEX_LOCK_PI | p, 0, NULL, NULL, 0));
	show(futex(readonly, FUTEX_UNLOCK_PI | p, 0, NULL, NULL, 0));
}

static void conditions(int p)
{
	struct timespec past = { 0, 1 };

	word[0] = word[1] = 0;
	show(futex(word, FUTEX_WAIT_REQUEUE_PI | p, 0, NULL, word, 0));
	show(futex(word, FUTEX_WAIT_REQUEUE_PI | p, 1, NULL, word + 1, 0));
	show(futex(word, FUTEX_WAIT_REQUEUE_PI | p, 0, &past, word + 1, 0));
	show(futex(word, FUTEX_WAIT_REQUEUE_PI | FUTEX_CLOCK_REALTIME | p, 0, &past, word + 1, 0));
	show(futex(word, FUTEX_WAIT_REQUEUE_PI | p, 0, &past, (void *)BAD, 0));
	show(futex((void *)BAD, FUTEX_WAIT_REQUEUE_PI | p, 0, &past, word, 0));
	show(futex(word, FUTEX_WAIT_REQUEUE_PI | p, 0, &past, (char *)word + 1, 0));
	show(futex(word, FUTEX_WAIT_REQUEUE_PI | p, 1, &past, readonly, 0));
	show(futex(word, FUTEX_CMP_REQUEUE_PI | p, 1, NULL, word, 0));
	show(futex(word, FUTEX_CMP_REQUEUE_PI | p, 2, NULL, word + 1, 0));
	show(futex(word, FUTEX_CMP_REQUEUE_PI | p, 0, NULL, word + 1, 0));
	show(futex(word, FUTEX_CMP_REQUEUE_PI | p, 1, (void *)-1l, word + 1, 0));
	show(futex(word, FUTEX_CMP_REQUEUE_PI | p, 1, NULL, word + 1, 1));
	show(futex(word, FUTEX_CMP_REQUEUE_PI | p, 1, NULL, word + 1, 0));
	show(futex(word, FUTEX_CMP_REQUEUE_PI | p, 1, (void *)5, (void *)BAD, 0));
	show(futex(word, FUTEX_CMP_REQUEUE_PI | p, 1, (void *)5, readonly, 0));
	say_word("untouched", word[1]);
}

static void vectors(void)
{
	struct waitv w[2] = { { 0, (uintptr_t)word, 2, 0 }, { 1, (uintptr_t)(word + 1), 2, 0 } };
	struct { int64_t s, ns; } past = { 0, 1 }, bad = { 0, 1000000000 };

	word[0] = word[1] = 0;
	show(raw(449, (long)w, 2, 0, 0, 0, 0)); /* futex_waitv */
	w[1].addr = BAD;
	show(raw(449, (long)w, 2, 0, 0, 0, 0));
	w[0].val = 1; /* every address is looked up before a word is compared */
	show(raw(449, (long)w, 2, 0, 0, 0, 0));
	w[0].val = 0;
	w[1].addr = (uintptr_t)word + 1;
	show(raw(449, (long)w, 2, 0, 0, 0, 0));
	w[1] = w[0];
	show(raw(449, (long)w, 2, 0, (long)&past, CLOCK_MONOTONIC, 0));
	show(raw(449, (long)w, 2, 0, (long)&past, CLOCK_REALTIME, 0));
	show(raw(449, (long)w, 2, 0, (long)&past, CLOCK_BOOTTIME, 0));
	show(raw(449, (long)w, 2, 0, (long)&bad, CLOCK_MONOTONIC, 0));
	show(raw(449, (long)w, 2, 0, BAD, CLOCK_MONOTONIC, 0));
	show(raw(449, (long)w, 2, 1, 0, 0, 0));
	show(raw(449, (long)w, 0, 0, 0, 0, 0));
	show(raw(449, (long)w, 129, 0, 0, 0, 0));
	show(raw(449, 0, 1, 0, 0, 0, 0));
	show(raw(449, BAD, 1, 0, 0, 0, 0));
	w[0].flags = 1;
	show(raw(449, (long)w, 1, 0, 0, 0, 0));
	w[0].flags = 0x202;
	show(raw(449, (long)w, 1, 0, 0, 0, 0));
	w[0].flags = 2;
	w[0].reserved = 1;
	show(raw(449, (long)w, 1, 0, 0, 0, 0));
}

/* Each entry is looked at before the next is read. */
static void cut_vector(void)
{
	char *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct waitv *w = (struct waitv *)(page + 4096) - 1;

	munmap(page + 4096, 4096);
	*w = (struct waitv){ 0, (uintptr_t)word, 2, 0 };
	show(raw(449, (long)w, 2, 0, 0, 0, 0));
	w->flags = 1;
	show(raw(449, (long)w, 2, 0, 0, 0, 0));
	w->flags = 2;
	w->reserved = 1;
	show(raw(449, (long)w, 2, 0, 0, 0, 0));
	w->reserved = 0;
	w->val = 1ull << 32;
	show(raw(449, (long)w, 2, 0, 0, 0, 0));
}

/* A private page of a file is the file's until it is written, or could be by who waits. */
static void pages_of_files(void)
{
	struct timespec past = { 0, 1 };
	int fd = memfd_create("words", 0);
	uint32_t *own, *later;

	ftruncate(fd, 4096);
	own = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	later = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0);
	show(futex(own, FUTEX_WAIT_BITSET, 0, &past, NULL, -1));
	mprotect(own, 4096, PROT_READ);
	show(futex(own, FUTEX_WAIT_BITSET, 0, &past, NULL, -1));
	show(futex(later, FUTEX_WAIT_BITSET, 0, &past, NULL, -1));
	mprotect(later, 4096, PROT_READ | PROT_WRITE);
	later[1] = 1;
	mprotect(later, 4096, PROT_READ);
	show(futex(later, FUTEX_WAIT_BITSET, 0, &past, NULL, -1));
	show(futex(later, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1, NULL, NULL, 0));
	show(futex(later, FUTEX_WAKE, 1, NULL, NULL, 0));
}

int main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	readonly = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	for (int p = 0; p <= FUTEX_PRIVATE_FLAG; p += FUTEX_PRIVATE_FLAG) {
		mutexes(p);
		conditions(p);
	}
	vectors();
	cut_vector();
	pages_of_files();
	return 0;
}
