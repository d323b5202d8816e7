/* SPDX-License-Identifier: GPL-2.0-or-later */
/* poll and ppoll: what is asked for, and, as a remark on the result, what is ready. */
#include "decode/files.h"
#include "decode/forms.h"
#include "decode/remark.h"
#include "uaccess.h"
#include "uapi/poll.h"

#define POLL(name) { EPOLL##name, "POLL" #name }

static const struct xlat poll_events[] = {
	POLL(IN), POLL(PRI), POLL(OUT), POLL(RDNORM), POLL(WRNORM), POLL(RDBAND), POLL(WRBAND),
	POLL(ERR), POLL(HUP), POLL(NVAL), POLL(MSG), { 0x1000, "POLLREMOVE" }, POLL(RDHUP),
	{ 0x8000, "POLL_BUSY_LOOP" }, {}
};

struct linux_pollfd {
	int fd;
	uint16_t events, revents;
};

void put_poll_events(struct decoder *d, unsigned v)
{
	put_flags(d, poll_events, v, "POLL???");
}

static void put_pollfd(struct decoder *d, const void *elem, __unused void *ctx)
{
	const struct linux_pollfd *p = elem;

	begin(d, SINK_STRUCT);
	field(d, "fd");
	put_fd(d, p->fd);
	if (p->fd >= 0) {
		field(d, "events");
		put_poll_events(d, p->events);
	}
	end(d);
}

void print_pollfds(struct decoder *d, uint64_t v)
{
	struct linux_pollfd p;

	put_array(d, v, (uint32_t)d->args[1], &p, sizeof(p), put_pollfd, NULL);
}

/* Everything is known on the way in; what has become of it is a remark. */
void args_entering(struct decoder *d)
{
	if (is_entering(d))
		put_args_defined(d, 0, d->sys->nargs);
}

static void add_ready(struct remark *r, const struct linux_pollfd *p)
{
	struct names t = { .n = 0 };

	add_flags(&t, poll_events, p->revents);
	remark_add(r, "%s{fd=%d, revents=%s}", r->s[r->n - 1] == '[' ? "" : ", ", p->fd, t.s);
}

static void add_all_ready(struct decoder *d, struct remark *r)
{
	uint32_t n = (uint32_t)d->args[1], i;
	struct linux_pollfd p;
	unsigned shown = 0;

	remark_add(r, "[");
	for (i = 0; i < n && !copy_from_user(&p, d->args[0] + i * sizeof(p), sizeof(p)); i++) {
		if (!p.revents)
			continue;
		if (shown++ == d->string_limit && !d->whole) {
			remark_add(r, ", ...");
			break;
		}
		add_ready(r, &p);
	}
	remark_add(r, "]");
}

static void put_poll_result(struct decoder *d, struct remark_time t)
{
	struct remark r = { .n = 0 };

	put_number(d, d->result);
	if (!d->result) {
		put_remark(d, "Timeout");
		return;
	}
	add_all_ready(d, &r);
	remark_add_time_left(&r, &t);
	put_remark(d, r.s);
}

void result_poll(struct decoder *d)
{
	put_poll_result(d, (struct remark_time){ 0 });
}

void result_ppoll(struct decoder *d)
{
	put_poll_result(d, (struct remark_time){ d->args[2], true, "tv_nsec" });
}

void result_ppoll_time32(struct decoder *d)
{
	put_poll_result(d, (struct remark_time){ d->args[2], false, "tv_nsec" });
}
