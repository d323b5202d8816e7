/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Supplementary groups: sorted lists, shared by reference. */
#ifndef KERNEL_GROUPS_H
#define KERNEL_GROUPS_H

#include "kernel/cred.h"

#define NGROUPS_MAX 65536

struct group_info *group_info_alloc(unsigned n); /* one reference; NULL: no memory */
void group_info_put(struct group_info *g);
bool groups_search(const struct group_info *g, gid_t gid);

#endif
