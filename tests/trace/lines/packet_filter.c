/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * -v: programs of the packet filter.
 *
 *	trace: -v
 *	bits: 64
 */
#include <sys/socket.h>
#include <linux/filter.h>

#include "lines.h"

int main(void)
{
	struct sock_filter f[] = { { 0x28, 0, 0, 12 }, { 0x15, 0, 1, 0x800 }, { 6, 0, 0, 0xffff } };
	struct sock_fprog p = { 3, f };
	long r;

	r = setsockopt(-1, SOL_SOCKET, SO_ATTACH_FILTER, &p, sizeof(p));
	expect("setsockopt(-1, SOL_SOCKET, SO_ATTACH_FILTER, {len=3, "
	       "filter=[BPF_STMT(BPF_LD|BPF_H|BPF_ABS, 0xc), BPF_JUMP(BPF_JMP|BPF_K|BPF_JEQ, "
	       "0x800, 0, 0x1), BPF_STMT(BPF_RET|BPF_K, 0xffff)]}, 16) = %s",
	       result(r));
	r = setsockopt(-1, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, &p, sizeof(p));
	expect("setsockopt(-1, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, {len=3, "
	       "filter=[BPF_STMT(BPF_LD|BPF_H|BPF_ABS, 0xc), BPF_JUMP(BPF_JMP|BPF_K|BPF_JEQ, "
	       "0x800, 0, 0x1), BPF_STMT(BPF_RET|BPF_K, 0xffff)]}, 16) = %s",
	       result(r));
	p.filter = NULL;
	r = setsockopt(-1, SOL_SOCKET, SO_ATTACH_FILTER, &p, sizeof(p));
	expect("setsockopt(-1, SOL_SOCKET, SO_ATTACH_FILTER, {len=3, filter=NULL}, 16) = %s",
	       result(r));
	return 0;
}
