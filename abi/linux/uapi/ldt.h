/* SPDX-License-Identifier: GPL-2.0-or-later */
/* struct user_desc: a segment descriptor as set_thread_area and modify_ldt take it. */
#ifndef UAPI_LDT_H
#define UAPI_LDT_H

#include <stdint.h>

#define LDT_ENTRIES 8192
#define LDT_ENTRY_SIZE 8

#define GDT_ENTRY_TLS_MIN 12
#define GDT_ENTRY_TLS_MAX 14

struct linux_user_desc {
	uint32_t entry_number, base_addr, limit;
	uint32_t seg_32bit : 1;
	uint32_t contents : 2;
	uint32_t read_exec_only : 1;
	uint32_t limit_in_pages : 1;
	uint32_t seg_not_present : 1;
	uint32_t useable : 1;
	uint32_t lm : 1; /* never set by the kernel's own rules; 64-bit only */
	uint32_t unused : 24;
};
_Static_assert(sizeof(struct linux_user_desc) == 16, "user_desc");

#endif
