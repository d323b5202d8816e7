/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef HOSTFS_OUTSIDE_H
#define HOSTFS_OUTSIDE_H

void outside_make(void);
void outside_remove(void);

#endif
