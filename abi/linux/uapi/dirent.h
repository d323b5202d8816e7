/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Records of getdents64, of getdents by ABI, and of the older readdir; with room for any name. */
#ifndef UAPI_DIRENT_H
#define UAPI_DIRENT_H

#include <stddef.h>
#include <stdint.h>

struct linux_dirent64 {
	uint64_t d_ino;
	int64_t d_off;
	uint16_t d_reclen;
	uint8_t d_type;
	char d_name[256];
};
_Static_assert(offsetof(struct linux_dirent64, d_name) == 19, "struct linux_dirent64");

struct x64_dirent {
	uint64_t d_ino, d_off;
	uint16_t d_reclen;
	char d_name[256]; /* the type is in the record's last byte */
};
_Static_assert(offsetof(struct x64_dirent, d_name) == 18, "struct linux_dirent of x86-64");

struct i386_dirent {
	uint32_t d_ino, d_off;
	uint16_t d_reclen;
	char d_name[256];
};
_Static_assert(offsetof(struct i386_dirent, d_name) == 10, "struct linux_dirent of i386");

struct i386_old_dirent {
	uint32_t d_ino, d_offset;
	uint16_t d_namlen;
	char d_name[256];
};
_Static_assert(offsetof(struct i386_old_dirent, d_name) == 10, "struct old_linux_dirent of i386");

#endif
