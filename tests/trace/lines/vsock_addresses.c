/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses of AF_VSOCK. */
#include <sys/socket.h>
#include <linux/vm_sockets.h>

#include "lines.h"

int main(void)
{
	struct sockaddr_vm svm = { .svm_family = AF_VSOCK, .svm_port = 1024, .svm_cid = 2 };
	long r;

	r = bind(-1, (void *)&svm, sizeof(svm));
	expect("bind(-1, {sa_family=AF_VSOCK, svm_cid=VMADDR_CID_HOST, svm_port=0x400, "
	       "svm_flags=0}, 16) = %s",
	       result(r));
	svm.svm_cid = svm.svm_port = -1;
	r = connect(-1, (void *)&svm, sizeof(svm));
	expect("connect(-1, {sa_family=AF_VSOCK, svm_cid=VMADDR_CID_ANY, "
	       "svm_port=VMADDR_PORT_ANY, svm_flags=0}, 16) = %s",
	       result(r));
	svm.svm_cid = 5;
	svm.svm_reserved1 = 3;
	r = connect(-1, (void *)&svm, sizeof(svm));
	expect("connect(-1, {sa_family=AF_VSOCK, svm_reserved1=0x3, svm_cid=0x5, "
	       "svm_port=VMADDR_PORT_ANY, svm_flags=0}, 16) = %s",
	       result(r));
	r = connect(-1, (void *)&svm, 15);
	expect("connect(-1, {sa_family=AF_VSOCK, "
	       "sa_data=\"\\3\\0\\377\\377\\377\\377\\5\\0\\0\\0\\0\\0\\0\"}, 15) = %s",
	       result(r));
	return 0;
}
