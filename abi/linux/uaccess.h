/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The only door to guest memory (mm/uaccess.c). Kernel code never holds a raw pointer into it.
 * Every page's range, presence and permission are checked, faulting in what the CPU would fault
 * in; nothing here sleeps. Copies say how many bytes were NOT copied, exactly.
 *
 * "guest memory" is the address space of `current` up to its task_size.
 */
#ifndef ABI_LINUX_UACCESS_H
#define ABI_LINUX_UACCESS_H

#include "argtypes.h"
#include "host/iov.h"

size_t __must_check copy_from_user(void *to, uaddr_t from, size_t n);
size_t __must_check copy_to_user(uaddr_t to, const void *from, size_t n);
size_t __must_check clear_user(uaddr_t to, size_t n);

/*
 * Copies up to size bytes including the NUL. Length without the NUL; size when no NUL was among
 * them; -EFAULT.
 */
long __must_check strncpy_from_user(char *to, uaddr_t from, size_t size);
/* Length including the NUL; > max when there is none within max; 0 on a fault. */
long __must_check strnlen_user(uaddr_t s, size_t max);

/* The nth copy (or string, or clearing) from now on fails whole; 0: none. For tests. */
void uaccess_fail_nth(unsigned long n);
unsigned long uaccess_fail_left(void); /* 0: it has failed, or none was to */

/*
 * A structure that grew over time (fs/open.c): usize bytes of the caller's into size of ours, the
 * rest zero. -EFAULT; -E2BIG when the caller's has more than ours, and not zeroes.
 */
int __must_check copy_struct_from_user(void *to, size_t size, uaddr_t from, size_t usize);

/* Linux's access_ok: is the range below the task's limit (says nothing of presence). */
bool access_ok(uaddr_t addr, size_t n);

/* get_user(x, ua): x by its own type; 0 or -EFAULT. */
#define get_user(x, ua) (copy_from_user(&(x), (ua), sizeof(x)) ? -EFAULT : 0)
#define put_user(x, ua)                                                       \
	({                                                                    \
		__typeof__(x) pu_ = (x);                                      \
		copy_to_user((ua), &pu_, sizeof(pu_)) ? -EFAULT : 0;          \
	})

/*
 * Atomically (nothing else runs): old = *ua; if old == expected, *ua = new. 0 or -EFAULT; *seen
 * is what was there.
 */
int cmpxchg_user32(uaddr_t ua, uint32_t expected, uint32_t new, uint32_t *seen);

/*
 * A sequence of byte ranges with a position: what read and write work on. ITER_USER segments are
 * guest ranges, ITER_KERNEL ones are buffers of ours.
 */
struct iov_seg {
	union {
		uaddr_t base;
		void *kbase;
	};
	size_t len;
};

struct iov_iter {
	bool kernel;
	const struct iov_seg *seg; /* current one */
	unsigned nr_segs;	   /* from it on */
	size_t offset;		   /* in it */
	size_t count;		   /* bytes left in all */
	unsigned rwf;		   /* RWF_* of preadv2 and pwritev2; set by read_write.c */
	struct iov_seg one;	   /* storage for the common single-segment case */
};

/* -EFAULT when the range is not below the task's limit. len is cut to MAX_RW_COUNT, as in Linux. */
int iov_iter_user(struct iov_iter *i, uaddr_t base, size_t len);
void iov_iter_kernel(struct iov_iter *i, void *buf, size_t len);

#define UIO_FASTIOV 8
#define UIO_MAXIOV 1024

/*
 * Imports an array of struct iovec of the current ABI. -EINVAL (nr > UIO_MAXIOV, a negative
 * length), -EFAULT, -ENOMEM. *array is NULL or must be given to kfree.
 */
int import_iovec(struct iov_iter *i, uaddr_t uvec, unsigned long nr,
		 struct iov_seg fast[UIO_FASTIOV], struct iov_seg **array);

/* The same of ranges in another space, which may lie anywhere: seg[0..nr_segs) is the result. */
int import_remote_iovec(struct iov_iter *i, uaddr_t uvec, unsigned long nr,
			struct iov_seg fast[UIO_FASTIOV], struct iov_seg **array);

/* Bytes copied; less than n means that the rest faulted or the iterator ended. Advance by them. */
size_t copy_to_iter(const void *from, size_t n, struct iov_iter *i);
size_t copy_from_iter(void *to, size_t n, struct iov_iter *i);
size_t iov_iter_zero(size_t n, struct iov_iter *i);
void iov_iter_advance(struct iov_iter *i, size_t n);
void iov_iter_revert(struct iov_iter *i, size_t n); /* only within what was advanced */
/* Bytes that come next in one page and one segment; 0 at the end. */
size_t iov_iter_page_part(struct iov_iter *i);

/*
 * Host view of what comes next, for host calls that must not be copied twice: fills up to max
 * entries with pieces of frames, at most limit bytes, faulting pages in. Valid until the next
 * function that may sleep or change memory. Number of entries; 0 when the first byte faults or
 * the iterator is at its end. Does not advance.
 */
unsigned iov_iter_host(struct iov_iter *i, bool write_guest, struct host_iov *v, unsigned max,
		       size_t limit);

#endif
