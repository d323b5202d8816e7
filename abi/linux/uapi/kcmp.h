/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UAPI_KCMP_H
#define UAPI_KCMP_H

#include <stdint.h>

enum { KCMP_FILE, KCMP_VM, KCMP_FILES, KCMP_FS, KCMP_SIGHAND, KCMP_IO, KCMP_SYSVSEM, KCMP_EPOLL_TFD };

struct linux_kcmp_epoll_slot {
	uint32_t efd, tfd, toff;
};
_Static_assert(sizeof(struct linux_kcmp_epoll_slot) == 12, "kcmp_epoll_slot");

#endif
