/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Layouts of statfs, fstatfs, their 64-bit forms of i386, and ustat. */
#ifndef UAPI_STATFS_H
#define UAPI_STATFS_H

#include <stdint.h>

#define ST_RDONLY 0x0001
#define ST_NOSUID 0x0002
#define ST_NODEV 0x0004
#define ST_NOEXEC 0x0008
#define ST_SYNCHRONOUS 0x0010
#define ST_VALID 0x0020
#define ST_MANDLOCK 0x0040
#define ST_NOATIME 0x0400
#define ST_NODIRATIME 0x0800
#define ST_RELATIME 0x1000
#define ST_NOSYMFOLLOW 0x2000

struct x64_statfs {
	int64_t f_type, f_bsize;
	uint64_t f_blocks, f_bfree, f_bavail, f_files, f_ffree;
	uint32_t f_fsid[2];
	int64_t f_namelen, f_frsize, f_flags, spare[4];
};
_Static_assert(sizeof(struct x64_statfs) == 120, "struct statfs of x86-64");

struct i386_statfs {
	uint32_t f_type, f_bsize, f_blocks, f_bfree, f_bavail, f_files, f_ffree, f_fsid[2];
	uint32_t f_namelen, f_frsize, f_flags, spare[4];
};
_Static_assert(sizeof(struct i386_statfs) == 64, "struct statfs of i386");

struct i386_statfs64 {
	uint32_t f_type, f_bsize;
	uint64_t f_blocks, f_bfree, f_bavail, f_files, f_ffree;
	uint32_t f_fsid[2], f_namelen, f_frsize, f_flags, spare[4];
} __attribute__((packed, aligned(4)));
_Static_assert(sizeof(struct i386_statfs64) == 84, "struct statfs64 of i386");

struct x64_ustat {
	int32_t f_tfree;
	uint64_t f_tinode;
	char f_fname[6], f_fpack[6];
};
_Static_assert(sizeof(struct x64_ustat) == 32, "struct ustat of x86-64");

struct i386_ustat {
	int32_t f_tfree;
	uint32_t f_tinode;
	char f_fname[6], f_fpack[6];
};
_Static_assert(sizeof(struct i386_ustat) == 20, "struct ustat of i386");

#endif
