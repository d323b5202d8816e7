/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ioctl commands that any file may know; terminals' are in uapi/termios.h. */
#ifndef UAPI_IOCTL_H
#define UAPI_IOCTL_H

#define FIONREAD 0x541b
#define FIONBIO 0x5421
#define FIONCLEX 0x5450
#define FIOCLEX 0x5451
#define FIOASYNC 0x5452
#define FIOQSIZE 0x5460

#define TFD_IOC_SET_TICKS 0x40085400

#define FIBMAP 1
#define FIGETBSZ 2
#define FIFREEZE 0xc0045877
#define FITHAW 0xc0045878
#define FS_IOC_FIEMAP 0xc020660b
#define FICLONE 0x40049409
#define FICLONERANGE 0x4020940d
#define FIDEDUPERANGE 0xc0189436
#define FS_IOC_GETFLAGS 0x80086601
#define FS_IOC_SETFLAGS 0x40086602
#define FS_IOC32_GETFLAGS 0x80046601
#define FS_IOC32_SETFLAGS 0x40046602

#define FS_IMMUTABLE_FL 0x10
#define FS_APPEND_FL 0x20
#define FS_NODUMP_FL 0x40
#define FS_NOATIME_FL 0x80

#endif
