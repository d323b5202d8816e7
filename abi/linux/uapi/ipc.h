/* SPDX-License-Identifier: GPL-2.0-or-later */
/* System V's shared memory, semaphores and messages; what ipc(2) of i386 can ask for. */
#ifndef UAPI_IPC_H
#define UAPI_IPC_H

#include <stdint.h>

#define IPC_64 0x100 /* of a command: the layouts below; x86-64 has no others */

#define IPC_SEMOP 1
#define IPC_SEMGET 2
#define IPC_SEMCTL 3
#define IPC_SEMTIMEDOP 4
#define IPC_MSGSND 11
#define IPC_MSGRCV 12
#define IPC_MSGGET 13
#define IPC_MSGCTL 14
#define IPC_SHMAT 21
#define IPC_SHMDT 22
#define IPC_SHMGET 23
#define IPC_SHMCTL 24

#define IPC_RMID 0
#define IPC_SET 1
#define IPC_STAT 2
#define IPC_INFO 3
#define SHM_STAT 13
#define SHM_INFO 14
#define SHM_STAT_ANY 15
#define MSG_STAT 11
#define MSG_INFO 12
#define MSG_STAT_ANY 13
#define SEM_STAT 18
#define SEM_INFO 19
#define SEM_STAT_ANY 20

struct x64_ipc64_perm {
	int32_t key;
	uint32_t uid, gid, cuid, cgid, mode;
	uint16_t seq, pad[3];
	uint64_t unused[2];
};
struct i386_ipc64_perm {
	int32_t key;
	uint32_t uid, gid, cuid, cgid;
	uint16_t mode, pad1, seq, pad2;
	uint32_t unused[2];
};
_Static_assert(sizeof(struct x64_ipc64_perm) == 48, "ipc64_perm");
_Static_assert(sizeof(struct i386_ipc64_perm) == 36, "compat_ipc64_perm");

struct x64_semid64_ds {
	struct x64_ipc64_perm perm;
	int64_t otime;
	uint64_t unused1;
	int64_t ctime;
	uint64_t unused2, nsems, unused3, unused4;
};
struct i386_semid64_ds {
	struct i386_ipc64_perm perm;
	uint32_t otime, otime_high, ctime, ctime_high, nsems, unused3, unused4;
};
_Static_assert(sizeof(struct x64_semid64_ds) == 104, "semid64_ds");
_Static_assert(sizeof(struct i386_semid64_ds) == 64, "compat_semid64_ds");

struct x64_shmid64_ds {
	struct x64_ipc64_perm perm;
	uint64_t segsz;
	int64_t atime, dtime, ctime;
	int32_t cpid, lpid;
	uint64_t nattch, unused4, unused5;
};
struct i386_shmid64_ds {
	struct i386_ipc64_perm perm;
	uint32_t segsz, atime, atime_high, dtime, dtime_high, ctime, ctime_high;
	int32_t cpid, lpid;
	uint32_t nattch, unused4, unused5;
};
_Static_assert(sizeof(struct x64_shmid64_ds) == 112, "shmid64_ds");
_Static_assert(sizeof(struct i386_shmid64_ds) == 84, "compat_shmid64_ds");

struct x64_msqid64_ds {
	struct x64_ipc64_perm perm;
	int64_t stime, rtime, ctime;
	uint64_t cbytes, qnum, qbytes;
	int32_t lspid, lrpid;
	uint64_t unused4, unused5;
};
struct i386_msqid64_ds {
	struct i386_ipc64_perm perm;
	uint32_t stime, stime_high, rtime, rtime_high, ctime, ctime_high, cbytes, qnum, qbytes;
	int32_t lspid, lrpid;
	uint32_t unused4, unused5;
};
_Static_assert(sizeof(struct x64_msqid64_ds) == 120, "msqid64_ds");
_Static_assert(sizeof(struct i386_msqid64_ds) == 88, "compat_msqid64_ds");

struct linux_sembuf {
	uint16_t num;
	int16_t op, flg;
};
struct linux_seminfo {
	int32_t map, mni, mns, mnu, msl, opm, ume, usz, vmx, aem;
};
struct linux_msginfo {
	int32_t pool, map, max, mnb, mni, ssz, tql;
	uint16_t seg;
};
_Static_assert(sizeof(struct linux_sembuf) == 6, "sembuf");
_Static_assert(sizeof(struct linux_seminfo) == 40, "seminfo");
_Static_assert(sizeof(struct linux_msginfo) == 32, "msginfo");

#endif
