/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mount: what its flags leave of the arguments.
 * trace: -e inject=mount,umount2:retval=0
 */
#include "lines.h"

int main(void)
{
	static const char type[] = "ext4", data[] = "ro";
	long r;

	r = syscall(SYS_mount, "/dev/x", "/mnt", type, 0xc0ed0006, data);
	expect("mount(\"/dev/x\", \"/mnt\", \"ext4\", MS_MGC_VAL|MS_NOSUID|MS_NODEV, \"ro\") = %s (INJECTED)",
	       result(r));
	r = syscall(SYS_mount, "a", "b", type, 0x5000, data);
	expect("mount(\"a\", \"b\", %p, MS_BIND|MS_REC, %p) = %s (INJECTED)", (void *)type, (void *)data,
	       result(r));
	r = syscall(SYS_mount, "a", "b", type, 0x1020, data);
	expect("mount(\"a\", \"b\", %p, MS_REMOUNT|MS_BIND, \"ro\") = %s (INJECTED)", (void *)type, result(r));
	r = syscall(SYS_mount, NULL, "b", NULL, 0x44000, NULL);
	expect("mount(NULL, \"b\", NULL, MS_REC|MS_PRIVATE, NULL) = %s (INJECTED)", result(r));
	r = syscall(SYS_umount2, "b", 0x1b);
	expect("umount2(\"b\", MNT_FORCE|MNT_DETACH|UMOUNT_NOFOLLOW|0x10) = %s (INJECTED)", result(r));
	return 0;
}
