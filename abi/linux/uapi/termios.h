/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Terminals: ioctl commands and the layouts of modes; the same for both ABIs. */
#ifndef UAPI_TERMIOS_H
#define UAPI_TERMIOS_H

#include <stdint.h>

#define TCGETS 0x5401u
#define TCSETS 0x5402u
#define TCSETSW 0x5403u
#define TCSETSF 0x5404u
#define TCGETA 0x5405u
#define TCSETA 0x5406u
#define TCSETAW 0x5407u
#define TCSETAF 0x5408u
#define TCSBRK 0x5409u
#define TCXONC 0x540au
#define TCFLSH 0x540bu
#define TIOCEXCL 0x540cu
#define TIOCNXCL 0x540du
#define TIOCSCTTY 0x540eu
#define TIOCGPGRP 0x540fu
#define TIOCSPGRP 0x5410u
#define TIOCOUTQ 0x5411u
#define TIOCSTI 0x5412u
#define TIOCGWINSZ 0x5413u
#define TIOCSWINSZ 0x5414u
#define TIOCLINUX 0x541cu
#define TIOCCONS 0x541du
#define TIOCNOTTY 0x5422u
#define TIOCSETD 0x5423u
#define TIOCGETD 0x5424u
#define TCSBRKP 0x5425u
#define TIOCSBRK 0x5427u
#define TIOCCBRK 0x5428u
#define TIOCGSID 0x5429u
#define TCGETS2 0x802c542au
#define TCSETS2 0x402c542bu
#define TCSETSW2 0x402c542cu
#define TCSETSF2 0x402c542du
#define TIOCGDEV 0x80045432u
#define TIOCVHANGUP 0x5437u
#define TIOCGEXCL 0x80045440u

#define N_TTY 0

/* Indices of cc, flags of lflag. */
#define VTIME 5
#define VMIN 6
#define ICANON 0x0002u
#define TOSTOP 0x0100u

#define TCIFLUSH 0
#define TCOFLUSH 1
#define TCIOFLUSH 2
#define TCOOFF 0
#define TCION 3

struct linux_termios {
	uint32_t iflag, oflag, cflag, lflag;
	uint8_t line, cc[19];
};
_Static_assert(sizeof(struct linux_termios) == 36, "struct termios");

struct linux_termios2 {
	uint32_t iflag, oflag, cflag, lflag;
	uint8_t line, cc[19];
	uint32_t ispeed, ospeed;
};
_Static_assert(sizeof(struct linux_termios2) == 44, "struct termios2");

struct linux_termio {
	uint16_t iflag, oflag, cflag, lflag;
	uint8_t line, cc[8];
};
_Static_assert(sizeof(struct linux_termio) == 18, "struct termio");

struct linux_winsize {
	uint16_t row, col, xpixel, ypixel;
};
_Static_assert(sizeof(struct linux_winsize) == 8, "struct winsize");

#endif
