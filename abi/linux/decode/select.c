/* SPDX-License-Identifier: GPL-2.0-or-later */
/* select in its forms: sets of descriptors, and, as a remark on the result, those that are ready. */
#include "decode/files.h"
#include "decode/forms.h"
#include "decode/remark.h"
#include "decode/signal.h"
#include "kernel/slab.h"
#include "uaccess.h"

#define MAX_FDS (1 << 20) /* no more are shown, whatever is asked for */

/* A set of the guest's; NULL: it cannot be read. kfree(). */
static uint8_t *read_set(const struct decoder *d, uaddr_t v, int *n)
{
	size_t word = d->is_64bit ? 8 : 4, size;
	uint8_t *bits;

	*n = min(*n, MAX_FDS);
	size = ((size_t)*n + word * 8 - 1) / (word * 8) * word;
	bits = v ? kmalloc(size ? size : 1) : NULL;
	if (bits && copy_from_user(bits, v, size)) {
		kfree(bits);
		bits = NULL;
	}
	return bits;
}

static bool is_set(const uint8_t *bits, int fd)
{
	return bits[fd / 8] & 1u << fd % 8;
}

static void put_set(struct decoder *d, uaddr_t v, int n)
{
	uint8_t *bits = n < 0 || d->opaque ? NULL : read_set(d, v, &n);
	int fd;

	if (!bits) {
		put_address(d, v);
		return;
	}
	begin(d, SINK_SET);
	for (fd = 0; fd < n; fd++)
		if (is_set(bits, fd))
			put_fd(d, fd);
	end(d);
	kfree(bits);
}

void print_fdset(struct decoder *d, uint64_t v)
{
	put_set(d, v, (int32_t)d->args[0]);
}

/* --- results --- */

static const char *const set_names[] = { "in", "out", "except" };

/*
 * "in [3 4]", if any of them is ready; no more in all than the result says. As strace does, one that
 * is told of after another closes the brackets, even if nothing in it is ready.
 */
static void add_set(struct decoder *d, struct remark *r, const char *name, uaddr_t v, int n,
		    int64_t *left)
{
	uint8_t *bits = n < 0 ? NULL : read_set(d, v, &n);
	bool any = false, told = *left > 0;
	int fd;

	for (fd = 0; bits && fd < n && *left > 0; fd++) {
		if (!is_set(bits, fd))
			continue;
		if (any)
			remark_add(r, " %d", fd);
		else
			remark_add(r, "%s%s [%d", r->n ? ", " : "", name, fd);
		any = true;
		--*left;
	}
	if (bits && told && r->n)
		remark_add(r, "]");
	kfree(bits);
}

static void put_select_result(struct decoder *d, int n, const uaddr_t sets[3],
			      struct remark_time t)
{
	struct remark r = { .n = 0 };
	int64_t left = d->result;
	unsigned i;

	put_number(d, d->result);
	if (!d->result) {
		put_remark(d, "Timeout");
		return;
	}
	for (i = 0; i < 3; i++)
		add_set(d, &r, set_names[i], sets[i], n, &left);
	remark_add_time_left(&r, &t);
	put_remark(d, r.s);
}

static void put_result_of_args(struct decoder *d, bool wide, const char *fraction)
{
	put_select_result(d, (int32_t)d->args[0], d->args + 1,
			  (struct remark_time){ d->args[4], wide, fraction });
}

void result_select(struct decoder *d)
{
	put_result_of_args(d, d->is_64bit, "tv_usec");
}

void result_pselect6(struct decoder *d)
{
	put_result_of_args(d, true, "tv_nsec");
}

void result_pselect6_time32(struct decoder *d)
{
	put_result_of_args(d, false, "tv_nsec");
}

/* --- i386's first select: its arguments are in memory --- */

static bool read_old_args(const struct decoder *d, uint64_t args[5])
{
	uint32_t in_memory[5];
	unsigned i;

	if (!d->args[0] || copy_from_user(in_memory, d->args[0], sizeof(in_memory)))
		return false;
	for (i = 0; i < 5; i++)
		args[i] = in_memory[i];
	return true;
}

void args_old_select(struct decoder *d)
{
	static const char *const names[] = { "n", "inp", "outp", "exp", "tvp" };
	uint64_t a[5];
	unsigned i;

	if (!is_entering(d))
		return;
	if (!read_old_args(d, a)) {
		put_arg(d, d->sys->args[0].name);
		put_address(d, d->args[0]);
		return;
	}
	for (i = 0; i < 5; i++) {
		put_arg(d, names[i]);
		if (!i)
			print_int(d, a[0]);
		else if (i < 4)
			put_set(d, a[i], (int32_t)a[0]);
		else
			print_timeval32(d, a[4]);
	}
}

void result_old_select(struct decoder *d)
{
	uint64_t a[5];

	if (read_old_args(d, a))
		put_select_result(d, (int32_t)a[0], a + 1,
				  (struct remark_time){ a[4], false, "tv_usec" });
	else
		put_number(d, d->result);
}

/* --- pselect6's last argument: a set of signals and its size --- */

void print_pselect_sig(struct decoder *d, uint64_t v)
{
	uint64_t sig[2] = { 0 };
	uint32_t narrow[2];

	if (d->is_64bit ? !fetch(d, sig, v, sizeof(sig)) : !fetch(d, narrow, v, sizeof(narrow)))
		return;
	if (!d->is_64bit) {
		sig[0] = narrow[0];
		sig[1] = narrow[1];
	}
	begin(d, SINK_STRUCT);
	field(d, "sigmask");
	put_sigset_at(d, sig[0], sig[1]);
	field(d, "sigsetsize");
	put_unsigned(d, sig[1]);
	end(d);
}
