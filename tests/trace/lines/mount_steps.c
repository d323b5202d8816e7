/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Mounts built step by step.
 * trace: -e inject=open_tree,move_mount,fsopen,fsconfig,fsmount,fspick,mount_setattr:retval=0
 */
#include "lines.h"

int main(void)
{
	uint64_t attr[4] = { 9, 0x10, 0x40000, 5 };
	long r;

	r = syscall(SYS_fsopen, "ext4", 1);
	expect("fsopen(\"ext4\", FSOPEN_CLOEXEC) = %s (INJECTED)", result(r));
	r = syscall(SYS_fsconfig, 3, 1, "source", "/dev/x", 0);
	expect("fsconfig(3, FSCONFIG_SET_STRING, \"source\", \"/dev/x\", 0) = %s (INJECTED)", result(r));
	r = syscall(SYS_fsconfig, 3, 2, "blob", "ab\0c", 4);
	expect("fsconfig(3, FSCONFIG_SET_BINARY, \"blob\", \"\\x61\\x62\\x00\\x63\", 4) = %s (INJECTED)", result(r));
	r = syscall(SYS_fsconfig, 3, 3, "path", "p", AT_FDCWD);
	expect("fsconfig(3, FSCONFIG_SET_PATH, \"path\", \"p\", AT_FDCWD) = %s (INJECTED)", result(r));
	r = syscall(SYS_fsconfig, 3, 6, NULL, NULL, 0);
	expect("fsconfig(3, FSCONFIG_CMD_CREATE, NULL, NULL, 0) = %s (INJECTED)", result(r));
	r = syscall(SYS_fsmount, 3, 1, 0x21);
	expect("fsmount(3, FSMOUNT_CLOEXEC, MOUNT_ATTR_RDONLY|MOUNT_ATTR_STRICTATIME) = %s (INJECTED)", result(r));
	r = syscall(SYS_move_mount, 4, "", AT_FDCWD, "/mnt", 0x44);
	expect("move_mount(4, \"\", AT_FDCWD, \"/mnt\", MOVE_MOUNT_F_EMPTY_PATH|MOVE_MOUNT_T_EMPTY_PATH)"
	       " = %s (INJECTED)", result(r));
	r = syscall(SYS_open_tree, AT_FDCWD, "x", 0x8001);
	expect("open_tree(AT_FDCWD, \"x\", OPEN_TREE_CLONE|AT_RECURSIVE) = %s (INJECTED)", result(r));
	r = syscall(SYS_fspick, -1, "x", 0x12);
	expect("fspick(-1, \"x\", FSPICK_SYMLINK_NOFOLLOW|0x10) = %s (INJECTED)", result(r));
	r = syscall(SYS_mount_setattr, AT_FDCWD, "x", 0x8000, attr, sizeof(attr));
	expect("mount_setattr(AT_FDCWD, \"x\", AT_RECURSIVE, {attr_set=MOUNT_ATTR_RDONLY|MOUNT_ATTR_NOEXEC, "
	       "attr_clr=MOUNT_ATTR_NOATIME, propagation=MS_PRIVATE, userns_fd=5}, 32) = %s (INJECTED)", result(r));
	return 0;
}
