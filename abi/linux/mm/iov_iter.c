/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Byte ranges with a position, of the guest's memory or of ours. */
#include "mm/internal.h"
#include "uaccess.h"

#define MAX_RW_COUNT ((size_t)INT32_MAX & PAGE_MASK)

int iov_iter_user(struct iov_iter *i, uaddr_t base, size_t len)
{
	len = min(len, MAX_RW_COUNT);
	if (!access_ok(base, len))
		return -EFAULT;
	*i = (struct iov_iter){ .nr_segs = 1, .count = len, .one = { .base = base, .len = len } };
	i->seg = &i->one;
	return 0;
}

void iov_iter_kernel(struct iov_iter *i, void *buf, size_t len)
{
	*i = (struct iov_iter){
		.kernel = true, .nr_segs = 1, .count = len, .one = { .kbase = buf, .len = len }
	};
	i->seg = &i->one;
}

/* One struct iovec of the caller's ABI. -EFAULT, or -EINVAL for a negative length. */
static int get_iovec(struct iov_seg *seg, uaddr_t uvec, unsigned long n)
{
	if (in_compat_syscall()) {
		struct {
			uint32_t base;
			int32_t len;
		} v;

		if (get_user(v, uvec + n * sizeof(v)))
			return -EFAULT;
		seg->base = v.base;
		seg->len = (size_t)v.len;
		return v.len < 0 ? -EINVAL : 0;
	}
	if (copy_from_user(seg, uvec + n * 16, 16))
		return -EFAULT;
	return (int64_t)seg->len < 0 ? -EINVAL : 0;
}
_Static_assert(sizeof(struct iov_seg) == 16, "x86-64's struct iovec is read into it");

static int get_iovecs(struct iov_seg *segs, uaddr_t uvec, unsigned long nr)
{
	if (!access_ok(uvec, nr * (in_compat_syscall() ? 8 : 16)))
		return -EFAULT;
	for (unsigned long n = 0; n < nr; n++) {
		int err = get_iovec(&segs[n], uvec, n);

		if (err)
			return err;
	}
	return 0;
}

static int import_segs(struct iov_iter *i, uaddr_t uvec, unsigned long nr,
		       struct iov_seg fast[UIO_FASTIOV], struct iov_seg **array, bool own)
{
	struct iov_seg *segs = fast;
	size_t total = 0;
	int err;

	*array = NULL;
	if (nr > UIO_MAXIOV)
		return -EINVAL;
	if (nr > UIO_FASTIOV) {
		segs = kmalloc(nr * sizeof(*segs));
		if (!segs)
			return -ENOMEM;
	}
	err = nr ? get_iovecs(segs, uvec, nr) : 0; /* of none, not even the address is looked at */
	for (unsigned long n = 0; !err && n < nr; n++) {
		if (own && !access_ok(segs[n].base, segs[n].len))
			err = -EFAULT;
		/* Linux cuts the whole to MAX_RW_COUNT instead of refusing it. */
		segs[n].len = min(segs[n].len, MAX_RW_COUNT - total);
		total += segs[n].len;
	}
	if (segs != fast) {
		if (err)
			kfree(segs);
		else
			*array = segs;
	}
	*i = (struct iov_iter){ .seg = segs, .nr_segs = err ? 0 : nr, .count = err ? 0 : total };
	return err;
}

int import_iovec(struct iov_iter *i, uaddr_t uvec, unsigned long nr,
		 struct iov_seg fast[UIO_FASTIOV], struct iov_seg **array)
{
	return import_segs(i, uvec, nr, fast, array, true);
}

int import_remote_iovec(struct iov_iter *i, uaddr_t uvec, unsigned long nr,
			struct iov_seg fast[UIO_FASTIOV], struct iov_seg **array)
{
	return import_segs(i, uvec, nr, fast, array, false);
}

/* Steps over finished (and empty) segments. False: at the end. */
static inline bool at_data(struct iov_iter *i)
{
	while (i->count && i->offset == i->seg->len) {
		i->seg++;
		i->nr_segs--;
		i->offset = 0;
	}
	return i->count;
}

static inline void step(struct iov_iter *i, size_t n)
{
	i->offset += n;
	i->count -= n;
}

size_t copy_to_iter(const void *from, size_t n, struct iov_iter *i)
{
	size_t done = 0;

	n = min(n, i->count);
	while (done < n && at_data(i)) {
		size_t part = min(n - done, i->seg->len - i->offset), left = 0;
		const uint8_t *src = (const uint8_t *)from + done;

		if (i->kernel)
			memmove((uint8_t *)i->seg->kbase + i->offset, src, part);
		else
			left = copy_to_user(i->seg->base + i->offset, src, part);
		step(i, part - left);
		done += part - left;
		if (left)
			break;
	}
	return done;
}

size_t copy_from_iter(void *to, size_t n, struct iov_iter *i)
{
	size_t done = 0;

	n = min(n, i->count);
	while (done < n && at_data(i)) {
		size_t part = min(n - done, i->seg->len - i->offset), left = 0;
		uint8_t *dst = (uint8_t *)to + done;

		if (i->kernel)
			memmove(dst, (const uint8_t *)i->seg->kbase + i->offset, part);
		else
			left = raw_copy_from_user(dst, i->seg->base + i->offset, part);
		step(i, part - left);
		done += part - left;
		if (left)
			break;
	}
	return done;
}

size_t iov_iter_zero(size_t n, struct iov_iter *i)
{
	size_t done = 0;

	n = min(n, i->count);
	while (done < n && at_data(i)) {
		size_t part = min(n - done, i->seg->len - i->offset), left = 0;

		if (i->kernel)
			memset((uint8_t *)i->seg->kbase + i->offset, 0, part);
		else
			left = clear_user(i->seg->base + i->offset, part);
		step(i, part - left);
		done += part - left;
		if (left)
			break;
	}
	return done;
}

void iov_iter_advance(struct iov_iter *i, size_t n)
{
	n = min(n, i->count);
	while (n && at_data(i)) {
		size_t part = min(n, i->seg->len - i->offset);

		step(i, part);
		n -= part;
	}
}

size_t iov_iter_page_part(struct iov_iter *i)
{
	size_t left;

	if (!at_data(i))
		return 0;
	left = PAGE_SIZE - ((i->seg->base + i->offset) & (PAGE_SIZE - 1));
	return min(left, min(i->seg->len - i->offset, i->count));
}

void iov_iter_revert(struct iov_iter *i, size_t n)
{
	i->count += n;
	while (n > i->offset) {
		n -= i->offset;
		i->seg--;
		i->nr_segs++;
		i->offset = i->seg->len;
	}
	i->offset -= n;
}

/* Appends [base, base + len), joined with the last piece where it continues that. */
static bool add_piece(struct host_iov *v, unsigned *nr, unsigned max, void *base, size_t len)
{
	if (*nr && (uint8_t *)v[*nr - 1].base + v[*nr - 1].len == (uint8_t *)base) {
		v[*nr - 1].len += len;
		return true;
	}
	if (*nr == max)
		return false;
	v[(*nr)++] = (struct host_iov){ base, len };
	return true;
}

unsigned iov_iter_host(struct iov_iter *i, bool write_guest, struct host_iov *v, unsigned max,
		       size_t limit)
{
	struct iov_iter pos;
	unsigned nr = 0;

	if (unlikely(current->mm && mm_split_is_worth_it(current->mm)))
		mm_join_split(current->mm);
	pos = *i;
	if (i->seg == &i->one)
		pos.seg = &pos.one;
	limit = min(limit, i->count); /* a write may have been cut short of its segments */
	while (limit && at_data(&pos)) {
		size_t part = min(limit, pos.seg->len - pos.offset);
		void *base = pos.kernel ? (uint8_t *)pos.seg->kbase + pos.offset : NULL;

		if (!pos.kernel) {
			uaddr_t addr = pos.seg->base + pos.offset;

			part = min(part, PAGE_SIZE - offset_in_page(addr));
			base = current->mm ? mm_access_page(current->mm, addr, write_guest) : NULL;
		}
		if (!base || !add_piece(v, &nr, max, base, part))
			break;
		/* What was found must not be taken to fault the next page in. */
		kernel->mm->no_reclaim = true;
		step(&pos, part);
		limit -= part;
	}
	kernel->mm->no_reclaim = false;
	if (nr == 2 && !i->kernel && i->seg->len - i->offset > v[0].len)
		mm_note_split(current->mm, i->seg->base + i->offset + v[0].len);
	return nr;
}
