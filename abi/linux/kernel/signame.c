/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of signals, for messages. */
#include "kernel/signal.h"

const char *signal_name(int sig)
{
	static const char *const names[] = {
		[SIGHUP] = "SIGHUP",	   [SIGINT] = "SIGINT",	      [SIGQUIT] = "SIGQUIT",
		[SIGILL] = "SIGILL",	   [SIGTRAP] = "SIGTRAP",     [SIGABRT] = "SIGABRT",
		[SIGBUS] = "SIGBUS",	   [SIGFPE] = "SIGFPE",	      [SIGKILL] = "SIGKILL",
		[SIGUSR1] = "SIGUSR1",	   [SIGSEGV] = "SIGSEGV",     [SIGUSR2] = "SIGUSR2",
		[SIGPIPE] = "SIGPIPE",	   [SIGALRM] = "SIGALRM",     [SIGTERM] = "SIGTERM",
		[SIGSTKFLT] = "SIGSTKFLT", [SIGCHLD] = "SIGCHLD",     [SIGCONT] = "SIGCONT",
		[SIGSTOP] = "SIGSTOP",	   [SIGTSTP] = "SIGTSTP",     [SIGTTIN] = "SIGTTIN",
		[SIGTTOU] = "SIGTTOU",	   [SIGURG] = "SIGURG",	      [SIGXCPU] = "SIGXCPU",
		[SIGXFSZ] = "SIGXFSZ",	   [SIGVTALRM] = "SIGVTALRM", [SIGPROF] = "SIGPROF",
		[SIGWINCH] = "SIGWINCH",   [SIGIO] = "SIGIO",	      [SIGPWR] = "SIGPWR",
		[SIGSYS] = "SIGSYS",	   [SIGRTMIN] = "SIGRTMIN",
		[33] = "SIGRTMIN+1",	   [34] = "SIGRTMIN+2",	      [35] = "SIGRTMIN+3",
		[36] = "SIGRTMIN+4",	   [37] = "SIGRTMIN+5",	      [38] = "SIGRTMIN+6",
		[39] = "SIGRTMIN+7",	   [40] = "SIGRTMIN+8",	      [41] = "SIGRTMIN+9",
		[42] = "SIGRTMIN+10",	   [43] = "SIGRTMIN+11",      [44] = "SIGRTMIN+12",
		[45] = "SIGRTMIN+13",	   [46] = "SIGRTMIN+14",      [47] = "SIGRTMIN+15",
		[48] = "SIGRTMIN+16",	   [49] = "SIGRTMIN+17",      [50] = "SIGRTMIN+18",
		[51] = "SIGRTMIN+19",	   [52] = "SIGRTMIN+20",      [53] = "SIGRTMIN+21",
		[54] = "SIGRTMIN+22",	   [55] = "SIGRTMIN+23",      [56] = "SIGRTMIN+24",
		[57] = "SIGRTMIN+25",	   [58] = "SIGRTMIN+26",      [59] = "SIGRTMIN+27",
		[60] = "SIGRTMIN+28",	   [61] = "SIGRTMIN+29",      [62] = "SIGRTMIN+30",
		[63] = "SIGRTMIN+31",	   [64] = "SIGRTMAX",
	};

	return sig > 0 && sig <= NSIG ? names[sig] : "an unknown signal";
}
