/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Two programs, not necessarily of one ABI, share words of a file: "first FILE" and "second FILE".
 * Alone it starts itself as both.
 */
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "guest.h"

struct words {
	uint32_t turn, mutex, pi, ready, dead;
};

static long futex(uint32_t *addr, int op, uint32_t val)
{
	return raw(SYS_futex, (long)addr, op, (long)val, 0, 0, 0);
}

static void await(uint32_t *word, uint32_t value)
{
	uint32_t now;

	while ((now = __atomic_load_n(word, __ATOMIC_SEQ_CST)) != value)
		futex(word, FUTEX_WAIT, now);
}

static void set(uint32_t *word, uint32_t value)
{
	__atomic_store_n(word, value, __ATOMIC_SEQ_CST);
	futex(word, FUTEX_WAKE, 10);
}

/* Dies with both mutexes. The robust list is its own, the words are everybody's. */
static void first(struct words *w)
{
	static struct { void *next; long offset; void *pending; } head;
	static struct { void *next; } entry;

	head.next = &entry;
	entry.next = &head;
	head.offset = (char *)&w->mutex - (char *)&entry;
	raw(SYS_set_robust_list, (long)&head, sizeof(head), 0, 0, 0, 0);
	w->mutex = (uint32_t)raw(SYS_gettid, 0, 0, 0, 0, 0, 0) | FUTEX_WAITERS;
	show(futex(&w->pi, FUTEX_LOCK_PI, 0));
	for (uint32_t i = 0; i < 200; i += 2) {
		await(&w->turn, i);
		set(&w->turn, i + 1);
	}
	await(&w->turn, 200);
}

static void second(struct words *w)
{
	uint32_t value;

	for (uint32_t i = 1; i < 201; i += 2) {
		await(&w->turn, i);
		if (i == 199)
			break;
		set(&w->turn, i + 1);
	}
	set(&w->turn, 200);
	while (!((value = __atomic_load_n(&w->mutex, __ATOMIC_SEQ_CST)) & FUTEX_OWNER_DIED))
		futex(&w->mutex, FUTEX_WAIT, value);
	printf("second got it, waiters %d\n", !!(value & FUTEX_WAITERS));
	show(futex(&w->pi, FUTEX_LOCK_PI, 0)); /* not on the list: its owner is just gone */
}

static int play(const char *who, const char *file)
{
	int fd = open(file, O_RDWR | O_CREAT, 0600);
	struct words *w;

	ftruncate(fd, 4096);
	w = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (who[0] == 'f')
		first(w);
	else
		second(w);
	return 0;
}

int main(int argc, char **argv)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc == 3)
		return play(argv[1], argv[2]);
	if (!fork())
		return play("first", "words");
	play("second", "words");
	wait(NULL);
	return 0;
}
