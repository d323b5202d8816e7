/* SPDX-License-Identifier: GPL-2.0-or-later */
/* prctl(PR_SET_SECUREBITS): each bit is followed by the one that locks it. */
#ifndef UAPI_SECUREBITS_H
#define UAPI_SECUREBITS_H

#define SECURE_NOROOT 0
#define SECURE_NO_SETUID_FIXUP 2
#define SECURE_KEEP_CAPS 4
#define SECURE_NO_CAP_AMBIENT_RAISE 6

#define SECURE_BITS(n) (1u << (n))
#define SECURE_LOCK(n) (1u << ((n) + 1))

#define SECURE_ALL_BITS                                                       \
	(SECURE_BITS(SECURE_NOROOT) | SECURE_BITS(SECURE_NO_SETUID_FIXUP) |   \
	 SECURE_BITS(SECURE_KEEP_CAPS) | SECURE_BITS(SECURE_NO_CAP_AMBIENT_RAISE))
#define SECURE_ALL_LOCKS (SECURE_ALL_BITS << 1)

#define issecure(cred, n) ((cred)->securebits & SECURE_BITS(n))

#endif
