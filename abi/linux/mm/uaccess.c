/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Copies from and to guest memory: a walk of the page tables and a memmove for each page, without
 * any host call. (memmove, because a file read into its own mapping copies a frame to itself.)
 */
#include "uaccess.h"

#include "mm/internal.h"

bool access_ok(uaddr_t addr, size_t n)
{
	return n <= TASK_SIZE_MAX && addr <= TASK_SIZE_MAX - n;
}

void uaccess_fail_nth(unsigned long n)
{
	kernel->mm->fail_copy = n;
}

unsigned long uaccess_fail_left(void)
{
	return kernel->mm->fail_copy;
}

/* May current's memory be used at all, and is no injected failure due? */
static inline bool uaccess_begin(void)
{
	struct mm_state *s = kernel->mm;

	if (unlikely(!current->mm))
		return false;
	return likely(!s->fail_copy) || --s->fail_copy;
}

/* Present and allowed: the host address of the byte; else NULL. */
static inline uint8_t *lookup_page(struct mm *mm, uaddr_t addr, bool write)
{
	pte_t *ptep = pte_lookup(kernel->mem, mm->root, addr);
	pte_t want = PTE_PRESENT | (write ? PTE_WRITE : 0);

	if (unlikely(!ptep || (*ptep & want) != want))
		return NULL;
	if (write)
		frame_will_change(kernel->mem, pte_pfn(*ptep));
	return (uint8_t *)frame_data(kernel->mem, pte_pfn(*ptep)) + offset_in_page(addr);
}

static __attribute__((noinline)) uint8_t *fault_in(struct mm *mm, uaddr_t addr, bool write)
{
	enum cpu_access access = write ? CPU_WRITE : CPU_READ;
	enum fault_result r;

	while ((r = mm_fault(mm, addr, access)) == FAULT_OOM && !(current->work & TW_KILLED))
		out_of_memory();
	return r == FAULT_OK ? lookup_page(mm, addr, write) : NULL;
}

static inline uint8_t *access_page(struct mm *mm, uaddr_t addr, bool write)
{
	uint8_t *p = lookup_page(mm, addr, write);

	return likely(p) ? p : fault_in(mm, addr, write);
}

void *mm_access_page(struct mm *mm, uaddr_t addr, bool write)
{
	return access_page(mm, addr, write);
}

/* Bytes of [addr, addr + n) that lie in addr's page. */
static inline size_t in_page(uaddr_t addr, size_t n)
{
	return min(n, PAGE_SIZE - offset_in_page(addr));
}

static inline size_t copy_in(struct mm *mm, void *to, uaddr_t from, size_t n)
{
	while (n) {
		size_t part = in_page(from, n);
		const uint8_t *page = access_page(mm, from, false);

		if (!page)
			break;
		memmove(to, page, part);
		to = (uint8_t *)to + part;
		from += part;
		n -= part;
	}
	return n;
}

static inline size_t copy_out(struct mm *mm, uaddr_t to, const void *from, size_t n)
{
	while (n) {
		size_t part = in_page(to, n);
		uint8_t *page = access_page(mm, to, true);

		if (!page)
			break;
		memmove(page, from, part);
		from = (const uint8_t *)from + part;
		to += part;
		n -= part;
	}
	return n;
}

size_t raw_copy_from_user(void *to, uaddr_t from, size_t n)
{
	return likely(access_ok(from, n) && uaccess_begin()) ? copy_in(current->mm, to, from, n) : n;
}

size_t copy_from_user(void *to, uaddr_t from, size_t n)
{
	size_t left = raw_copy_from_user(to, from, n);

	if (unlikely(left)) /* as Linux: the caller must not see what was there before */
		memset((uint8_t *)to + (n - left), 0, left);
	return left;
}

size_t copy_to_user(uaddr_t to, const void *from, size_t n)
{
	return likely(access_ok(to, n) && uaccess_begin()) ? copy_out(current->mm, to, from, n) : n;
}

size_t clear_user(uaddr_t to, size_t n)
{
	if (!access_ok(to, n) || !uaccess_begin())
		return n;
	while (n) {
		size_t part = in_page(to, n);
		uint8_t *page = access_page(current->mm, to, true);

		if (!page)
			break;
		memset(page, 0, part);
		to += part;
		n -= part;
	}
	return n;
}

size_t access_remote(struct mm *mm, uaddr_t addr, void *buf, size_t n, bool write)
{
	if (!access_ok(addr, n))
		return n;
	return write ? copy_out(mm, addr, buf, n) : copy_in(mm, buf, addr, n);
}

/* Strings may run up to the limit: what is beyond it is a fault only when it is reached. */
static size_t below_limit(uaddr_t s, size_t max)
{
	return s < TASK_SIZE_MAX ? min(max, TASK_SIZE_MAX - s) : 0;
}

long strncpy_from_user(char *to, uaddr_t from, size_t size)
{
	size_t limit = uaccess_begin() ? below_limit(from, size) : 0, done = 0;

	while (done < limit) {
		size_t part = in_page(from + done, limit - done), len;
		const uint8_t *page = access_page(current->mm, from + done, false);

		if (!page)
			return -EFAULT;
		len = strnlen((const char *)page, part);
		memcpy(to + done, page, len < part ? len + 1 : part);
		done += len;
		if (len < part)
			return done;
	}
	return done == size ? (long)done : -EFAULT;
}

long strnlen_user(uaddr_t s, size_t max)
{
	size_t limit = uaccess_begin() ? below_limit(s, max) : 0, done = 0;

	while (done < limit) {
		size_t part = in_page(s + done, limit - done), len;
		const uint8_t *page = access_page(current->mm, s + done, false);

		if (!page)
			return 0;
		len = strnlen((const char *)page, part);
		done += len;
		if (len < part)
			return done + 1;
	}
	return done == max && max ? (long)max + 1 : 0;
}

int cmpxchg_user32(uaddr_t ua, uint32_t expected, uint32_t new, uint32_t *seen)
{
	uint32_t old;

	if (get_user(old, ua))
		return -EFAULT;
	*seen = old;
	/* Linux needs the right to write even where nothing is written. */
	return put_user(old == expected ? new : old, ua);
}
