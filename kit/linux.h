/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The oracle among its parts: processes of the host that make the calls that tests want. */
#ifndef KIT_LINUX_H
#define KIT_LINUX_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "kit/proxy/area.h"
#include "kit/world.h"

/* As the proxies see it: area.h. */
struct box {
	uint32_t posted; /* 1: a call is to be made; 2: its owner has not come yet */
	int32_t tid;
	uint32_t way, number;
	uint64_t args[6];
	uint64_t result;
	uint32_t taken;
};

/*
 * Tasks are children of a process that does nothing else: it makes one for each test, by fork, and
 * is who orphans go to.
 */
struct oracle {
	struct kit *kit;
	pid_t zygote;
	unsigned char *area;
	char dir[64]; /* the tasks' */
	int dir_fd;
};

/* What world_linux keeps of a task. */
struct linux_task {
	unsigned box;
	int mem; /* /proc/TID/mem */
	const char *refused; /* the call must not be made, for this reason */
	bool is_isolated;    /* root's: mounts, names and IPC are its own */
};

/* A task as /proc shows it. */
struct seen_task {
	char state;	   /* R, S, D, T, Z; 0: it is not there */
	uint64_t switches; /* how often it has lost the CPU */
};

/* --- linux_zygote.c --- */
int zygote_start(struct oracle *o);
void zygote_stop(struct oracle *o);
/* Its children end, and theirs. */
void zygote_clear(struct oracle *o);

/* --- linux_box.c: mailboxes --- */
#define ZYGOTE_BOX 0
struct box *box_of(const struct oracle *o, unsigned box);
/* Gives a box that is free to task tid, and waits until it has come; -1: it does not, or none is. */
int box_give(struct oracle *o, pid_t tid);
void box_take_back(struct oracle *o, unsigned box);
void box_post(struct box *box, uint32_t way, uint32_t number, const uint64_t args[6]);
/* Waits for the result, so many microseconds at most; true: it is there. */
bool box_wait(struct box *box, unsigned us);
/* A call by name; waits for it. */
int64_t box_call(struct oracle *o, unsigned box, const char *name, uint64_t a, uint64_t b,
		 uint64_t c, uint64_t d);
int64_t box_result(const struct oracle *o, const struct box *box);

/* --- linux_look.c: what /proc tells --- */
struct seen_task look_at(pid_t tid);
/*
 * Is it on a CPU's queue? Who sets out to sleep is in state S before it knows whether there is
 * reason to (wait4 before it has seen to its children), and may be preempted so. The file that tells
 * waits until it is not, but is not read of a task of another user's.
 */
enum queued { QUEUED_NO, QUEUED_YES, QUEUED_UNKNOWN };
enum queued is_queued(struct oracle *o, pid_t tid);
/* As wait(2) has it, of a task that has ended; 0: unknown. */
int status_of(struct oracle *o, pid_t tid);
pid_t process_of(pid_t tid);
/* The youngest child of a task's; 0: none. */
pid_t child_of(pid_t pid, pid_t tid);
/*
 * Files are touched as the tasks' user: they are his, and root without CAP_SYS_PTRACE, as in many a
 * container, may look into processes of whose user its file accesses are.
 */
void become(const struct kit *k);
void become_oneself(void);
int open_memory(struct oracle *o, pid_t tid);

/* --- linux_refuse.c --- */
/* Why the host must not be asked; NULL: it may. */
const char *linux_refuses(const struct r3_task *t, const struct kit_call *call);

#endif
