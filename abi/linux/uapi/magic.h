/* SPDX-License-Identifier: GPL-2.0-or-later */
/* f_type of statfs: what kind of filesystem. */
#ifndef UAPI_MAGIC_H
#define UAPI_MAGIC_H

#define DEVPTS_SUPER_MAGIC 0x1cd1
#define TMPFS_MAGIC 0x01021994

#endif
