/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A hash of tasks by number; most calls come from the task that made the one before. */
#include "trace/tasks.h"

#include <stdlib.h>

static struct traced **bucket(struct tasks *t, int tid)
{
	return &t->bucket[(unsigned)tid % TASK_BUCKETS];
}

struct traced *tasks_search(struct tasks *t, int tid)
{
	struct traced *task;

	for (task = *bucket(t, tid); task; task = task->next)
		if (task->tid == tid)
			return t->last = task;
	return NULL;
}

struct traced *tasks_add(struct tasks *t, int tid, int pid)
{
	struct traced *task = calloc(1, sizeof(*task));

	if (!task)
		return NULL;
	task->tid = tid;
	task->pid = pid;
	task->next = *bucket(t, tid);
	*bucket(t, tid) = task;
	t->nr++;
	return task;
}

void tasks_take_over(struct tasks *tasks, struct traced *leader, struct traced *t)
{
	struct traced old = *leader, new = *t;

	*leader = new;
	leader->tid = old.tid;
	leader->stream = old.stream;
	leader->next = old.next;
	*t = old;
	t->tid = new.tid;
	t->stream = new.stream;
	t->next = new.next;
	if (leader->call == t->nameless || leader->call == new.nameless)
		leader->call = leader->nameless;
	tasks->last = NULL;
}

void tasks_remove(struct tasks *t, struct traced *task)
{
	struct traced **p = bucket(t, task->tid);

	while (*p != task)
		p = &(*p)->next;
	*p = task->next;
	t->last = NULL;
	t->nr--;
	text_free(&task->held);
	json_line_free(&task->json);
	free(task->counters);
	free(task);
}

void tasks_free(struct tasks *t)
{
	for (unsigned i = 0; i < TASK_BUCKETS; i++)
		while (t->bucket[i])
			tasks_remove(t, t->bucket[i]);
}
