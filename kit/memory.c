/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory for tests' data: mappings of the task's own at fixed addresses, the same in both worlds,
 * each with a hole in front of it and behind it.
 */
#include "kit/memory.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "kit/kit.h"

#define PAGE 4096u

void memory_reset(struct kit *k)
{
	k->next_page = KIT_DATA;
}

static size_t pages(size_t n)
{
	return (n + PAGE - 1) / PAGE * PAGE;
}

/* Room for n bytes of whole pages, with a hole behind it. All that is had there is in no call's way. */
static r3_ptr reserve(struct r3_task *t, size_t n)
{
	struct kit *k = t->kit;
	r3_ptr at = k->next_page + PAGE;

	if (n > KIT_DATA_END - at - PAGE)
		kit_fail_in(t, "%zu bytes of test data are more than there is room for", n);
	k->next_page = at + pages(n) + (n ? 0 : PAGE);
	return at;
}

static void map(struct r3_task *t, r3_ptr at, size_t n, int prot)
{
	struct r3_task *by = kit_free_hand(t);

	if (!by)
		kit_fail_in(t, "task %c has no memory to give while it is in the call of %s", t->name,
			    t->call.name);
	kit_call_ok(by, t->kit->is_i386 ? "mmap2" : "mmap", (int64_t)at, (int64_t)n, prot,
		    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
}

/* n bytes that end where a hole begins. */
static r3_ptr alloc(struct r3_task *t, size_t n, int prot)
{
	r3_ptr at = reserve(t, n);

	if (!n)
		return at;
	map(t, at, pages(n), prot);
	return at + pages(n) - n;
}

r3_ptr r3_alloc(struct r3_task *t, size_t n)
{
	KIT_BEGIN(t);
	return alloc(t, n, PROT_READ | PROT_WRITE);
}

r3_ptr r3_bytes(struct r3_task *t, const void *data, size_t n)
{
	KIT_BEGIN(t, n ? data : t);
	r3_ptr p = r3_alloc(t, n);

	r3_put(t, p, data, n);
	return p;
}

r3_ptr r3_string(struct r3_task *t, const char *s)
{
	KIT_BEGIN(t, s);
	return r3_bytes(t, s, strlen(s) + 1);
}

r3_ptr r3_words(struct r3_task *t, unsigned n, ...)
{
	KIT_BEGIN(t);
	r3_ptr p = r3_alloc(t, n * r3_word(t));
	va_list ap;

	va_start(ap, n);
	for (unsigned i = 0; i < n; i++)
		r3_put_word(t, p, i, va_arg(ap, uint64_t));
	va_end(ap);
	return p;
}

r3_ptr r3_alloc_readonly(struct r3_task *t, const void *data, size_t n)
{
	KIT_BEGIN(t);
	r3_ptr p = alloc(t, n, PROT_READ);

	if (data)
		r3_put(t, p, data, n);
	return p;
}

r3_ptr r3_alloc_none(struct r3_task *t, size_t n)
{
	KIT_BEGIN(t);
	return alloc(t, n, PROT_NONE);
}

r3_ptr r3_alloc_across(struct r3_task *t, size_t n, size_t before)
{
	KIT_BEGIN(t);
	size_t first = pages(before);
	r3_ptr at = reserve(t, first + pages(n - before));

	if (before > n)
		kit_fail_in(t, "%zu of %zu bytes cannot be in front of a page's border", before, n);
	map(t, at, first + pages(n - before), PROT_READ | PROT_WRITE);
	return at + first - before;
}

r3_ptr r3_alloc_cut(struct r3_task *t, size_t n, size_t there)
{
	KIT_BEGIN(t);
	size_t first = pages(there);
	r3_ptr at = reserve(t, first + pages(n - there) + PAGE);

	if (there > n)
		kit_fail_in(t, "%zu of %zu bytes cannot be there", there, n);
	if (there)
		map(t, at, first, PROT_READ | PROT_WRITE);
	return at + first - there;
}

r3_ptr r3_unmapped(struct r3_task *t, size_t n)
{
	KIT_BEGIN(t);
	return reserve(t, n);
}

/* --- values --- */

void r3_get(struct r3_task *t, r3_ptr from, void *to, size_t n)
{
	KIT_BEGIN(t, n ? to : t);
	size_t done = t->kit->ops->read(t, from, to, n);

	if (done != n)
		kit_fail_in(t, "task %c: %zu bytes at %#llx cannot be read from %#llx on", t->name, n,
			    (unsigned long long)from, (unsigned long long)(from + done));
}

void r3_put(struct r3_task *t, r3_ptr to, const void *from, size_t n)
{
	KIT_BEGIN(t, n ? from : t);
	size_t done = t->kit->ops->write(t, to, from, n);

	if (done != n)
		kit_fail_in(t, "task %c: %zu bytes at %#llx cannot be written from %#llx on", t->name,
			    n, (unsigned long long)to, (unsigned long long)(to + done));
}

uint64_t r3_get_word(struct r3_task *t, r3_ptr from, size_t index)
{
	KIT_BEGIN(t);
	uint64_t value = 0;

	r3_get(t, from + index * r3_word(t), &value, r3_word(t));
	return value;
}

void r3_put_word(struct r3_task *t, r3_ptr to, size_t index, uint64_t value)
{
	KIT_BEGIN(t);
	r3_put(t, to + index * r3_word(t), &value, r3_word(t));
}

uint32_t r3_get_u32(struct r3_task *t, r3_ptr from)
{
	KIT_BEGIN(t);
	uint32_t value;

	r3_get(t, from, &value, sizeof(value));
	return value;
}

uint64_t r3_get_u64(struct r3_task *t, r3_ptr from)
{
	KIT_BEGIN(t);
	uint64_t value;

	r3_get(t, from, &value, sizeof(value));
	return value;
}

/* --- expectations --- */

static size_t first_difference(const uint8_t *a, const uint8_t *b, size_t n)
{
	size_t i = 0;

	while (i < n && a[i] == b[i])
		i++;
	return i;
}

/* What stands there and what should, from a little before the first difference on. */
static __attribute__((noreturn)) void fail_memory(const char *file, int line,
						  const struct r3_task *t, r3_ptr p,
						  const uint8_t *got, const uint8_t *want, size_t n)
{
	size_t at = first_difference(got, want, n), from = at > 8 ? at - 8 : 0;
	char is[160], should[160];

	kit_quote(is, sizeof(is), got + from, n - from);
	kit_quote(should, sizeof(should), want + from, n - from);
	kit_fail(file, line, "%zu bytes at %#llx: from byte %zu on %s%s, expected %s%s%s%s", n,
		 (unsigned long long)p, at, from ? "..." : "", is, from ? "..." : "", should,
		 t->text[0] ? "; last call: " : "", t->text);
}

void r3_assert_memory_at(const char *file, int line, struct r3_task *t, r3_ptr p,
			 const void *bytes, size_t n)
{
	KIT_BEGIN(t, n ? bytes : t);
	static _Thread_local uint8_t *got; /* kept: CMocka jumps */
	static _Thread_local size_t room;
	size_t done;

	if (n > room) {
		free(got);
		got = malloc(n);
		room = got ? n : 0;
	}
	if (n && !got)
		kit_fail(file, line, "not enough memory");
	done = t->kit->ops->read(t, p, got, n);
	if (done != n)
		kit_fail(file, line, "%zu bytes at %#llx: nothing is there from byte %zu on", n,
			 (unsigned long long)p, done);
	if (n && memcmp(got, bytes, n))
		fail_memory(file, line, t, p, got, bytes, n);
}

void r3_assert_string_at(const char *file, int line, struct r3_task *t, r3_ptr p, const char *s)
{
	KIT_BEGIN(t, s);
	r3_assert_memory_at(file, line, t, p, s, strlen(s) + 1);
}

void kit_quote(char *to, size_t size, const void *bytes, size_t n)
{
	static const char letters[] = "\t\n\v\f\r", names[] = "tnvfr";
	const uint8_t *b = bytes;
	const char *escape;
	size_t used = 0, i;

	to[used++] = '"';
	for (i = 0; i < n && used + 10 < size; i++) {
		escape = b[i] ? strchr(letters, b[i]) : NULL;
		if (escape)
			used += (size_t)sprintf(to + used, "\\%c", names[escape - letters]);
		else if (b[i] == '"' || b[i] == '\\')
			used += (size_t)sprintf(to + used, "\\%c", b[i]);
		else if (b[i] >= ' ' && b[i] < 127)
			to[used++] = (char)b[i];
		else if (i + 1 < n && b[i + 1] >= '0' && b[i + 1] <= '9')
			used += (size_t)sprintf(to + used, "\\%03o", b[i]);
		else
			used += (size_t)sprintf(to + used, "\\%o", b[i]);
	}
	strcpy(to + used, i < n ? "\"..." : "\"");
}
