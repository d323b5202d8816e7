/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Credentials: immutable once installed, shared by reference. */
#ifndef KERNEL_CRED_H
#define KERNEL_CRED_H

#include "argtypes.h"

struct group_info {
	unsigned refs, ngroups;
	gid_t gid[];
};

struct cred {
	unsigned refs;
	uid_t uid, euid, suid, fsuid;
	gid_t gid, egid, sgid, fsgid;
	uint64_t cap_inheritable, cap_permitted, cap_effective, cap_bset, cap_ambient;
	uint32_t securebits;
	struct group_info *groups;
};

#define CAP_CHOWN 0
#define CAP_DAC_OVERRIDE 1
#define CAP_DAC_READ_SEARCH 2
#define CAP_FOWNER 3
#define CAP_FSETID 4
#define CAP_KILL 5
#define CAP_SETGID 6
#define CAP_SETUID 7
#define CAP_SETPCAP 8
#define CAP_LINUX_IMMUTABLE 9
#define CAP_NET_BIND_SERVICE 10
#define CAP_NET_ADMIN 12
#define CAP_NET_RAW 13
#define CAP_IPC_LOCK 14
#define CAP_IPC_OWNER 15
#define CAP_SYS_RAWIO 17
#define CAP_SYS_CHROOT 18
#define CAP_SYS_PTRACE 19
#define CAP_SYS_ADMIN 21
#define CAP_SYS_BOOT 22
#define CAP_SYS_NICE 23
#define CAP_SYS_RESOURCE 24
#define CAP_SYS_TIME 25
#define CAP_SYS_TTY_CONFIG 26
#define CAP_MKNOD 27
#define CAP_LEASE 28
#define CAP_SETFCAP 31
#define CAP_MAC_OVERRIDE 32
#define CAP_SYSLOG 34
#define CAP_WAKE_ALARM 35
#define CAP_CHECKPOINT_RESTORE 40
#define CAP_LAST_CAP 40

/* A mutable copy of current's, to be given to commit_creds or abort_creds; NULL: no memory. */
struct cred *prepare_creds(void);
void commit_creds(struct cred *new);
void abort_creds(struct cred *new);
const struct cred *get_cred(const struct cred *c);
void put_cred(const struct cred *c);

bool capable(int cap); /* of current */
/* cap_safe_nice(): may current change how one with these is scheduled? */
bool may_schedule(const struct cred *other);
/* Has the real user of c as many tasks as RLIMIT_NPROC allows, or more? No limit for root's. */
bool nproc_limit_reached(const struct cred *c);
bool nproc_limit_exceeded(const struct cred *c);
bool in_group_p(gid_t gid); /* fsgid or a supplementary group of current */

/* The first task's: all capabilities if uid is 0, none otherwise. NULL: no memory. */
struct cred *cred_create(uid_t uid, gid_t gid);

#endif
