/* SPDX-License-Identifier: GPL-2.0-or-later */
/* epoll: operations and events. */
#include "decode/files.h"
#include "decode/forms.h"
#include "uapi/epoll.h"
#include "uapi/poll.h"

static const struct xlat operations[] = {
	X(EPOLL_CTL_ADD), X(EPOLL_CTL_DEL), X(EPOLL_CTL_MOD), {}
};
static const struct xlat events[] = {
	X(EPOLLIN), X(EPOLLPRI), X(EPOLLOUT), X(EPOLLERR), X(EPOLLHUP),
	{ 0x20, "EPOLLNVAL" }, X(EPOLLRDNORM), X(EPOLLRDBAND), X(EPOLLWRNORM), X(EPOLLWRBAND), X(EPOLLMSG), X(EPOLLRDHUP),
	X(EPOLLEXCLUSIVE), X(EPOLLWAKEUP), X(EPOLLONESHOT), X(EPOLLET), {}
};

void print_epoll_op(struct decoder *d, uint64_t v)
{
	put_value(d, operations, (uint32_t)v, "EPOLL_CTL_???");
}

static void put_event(struct decoder *d, const void *elem, __unused void *ctx)
{
	const struct linux_epoll_event *e = elem;

	begin(d, SINK_STRUCT);
	field(d, "events");
	put_flags(d, events, e->events, "EPOLL???");
	field(d, "data");
	begin(d, SINK_STRUCT);
	field(d, "u32");
	put_unsigned(d, (uint32_t)e->data);
	field(d, "u64");
	put_unsigned(d, e->data);
	end(d);
	end(d);
}

void print_epoll_event(struct decoder *d, uint64_t v)
{
	struct linux_epoll_event e;

	if ((uint32_t)d->args[1] == EPOLL_CTL_DEL)
		put_address(d, v);
	else if (fetch(d, &e, v, sizeof(e)))
		put_event(d, &e, NULL);
}

/* These are told behind the events, and of a call that failed as they are. */
void print_epoll_sigset(struct decoder *d, uint64_t v)
{
	if (failed(d))
		put_address(d, v);
	else
		print_sigset(d, v);
}

void print_epoll_timeout(struct decoder *d, uint64_t v)
{
	if (failed(d))
		put_address(d, v);
	else
		print_timespec(d, v);
}

void print_epoll_events(struct decoder *d, uint64_t v)
{
	struct linux_epoll_event e;

	if (failed(d))
		put_address(d, v);
	else
		put_array(d, v, (uint64_t)d->result, &e, sizeof(e), put_event, NULL);
}
