/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UAPI_PIDFD_H
#define UAPI_PIDFD_H

#include "uapi/fcntl.h"

#define PIDFD_NONBLOCK O_NONBLOCK
#define PIDFD_THREAD O_EXCL

/* pidfd_send_signal: whom, whatever the descriptor says */
#define PIDFD_SIGNAL_THREAD 1u
#define PIDFD_SIGNAL_THREAD_GROUP 2u
#define PIDFD_SIGNAL_PROCESS_GROUP 4u

/* Instead of a descriptor: the caller itself. */
#define PIDFD_SELF_THREAD (-10000)
#define PIDFD_SELF_THREAD_GROUP (-10001)

#endif
