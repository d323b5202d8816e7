/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A trace is read once, a line at a time; kept of each event is where it stands and a digest of
 * what counts in it. Tasks of the two are aligned by their place in the tree of tasks: the first,
 * its second child, that one's first.
 */
#include "trace/diff.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define MAX_LINE (64u << 20)
#define MAX_TASKS (1u << 24)
#define CONTEXT 3

struct event {
	long offset; /* of its line */
	uint64_t digest;
};

struct task {
	json_int_t tid;
	unsigned parent, child; /* index of the task that made it; its how many-eth child it is */
	unsigned place;		/* a hash of the way to it in the tree: what it is called in both */
	unsigned nr_children;
	unsigned next; /* of the same bucket, older */
	struct event *events;
	size_t nr, room;
};

#define NO_TASK UINT32_MAX
#define BUCKETS 4096

struct trace {
	const char *path;
	FILE *file;  /* with the lines, to be read again */
	FILE *input; /* where they come from: the same, or what cannot be read twice */
	struct task *tasks;
	unsigned nr, room, nr_orphans;
	unsigned bucket[BUCKETS]; /* living tasks by number */
	void (*complain)(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
};

/* --- tasks --- */

static unsigned *bucket_of(struct trace *t, json_int_t tid)
{
	return &t->bucket[((uint64_t)tid * 0x9e3779b97f4a7c15ull) >> 52];
}

/* The living one with this number. */
static unsigned find_task(struct trace *t, json_int_t tid)
{
	unsigned i = *bucket_of(t, tid);

	while (i != NO_TASK && t->tasks[i].tid != tid)
		i = t->tasks[i].next;
	return i;
}

static void end_task(struct trace *t, unsigned ended)
{
	unsigned *i = bucket_of(t, t->tasks[ended].tid);

	while (*i != NO_TASK && *i != ended)
		i = &t->tasks[*i].next;
	if (*i == ended)
		*i = t->tasks[ended].next;
}

/* parent NO_TASK: none that is known; such tasks count as children of the trace. */
static unsigned add_task(struct trace *t, json_int_t tid, unsigned parent)
{
	struct task *all = t->tasks;
	unsigned *bucket = bucket_of(t, tid);
	unsigned child, above = 1;

	if (t->nr == t->room) {
		t->room = t->room ? 2 * t->room : 16;
		all = t->nr < MAX_TASKS ? reallocarray(all, t->room, sizeof(*all)) : NULL;
		if (!all)
			return NO_TASK;
		t->tasks = all;
	}
	if (parent != NO_TASK)
		above = all[parent].place;
	child = parent == NO_TASK ? t->nr_orphans++ : all[parent].nr_children++;
	all[t->nr] = (struct task){ .tid = tid,
				    .parent = parent,
				    .child = child,
				    .place = above * 31 + child + 1,
				    .next = *bucket };
	*bucket = t->nr;
	return t->nr++;
}

static unsigned place_of(void *ctx, json_int_t tid)
{
	struct trace *t = ctx;
	unsigned i = find_task(t, tid);

	return i == NO_TASK ? 0 : t->tasks[i].place;
}

/* --- reading --- */

static bool add_event(struct trace *t, struct task *task, long offset, json_t *event)
{
	struct event *all = task->events;

	if (task->nr == task->room) {
		task->room = task->room ? 2 * task->room : 16;
		all = reallocarray(all, task->room, sizeof(*all));
		if (!all)
			return false;
		task->events = all;
	}
	all[task->nr++] = (struct event){ offset, diff_digest(event, place_of, t) };
	return true;
}

/* "start" makes a task; whatever else comes first does, too. */
static bool take_event(struct trace *t, long offset, json_t *event)
{
	const char *what = json_string_value(json_object_get(event, "event"));
	json_t *tid = json_object_get(event, "tid");
	bool starts = what && !strcmp(what, "start");
	unsigned i = NO_TASK;

	if (!what || !json_is_integer(tid))
		return false;
	if (!starts)
		i = find_task(t, json_integer_value(tid));
	if (i == NO_TASK)
		i = add_task(t, json_integer_value(tid),
			     starts ? find_task(t, json_integer_value(json_object_get(
							   event, "parent"))) :
				      NO_TASK);
	if (i == NO_TASK || (!starts && !add_event(t, &t->tasks[i], offset, event)))
		return false;
	if (!strcmp(what, "end"))
		end_task(t, i);
	return true;
}

static bool take_line(struct trace *t, unsigned long number, long offset, const char *line,
		      size_t n)
{
	json_error_t why;
	json_t *event = n <= MAX_LINE ? json_loadb(line, n, JSON_ALLOW_NUL, &why) : NULL;
	bool good = event && take_event(t, offset, event);

	if (n > MAX_LINE)
		t->complain("%s:%lu: the line is too long", t->path, number);
	else if (!event)
		t->complain("%s:%lu: no JSON: %s", t->path, number, why.text);
	else if (!good)
		t->complain("%s:%lu: no event of a trace", t->path, number);
	json_decref(event);
	return good;
}

/* Bytes of the next line: 0 at the end; MAX_LINE + 1: there are more. */
static size_t next_line(FILE *file, char **line, size_t *room)
{
	size_t n = 0;
	char *s;
	int c;

	while (n <= MAX_LINE && (c = getc_unlocked(file)) != EOF) {
		if (n == *room) {
			s = realloc(*line, *room ? 2 * *room : 4096);
			if (!s)
				return MAX_LINE + 1;
			*line = s;
			*room = *room ? 2 * *room : 4096;
		}
		(*line)[n++] = (char)c;
		if (c == '\n')
			break;
	}
	return n;
}

/* Differences are shown by reading again: what can be read once only is copied. */
static bool open_trace(struct trace *t, const char *path)
{
	memset(t->bucket, 0xff, sizeof(t->bucket));
	t->path = path;
	t->input = fopen(path, "re");
	if (!t->input) {
		t->complain("%s: %s", path, strerror(errno));
		return false;
	}
	t->file = fseek(t->input, 0, SEEK_SET) ? tmpfile() : t->input;
	if (!t->file)
		t->complain("%s: no temporary file: %s", path, strerror(errno));
	return t->file;
}

static bool read_trace(struct trace *t, const char *path)
{
	unsigned long number = 0;
	char *line = NULL;
	size_t room = 0, n;
	bool good = open_trace(t, path);
	long offset = 0;

	while (good && (n = next_line(t->input, &line, &room))) {
		good = take_line(t, ++number, offset, line, n);
		if (good && t->file != t->input)
			good = fwrite(line, 1, n, t->file) == n;
		offset += (long)n;
	}
	if (good && ferror(t->input)) {
		t->complain("%s: %s", path, strerror(errno));
		good = false;
	}
	free(line);
	return good;
}

static void free_trace(struct trace *t)
{
	for (unsigned i = 0; i < t->nr; i++)
		free(t->tasks[i].events);
	free(t->tasks);
	if (t->file && t->file != t->input)
		fclose(t->file);
	if (t->input)
		fclose(t->input);
}

/* --- comparing --- */

static void print_event_at(FILE *out, const char *mark, struct trace *t, const struct event *e)
{
	size_t room = 0, n;
	char *line = NULL;
	json_t *event = NULL;

	fputs(mark, out);
	if (!fseek(t->file, e->offset, SEEK_SET) && (n = next_line(t->file, &line, &room)) > 0)
		event = json_loadb(line, n, JSON_ALLOW_NUL, NULL);
	if (event)
		diff_print_event(out, event);
	else
		fputs("(the file has changed)\n", out);
	json_decref(event);
	free(line);
}

static void print_side(FILE *out, const char *mark, struct trace *t, const struct task *task,
		       size_t at)
{
	size_t i;

	for (i = at; i < task->nr && i < at + CONTEXT; i++)
		print_event_at(out, mark, t, &task->events[i]);
	if (at >= task->nr)
		fprintf(out, "%s(nothing more)\n", mark);
}

static void print_divergence(FILE *out, struct trace *a, const struct task *ta, struct trace *b,
			     const struct task *tb, size_t at)
{
	size_t i;

	fprintf(out, "@ task %lld of %s, %lld of %s, event %zu\n", (long long)ta->tid, a->path,
		(long long)tb->tid, b->path, at + 1);
	for (i = at < CONTEXT ? 0 : at - CONTEXT; i < at; i++)
		print_event_at(out, "  ", a, &ta->events[i]);
	print_side(out, "- ", a, ta, at);
	print_side(out, "+ ", b, tb, at);
}

static bool compare_tasks(FILE *out, struct trace *a, unsigned ia, struct trace *b, unsigned ib)
{
	const struct task *ta = &a->tasks[ia], *tb = &b->tasks[ib];
	size_t i, n = ta->nr < tb->nr ? ta->nr : tb->nr;

	for (i = 0; i < n && ta->events[i].digest == tb->events[i].digest; i++)
		;
	if (i == ta->nr && i == tb->nr)
		return true;
	print_divergence(out, a, ta, b, tb, i);
	return false;
}

/* --- aligning --- */

struct position {
	unsigned parent, child, task;
};

static int compare_positions(const void *va, const void *vb)
{
	const struct position *a = va, *b = vb;

	if (a->parent != b->parent)
		return a->parent < b->parent ? -1 : 1;
	return a->child < b->child ? -1 : a->child > b->child;
}

/* For each task of a, the one in b that has its place in the tree; NO_TASK: none. */
static unsigned *align(const struct trace *a, const struct trace *b)
{
	struct position *all = calloc(b->nr + 1, sizeof(*all)), key, *found;
	unsigned *match = calloc(a->nr + 1, sizeof(*match));
	unsigned i, parent;

	for (i = 0; all && i < b->nr; i++)
		all[i] = (struct position){ b->tasks[i].parent, b->tasks[i].child, i };
	if (all)
		qsort(all, b->nr, sizeof(*all), compare_positions);
	for (i = 0; all && match && i < a->nr; i++) {
		parent = a->tasks[i].parent; /* an earlier one, so it has been aligned */
		key = (struct position){ parent == NO_TASK ? NO_TASK : match[parent],
					 a->tasks[i].child, 0 };
		found = parent != NO_TASK && key.parent == NO_TASK ?
				NULL : bsearch(&key, all, b->nr, sizeof(*all), compare_positions);
		match[i] = found ? found->task : NO_TASK;
	}
	if (!all) {
		free(match);
		match = NULL;
	}
	free(all);
	return match;
}

static void print_alone(FILE *out, const char *mark, struct trace *t, const struct task *task)
{
	fprintf(out, "@ task %lld is in %s only\n", (long long)task->tid, t->path);
	print_side(out, mark, t, task, 0);
}

static enum diff_result compare(FILE *out, struct trace *a, struct trace *b)
{
	unsigned *match = align(a, b);
	bool *met = calloc(b->nr + 1, sizeof(*met));
	bool able = match && met, same = true;
	unsigned i;

	for (i = 0; able && i < a->nr; i++) {
		if (match[i] == NO_TASK) {
			print_alone(out, "- ", a, &a->tasks[i]);
			same = false;
			continue;
		}
		met[match[i]] = true;
		same &= compare_tasks(out, a, i, b, match[i]);
	}
	for (i = 0; able && i < b->nr; i++)
		if (!met[i]) {
			print_alone(out, "+ ", b, &b->tasks[i]);
			same = false;
		}
	if (!able)
		a->complain("not enough host memory");
	free(match);
	free(met);
	return !able ? DIFF_TROUBLE : same ? DIFF_SAME : DIFF_DIFFERENT;
}

enum diff_result trace_diff(const char *path_a, const char *path_b, FILE *out,
			    void (*complain)(const char *fmt, ...))
{
	struct trace a = { .complain = complain }, b = { .complain = complain };
	enum diff_result result = DIFF_TROUBLE;

	if (read_trace(&a, path_a) && read_trace(&b, path_b)) {
		result = compare(out, &a, &b);
		if (fflush(out) || ferror(out)) {
			complain("standard output: %s", strerror(errno));
			result = DIFF_TROUBLE;
		}
	}
	free_trace(&a);
	free_trace(&b);
	return result;
}
