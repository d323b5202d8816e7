/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arguments of ioctl commands. */
#ifndef DECODE_IOCTL_H
#define DECODE_IOCTL_H

#include "decode/files.h"

/*
 * When an argument is told: not at all, on the way in, on the way out; BOTH: in, and what has become of
 * it (becomes()) out.
 */
enum ioctl_when { IOCTL_NONE, IOCTL_IN, IOCTL_OUT, IOCTL_BOTH };

/* The printers that ioctl_args.def names. */
print_fn ioctl_fiemap, ioctl_dedupe, ioctl_ifreq, ioctl_ifconf, ioctl_value, ioctl_address, ioctl_hex, ioctl_int,
	ioctl_uint, ioctl_hexint, ioctl_long, ioctl_long64, ioctl_ulong, ioctl_u16, ioctl_u64,
	ioctl_two_u64, ioctl_task, ioctl_char, ioctl_fd, ioctl_str, ioctl_label, ioctl_termios,
	ioctl_termios2, ioctl_termio, ioctl_winsize, ioctl_modem, ioctl_tcxonc, ioctl_tcflsh,
	ioctl_fs_flags, ioctl_fs_flags32, ioctl_fsxattr, ioctl_fsxattr_in, ioctl_clone_range,
	ioctl_fitrim, ioctl_geometry, ioctl_entropy, ioctl_rtc_time, ioctl_rtc_alarm,
	ioctl_loop_status, ioctl_loop_config, ioctl_input_id, ioctl_uffd_api, ioctl_uffd_register,
	ioctl_uffd_range, ioctl_uffd_copy, ioctl_uffd_zero, ioctl_perf_flags, ioctl_hex64,
	ioctl_ifname, ioctl_two_uint, ioctl_leds, ioctl_leds_at, ioctl_keyboard, ioctl_console_mode,
	ioctl_console_mode_at, ioctl_key_mode, ioctl_key_mode_at, ioctl_key_meta, ioctl_key_meta_at,
	ioctl_rtc_low;

/* How <linux/ioctl.h> packs a command. */
#define IOC_NR(cmd) ((cmd)&0xff)
#define IOC_TYPE(cmd) ((cmd) >> 8 & 0xff)
#define IOC_SIZE(cmd) ((cmd) >> 16 & 0x3fff)
#define IOC_DIR(cmd) ((cmd) >> 30)

/* A command that has a number in it, "EVIOCGNAME(64)": told, if it is one. */
bool put_ioctl_of_family(struct decoder *d, unsigned cmd);

#endif
