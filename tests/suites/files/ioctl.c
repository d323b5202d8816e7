/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ioctl(2): what every file knows, pipes and sockets, terminals. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <linux/fs.h>
#include <linux/sockios.h>

#include "../shared.h"

#define NO_CMD 0x12345678
#define PID_MAX 4194304
#define TERMIOS_SIZE 36	 /* the kernel's struct termios: four words, a line, 19 characters */
#define TERMIOS2_SIZE 44
#define SET_EPOLL_PARAMS 0x40088a01
#define GET_EPOLL_PARAMS 0x80088a02
#define GET_TERMIOS2 0x802c542a
#define SET_TERMIOS2 0x402c542b

static void is_marked(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result;
	r3_assert_result(t, FD_CLOEXEC, SYS_fcntl, args[0], F_GETFD);
}

static void is_not_marked(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result;
	r3_assert_result(t, 0, SYS_fcntl, args[0], F_GETFD);
}

static void has_flag(struct r3_task *t, const uint64_t args[6], int flag, int on)
{
	assert_int_equal(r3_assert_ok(t, SYS_fcntl, args[0], F_GETFL) & flag, on);
}

static void does_not_wait(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result;
	has_flag(t, args, O_NONBLOCK, O_NONBLOCK);
}

static void waits(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result;
	has_flag(t, args, O_NONBLOCK, 0);
}

static void wants_signals(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result;
	has_flag(t, args, O_ASYNC, O_ASYNC);
}

static void told(struct r3_task *t, const uint64_t args[6], uint32_t n)
{
	assert_int_equal(r3_get_u32(t, args[2]), n);
}

#define TELLS(name, n) \
	static void name(struct r3_task *t, int64_t result, const uint64_t args[6]) \
	{ \
		(void)result; \
		told(t, args, n); \
	}

TELLS(is_0, 0)

TELLS(is_5, 5)
TELLS(is_26, 26)

/* Nobody knows this command. */
#define UNKNOWN_ROW(kind) {#kind " and no such command", R3_ERR(ENOTTY), R3_WITH(R3_TOKEN(R3_T_FD, R3_FD_##kind), NO_CMD, R3_BAD)}
#define TERMINAL_ROW(kind) {#kind " is no terminal", R3_ERR(ENOTTY), R3_WITH(R3_TOKEN(R3_T_FD, R3_FD_##kind), TCGETS, R3_BAD)}

#define FILE_ROWS \
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, FIONREAD, R3_BAD)}, \
	{"-1", R3_ERR(EBADF), R3_WITH(-1, FIOCLEX, 0)}, \
	{"one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH), FIOCLEX, 0)}, \
	{"not open, and no such command", R3_ERR(EBADF), R3_WITH(R3_CLOSED, NO_CMD, R3_BAD)}, \
	UNKNOWN_ROW(FILE), UNKNOWN_ROW(DIR), UNKNOWN_ROW(PIPE_R), UNKNOWN_ROW(FIFO), UNKNOWN_ROW(SOCKET), \
	UNKNOWN_ROW(EVENTFD), UNKNOWN_ROW(TIMERFD), UNKNOWN_ROW(SIGNALFD), \
	UNKNOWN_ROW(INOTIFY), UNKNOWN_ROW(MEMFD), UNKNOWN_ROW(TTY), UNKNOWN_ROW(PTMX), UNKNOWN_ROW(NULL), \
	UNKNOWN_ROW(ZERO), UNKNOWN_ROW(FULL), \
	TERMINAL_ROW(FILE), TERMINAL_ROW(DIR), TERMINAL_ROW(PIPE_R), TERMINAL_ROW(SOCKET), \
	TERMINAL_ROW(EVENTFD), TERMINAL_ROW(NULL), \
	{"EPOLL and no such command", R3_ERR(EINVAL), R3_WITH(R3_FD(EPOLL), NO_CMD, R3_BAD), .since = 9}, \
	{"EPOLL is no terminal", R3_ERR(EINVAL), R3_WITH(R3_FD(EPOLL), TCGETS, R3_BAD), .since = 9}, \
	{"EPIOCGPARAMS", 0, R3_WITH(R3_FD(EPOLL), GET_EPOLL_PARAMS, R3_OUT(8)), .check = is_0, .since = 9}, \
	{"EPIOCGPARAMS, to nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(EPOLL), GET_EPOLL_PARAMS, R3_BAD), .since = 9}, \
	{"EPIOCSPARAMS, from nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(EPOLL), SET_EPOLL_PARAMS, R3_BAD), .since = 9}, \
	{"EPIOCSPARAMS", 0, R3_WITH(R3_FD(EPOLL), SET_EPOLL_PARAMS, R3_U32S(INT_MAX, 0x10040)), .since = 9}, \
	{"EPIOCSPARAMS, too long", R3_ERR(EINVAL), \
	 R3_WITH(R3_FD(EPOLL), SET_EPOLL_PARAMS, R3_U32S(0x80000000u, 0)), .since = 9}, \
	{"EPIOCSPARAMS, too much", R3_ERR(EPERM), R3_WITH(R3_FD(EPOLL), SET_EPOLL_PARAMS, R3_U32S(0, 65)), \
	 .since = 9}, \
	{"EPIOCSPARAMS, preferred twice", R3_ERR(EINVAL), \
	 R3_WITH(R3_FD(EPOLL), SET_EPOLL_PARAMS, R3_U32S(0, 0x20000)), .since = 9}, \
	{"EPIOCSPARAMS, what must be 0", R3_ERR(EINVAL), \
	 R3_WITH(R3_FD(EPOLL), SET_EPOLL_PARAMS, R3_U32S(0, 0x1000000)), .since = 9}, \
	{"FIOCLEX", 0, R3_WITH(R3_FD(FILE), FIOCLEX, R3_BAD), .check = is_marked}, \
	{"FIONCLEX", 0, R3_WITH(R3_FD(FILE), FIONCLEX, R3_BAD), .check = is_not_marked}, \
	{"FIONBIO, on", 0, R3_WITH(R3_FD(PIPE_R), FIONBIO, R3_U32S(7)), .check = does_not_wait}, \
	{"FIONBIO, off", 0, R3_WITH(R3_FD(SOCKET_NB), FIONBIO, R3_U32S(0)), .check = waits}, \
	{"FIONBIO, of a file", 0, R3_WITH(R3_FD(FILE), FIONBIO, R3_U32S(1)), .check = does_not_wait}, \
	{"FIONBIO, at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(PIPE_R), FIONBIO, R3_BAD)}, \
	{"FIOASYNC, at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), FIOASYNC, R3_BAD)}, \
	{"FIOASYNC, on", 0, R3_WITH(R3_FD(SOCKET), FIOASYNC, R3_U32S(1)), .check = wants_signals}, \
	{"FIOASYNC, on, of a file", R3_ERR(ENOTTY), R3_WITH(R3_FD(FILE), FIOASYNC, R3_U32S(1))}, \
	{"FIOASYNC, off, of a file", 0, R3_WITH(R3_FD(FILE), FIOASYNC, R3_U32S(0))}, \
	{"FIONREAD, a file", 0, R3_WITH(R3_FD(FILE), FIONREAD, R3_OUT(4)), .check = is_26}, \
	{"FIONREAD, a directory", R3_ERR(ENOTTY), R3_WITH(R3_FD(DIR), FIONREAD, R3_OUT(4))}, \
	{"FIONREAD, an empty pipe", 0, R3_WITH(R3_FD(PIPE_R), FIONREAD, R3_OUT(4)), .check = is_0}, \
	{"FIONREAD, a pipe", 0, R3_WITH(R3_FD(PIPE_DATA), FIONREAD, R3_OUT(4)), .check = is_5}, \
	{"FIONREAD, an inotify", 0, R3_WITH(R3_FD(INOTIFY), FIONREAD, R3_OUT(4)), .check = is_0}, \
	{"FIONREAD, an eventfd", R3_ERR(ENOTTY), R3_WITH(R3_FD(EVENTFD), FIONREAD, R3_OUT(4))}, \
	{"FIONREAD, /dev/null", R3_ERR(ENOTTY), R3_WITH(R3_FD(NULL), FIONREAD, R3_OUT(4))}, \
	{"FIONREAD, a memory file", 0, R3_WITH(R3_FD(MEMFD), FIONREAD, R3_OUT(4)), .check = is_0}, \
	{"FIONREAD, a file, to nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), FIONREAD, R3_BAD)}, \
	{"FIONREAD, a pipe, to nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(PIPE_DATA), FIONREAD, R3_BAD)}, \
	{"FIONREAD, a file, to half of it", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), FIONREAD, R3_SHORT(2))}, \
	{"FIOQSIZE, a pipe", R3_ERR(ENOTTY), R3_WITH(R3_FD(PIPE_R), FIOQSIZE, R3_OUT(8))}, \
	{"FIOQSIZE, a file", 0, R3_WITH(R3_FD(FILE), FIOQSIZE, R3_OUT(8))}, \
	{"FIOQSIZE, to nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), FIOQSIZE, R3_BAD)}, \
	{"FIGETBSZ, to nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), FIGETBSZ, R3_BAD)}, \
	{"FIGETBSZ", 0, R3_WITH(R3_FD(FILE), FIGETBSZ, R3_OUT(4))}, \
	{"FIGETBSZ, a pipe", 0, R3_WITH(R3_FD(PIPE_R), FIGETBSZ, R3_OUT(4))}, \
	{"FIBMAP", R3_ERR(EPERM), R3_WITH(R3_FD(FILE), FIBMAP, R3_U32S(0))}, \
	{"FIBMAP, a pipe", R3_ERR(ENOTTY), R3_WITH(R3_FD(PIPE_R), FIBMAP, R3_U32S(0))}, \
	{"FIFREEZE", R3_ERR(EPERM), R3_WITH(R3_FD(FILE), FIFREEZE, 0)}, \
	{"FITHAW", R3_ERR(EPERM), R3_WITH(R3_FD(FILE), FITHAW, 0)}

/* Of devices of a network: what there is of one that has no such name. */
#define DEVICE_ROWS(cmd, error) \
	{#cmd ", at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), cmd, R3_BAD)}, \
	{#cmd ", no such device", R3_ERR(error), \
	 R3_WITH(R3_FD(SOCKET), cmd, R3_U64S(0x656e6f6e33, 0, 0x7fffffff, 0, 0))}

#define SOCKET_ROWS \
	{"SIOCINQ", 0, R3_WITH(R3_FD(SOCKET), SIOCINQ, R3_OUT(4)), .check = is_0}, \
	{"SIOCINQ, to nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), SIOCINQ, R3_BAD)}, \
	{"SIOCINQ, one that listens", R3_ERR(EINVAL), R3_WITH(R3_FD(LISTENER), SIOCINQ, R3_OUT(4))}, \
	{"SIOCOUTQ", 0, R3_WITH(R3_FD(SOCKET), SIOCOUTQ, R3_OUT(4)), .check = is_0}, \
	{"SIOCOUTQ, to nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), SIOCOUTQ, R3_BAD)}, \
	{"SIOCATMARK, nothing is there", 0, R3_WITH(R3_FD(SOCKET), SIOCATMARK, R3_OUT(4)), .check = is_0}, \
	{"SIOCATMARK, a pipe", R3_ERR(ENOTTY), R3_WITH(R3_FD(PIPE_R), SIOCATMARK, R3_OUT(4))}, \
	DEVICE_ROWS(SIOCGIFINDEX, ENODEV), \
	DEVICE_ROWS(SIOCGIFFLAGS, ENODEV), DEVICE_ROWS(SIOCGIFMTU, ENODEV), DEVICE_ROWS(SIOCGIFHWADDR, ENODEV), \
	DEVICE_ROWS(SIOCSIFFLAGS, EPERM), DEVICE_ROWS(SIOCSIFMTU, EPERM), DEVICE_ROWS(SIOCSIFNAME, EPERM), \
	DEVICE_ROWS(SIOCGIFADDR, ENOTTY), DEVICE_ROWS(SIOCSIFADDR, ENOTTY), DEVICE_ROWS(SIOCGIFNAME, ENODEV), \
	DEVICE_ROWS(SIOCGIFTXQLEN, ENODEV), DEVICE_ROWS(SIOCADDMULTI, EPERM), \
	{"SIOCSPGRP, nobody", 0, R3_WITH(R3_FD(SOCKET), SIOCSPGRP, R3_U32S(0))}, \
	{"SIOCSPGRP, at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), SIOCSPGRP, R3_BAD)}, \
	{"SIOCSPGRP, who there is not", R3_ERR(ESRCH), R3_WITH(R3_FD(SOCKET), SIOCSPGRP, R3_U32S(R3_NOBODY))}, \
	{"SIOCGPGRP", 0, R3_WITH(R3_FD(SOCKET), SIOCGPGRP, R3_OUT(4)), .check = is_0}, \
	{"FIOSETOWN", 0, R3_WITH(R3_FD(SOCKET), FIOSETOWN, R3_U32S(R3_SELF))}, \
	{"FIOGETOWN, to nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), FIOGETOWN, R3_BAD)}

/* --- terminals --- */

static void is_no_window(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result;
	r3_assert_memory(t, args[2], "\0\0\0\0\0\0\0\0", 8);
}

/* What a new one is like: struct termios in four words. */
static void is_as_new(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result;
	r3_assert_memory(t, args[2], ((uint32_t[]){ 0x500, 0x5, 0xbf, 0x8a3b }), 16);
	r3_assert_memory(t, args[2] + 17, "\3\34\177\25\4\0\1\0\21\23\32\0\22\17\27\26\0\0", 18);
}

#define TTY_ROWS \
	{"TCGETS", 0, R3_WITH(R3_FD(TTY), TCGETS, R3_OUT(TERMIOS_SIZE)), .check = is_as_new}, \
	{"TCGETS, the master", 0, R3_WITH(R3_FD(PTMX), TCGETS, R3_OUT(TERMIOS_SIZE)), .check = is_as_new}, \
	{"TCGETS, to nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(TTY), TCGETS, R3_BAD)}, \
	{"TCGETS, to what cannot be written", R3_ERR(EFAULT), R3_WITH(R3_FD(TTY), TCGETS, R3_RO(TERMIOS_SIZE))}, \
	{"TCGETS, too short", R3_ERR(EFAULT), R3_WITH(R3_FD(TTY), TCGETS, R3_SHORT(TERMIOS_SIZE - 1))}, \
	{"TCGETS2", 0, R3_WITH(R3_FD(TTY), GET_TERMIOS2, R3_OUT(TERMIOS2_SIZE)), .check = is_as_new}, \
	{"TCGETS2, too short", R3_ERR(EFAULT), R3_WITH(R3_FD(TTY), GET_TERMIOS2, R3_SHORT(TERMIOS2_SIZE - 1))}, \
	{"TCGETA", 0, R3_WITH(R3_FD(TTY), TCGETA, R3_OUT(18))}, \
	{"TCSETS, at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(TTY), TCSETS, R3_BAD)}, \
	{"TCSETSW, at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(TTY), TCSETSW, R3_BAD)}, \
	{"TCSETSF, at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(TTY), TCSETSF, R3_BAD)}, \
	{"TCSETS2, too short", R3_ERR(EFAULT), R3_WITH(R3_FD(TTY), SET_TERMIOS2, R3_SHORT(40))}, \
	{"TIOCGWINSZ", 0, R3_WITH(R3_FD(TTY), TIOCGWINSZ, R3_OUT(8)), .check = is_no_window}, \
	{"TIOCGWINSZ, to nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(TTY), TIOCGWINSZ, R3_BAD)}, \
	{"TIOCSWINSZ, at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(TTY), TIOCSWINSZ, R3_BAD)}, \
	{"TIOCGWINSZ, a pipe", R3_ERR(ENOTTY), R3_WITH(R3_FD(PIPE_R), TIOCGWINSZ, R3_OUT(8))}, \
	{"TIOCGPGRP, not one's own", R3_ERR(ENOTTY), R3_WITH(R3_FD(TTY), TIOCGPGRP, R3_OUT(4))}, \
	{"TIOCGPGRP, the master", 0, R3_WITH(R3_FD(PTMX), TIOCGPGRP, R3_OUT(4)), .check = is_0}, \
	{"TIOCSPGRP, not one's own", R3_ERR(ENOTTY), R3_WITH(R3_FD(TTY), TIOCSPGRP, R3_U32S(R3_SELF))}, \
	{"TIOCSPGRP, not one's own, at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(TTY), TIOCSPGRP, R3_BAD)}, \
	{"TIOCGSID, not one's own", R3_ERR(ENOTTY), R3_WITH(R3_FD(TTY), TIOCGSID, R3_OUT(4))}, \
	{"TIOCNOTTY, not one's own", R3_ERR(ENOTTY), R3_WITH(R3_FD(TTY), TIOCNOTTY, 0)}, \
	{"TIOCOUTQ", 0, R3_WITH(R3_FD(TTY), TIOCOUTQ, R3_OUT(4)), .check = is_0}, \
	{"TIOCOUTQ, to nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(TTY), TIOCOUTQ, R3_BAD)}, \
	{"TIOCINQ", 0, R3_WITH(R3_FD(TTY), FIONREAD, R3_OUT(4)), .check = is_0}, \
	{"TIOCINQ, to nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(TTY), FIONREAD, R3_BAD)}, \
	{"TCFLSH, of both", 0, R3_WITH(R3_FD(TTY), TCFLSH, 2)}, \
	{"TCFLSH, of what there is not", R3_ERR(EINVAL), R3_WITH(R3_FD(TTY), TCFLSH, 3)}, \
	{"TCXONC, of what there is not", R3_ERR(EINVAL), R3_WITH(R3_FD(TTY), TCXONC, 4)}, \
	{"TCXONC, go on", 0, R3_WITH(R3_FD(TTY), TCXONC, 1)}, \
	{"TCSBRK, wait", 0, R3_WITH(R3_FD(TTY), TCSBRK, 1)}, \
	{"TCSBRKP", 0, R3_WITH(R3_FD(TTY), TCSBRKP, 0)}, \
	{"TIOCEXCL", 0, R3_WITH(R3_FD(TTY), TIOCEXCL, 0)}, \
	{"TIOCGEXCL", 0, R3_WITH(R3_FD(TTY), 0x80045440, R3_OUT(4)), .check = is_0}, \
	{"TIOCGETD", 0, R3_WITH(R3_FD(TTY), TIOCGETD, R3_OUT(4)), .check = is_0}, \
	{"TIOCSETD, as it is", 0, R3_WITH(R3_FD(TTY), TIOCSETD, R3_U32S(0))}, \
	{"TIOCSETD, what there is not", R3_ERR(EINVAL), R3_WITH(R3_FD(TTY), TIOCSETD, R3_U32S(100))}, \
	{"TIOCSETD, at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(TTY), TIOCSETD, R3_BAD)}, \
	{"TIOCMGET", R3_ERR(ENOTTY), R3_WITH(R3_FD(TTY), TIOCMGET, R3_OUT(4))}, \
	{"TIOCGSERIAL", R3_ERR(ENOTTY), R3_WITH(R3_FD(TTY), TIOCGSERIAL, R3_OUT(80))}, \
	{"TIOCGPTN, the slave", R3_ERR(ENOTTY), R3_WITH(R3_FD(TTY), TIOCGPTN, R3_OUT(4))}, \
	{"TIOCGPTN, to nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(PTMX), TIOCGPTN, R3_BAD)}, \
	{"TIOCGPTLCK, unlocked", 0, R3_WITH(R3_FD(PTMX), TIOCGPTLCK, R3_OUT(4)), .check = is_0}, \
	{"TIOCSPTLCK, at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(PTMX), TIOCSPTLCK, R3_BAD)}, \
	{"TIOCGPTPEER", R3_NEW_FD, R3_WITH(R3_FD(PTMX), TIOCGPTPEER, O_RDWR | O_NOCTTY)}, \
	{"TIOCGPTPEER, the slave", R3_ERR(EIO), R3_WITH(R3_FD(TTY), TIOCGPTPEER, O_RDWR)}, \
	{"TIOCPKT, the slave", R3_ERR(ENOTTY), R3_WITH(R3_FD(TTY), TIOCPKT, R3_U32S(1))}, \
	{"TIOCPKT, at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(PTMX), TIOCPKT, R3_BAD)}, \
	{"TIOCGPKT", 0, R3_WITH(R3_FD(PTMX), TIOCGPKT, R3_OUT(4)), .check = is_0}, \
	{"TIOCSIG, no signal of terminals'", R3_ERR(EINVAL), R3_WITH(R3_FD(PTMX), TIOCSIG, SIGTERM)}, \
	{"TIOCSTI, as nobody", R3_ERR(EPERM), R3_WITH(R3_FD(TTY), TIOCSTI, R3_STR("x")), \
	 .ring3_only = "a sysctl says whether it is EIO"}, \
	{"TIOCCONS, as nobody", R3_ERR(EPERM), R3_WITH(R3_FD(TTY), TIOCCONS, 0)}, \
	{"TIOCVHANGUP, as nobody", R3_ERR(EPERM), R3_WITH(R3_FD(TTY), TIOCVHANGUP, 0)}

static const struct r3_row rows[] = { FILE_ROWS, SOCKET_ROWS, TTY_ROWS };

static void what_is_left_of_a_file(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE);
	r3_ptr p = r3_alloc(t, 4);

	r3_assert_result(t, 20, SYS_lseek, fd, 20, 0);
	r3_assert_result(t, 0, SYS_ioctl, fd, FIONREAD, p);
	assert_int_equal(r3_get_u32(t, p), 6);
	r3_assert_result(t, 30, SYS_lseek, fd, 30, 0);
	r3_assert_result(t, 0, SYS_ioctl, fd, FIONREAD, p);
	assert_int_equal((int32_t)r3_get_u32(t, p), -4);
}

static void what_is_in_sockets(struct r3_task *t)
{
	r3_ptr ends = r3_alloc(t, 8), p = r3_alloc(t, 4), text = r3_bytes(t, "abcdef", 6);
	uint32_t a, b;

	r3_assert_result(t, 0, SYS_socketpair, AF_UNIX, SOCK_DGRAM, 0, ends);
	a = r3_get_u32(t, ends);
	b = r3_get_u32(t, ends + 4);
	r3_assert_result(t, 3, SYS_write, a, text, 3);
	r3_assert_result(t, 6, SYS_write, a, text, 6);
	r3_assert_result(t, 0, SYS_ioctl, b, SIOCINQ, p); /* the first datagram's */
	assert_int_equal(r3_get_u32(t, p), 3);
	r3_assert_result(t, 0, SYS_ioctl, a, SIOCOUTQ, p);
	assert_true(r3_get_u32(t, p) > 9); /* buffers, not bytes */
	r3_assert_result(t, 0, SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, ends);
	a = r3_get_u32(t, ends);
	b = r3_get_u32(t, ends + 4);
	r3_assert_result(t, 3, SYS_write, a, text, 3);
	r3_assert_result(t, 6, SYS_write, a, text, 6);
	r3_assert_result(t, 0, SYS_ioctl, b, SIOCINQ, p);
	assert_int_equal(r3_get_u32(t, p), 9);
}

static void at_the_mark(struct r3_task *t)
{
	r3_ptr ends = r3_alloc(t, 8), p = r3_alloc(t, 4);
	uint32_t a, b;

	r3_assert_result(t, 0, SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, ends);
	a = r3_get_u32(t, ends);
	b = r3_get_u32(t, ends + 4);
	r3_assert_result(t, 2, SYS_sendto, a, r3_bytes(t, "a!", 2), 2, MSG_OOB, 0, 0);
	r3_assert_result(t, 0, SYS_ioctl, b, SIOCATMARK, p);
	assert_int_equal(r3_get_u32(t, p), 0);
	r3_assert_result(t, 1, SYS_read, b, p, 4);
	r3_assert_result(t, 0, SYS_ioctl, b, SIOCATMARK, p);
	assert_int_equal(r3_get_u32(t, p), 1);
}

static void a_window_has_a_size(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_TTY);
	r3_ptr p = r3_bytes(t, ((uint16_t[]){ 25, 80, 640, 480 }), 8);

	r3_assert_result(t, 0, SYS_ioctl, fd, TIOCSWINSZ, p);
	r3_put(t, p, "\0\0\0\0\0\0\0\0", 8);
	r3_assert_result(t, 0, SYS_ioctl, fd, TIOCGWINSZ, p);
	r3_assert_memory(t, p, ((uint16_t[]){ 25, 80, 640, 480 }), 8);
}

static void modes_are_kept(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_TTY);
	r3_ptr p = r3_alloc(t, TERMIOS2_SIZE);

	r3_assert_result(t, 0, SYS_ioctl, fd, TCGETS, p);
	r3_put(t, p + 12, (uint32_t[]){ 0x8a31 }, 4); /* neither ICANON nor ECHO */
	r3_put(t, p + 17 + 6, "\0", 1);
	r3_assert_result(t, 0, SYS_ioctl, fd, TCSETSF, p);
	r3_assert_result(t, 0, SYS_ioctl, fd, GET_TERMIOS2, p);
	assert_int_equal(r3_get_u32(t, p + 12), 0x8a31);
	assert_int_equal(r3_get_u32(t, p + 36), 38400);
	assert_int_equal(r3_get_u32(t, p + 40), 38400);
}

/* A session's leader takes a terminal, and is its foreground. */
static void ones_own_terminal(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_TTY);
	struct r3_task *child = r3_fork(t);
	r3_ptr p = r3_alloc(child, 4);
	int self = r3_tid(child);

	r3_assert_errno(child, EPERM, SYS_ioctl, fd, TIOCSCTTY, 0);
	r3_assert_result(child, self, SYS_setsid);
	r3_assert_errno(child, ENOTTY, SYS_ioctl, fd, TIOCGPGRP, p);
	r3_assert_result(child, 0, SYS_ioctl, fd, TIOCSCTTY, 0);
	r3_assert_result(child, 0, SYS_ioctl, fd, TIOCSCTTY, 0);
	r3_assert_result(child, 0, SYS_ioctl, fd, TIOCGPGRP, p);
	assert_int_equal(r3_get_u32(child, p), self);
	r3_assert_result(child, 0, SYS_ioctl, fd, TIOCGSID, p);
	assert_int_equal(r3_get_u32(child, p), self);
	r3_assert_errno(t, ENOTTY, SYS_ioctl, fd, TIOCGSID, p);
	r3_assert_errno(child, EFAULT, SYS_ioctl, fd, TIOCSPGRP, R3_BAD_PTR);
	r3_put(child, p, &(int){ -1 }, 4);
	r3_assert_errno(child, EINVAL, SYS_ioctl, fd, TIOCSPGRP, p);
	r3_put(child, p, &(int){ PID_MAX }, 4);
	r3_assert_errno(child, ESRCH, SYS_ioctl, fd, TIOCSPGRP, p);
	r3_put(child, p, &(int){ r3_tid(t) }, 4);
	r3_assert_errno(child, EPERM, SYS_ioctl, fd, TIOCSPGRP, p);
	r3_put(child, p, &(int){ self }, 4);
	r3_assert_result(child, 0, SYS_ioctl, fd, TIOCSPGRP, p);
}

static void what_is_typed(struct r3_task *t)
{
	int master = r3_fd(t, R3_FD_PTMX);
	int64_t slave = r3_assert_ok(t, SYS_ioctl, master, TIOCGPTPEER, O_RDWR | O_NOCTTY);
	r3_ptr p = r3_alloc(t, 4);

	r3_assert_result(t, 3, SYS_write, master, r3_bytes(t, "abc", 3), 3);
	r3_assert_result(t, 0, SYS_ioctl, slave, FIONREAD, p);
	assert_int_equal(r3_get_u32(t, p), 0); /* no whole line */
	r3_assert_result(t, 1, SYS_write, master, r3_bytes(t, "\n", 1), 1);
	/* Linux hands over what was written in a worker: there is a line when poll says so. */
	r3_begin(t, SYS_poll, r3_bytes(t, &(struct pollfd){ .fd = (int)slave, .events = POLLIN }, 8), 1, -1);
	let_it_come(t);
	r3_assert_finished(t, 1);
	r3_assert_result(t, 0, SYS_ioctl, slave, FIONREAD, p);
	assert_int_equal(r3_get_u32(t, p), 4);
	r3_assert_result(t, 0, SYS_ioctl, slave, TCFLSH, 0);
	r3_assert_result(t, 0, SYS_ioctl, slave, FIONREAD, p);
	assert_int_equal(r3_get_u32(t, p), 0);
}

static void taken_for_oneself(struct r3_task *t)
{
	int master = r3_fd(t, R3_FD_PTMX);
	int64_t slave = r3_assert_ok(t, SYS_ioctl, master, TIOCGPTPEER, O_RDWR | O_NOCTTY);

	r3_assert_result(t, 0, SYS_ioctl, slave, TIOCEXCL, 0);
	r3_assert_errno(t, EBUSY, SYS_ioctl, master, TIOCGPTPEER, O_RDWR | O_NOCTTY);
	r3_assert_result(t, 0, SYS_ioctl, slave, TIOCNXCL, 0);
	r3_assert_ok(t, SYS_ioctl, master, TIOCGPTPEER, O_RDWR | O_NOCTTY);
}

R3_SUITE(ioctl, .rows = R3_ROWS(rows),
	 .cases = R3_CASES(R3_CASE(what_is_left_of_a_file), R3_CASE(what_is_in_sockets), R3_CASE(at_the_mark),
			   R3_CASE(a_window_has_a_size), R3_CASE(modes_are_kept), R3_CASE(ones_own_terminal),
			   R3_CASE(what_is_typed), R3_CASE(taken_for_oneself)));
