/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Layouts of stat, stat64, the old stat of i386, and statx. */
#ifndef UAPI_STATBUF_H
#define UAPI_STATBUF_H

#include <stdint.h>

struct x64_stat {
	uint64_t st_dev, st_ino, st_nlink;
	uint32_t st_mode, st_uid, st_gid, pad0;
	uint64_t st_rdev;
	int64_t st_size, st_blksize, st_blocks;
	uint64_t atime, atime_nsec, mtime, mtime_nsec, ctime, ctime_nsec;
	int64_t unused[3];
};
_Static_assert(sizeof(struct x64_stat) == 144, "struct stat of x86-64");

struct i386_stat {
	uint32_t st_dev, st_ino;
	uint16_t st_mode, st_nlink, st_uid, st_gid;
	uint32_t st_rdev, st_size, st_blksize, st_blocks;
	uint32_t atime, atime_nsec, mtime, mtime_nsec, ctime, ctime_nsec;
	uint32_t unused[2];
};
_Static_assert(sizeof(struct i386_stat) == 64, "struct stat of i386");

struct i386_stat64 {
	uint64_t st_dev;
	uint32_t pad0, ino32; /* st_ino cut to 32 bits */
	uint32_t st_mode, st_nlink, st_uid, st_gid;
	uint64_t st_rdev;
	uint32_t pad3;
	int64_t st_size;
	uint32_t st_blksize;
	int64_t st_blocks;
	uint32_t atime, atime_nsec, mtime, mtime_nsec, ctime, ctime_nsec;
	uint64_t st_ino;
} __attribute__((packed, aligned(4)));
_Static_assert(sizeof(struct i386_stat64) == 96, "struct stat64 of i386");

/* struct __old_kernel_stat: oldstat, oldlstat, oldfstat. */
struct i386_old_stat {
	uint16_t st_dev, st_ino, st_mode, st_nlink, st_uid, st_gid, st_rdev, pad;
	uint32_t st_size, atime, mtime, ctime;
};
_Static_assert(sizeof(struct i386_old_stat) == 32, "struct __old_kernel_stat of i386");

struct linux_statx_timestamp {
	int64_t tv_sec;
	uint32_t tv_nsec;
	int32_t pad;
};

struct linux_statx {
	uint32_t stx_mask, stx_blksize;
	uint64_t stx_attributes;
	uint32_t stx_nlink, stx_uid, stx_gid;
	uint16_t stx_mode, pad0;
	uint64_t stx_ino, stx_size, stx_blocks, stx_attributes_mask;
	struct linux_statx_timestamp stx_atime, stx_btime, stx_ctime, stx_mtime;
	uint32_t stx_rdev_major, stx_rdev_minor, stx_dev_major, stx_dev_minor;
	uint64_t stx_mnt_id;
	uint32_t stx_dio_mem_align, stx_dio_offset_align;
	uint64_t stx_subvol;
	uint32_t stx_atomic_write_unit_min, stx_atomic_write_unit_max;
	uint32_t stx_atomic_write_segments_max, pad1;
	uint64_t spare[9];
};
_Static_assert(sizeof(struct linux_statx) == 256, "struct statx");

#endif
