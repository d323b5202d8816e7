/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ioctl: modes of terminals.
 * trace: -e inject=ioctl:retval=0
 */
#include <asm/termbits.h>
#include <asm/ioctls.h>

#include "lines.h"

int main(void)
{
	struct termios t = { .c_iflag = 02400, .c_oflag = 5, .c_cflag = 0277, .c_lflag = 0105073 };
	unsigned short size[4] = { 24, 80, 1, 2 };
	int n = 7;
	long r;

	r = syscall(SYS_ioctl, 0, TCGETS, &t);
	expect("ioctl(0, TCGETS, {c_iflag=ICRNL|IXON, c_oflag=NL0|CR0|TAB0|BS0|VT0|FF0|OPOST|ONLCR, "
	       "c_cflag=B38400|CS8|CREAD, c_lflag=ISIG|ICANON|ECHO|ECHOE|ECHOK|IEXTEN|ECHOCTL|ECHOKE, ...})"
	       " = %s (INJECTED)", result(r));
	t.c_cflag = 010002;
	t.c_oflag = t.c_iflag = t.c_lflag = 0;
	r = syscall(SYS_ioctl, 0, TCSETSF, &t);
	expect("ioctl(0, SNDCTL_TMR_CONTINUE or TCSETSF, {c_iflag=, c_oflag=NL0|CR0|TAB0|BS0|VT0|FF0|, "
	       "c_cflag=B115200|CS5|, c_lflag=, ...}) = %s (INJECTED)", result(r));
	r = syscall(SYS_ioctl, 0, TIOCGWINSZ, size);
	expect("ioctl(0, TIOCGWINSZ, {ws_row=24, ws_col=80, ws_xpixel=1, ws_ypixel=2}) = %s (INJECTED)",
	       result(r));
	r = syscall(SYS_ioctl, 0, TIOCGPGRP, &n);
	expect("ioctl(0, TIOCGPGRP, [7]) = %s (INJECTED)", result(r));
	r = syscall(SYS_ioctl, 0, TIOCMGET, &n);
	expect("ioctl(0, TIOCMGET, [TIOCM_LE|TIOCM_DTR|TIOCM_RTS]) = %s (INJECTED)", result(r));
	return 0;
}
