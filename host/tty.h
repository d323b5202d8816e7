/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The host's terminals: modes and window size. The modes that a terminal had before the first
 * change are kept, and put back when its machine or the process ends.
 */
#ifndef HOST_TTY_H
#define HOST_TTY_H

#include <stdint.h>

/* The kernel's struct termios2: what TCGETS2 and TCSETS2 take. */
struct host_termios {
	uint32_t iflag, oflag, cflag, lflag;
	uint8_t line, cc[19];
	uint32_t ispeed, ospeed;
};

struct host_winsize {
	uint16_t row, col, xpixel, ypixel;
};

int host_tty_get(int fd, struct host_termios *t);
int host_tty_set(int fd, const struct host_termios *t); /* at once */
int host_tty_get_winsize(int fd, struct host_winsize *w);
int host_tty_set_winsize(int fd, const struct host_winsize *w);
int host_tty_break(int fd, int duration); /* TCSBRKP's; may block for as long */
int host_tty_flush(int fd, int queue);	  /* TCFLSH's argument */
int host_tty_flow(int fd, int action);	  /* TCXONC's */

/* Modes as before the first host_tty_set(); nothing if there was none. */
void host_tty_restore(int fd);
/* Every terminal of the process. Async-signal-safe; may be called more than once. */
void host_tty_restore_all(void);
/*
 * The same for the time that the process is stopped; and the modes of before, unless by now it is in
 * the background, where the terminal is another's.
 */
void host_tty_suspend_all(void);
void host_tty_resume_all(void);

#endif
