/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Terminals: ioctl commands, flags and the layouts of modes; the same for both ABIs. */
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
#define TIOCGSOFTCAR 0x5419u
#define TIOCSSOFTCAR 0x541au
#define TIOCLINUX 0x541cu
#define TIOCCONS 0x541du
#define TIOCPKT 0x5420u
#define TIOCNOTTY 0x5422u
#define TIOCSSERIAL 0x541fu
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
#define TIOCGPTN 0x80045430u
#define TIOCSPTLCK 0x40045431u
#define TIOCGDEV 0x80045432u
#define TIOCSIG 0x40045436u
#define TIOCVHANGUP 0x5437u
#define TIOCGPKT 0x80045438u
#define TIOCGPTLCK 0x80045439u
#define TIOCGEXCL 0x80045440u
#define TIOCGPTPEER 0x5441u
#define TIOCGLCKTRMIOS 0x5456u
#define TIOCSLCKTRMIOS 0x5457u

#define N_TTY 0

/* Indices of cc. */
#define VINTR 0
#define VQUIT 1
#define VERASE 2
#define VKILL 3
#define VEOF 4
#define VTIME 5
#define VMIN 6
#define VSTART 8
#define VSTOP 9
#define VSUSP 10
#define VEOL 11
#define VREPRINT 12
#define VWERASE 14
#define VLNEXT 15
#define VEOL2 16
#define NCCS 19
#define NCC 8 /* of struct termio */

/* iflag */
#define IGNBRK 0000001u
#define BRKINT 0000002u
#define IGNPAR 0000004u
#define PARMRK 0000010u
#define INPCK 0000020u
#define ISTRIP 0000040u
#define INLCR 0000100u
#define IGNCR 0000200u
#define ICRNL 0000400u
#define IUCLC 0001000u
#define IXON 0002000u
#define IXANY 0004000u
#define IXOFF 0010000u
#define IMAXBEL 0020000u
#define IUTF8 0040000u

/* oflag */
#define OPOST 0000001u
#define OLCUC 0000002u
#define ONLCR 0000004u
#define OCRNL 0000010u
#define ONOCR 0000020u
#define ONLRET 0000040u
#define TABDLY 0014000u
#define XTABS 0014000u

/* cflag */
#define CBAUD 0010017u
#define CBAUDEX 0010000u
#define BOTHER 0010000u
#define B38400 0000017u
#define CSIZE 0000060u
#define CS8 0000060u
#define CREAD 0000200u
#define PARENB 0000400u
#define HUPCL 0002000u
#define CLOCAL 0004000u
#define IBSHIFT 16
#define ADDRB 04000000000u

/* lflag */
#define ISIG 0000001u
#define ICANON 0000002u
#define ECHO 0000010u
#define ECHOE 0000020u
#define ECHOK 0000040u
#define ECHONL 0000100u
#define NOFLSH 0000200u
#define TOSTOP 0000400u
#define ECHOCTL 0001000u
#define ECHOPRT 0002000u
#define ECHOKE 0004000u
#define IEXTEN 0100000u
#define EXTPROC 0200000u

#define TCIFLUSH 0
#define TCOFLUSH 1
#define TCIOFLUSH 2
#define TCOOFF 0
#define TCOON 1
#define TCIOFF 2
#define TCION 3

/* What a master in packet mode reads before the data, or instead of any. */
#define TIOCPKT_DATA 0
#define TIOCPKT_FLUSHREAD 1
#define TIOCPKT_FLUSHWRITE 2
#define TIOCPKT_STOP 4
#define TIOCPKT_START 8
#define TIOCPKT_NOSTOP 16
#define TIOCPKT_DOSTOP 32
#define TIOCPKT_IOCTL 64

struct linux_termios {
	uint32_t iflag, oflag, cflag, lflag;
	uint8_t line, cc[NCCS];
};
_Static_assert(sizeof(struct linux_termios) == 36, "struct termios");

struct linux_termios2 {
	uint32_t iflag, oflag, cflag, lflag;
	uint8_t line, cc[NCCS];
	uint32_t ispeed, ospeed;
};
_Static_assert(sizeof(struct linux_termios2) == 44, "struct termios2");

struct linux_termio {
	uint16_t iflag, oflag, cflag, lflag;
	uint8_t line, cc[NCC];
};
_Static_assert(sizeof(struct linux_termio) == 18, "struct termio");

struct linux_winsize {
	uint16_t row, col, xpixel, ypixel;
};
_Static_assert(sizeof(struct linux_winsize) == 8, "struct winsize");

#endif
