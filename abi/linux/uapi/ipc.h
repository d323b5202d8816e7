/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What ipc(2) of i386 can ask for. */
#ifndef UAPI_IPC_H
#define UAPI_IPC_H

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

#endif
