/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ioctl: commands with and without names, and their arguments. */
#include <asm/ioctls.h>
#include <asm/termbits.h>
typedef __SIZE_TYPE__ size_t; /* the kernel's headers take it for granted */

#include <linux/fs.h>
#include <linux/fiemap.h>
#include <linux/loop.h>
#include <linux/random.h>
#include <linux/rtc.h>
#include <linux/socket.h>

#include "calls.h"

static struct termios t = { .c_iflag = 0x500, .c_oflag = 5, .c_cflag = 0xbf, .c_lflag = 0x8a3b, .c_cc = "\003\034\177" };
static struct termios odd_t = { .c_iflag = ~0u, .c_oflag = ~0u, .c_cflag = ~0u, .c_lflag = ~0u, .c_line = 77 };
static struct termios no_t = { .c_cflag = 0x1002 };
static struct termios2 t2 = { .c_cflag = 0xbf, .c_ispeed = 9600, .c_ospeed = 115200 };
static unsigned short size[4] = { 24, 80, 1, 2 };
static unsigned long long wide[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };
static long flags = 0x80010;
static int n = 7, minus = -3, zero;
static struct file_clone_range range = { 3, 1, 2, 1ull << 40 };
static struct fsxattr xattr = { 0x80000001, 2, 3, 4, 5, "" };
static struct loop_info64 loop = { .lo_device = 0x801, .lo_offset = 5, .lo_flags = 0x1c, .lo_file_name = "file" };
static struct rtc_time rtc = { 1, 2, 3, 4, 5, 126, 0, 9, 0 };
static struct {
	int count, size;
	char buf[4];
} entropy = { 8, 4, "abc" };

static struct {
	struct fiemap map;
	struct fiemap_extent extent[2];
} fiemap = { { 0, ~0ull, 1, 2, 2, 0, {} }, { { 0, 4096, 4096, {}, 1, {} }, { 8192, 0, 1, {}, 0x2002, {} } } };
static struct {
	struct file_dedupe_range range;
	struct file_dedupe_range_info info[2];
} dedupe = { { 1, 2, 2, 0, 0, {} }, { { 4, 5, 6, 0, 0 }, { 7, 8, 0, 1, 0 } } };

#define IO(...) C(ioctl, 5, __VA_ARGS__)

TABLE = {
	IO(TCGETS, P(&t)), IO(TCSETS, P(&t)), IO(TCSETSW, P(&odd_t)), IO(TCSETSF, P(&no_t)), IO(TCGETS2, P(&t2)),
	IO(TCSETS2, P(&t2)), IO(TCGETA, P(size)), IO(TIOCGWINSZ, P(size)), IO(TIOCSWINSZ, P(size)), IO(TIOCGWINSZ, 0),
	IO(TIOCGPGRP, P(&n)), IO(TIOCSPGRP, P(&n)), IO(TIOCGSID, P(&n)), IO(TIOCGETD, P(&zero)), IO(TIOCSETD, P(&n)),
	IO(TIOCGPTN, P(&n)), IO(TIOCSPTLCK, P(&n)), IO(TIOCPKT, P(&n)), IO(TIOCOUTQ, P(&minus)), IO(FIONREAD, P(&n)),
	IO(FIONBIO, P(&n)), IO(FIOASYNC, P(&zero)), IO(FIOCLEX), IO(FIONCLEX, 5), IO(TIOCMGET, P(&n)),
	IO(TIOCMSET, P(&zero)), IO(TIOCSCTTY, 1), IO(TIOCNOTTY), IO(TIOCEXCL), IO(TIOCSTI, P("ab")), IO(TCXONC, 3),
	IO(TCXONC, 9), IO(TCFLSH, 2), IO(TCFLSH, 9), IO(TCSBRK, 1), IO(TCSBRKP, 2), IO(TIOCGPTPEER, 2),
	IO(FS_IOC_GETFLAGS, P(&flags)), IO(FS_IOC_SETFLAGS, P(&flags)), IO(FS_IOC_FSGETXATTR, P(&xattr)),
	IO(FS_IOC_FSSETXATTR, P(&xattr)), IO(FICLONE, 6), IO(FICLONERANGE, P(&range)), IO(FITRIM, P(wide)),
	IO(FS_IOC_FIEMAP, P(&fiemap)), IO(FIDEDUPERANGE, P(&dedupe)), IO(FS_IOC_FIEMAP, BAD), IO(FIDEDUPERANGE, 0),
	IO(FIFREEZE, 0), IO(FIBMAP, P(&n)), IO(FIGETBSZ, P(&n)),
	IO(BLKROSET, P(&n)), IO(BLKGETSIZE, P(&flags)), IO(BLKGETSIZE64, P(wide)), IO(BLKSSZGET, P(&n)), IO(BLKRRPART, 0),
	IO(BLKDISCARD, P(wide)), IO(BLKRASET, 5), IO(BLKRAGET, P(&flags)), IO(BLKSECTGET, P(size)),
	IO(LOOP_SET_FD, 6), IO(LOOP_CLR_FD, 0), IO(LOOP_SET_STATUS64, P(&loop)), IO(LOOP_GET_STATUS64, P(&loop)),
	IO(LOOP_CTL_GET_FREE, 0), IO(LOOP_CTL_ADD, 7),
	IO(RNDGETENTCNT, P(&n)), IO(RNDADDENTROPY, P(&entropy)), IO(RNDCLEARPOOL, 0),
	IO(RTC_RD_TIME, P(&rtc)), IO(RTC_SET_TIME, P(&rtc)), IO(RTC_UIE_ON, 0), IO(RTC_IRQP_SET, 64),
	IO(0x80045499, P(&n)), IO(0xffffffff, -1L), IO(0, 0), IO(0xabcd, 5), IO(0x40041234, BAD), IO(0xc0cc1234, 1),
};
