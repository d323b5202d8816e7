/* SPDX-License-Identifier: GPL-2.0-or-later */
/* poll and ppoll: what is asked for, and, as a remark on the result, what is ready. */
#include "decode/files.h"
#include "decode/forms.h"
#include "decode/remark.h"
#include "uapi/poll.h"

#define POLL(name) { EPOLL##name, "POLL" #name }

static const struct xlat poll_events[] = {
	POLL(IN), POLL(PRI), POLL(OUT), POLL(ERR), POLL(HUP), POLL(NVAL), POLL(RDNORM),
	POLL(RDBAND), POLL(WRNORM), POLL(WRBAND), POLL(MSG), { 0x1000, "POLLREMOVE" }, POLL(RDHUP),
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

#define READY_MAX 1016 /* of that text; more is not told */

/* False: it is not told any more. */
static bool add_ready(const struct decoder *d, struct remark *r, const struct linux_pollfd *p)
{
	struct names t = { .n = 0 };
	char text[600];
	int n;

	add_flags(&t, poll_events, p->revents);
	restyle_names(d, &t, p->revents);
	n = snprintf(text, sizeof(text), "{fd=%d, revents=%s}", p->fd, t.s);
	if (r->n + 2 + (size_t)n > READY_MAX)
		return false;
	remark_add(r, "%s%s", r->n ? ", " : "[", text);
	return true;
}

static void add_all_ready(struct decoder *d, struct remark *r)
{
	uint32_t n = (uint32_t)d->args[1], i;
	struct linux_pollfd p;
	unsigned shown = 0;

	for (i = 0; i < n; i++) {
		if (!peek(&p, d->args[0] + i * sizeof(p), sizeof(p))) {
			remark_add(r, i ? ", ..." : "[%#llx", (unsigned long long)d->args[0]);
			break;
		}
		if (!p.revents)
			continue;
		if ((shown++ == d->string_limit && !d->whole) || !add_ready(d, r, &p)) {
			remark_add(r, ", ...");
			break;
		}
	}
	if (r->n)
		remark_add(r, "]");
}

/* Is there an array at all? */
static bool has_pollfds(const struct decoder *d)
{
	uint64_t size = (uint64_t)(uint32_t)d->args[1] * sizeof(struct linux_pollfd), end;

	return size && !__builtin_add_overflow(d->args[0], size, &end);
}

static void put_poll_result(struct decoder *d, struct remark_time t)
{
	struct remark r = { .n = 0 };

	put_number(d, d->result);
	if (!d->result) {
		put_remark(d, "Timeout");
		return;
	}
	if (!has_pollfds(d))
		return;
	add_all_ready(d, &r);
	remark_add_time_left(&r, &t);
	if (r.n)
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
