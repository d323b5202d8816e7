/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages of sockets: where to or from, scattered data, control. */
#include "decode/cmsg.h"
#include "decode/files.h"
#include "decode/forms.h"
#include "decode/net.h"
#include "uaccess.h"
#include "uapi/socket.h"

/* Of either ABI. */
struct msg {
	uaddr_t name, iov, control;
	uint64_t iovlen, controllen;
	int namelen;
	uint32_t flags;
	uint32_t len; /* of a mmsghdr: what was transferred */
};

static unsigned msghdr_size(const struct decoder *d)
{
	return d->is_64bit ? sizeof(struct x64_msghdr) : sizeof(struct i386_msghdr);
}

static unsigned mmsghdr_size(const struct decoder *d)
{
	return d->is_64bit ? sizeof(struct x64_msghdr) + 8 : sizeof(struct i386_msghdr) + 4;
}

static bool read_msg(const struct decoder *d, struct msg *m, uaddr_t at, bool with_len)
{
	struct x64_msghdr x;
	struct i386_msghdr i;

	m->len = 0;
	if (!at || copy_from_user(d->is_64bit ? (void *)&x : (void *)&i, at, msghdr_size(d)))
		return false;
	if (with_len && copy_from_user(&m->len, at + msghdr_size(d), sizeof(m->len)))
		return false;
	if (d->is_64bit)
		*m = (struct msg){ x.name, x.iov, x.control, x.iovlen, x.controllen, x.namelen,
				   x.flags, m->len };
	else
		*m = (struct msg){ i.name, i.iov, i.control, i.iovlen, i.controllen, i.namelen,
				   i.flags, m->len };
	return true;
}

/*
 * How much room was given for the name: a byte for each of the first messages, noted on the way
 * in. More than names can take is all the same.
 */
#define NR_NOTED 8
#define ROOM_UNKNOWN 255u

static void note_room(struct decoder *d, uaddr_t at, unsigned n, unsigned size)
{
	struct msg m;
	unsigned i, room;

	d->note[0] = 0;
	for (i = 0; i < NR_NOTED; i++) {
		room = i < n && read_msg(d, &m, at + (uaddr_t)i * size, false) && m.namelen >= 0 ?
			       min((unsigned)m.namelen, ROOM_UNKNOWN) :
			       ROOM_UNKNOWN;
		d->note[0] |= (uint64_t)room << (8 * i);
	}
}

static unsigned noted_room(const struct decoder *d, unsigned i)
{
	return i < NR_NOTED ? (unsigned)(d->note[0] >> (8 * i)) & 0xff : ROOM_UNKNOWN;
}

static void put_namelen(struct decoder *d, const struct msg *m, unsigned room)
{
	field(d, "msg_namelen");
	if (room == ROOM_UNKNOWN || (int)room == m->namelen) {
		put_number(d, m->namelen);
		return;
	}
	begin(d, SINK_FIELD_CHANGE);
	put_number(d, room);
	d->sink->becomes(d->ctx);
	put_number(d, m->namelen);
	end(d);
}

/* Of the data no more than so many bytes. */
static void put_msg(struct decoder *d, const struct msg *m, unsigned room, uint64_t bytes)
{
	begin(d, SINK_STRUCT);
	field(d, "msg_name");
	put_user_sockaddr(d, m->name, room == ROOM_UNKNOWN ? m->namelen : min((int)room, m->namelen));
	put_namelen(d, m, room);
	field(d, "msg_iov");
	put_iovecs(d, m->iov, m->iovlen, bytes);
	field(d, "msg_iovlen");
	put_unsigned(d, m->iovlen);
	if (m->controllen) {
		field(d, "msg_control");
		put_control(d, m->control, m->controllen);
	}
	field(d, "msg_controllen");
	put_unsigned(d, m->controllen);
	field(d, "msg_flags");
	print_msgflags(d, m->flags);
	end(d);
}

void print_msghdr_in(struct decoder *d, uint64_t v)
{
	struct msg m;

	if (d->opaque || !read_msg(d, &m, v, false))
		put_address(d, v);
	else
		put_msg(d, &m, ROOM_UNKNOWN, UINT64_MAX);
}

/* Of a message that did not come only the room for the name is told. */
void print_msghdr_inout(struct decoder *d, uint64_t v)
{
	struct msg m;

	if (d->opaque || !read_msg(d, &m, v, false)) {
		put_address(d, v);
	} else if (failed(d)) {
		begin(d, SINK_STRUCT);
		field(d, "msg_namelen");
		put_number(d, m.namelen);
		end(d);
	} else {
		put_msg(d, &m, noted_room(d, 0), (uint64_t)d->result);
	}
}

/* --- several messages --- */

static void put_mmsg(struct decoder *d, const struct msg *m, unsigned room, bool done,
		     bool received)
{
	begin(d, SINK_STRUCT);
	field(d, "msg_hdr");
	put_msg(d, m, room, received ? m->len : UINT64_MAX);
	if (done) {
		field(d, "msg_len");
		put_unsigned(d, m->len);
	}
	end(d);
}

#define MAX_MESSAGES 1024u /* the kernel takes no more at once */

static void put_mmsgs(struct decoder *d, uaddr_t v, unsigned n, bool received)
{
	uint64_t done = failed(d) ? 0 : (uint64_t)d->result, at;
	unsigned size = mmsghdr_size(d), i;
	char text[24];
	struct msg m;

	if (!v || d->opaque || (n && (done || !received) && !read_msg(d, &m, v, true))) {
		put_address(d, v);
		return;
	}
	begin(d, SINK_ARRAY);
	for (i = 0; i < done || !received; i++) {
		if (i == n && !received)
			break;
		if (i == n || i == MAX_MESSAGES) {
			put_more(d);
			break;
		}
		at = v + (uint64_t)i * size;
		if (i >= d->string_limit && !d->whole) {
			put_more(d);
			break;
		}
		if (!read_msg(d, &m, at, true)) {
			put_more(d);
			snprintf(text, sizeof(text), "%#llx", (unsigned long long)at);
			d->sink->comment(d->ctx, text);
			break;
		}
		put_mmsg(d, &m, received ? noted_room(d, i) : ROOM_UNKNOWN, i < done, received);
	}
	end(d);
}

void print_mmsghdr_send(struct decoder *d, uint64_t v)
{
	put_mmsgs(d, v, (unsigned)d->args[d->arg + 1], false);
}

void print_mmsghdr_recv(struct decoder *d, uint64_t v)
{
	if (failed(d))
		put_address(d, v);
	else
		put_mmsgs(d, v, (unsigned)d->args[d->arg + 1], true);
}

/* --- the time that recvmmsg may take: noted on the way in, what is left is a remark --- */

static bool read_time(const struct decoder *d, unsigned arg, int64_t t[2])
{
	int32_t narrow[2];

	if (d->sys->args[arg].type == ARG_urecv_timeout_t)
		return d->args[arg] && !copy_from_user(t, d->args[arg], 2 * sizeof(t[0]));
	if (!d->args[arg] || copy_from_user(narrow, d->args[arg], sizeof(narrow)))
		return false;
	t[0] = narrow[0];
	t[1] = narrow[1];
	return true;
}

#define NO_TIME INT64_MIN /* it could not be read */

static void note_timeout(struct decoder *d, unsigned arg)
{
	int64_t t[2];

	if (!read_time(d, arg, t))
		t[0] = NO_TIME;
	d->note[1] = (uint64_t)t[0];
	d->note[2] = (uint64_t)t[1];
}

void print_recv_timeout(struct decoder *d, uint64_t v)
{
	if (d->opaque || (int64_t)d->note[1] == NO_TIME) {
		put_address(d, v);
		return;
	}
	begin(d, SINK_STRUCT);
	field(d, "tv_sec");
	put_number(d, (int64_t)d->note[1]);
	field(d, "tv_nsec");
	put_unsigned(d, d->note[2]);
	end(d);
}

void result_recvmmsg(struct decoder *d)
{
	char text[80];
	int64_t t[2];

	put_number(d, d->result);
	if (!d->result)
		snprintf(text, sizeof(text), "Timeout");
	else if (!d->args[4])
		return;
	else if (!read_time(d, 4, t))
		snprintf(text, sizeof(text), "left %#llx", (unsigned long long)d->args[4]);
	else
		snprintf(text, sizeof(text), "left {tv_sec=%lld, tv_nsec=%llu}", (long long)t[0],
			 (unsigned long long)t[1]);
	put_remark(d, text);
}

void note_messages(struct decoder *d, unsigned arg)
{
	if (d->sys->args[arg].type == ARG_umsghdr_inout_t)
		note_room(d, d->args[arg], 1, msghdr_size(d));
	else
		note_room(d, d->args[arg], (unsigned)d->args[arg + 1], mmsghdr_size(d));
	if (d->sys->nargs == 5)
		note_timeout(d, 4);
}
