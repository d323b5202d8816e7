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

#endif
