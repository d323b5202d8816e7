/* SPDX-License-Identifier: GPL-2.0-or-later */
/* io_uring: how a ring is made, entered and told of files and buffers. */
#include "decode/files.h"
#include "decode/forms.h"
#include "decode/io_uring.h"

static const struct xlat setup_flags[] = {
	{ 1 << 0, "IORING_SETUP_IOPOLL" },	{ 1 << 1, "IORING_SETUP_SQPOLL" },
	{ 1 << 2, "IORING_SETUP_SQ_AFF" },	{ 1 << 3, "IORING_SETUP_CQSIZE" },
	{ 1 << 4, "IORING_SETUP_CLAMP" },	{ 1 << 5, "IORING_SETUP_ATTACH_WQ" },
	{ 1 << 6, "IORING_SETUP_R_DISABLED" },	{ 1 << 7, "IORING_SETUP_SUBMIT_ALL" },
	{ 1 << 8, "IORING_SETUP_COOP_TASKRUN" }, { 1 << 9, "IORING_SETUP_TASKRUN_FLAG" },
	{ 1 << 10, "IORING_SETUP_SQE128" },	{ 1 << 11, "IORING_SETUP_CQE32" }, {}
};
#define SETUP_ATTACH_WQ (1 << 5)

static const struct xlat features[] = {
	{ 1 << 0, "IORING_FEAT_SINGLE_MMAP" },	   { 1 << 1, "IORING_FEAT_NODROP" },
	{ 1 << 2, "IORING_FEAT_SUBMIT_STABLE" },   { 1 << 3, "IORING_FEAT_RW_CUR_POS" },
	{ 1 << 4, "IORING_FEAT_CUR_PERSONALITY" }, { 1 << 5, "IORING_FEAT_FAST_POLL" },
	{ 1 << 6, "IORING_FEAT_POLL_32BITS" },	   { 1 << 7, "IORING_FEAT_SQPOLL_NONFIXED" },
	{ 1 << 8, "IORING_FEAT_EXT_ARG" },	   { 1 << 9, "IORING_FEAT_NATIVE_WORKERS" },
	{ 1 << 10, "IORING_FEAT_RSRC_TAGS" },	   { 1 << 11, "IORING_FEAT_CQE_SKIP" },
	{ 1 << 12, "IORING_FEAT_LINKED_FILE" },	   {}
};

struct ring_offsets {
	uint32_t v[8]; /* the last one reserved */
	uint64_t resv2;
};

struct uring_params {
	uint32_t sq_entries, cq_entries, flags, sq_thread_cpu, sq_thread_idle, features, wq_fd, resv[3];
	struct ring_offsets sq, cq;
};
_Static_assert(sizeof(struct uring_params) == 120, "io_uring_params");

static const char *const sq_names[] = { "head", "tail", "ring_mask", "ring_entries", "flags",
					"dropped", "array" };
static const char *const cq_names[] = { "head", "tail", "ring_mask", "ring_entries", "overflow",
					"cqes", "flags" };

static void put_offsets(struct decoder *d, const char *name, const char *const names[7],
			const struct ring_offsets *o)
{
	unsigned i;

	field(d, name);
	begin(d, SINK_STRUCT);
	for (i = 0; i < 7; i++) {
		field(d, names[i]);
		put_unsigned(d, o->v[i]);
	}
	if (o->v[7]) {
		field(d, "resv1");
		put_hex(d, o->v[7]);
	}
	if (o->resv2) {
		field(d, "resv2");
		put_hex(d, o->resv2);
	}
	end(d);
}

void uring_put_reserved(struct decoder *d, const char *name, const uint32_t resv[3])
{
	unsigned i;

	if (!resv[0] && !resv[1] && !resv[2])
		return;
	field(d, name);
	begin(d, SINK_ARRAY);
	for (i = 0; i < 3; i++)
		put_hex(d, resv[i]);
	end(d);
}

/* What the call tells. */
static void put_made_ring(struct decoder *d, const struct uring_params *p)
{
	field_unsigned(d, p, sq_entries);
	field_unsigned(d, p, cq_entries);
	field(d, "features");
	put_flags(d, features, p->features, "IORING_FEAT_???");
	put_offsets(d, "sq_off", sq_names, &p->sq);
	put_offsets(d, "cq_off", cq_names, &p->cq);
}

void print_uring_params(struct decoder *d, uint64_t v)
{
	struct uring_params p;

	if (!fetch(d, &p, v, sizeof(p)))
		return;
	begin(d, SINK_STRUCT);
	field(d, "flags");
	put_flags(d, setup_flags, p.flags, "IORING_SETUP_???");
	field_hex(d, &p, sq_thread_cpu);
	field_unsigned(d, &p, sq_thread_idle);
	if (p.flags & SETUP_ATTACH_WQ) {
		field(d, "wq_fd");
		put_fd(d, (int)p.wq_fd);
	}
	uring_put_reserved(d, "resv", p.resv);
	if (!failed(d))
		put_made_ring(d, &p);
	end(d);
}

static const struct xlat enter_flags[] = {
	{ 1, "IORING_ENTER_GETEVENTS" }, { 2, "IORING_ENTER_SQ_WAKEUP" },
	{ 4, "IORING_ENTER_SQ_WAIT" },	 { 8, "IORING_ENTER_EXT_ARG" },
	{ 16, "IORING_ENTER_REGISTERED_RING" }, {}
};

void print_uring_enter_flags(struct decoder *d, uint64_t v)
{
	put_flags(d, enter_flags, (uint32_t)v, "IORING_ENTER_???");
}

/* --- io_uring_register --- */

enum {
	REGISTER_BUFFERS,
	UNREGISTER_BUFFERS,
	REGISTER_FILES,
	UNREGISTER_FILES,
	REGISTER_EVENTFD,
	UNREGISTER_EVENTFD,
	REGISTER_FILES_UPDATE,
	REGISTER_EVENTFD_ASYNC,
	REGISTER_RESTRICTIONS = 11,
	REGISTER_RING_FDS = 20,
	UNREGISTER_RING_FDS,
	REGISTER_PBUF_RING,
	UNREGISTER_PBUF_RING,
};

static const struct xlat operations[] = {
	{ 0, "IORING_REGISTER_BUFFERS" },	   { 1, "IORING_UNREGISTER_BUFFERS" },
	{ 2, "IORING_REGISTER_FILES" },		   { 3, "IORING_UNREGISTER_FILES" },
	{ 4, "IORING_REGISTER_EVENTFD" },	   { 5, "IORING_UNREGISTER_EVENTFD" },
	{ 6, "IORING_REGISTER_FILES_UPDATE" },	   { 7, "IORING_REGISTER_EVENTFD_ASYNC" },
	{ 8, "IORING_REGISTER_PROBE" },		   { 9, "IORING_REGISTER_PERSONALITY" },
	{ 10, "IORING_UNREGISTER_PERSONALITY" },   { 11, "IORING_REGISTER_RESTRICTIONS" },
	{ 12, "IORING_REGISTER_ENABLE_RINGS" },	   { 13, "IORING_REGISTER_FILES2" },
	{ 14, "IORING_REGISTER_FILES_UPDATE2" },   { 15, "IORING_REGISTER_BUFFERS2" },
	{ 16, "IORING_REGISTER_BUFFERS_UPDATE" },  { 17, "IORING_REGISTER_IOWQ_AFF" },
	{ 18, "IORING_UNREGISTER_IOWQ_AFF" },	   { 19, "IORING_REGISTER_IOWQ_MAX_WORKERS" },
	{ 20, "IORING_REGISTER_RING_FDS" },	   { 21, "IORING_UNREGISTER_RING_FDS" },
	{ 22, "IORING_REGISTER_PBUF_RING" },	   { 23, "IORING_UNREGISTER_PBUF_RING" },
	{ 24, "IORING_REGISTER_SYNC_CANCEL" },	   { 25, "IORING_REGISTER_FILE_ALLOC_RANGE" }, {}
};
#define LAST_OPERATION 23 /* of which the reference knows a name */

void print_uring_op(struct decoder *d, uint64_t v)
{
	const char *name = (uint32_t)v <= LAST_OPERATION ? xlat_name(operations, (uint32_t)v) : NULL;

	d->sink->symbol(d->ctx, (uint32_t)v, SINK_HEX, name ? name : "IORING_REGISTER_???");
}

#define FILES_SKIP -2

static void put_ring_file(struct decoder *d, const void *elem, __unused void *ctx)
{
	int fd = *(const int *)elem;

	if (fd == FILES_SKIP)
		d->sink->symbol(d->ctx, (uint64_t)fd, SINK_DECIMAL, "IORING_REGISTER_FILES_SKIP");
	else
		put_fd(d, fd);
}

static void put_plain_file(struct decoder *d, const void *elem, __unused void *ctx)
{
	put_fd(d, *(const int *)elem);
}

static void put_ring_files(struct decoder *d, uaddr_t v, uint64_t n)
{
	int fd;

	put_array(d, v, n, &fd, sizeof(fd), put_plain_file, NULL);
}

static void put_files_update(struct decoder *d, uaddr_t v, uint64_t n)
{
	struct {
		uint32_t offset, resv;
		uint64_t fds;
	} u;
	int fd;

	if (!fetch(d, &u, v, sizeof(u)))
		return;
	begin(d, SINK_STRUCT);
	field_unsigned(d, &u, offset);
	if (u.resv)
		field_hex(d, &u, resv);
	field(d, "fds");
	put_array(d, u.fds, n, &fd, sizeof(fd), put_ring_file, NULL);
	end(d);
}

void print_uring_arg(struct decoder *d, uint64_t v)
{
	uint64_t n = (uint32_t)d->args[d->arg + 1];

	switch ((uint32_t)d->args[d->arg - 1]) {
	case REGISTER_BUFFERS:
		put_iovecs_without_data(d, v, n);
		break;
	case REGISTER_FILES:
	case REGISTER_EVENTFD:
	case REGISTER_EVENTFD_ASYNC:
		put_ring_files(d, v, n);
		break;
	case REGISTER_FILES_UPDATE:
		put_files_update(d, v, n);
		break;
	case REGISTER_RESTRICTIONS:
		uring_put_restrictions(d, v, n);
		break;
	case REGISTER_RING_FDS:
		uring_put_ring_fds(d, v, n, true);
		break;
	case UNREGISTER_RING_FDS:
		uring_put_ring_fds(d, v, n, false);
		break;
	case REGISTER_PBUF_RING:
	case UNREGISTER_PBUF_RING:
		uring_put_buffer_ring(d, v);
		break;
	default:
		put_address(d, v);
	}
}
