/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory of another process: data here, addresses there. */
#include <sys/mman.h>
#include <sys/uio.h>

#include "lines.h"

int main(void)
{
	static char a[] = "abcdef";
	struct iovec v[2] = { { a, 3 }, { a + 3, 2 } };
	long r;

	r = syscall(SYS_process_vm_writev, -1, v, 2, NULL, 0, 0);
	expect("process_vm_writev(-1, [{iov_base=\"abc\", iov_len=3}, {iov_base=\"de\", "
	       "iov_len=2}], 2, NULL, 0, 0) = %s",
	       result(r));
	r = syscall(SYS_process_vm_writev, -1, v, 1, NULL, 0, 1);
	expect("process_vm_writev(-1, [{iov_base=\"abc\", iov_len=3}], 1, NULL, 0, 1) = %s",
	       result(r));
	r = syscall(SYS_process_vm_readv, -1, NULL, 0, (void *)16, 2, 0);
	expect("process_vm_readv(-1, NULL, 0, 0x10, 2, 0) = %s", result(r));
	r = syscall(SYS_process_vm_readv, -1, (void *)16, 1, NULL, 0, 0);
	expect("process_vm_readv(-1, 0x10, 1, NULL, 0, 0) = %s", result(r));
	r = syscall(SYS_process_madvise, -1, (void *)16, 2, MADV_COLD, 0);
	expect("process_madvise(-1, 0x10, 2, MADV_COLD, 0) = %s", result(r));
	r = syscall(SYS_process_mrelease, -1, 0);
	expect("process_mrelease(-1, 0) = %s", result(r));
	r = syscall(SYS_process_mrelease, -1, 5);
	expect("process_mrelease(-1, 0x5) = %s", result(r));
	return 0;
}
