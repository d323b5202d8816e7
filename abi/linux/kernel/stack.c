/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Kernel stacks: slots of one reservation, each with a guard page below; switch.S does the rest. */
#include "kernel/stack.h"

#include "host/reserve.h"
#include "kernel/slab.h"

#ifdef RING3_ASAN
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#define stack_unpoison(s) __asan_unpoison_memory_region((s)->base, KSTACK_SIZE)
#define fiber_start(save, base, size) __sanitizer_start_switch_fiber(save, base, size)
#define fiber_finish(fake, base, size) __sanitizer_finish_switch_fiber(fake, base, size)
#else
#define stack_unpoison(s) ((void)(s)->base)
#define fiber_start(save, base, size) ((void)(save), (void)(base), (void)(size))
#define fiber_finish(fake, base, size) ((void)(fake), (void)(base), (void)(size))
#endif

#ifdef __SANITIZE_THREAD__
#include <sanitizer/tsan_interface.h>
/* To ThreadSanitizer every stack is a fiber, which is the engine's side's to switch. */
#define tsan_enter(p, s)                                                 \
	do {                                                             \
		(p)->engine_fiber = __tsan_get_current_fiber();          \
		if (!(s)->fiber)                                         \
			(s)->fiber = __tsan_create_fiber(0);             \
		__tsan_switch_to_fiber((s)->fiber, 0);                   \
	} while (0)
#define tsan_leave(p) __tsan_switch_to_fiber((p)->engine_fiber, 0)
#define tsan_free(s)                                     \
	do {                                             \
		if ((s)->fiber)                          \
			__tsan_destroy_fiber((s)->fiber); \
		(s)->fiber = NULL;                       \
	} while (0)
#else
#define tsan_enter(p, s) ((void)(p), (void)(s))
#define tsan_leave(p) ((void)(p))
#define tsan_free(s) ((void)(s))
#endif

#define SLOT (KSTACK_SIZE + PAGE_SIZE)

struct kstack_pool {
	uint8_t *base;
	unsigned used; /* slots ever taken */
	struct list_head free;
	void *engine_sp;
	void *engine_fiber;
	const void *engine_base; /* of the machine thread's stack, as AddressSanitizer sees it */
	size_t engine_size;
};

/* On the engine's side: what fn returned, or what the other side gave. */
int __kstack_call(void **engine_sp, void *top, int (*fn)(void *), void *arg);
int __kstack_swap(void **save_sp, void **load_sp, int result);

int kstack_pool_create(struct kernel *k)
{
	struct kstack_pool *p = arena_alloc(k->arena, sizeof(*p));

	if (!p)
		return -1;
	memset(p, 0, sizeof(*p));
	list_init(&p->free);
	p->base = host_reserve_inaccessible((size_t)MAX_KSTACKS * SLOT);
	if (!p->base) {
		arena_free(k->arena, p);
		return -1;
	}
	k->stacks = p;
	return 0;
}

void kstack_pool_destroy(struct kernel *k)
{
	struct kstack *s, *tmp;

	if (!k->stacks)
		return;
	list_for_each_entry_safe(s, tmp, &k->stacks->free, node)
		arena_free(k->arena, s);
	host_release(k->stacks->base, (size_t)MAX_KSTACKS * SLOT);
	arena_free(k->arena, k->stacks);
	k->stacks = NULL;
}

unsigned long kstack_pool_objects(const struct kernel *k)
{
	const struct kstack *s;
	unsigned long n = 1;

	list_for_each_entry(s, &k->stacks->free, node)
		n++;
	return n;
}

struct kstack *kstack_alloc(void)
{
	struct kstack_pool *p = kernel->stacks;
	struct kstack *s;

	if (!list_empty(&p->free)) {
		s = list_first_entry(&p->free, struct kstack, node);
		list_del(&s->node);
		return s;
	}
	if (p->used == MAX_KSTACKS)
		return NULL;
	s = kzalloc(sizeof(*s));
	if (!s)
		return NULL;
	list_init(&s->node);
	s->base = p->base + (size_t)p->used * SLOT + PAGE_SIZE;
	if (!host_commit(s->base, KSTACK_SIZE)) {
		kfree(s);
		return NULL;
	}
	p->used++;
	return s;
}

void kstack_pool_clean(struct kernel *k)
{
	struct kstack_pool *p = k->stacks;

	for (unsigned i = 0; i < p->used; i++)
		stack_unpoison(&(struct kstack){ .base = p->base + (size_t)i * SLOT + PAGE_SIZE });
}

void kstack_free(struct kstack *s)
{
	stack_unpoison(s); /* frames that exit never returned through */
	tsan_free(s);
	list_add(&s->node, &kernel->stacks->free);
}

bool kstack_contains(const struct kstack *s, const void *p)
{
	return (const uint8_t *)p >= s->base && (const uint8_t *)p < s->base + KSTACK_SIZE;
}

#ifdef RING3_ASAN
struct start {
	int (*fn)(void *arg);
	void *arg;
};

/* The first frame on a task's stack: tells the sanitizer where we came from, and go back to. */
static int fiber_main(void *arg)
{
	struct start start = *(struct start *)arg;
	struct kstack_pool *p = kernel->stacks;
	int result;

	fiber_finish(NULL, &p->engine_base, &p->engine_size);
	result = start.fn(start.arg);
	p = kernel->stacks;
	fiber_start(NULL, p->engine_base, p->engine_size);
	return result;
}
#endif

int kstack_call(struct kstack *s, int (*fn)(void *arg), void *arg)
{
	struct kstack_pool *p = kernel->stacks;
	int result;

#ifdef RING3_ASAN
	struct start start = { fn, arg };

	fn = fiber_main;
	arg = &start;
#endif
	fiber_start(&p->engine_fiber, s->base, KSTACK_SIZE);
	tsan_enter(p, s);
	result = __kstack_call(&p->engine_sp, s->base + KSTACK_SIZE, fn, arg);
	tsan_leave(p);
	fiber_finish(p->engine_fiber, NULL, NULL);
	return result;
}

int kstack_resume(struct kstack *s)
{
	struct kstack_pool *p = kernel->stacks;
	int result;

	fiber_start(&p->engine_fiber, s->base, KSTACK_SIZE);
	tsan_enter(p, s);
	result = __kstack_swap(&p->engine_sp, &s->sp, 0);
	tsan_leave(p);
	fiber_finish(p->engine_fiber, NULL, NULL);
	return result;
}

void kstack_suspend(struct kstack *s)
{
	struct kstack_pool *p = kernel->stacks;

	fiber_start(&s->fiber, p->engine_base, p->engine_size);
	__kstack_swap(&s->sp, &p->engine_sp, KSTACK_SUSPENDED);
	fiber_finish(s->fiber, &p->engine_base, &p->engine_size);
}

size_t kstack_used(const struct kstack *s)
{
	return (size_t)(s->base + KSTACK_SIZE - (uint8_t *)s->sp);
}

/* Redzones between variables are copied as well: no memcpy(), which a sanitizer looks after. */
__attribute__((no_sanitize("address"))) static void copy_words(void *to, const void *from, size_t n)
{
	volatile uint64_t *t = to;
	const volatile uint64_t *f = from;

	for (size_t i = 0; i < n / sizeof(*t); i++)
		t[i] = f[i];
}

void kstack_save(const struct kstack *s, void *to)
{
	copy_words(to, s->sp, kstack_used(s));
}

void kstack_load(struct kstack *s, const void *from)
{
	stack_unpoison(s);
	copy_words(s->sp, from, kstack_used(s));
}
