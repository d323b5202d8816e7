/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Extended attributes kept in memory; of filesystems that have super_ops.charge_xattr, too. */
#ifndef FS_SIMPLE_XATTR_H
#define FS_SIMPLE_XATTR_H

#include "fs/internal.h"

#define XATTR_CREATE 1
#define XATTR_REPLACE 2

extern const struct xattr_ops simple_xattr_ops;
void simple_xattrs_free(struct inode *inode); /* the inode goes */

#endif
