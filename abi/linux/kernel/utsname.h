/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What uname and /proc say this kernel is. */
#ifndef KERNEL_UTSNAME_H
#define KERNEL_UTSNAME_H

#define UTS_SYSNAME "Linux"
#define UTS_RELEASE "6.12.0"
#define UTS_VERSION "#1 SMP ring3"
#define UTS_MACHINE "x86_64"
#define UTS_MACHINE32 "i686" /* for PER_LINUX32 */

#endif
