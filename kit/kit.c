/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Worlds, kept from test to test; tests as CMocka runs them; failures. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "kit/kit.h"
#include "kit/memory.h"

#define NOBODY 65534u
#define MOST_FAILURES 125 /* that an exit status says */
#define USUAL_MEM (256ull << 20)
#define NR_FORGOTTEN 64

/* Machines belong to threads. By world, ABI, and whether the task is root. */
static _Thread_local struct kit *kits[2][2][2];
/* Tasks of tests that are over stay for a while, so that who uses one by mistake is told. */
static _Thread_local struct r3_task *forgotten[NR_FORGOTTEN];
static _Thread_local unsigned next_forgotten;

/* --- failures --- */

/* CMocka's own message, so that its outputs have it; longer ones than it takes are cut. */
static __attribute__((noreturn)) void fail_with(const char *file, int line, const char *fmt,
						va_list ap)
{
	char message[1000];

	vsnprintf(message, sizeof(message), fmt, ap);
	_assert_true(0, message, file, line);
	__builtin_unreachable();
}

void kit_fail(const char *file, int line, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fail_with(file, line, fmt, ap);
}

void kit_fail_in(const struct r3_task *t, const char *fmt, ...)
{
	const struct r3_test *test = t && t->kit ? t->kit->test : NULL;
	va_list ap;

	va_start(ap, fmt);
	fail_with(test ? test->file : "?", test ? test->line : 0, fmt, ap);
}

void kit_check(const char *function, const struct r3_task *t, const void *const *given, size_t n)
{
	if (!t)
		kit_fail_in(t, "%s: there is no task", function);
	if (!t->kit || t->kit->is_over)
		kit_fail_in(t, "%s: the task is one of a test that is over", function);
	for (size_t i = 0; i < n; i++)
		if (!given[i])
			kit_fail_in(t, "%s: NULL where something belongs", function);
}

/* --- worlds --- */

static struct r3_options machine_options = { .mem_size = USUAL_MEM, .hostname = "ring3",
					      .seed = 1 };

const struct r3_options *kit_options(void)
{
	return &machine_options;
}

static struct r3_task *new_task(struct kit *k)
{
	struct r3_task *t = calloc(1, sizeof(*t)), **end = &k->tasks;

	if (!t)
		return NULL;
	t->kit = k;
	t->slot = t->vm = k->nr_tasks;
	t->name = (char)('A' + k->nr_tasks++);
	while (*end)
		end = &(*end)->next;
	*end = t;
	return t;
}

static void forget_task(struct r3_task *t)
{
	struct kit *k = t->kit;
	struct r3_task **link = &k->tasks;

	while (*link != t)
		link = &(*link)->next;
	*link = t->next;
	k->nr_tasks--;
	t->kit = NULL;
	free(forgotten[next_forgotten]);
	forgotten[next_forgotten] = t;
	next_forgotten = (next_forgotten + 1) % NR_FORGOTTEN;
}

struct r3_task *kit_adopt(struct r3_task *parent, int tid)
{
	struct kit *k = parent->kit;
	struct r3_task *t;

	snprintf(k->error, sizeof(k->error), "there are %u tasks already", k->nr_tasks);
	t = k->nr_tasks < KIT_TASKS ? new_task(k) : NULL;
	if (!t)
		return NULL;
	if (k->ops->adopt(parent, t, tid)) {
		forget_task(t);
		return NULL;
	}
	if (t->shares_vm)
		t->vm = parent->vm;
	return t;
}

struct r3_task *kit_free_hand(struct r3_task *t)
{
	struct r3_task *other;

	if (t->state == KIT_IDLE)
		return t;
	for (other = t->kit->tasks; other; other = other->next)
		if (other->state == KIT_IDLE && other->vm == t->vm)
			return other;
	return NULL;
}

void kit_forget_tasks(struct kit *k, unsigned n)
{
	struct r3_task *t;

	while (k->nr_tasks > n) {
		for (t = k->tasks; t->next; t = t->next)
			;
		forget_task(t);
	}
}

static void begin_anew(struct r3_task *first, const struct r3_test *test)
{
	struct kit *k = first->kit;

	k->test = test;
	k->is_used = true;
	k->is_over = k->is_failing = false;
	first->way = R3_BY_USUAL;
	first->text[0] = first->where[0] = '\0';
	first->result = 0;
	memory_reset(k);
}

static struct kit *new_kit(const struct world_ops *ops, bool is_i386, bool is_root)
{
	struct kit *k = calloc(1, sizeof(*k));

	if (!k)
		return NULL;
	k->ops = ops;
	k->is_i386 = is_i386;
	k->is_root = is_root;
	k->uid = is_root ? 0 : getuid() ? getuid() : NOBODY;
	k->gid = is_root ? 0 : getuid() ? getgid() : NOBODY;
	k->first = new_task(k);
	if (k->first)
		return k;
	free(k);
	return NULL;
}

static int open_kit(struct kit *k)
{
	int err;

	if (k->is_open) {
		kit_forget_tasks(k, 1);
		return k->is_used ? k->ops->reset(k, k->first) : 0;
	}
	err = k->ops->open(k, k->first);
	k->is_open = !err;
	return err;
}

struct r3_task *kit_start(const struct world_ops *ops, bool is_i386, bool is_root,
			  const struct r3_test *test, const char **why)
{
	struct kit **k = &kits[ops->world][is_i386][is_root];

	*why = "not enough memory";
	if (!*k)
		*k = new_kit(ops, is_i386, is_root);
	if (!*k)
		return NULL;
	*why = (*k)->error;
	if (open_kit(*k))
		return NULL;
	begin_anew((*k)->first, test);
	return (*k)->first;
}

bool kit_finish(struct kit *k, const char **why)
{
	bool ok = k->ops->finish(k);

	k->is_over = true;
	*why = k->error;
	return ok;
}

static void close_kit(struct kit *k)
{
	if (k->is_open)
		k->ops->close(k);
	kit_forget_tasks(k, 0);
	free(k->saved);
	free(k);
}

void r3_kit_options(const struct r3_options *options)
{
	r3_kit_done();
	machine_options = options ? *options : (struct r3_options){ .hostname = "ring3", .seed = 1 };
	if (!machine_options.mem_size)
		machine_options.mem_size = USUAL_MEM;
}

void r3_kit_done(void)
{
	struct kit **k = &kits[0][0][0];

	for (size_t i = 0; i < sizeof(kits) / sizeof(*k); i++) {
		if (k[i])
			close_kit(k[i]);
		k[i] = NULL;
	}
	for (size_t i = 0; i < NR_FORGOTTEN; i++) {
		free(forgotten[i]);
		forgotten[i] = NULL;
	}
}

/* --- tests --- */

static struct r3_test *tests, **last_test = &tests;

void r3_add_test(struct r3_test *test)
{
	if (!test)
		return;
	*last_test = test;
	last_test = &test->next;
}

static const struct world_ops *chosen_world(void)
{
	const char *name = getenv("RING3_WORLD");

	return name && !strcmp(name, "linux") ? &world_linux : &world_ring3;
}

/* One of CMocka's tests: a test of ours in an ABI. */
struct instance {
	const struct r3_test *test;
	bool is_i386;
	char name[128];
};

static void run_instance(void **state)
{
	const struct instance *i = *state;
	const struct r3_test *test = i->test;
	const struct world_ops *ops = chosen_world();
	bool on_linux = ops->world == R3_ON_LINUX;
	struct r3_task *t;
	const char *why;

	if (on_linux && (test->flags & R3_ONLY_RING3 || (test->flags & R3_ROOT && getuid())))
		_skip(test->file, test->line);
	t = kit_start(ops, i->is_i386, test->flags & R3_ROOT, test, &why);
	if (!t)
		kit_fail(test->file, test->line, "%s: %s", ops->name, why);
	test->fn(t);
	if (!kit_finish(t->kit, &why))
		kit_fail(test->file, test->line, "%s", why);
}

static size_t add_instance(struct instance *to, const struct r3_test *test, bool is_i386)
{
	if (test->flags & (is_i386 ? R3_ONLY_64 : R3_ONLY_32))
		return 0;
	to->test = test;
	to->is_i386 = is_i386;
	snprintf(to->name, sizeof(to->name), "%s/%s", test->name, is_i386 ? "i386" : "x86_64");
	return 1;
}

static size_t fill_instances(struct instance *to)
{
	size_t n = 0;

	for (const struct r3_test *t = tests; t; t = t->next) {
		n += add_instance(&to[n], t, false);
		n += add_instance(&to[n], t, true);
	}
	return n;
}

static size_t count_tests(void)
{
	size_t n = 0;

	for (const struct r3_test *t = tests; t; t = t->next)
		n++;
	return n;
}

static int run_all(const char *name, struct instance *i, struct CMUnitTest *u)
{
	size_t n = fill_instances(i);

	for (size_t at = 0; at < n; at++)
		u[at] = (struct CMUnitTest){ i[at].name, run_instance, NULL, NULL, &i[at] };
	return _cmocka_run_group_tests(name, u, n, NULL, NULL);
}

int r3_kit_main(int argc, char **argv)
{
	const char *slash = argc > 0 ? strrchr(argv[0], '/') : NULL;
	const char *name = slash ? slash + 1 : argc > 0 ? argv[0] : "tests";
	size_t most = 2 * count_tests() + 1;
	struct instance *i = calloc(most, sizeof(*i));
	struct CMUnitTest *u = calloc(most, sizeof(*u));
	int failed = -1;

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	if (i && u)
		failed = run_all(name, i, u);
	else
		print_error("not enough memory\n");
	free(i);
	free(u);
	r3_kit_done();
	return failed < 0 || failed > MOST_FAILURES ? MOST_FAILURES : failed;
}

/* --- as fixture --- */

static int setup(void **state, bool is_i386)
{
	const char *why;
	struct r3_task *t;

	if (!state)
		return -1;
	t = kit_start(chosen_world(), is_i386, false, NULL, &why);
	*state = t;
	if (!t)
		print_error("%s\n", why);
	return t ? 0 : -1;
}

int r3_setup_x86_64(void **state)
{
	return setup(state, false);
}

int r3_setup_i386(void **state)
{
	return setup(state, true);
}

int r3_teardown(void **state)
{
	struct r3_task *t = state ? *state : NULL;
	const char *why;

	if (!t || !t->kit || t->kit->is_over || kit_finish(t->kit, &why))
		return 0;
	print_error("%s\n", why);
	return -1;
}

/* --- a task's properties --- */

enum r3_world r3_world_of(const struct r3_task *t)
{
	KIT_BEGIN(t);
	return t->kit->ops->world;
}

int r3_is_i386(const struct r3_task *t)
{
	KIT_BEGIN(t);
	return t->kit->is_i386;
}

size_t r3_word(const struct r3_task *t)
{
	KIT_BEGIN(t);
	return t->kit->is_i386 ? 4 : 8;
}

struct r3_machine *r3_machine_of(const struct r3_task *t)
{
	KIT_BEGIN(t);
	return t->kit->ops->machine ? t->kit->ops->machine(t->kit) : NULL;
}

int r3_tid(const struct r3_task *t)
{
	KIT_BEGIN(t);
	return t->tid;
}
