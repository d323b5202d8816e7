/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets of NUMA nodes and policies. */
#include "lines.h"

int main(void)
{
	long r;

	r = syscall(SYS_mbind, 0x1001, 4096, 2, NULL, 0, 8);
	expect("mbind(0x1001, 4096, MPOL_BIND, NULL, 0, 0x8 /* MPOL_??? */) = %s", result(r));
	r = syscall(SYS_mbind, 0x1001, 4096, 0x8001, (void *)16, 65, 7);
	expect("mbind(0x1001, 4096, MPOL_PREFERRED|MPOL_F_STATIC_NODES, 0x10, 65, "
	       "MPOL_MF_STRICT|MPOL_MF_MOVE|MPOL_MF_MOVE_ALL) = %s",
	       result(r));
	r = syscall(SYS_mbind, 0x1001, 4096, 77, NULL, 0, 0x10);
	expect("mbind(0x1001, 4096, 0x4d /* MPOL_??? */, NULL, 0, 0x10 /* MPOL_??? */) = %s",
	       result(r));
	r = syscall(SYS_set_mempolicy, 0x4003, (void *)16, 64);
	expect("set_mempolicy(MPOL_INTERLEAVE|MPOL_F_RELATIVE_NODES, 0x10, 64) = %s", result(r));
	r = syscall(SYS_set_mempolicy, 99, NULL, 0);
	expect("set_mempolicy(0x63 /* MPOL_??? */, NULL, 0) = %s", result(r));
	r = syscall(SYS_get_mempolicy, (void *)16, NULL, 0, (void *)16, 8);
	expect("get_mempolicy(0x10, NULL, 0, 0x10, 0x8 /* MPOL_??? */) = %s", result(r));
	r = syscall(SYS_migrate_pages, -1, 0, NULL, NULL);
	expect("migrate_pages(-1, 0, NULL, NULL) = %s", result(r));
	r = syscall(SYS_move_pages, -1, 0, NULL, NULL, NULL, 6);
	expect("move_pages(-1, 0, NULL, NULL, NULL, MPOL_MF_MOVE|MPOL_MF_MOVE_ALL) = %s",
	       result(r));
	return 0;
}
