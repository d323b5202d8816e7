/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Kernel stacks and the switch between them. The engine runs on the machine thread's own stack; a
 * service routine runs on its task's, and when it sleeps it hands the thread back.
 */
#ifndef KERNEL_STACK_H
#define KERNEL_STACK_H

#include "kernel/kernel.h"

#define KSTACK_SIZE (64u << 10)
#define MAX_KSTACKS 16384u /* and tasks at a time */

struct kstack {
	uint8_t *base; /* lowest byte; a guard page lies below it */
	void *sp;      /* saved while suspended */
	void *fiber;   /* a sanitizer's */
	struct list_head node;
};

int kstack_pool_create(struct kernel *k);
void kstack_pool_destroy(struct kernel *k);
/* What the sanitizer knows of frames on stacks is no longer so: the machine will be as it was once. */
void kstack_pool_clean(struct kernel *k);
unsigned long kstack_pool_objects(const struct kernel *k); /* that it has of the arena */

struct kstack *kstack_alloc(void); /* NULL: no memory */
void kstack_free(struct kstack *s);

/*
 * From the engine's stack: call fn(arg) on s. Its result when it has returned, KSTACK_SUSPENDED
 * when it has suspended itself; then kstack_resume() goes on where it stopped, with the same answers.
 */
#define KSTACK_SUSPENDED (-1)
int kstack_call(struct kstack *s, int (*fn)(void *arg), void *arg);
int kstack_resume(struct kstack *s);
/* From s: hand the thread back to whoever called or resumed. Returns when resumed. */
void kstack_suspend(struct kstack *s);
/* What a suspended stack holds, for whoever keeps a copy of it: bytes; out and back in. */
size_t kstack_used(const struct kstack *s);
void kstack_save(const struct kstack *s, void *to);
void kstack_load(struct kstack *s, const void *from);
/* Are we on s now? */
bool kstack_contains(const struct kstack *s, const void *p);

#endif
