/* SPDX-License-Identifier: GPL-2.0-or-later */
/* capget and capset: the header's versions, and one 32-bit slice of the three sets. */
#ifndef UAPI_CAPABILITY_H
#define UAPI_CAPABILITY_H

#include <stdint.h>

#define LINUX_CAPABILITY_VERSION_1 0x19980330
#define LINUX_CAPABILITY_VERSION_2 0x20071026
#define LINUX_CAPABILITY_VERSION_3 0x20080522

struct linux_cap_header {
	uint32_t version;
	int32_t pid;
};
_Static_assert(sizeof(struct linux_cap_header) == 8, "cap_user_header_t");

struct linux_cap_data {
	uint32_t effective, permitted, inheritable;
};
_Static_assert(sizeof(struct linux_cap_data) == 12, "cap_user_data_t");

#define CAP_FULL_SET ((1ull << (CAP_LAST_CAP + 1)) - 1)

#endif
