/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of calls that -c prints: one an ABI, as strace lays it out. */
#include "trace/summary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_ROWS (CALLSET_NUMBERS + 1)

struct row {
	const char *name;
	struct r3_call_count c;
};

static const struct {
	const char *head;
	int width; /* negative: to the left */
} forms[NR_COLUMNS] = {
	[COLUMN_TIME_PERCENT] = { "% time", 6 },   [COLUMN_TOTAL_TIME] = { "seconds", 11 },
	[COLUMN_MIN_TIME] = { "shortest", 8 },	   [COLUMN_MAX_TIME] = { "longest", 8 },
	[COLUMN_AVG_TIME] = { "usecs/call", 11 },  [COLUMN_CALLS] = { "calls", 9 },
	[COLUMN_ERRORS] = { "errors", 9 },	   [COLUMN_NAME] = { "syscall", -16 },
};

/* --- rows --- */

static uint64_t average(const struct r3_call_count *c)
{
	return c->calls ? c->ns / c->calls : 0;
}

static int larger_first(uint64_t a, uint64_t b)
{
	return (a < b) - (a > b);
}

static int compare(const void *pa, const void *pb, void *sort)
{
	const struct row *a = pa, *b = pb;

	switch (*(enum column *)sort) {
	case COLUMN_TIME_PERCENT:
	case COLUMN_TOTAL_TIME:
		return larger_first(a->c.ns, b->c.ns);
	case COLUMN_MIN_TIME:
		return larger_first(a->c.min_ns, b->c.min_ns);
	case COLUMN_MAX_TIME:
		return larger_first(a->c.max_ns, b->c.max_ns);
	case COLUMN_AVG_TIME:
		return larger_first(average(&a->c), average(&b->c));
	case COLUMN_CALLS:
		return larger_first(a->c.calls, b->c.calls);
	case COLUMN_ERRORS:
		return larger_first(a->c.errors, b->c.errors);
	case COLUMN_NAME:
		return strcmp(a->name, b->name);
	case COLUMN_NOTHING:
	case NR_COLUMNS:
		break;
	}
	return 0;
}

static uint64_t less_overhead(uint64_t ns, uint64_t overhead)
{
	return ns > overhead ? ns - overhead : 0;
}

static bool take_row(struct row *row, const struct r3_machine *m, const struct strace_options *o,
		     int is_i386, unsigned number)
{
	struct r3_call_info info;

	if (r3_call_info(is_i386, number, &info) ||
	    !(strace_qual(o, is_i386, number) & QUAL_TRACE))
		return false;
	r3_call_count(m, is_i386, number, &row->c);
	if (!row->c.calls)
		return false;
	row->c.ns = less_overhead(row->c.ns, row->c.calls * o->overhead);
	row->c.min_ns = less_overhead(row->c.min_ns, o->overhead);
	row->c.max_ns = less_overhead(row->c.max_ns, o->overhead);
	row->name = info.name;
	return true;
}

static void add_up(struct r3_call_count *sum, const struct r3_call_count *c, bool first)
{
	sum->calls += c->calls;
	sum->errors += c->errors;
	sum->ns += c->ns;
	if (first || c->min_ns < sum->min_ns)
		sum->min_ns = c->min_ns;
	if (c->max_ns > sum->max_ns)
		sum->max_ns = c->max_ns;
}

/* --- printing --- */

static void put(struct output *out, const char *s)
{
	output_write(out, s, strlen(s));
}

/* Nothing follows a name in the last column but the end of the line. */
static void put_cell(struct output *out, const char *s, int width, bool last)
{
	char cell[64];

	snprintf(cell, sizeof(cell), "%*s", last && width < 0 ? 0 : width, s);
	put(out, cell);
	put(out, last ? "\n" : " ");
}

static void put_heads(const struct strace_options *o, struct output *out)
{
	for (unsigned i = 0; i < o->nr_columns; i++)
		put_cell(out, forms[o->columns[i]].head, forms[o->columns[i]].width,
			 i + 1 == o->nr_columns);
}

static void put_rule(const struct strace_options *o, struct output *out)
{
	static const char dashes[] = "----------------";

	for (unsigned i = 0; i < o->nr_columns; i++) {
		int width = abs(forms[o->columns[i]].width);

		output_write(out, dashes, (size_t)width);
		put(out, i + 1 == o->nr_columns ? "\n" : " ");
	}
}

static void put_row(const struct strace_options *o, struct output *out, const char *name,
		    const struct r3_call_count *c, double percent)
{
	char cell[64];

	for (unsigned i = 0; i < o->nr_columns; i++) {
		enum column column = o->columns[i];

		cell[0] = '\0';
		if (column == COLUMN_TIME_PERCENT)
			snprintf(cell, sizeof(cell), "%.2f", percent);
		else if (column == COLUMN_TOTAL_TIME)
			snprintf(cell, sizeof(cell), "%.6f", (double)c->ns / 1e9);
		else if (column == COLUMN_MIN_TIME)
			snprintf(cell, sizeof(cell), "%.6f", (double)c->min_ns / 1e9);
		else if (column == COLUMN_MAX_TIME)
			snprintf(cell, sizeof(cell), "%.6f", (double)c->max_ns / 1e9);
		else if (column == COLUMN_AVG_TIME)
			snprintf(cell, sizeof(cell), "%llu", (unsigned long long)average(c) / 1000);
		else if (column == COLUMN_CALLS)
			snprintf(cell, sizeof(cell), "%llu", (unsigned long long)c->calls);
		else if (column == COLUMN_ERRORS && c->errors)
			snprintf(cell, sizeof(cell), "%llu", (unsigned long long)c->errors);
		else if (column == COLUMN_NAME)
			snprintf(cell, sizeof(cell), "%s", name);
		put_cell(out, cell, forms[column].width, i + 1 == o->nr_columns);
	}
}

static void print_table(const struct strace_options *o, struct output *out, struct row *rows,
			unsigned nr, bool is_i386)
{
	struct r3_call_count sum = { 0 };
	enum column sort = o->sort;

	for (unsigned i = 0; i < nr; i++)
		add_up(&sum, &rows[i].c, i == 0);
	qsort_r(rows, nr, sizeof(*rows), compare, &sort);
	if (is_i386)
		put(out, "System call usage summary for 32 bit mode:\n");
	put_heads(o, out);
	put_rule(o, out);
	for (unsigned i = 0; i < nr; i++)
		put_row(o, out, rows[i].name, &rows[i].c,
			sum.ns ? 100.0 * (double)rows[i].c.ns / (double)sum.ns : 0);
	put_rule(o, out);
	put_row(o, out, "total", &sum, 100);
}

void summary_print(const struct r3_machine *m, const struct strace_options *o, struct output *out)
{
	struct row *rows = calloc(MAX_ROWS, sizeof(*rows));
	unsigned nr;

	for (int is_i386 = 0; rows && is_i386 < 2; is_i386++) {
		nr = 0;
		for (unsigned i = 0; i < r3_call_kinds() && nr < MAX_ROWS; i++)
			nr += take_row(&rows[nr], m, o, is_i386, i);
		if (nr)
			print_table(o, out, rows, nr, is_i386);
	}
	free(rows);
}
