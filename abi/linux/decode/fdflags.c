/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Flags of the calls that make descriptors: eventfd2, timerfd_create, inotify_init1 ... */
#include "decode/files.h"
#include "uapi/fcntl.h"
#include "uapi/inotify.h"

static const struct xlat eventfd_flags[] = {
	{ 1, "EFD_SEMAPHORE" }, { O_CLOEXEC, "EFD_CLOEXEC" }, { O_NONBLOCK, "EFD_NONBLOCK" }, {}
};

void print_eventfd_flags(struct decoder *d, uint64_t v)
{
	put_flags(d, eventfd_flags, (uint32_t)v, "EFD_???");
}

static const struct xlat signalfd_flags[] = {
	{ O_CLOEXEC, "SFD_CLOEXEC" }, { O_NONBLOCK, "SFD_NONBLOCK" }, {}
};

void print_signalfd_flags(struct decoder *d, uint64_t v)
{
	put_flags(d, signalfd_flags, (uint32_t)v, "SFD_???");
}

static const struct xlat timerfd_flags[] = {
	{ 1, "TFD_TIMER_ABSTIME" }, { 2, "TFD_TIMER_CANCEL_ON_SET" }, { O_CLOEXEC, "TFD_CLOEXEC" },
	{ O_NONBLOCK, "TFD_NONBLOCK" }, {}
};

void print_timerfd_flags(struct decoder *d, uint64_t v)
{
	put_flags(d, timerfd_flags, (uint32_t)v, "TFD_???");
}

static const struct xlat epoll_flags[] = { { O_CLOEXEC, "EPOLL_CLOEXEC" }, {} };

void print_epoll_flags(struct decoder *d, uint64_t v)
{
	put_flags(d, epoll_flags, (uint32_t)v, "EPOLL_???");
}

static const struct xlat userfaultfd_flags[] = {
	{ 1, "UFFD_USER_MODE_ONLY" }, X(O_CLOEXEC), X(O_NONBLOCK), {}
};

void print_userfaultfd_flags(struct decoder *d, uint64_t v)
{
	put_flags(d, userfaultfd_flags, (uint32_t)v, "UFFD_???");
}

static const struct xlat inotify_flags[] = {
	{ O_NONBLOCK, "IN_NONBLOCK" }, { O_CLOEXEC, "IN_CLOEXEC" }, {}
};

void print_inotify_flags(struct decoder *d, uint64_t v)
{
	put_flags(d, inotify_flags, (uint32_t)v, "IN_???");
}

static const struct xlat inotify_masks[] = {
	X(IN_ACCESS), X(IN_MODIFY), X(IN_ATTRIB), X(IN_CLOSE_WRITE), X(IN_CLOSE_NOWRITE), X(IN_OPEN),
	X(IN_MOVED_FROM), X(IN_MOVED_TO), X(IN_CREATE), X(IN_DELETE), X(IN_DELETE_SELF),
	X(IN_MOVE_SELF), X(IN_UNMOUNT), X(IN_Q_OVERFLOW), X(IN_IGNORED), X(IN_ONLYDIR),
	X(IN_DONT_FOLLOW), X(IN_EXCL_UNLINK), X(IN_MASK_CREATE), X(IN_MASK_ADD), X(IN_ISDIR),
	X(IN_ONESHOT), {}
};

void print_inotify_mask(struct decoder *d, uint64_t v)
{
	put_flags(d, inotify_masks, (uint32_t)v, "IN_???");
}
