/* SPDX-License-Identifier: GPL-2.0-or-later */
/* openat2: a structure that grows. */
#include <linux/openat2.h>

#include "lines.h"

int main(void)
{
	struct { struct open_how how; uint64_t more; } big = { .how.mode = 07 };
	struct open_how *how = tail_alloc(sizeof(*how));
	long r;

	*how = (struct open_how){ O_RDWR | O_CREAT, 0640, RESOLVE_BENEATH | 0x400 };
	r = syscall(SYS_openat2, -1, "f", how, sizeof(*how));
	expect("openat2(-1, \"f\", {flags=O_RDWR|O_CREAT, mode=0640, resolve=RESOLVE_BENEATH|0x400}, 24)"
	       " = %s", result(r));
	*how = (struct open_how){ 1ull << 32, 0, 0x1000 };
	r = syscall(SYS_openat2, AT_FDCWD, "f", how, sizeof(*how));
	expect("openat2(AT_FDCWD, \"f\", {flags=O_RDONLY|0x100000000, resolve=0x1000 /* RESOLVE_??? */}, 24)"
	       " = %s", result(r));
	r = syscall(SYS_openat2, -1, "f", how, 23);
	expect("openat2(-1, \"f\", %p, 23) = %s", (void *)how, result(r));
	r = syscall(SYS_openat2, -1, "f", NULL, 24);
	expect("openat2(-1, \"f\", NULL, 24) = %s", result(r));
	r = syscall(SYS_openat2, -1, "f", &big, sizeof(big));
	expect("openat2(-1, \"f\", {flags=O_RDONLY, mode=007, resolve=0}, 32) = %s", result(r));
	big.more = 5;
	r = syscall(SYS_openat2, -1, "f", &big, sizeof(big));
	expect("openat2(-1, \"f\", {flags=O_RDONLY, mode=007, resolve=0, "
	       "/* bytes 24..31 */ \"\\x05\\x00\\x00\\x00\\x00\\x00\\x00\\x00\"}, 32) = %s", result(r));
	return 0;
}
