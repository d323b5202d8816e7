/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Modes of terminals, and other arguments of their ioctl commands. */
#include "uapi/termios.h"

#include "decode/ioctl.h"

static const struct xlat iflags[] = {
	X(IGNBRK), X(BRKINT), X(IGNPAR), X(PARMRK), X(INPCK), X(ISTRIP), X(INLCR), X(IGNCR),
	X(ICRNL), X(IUCLC), X(IXON), X(IXANY), X(IXOFF), X(IMAXBEL), X(IUTF8), {}
};
static const struct xlat oflags[] = {
	X(OPOST), X(OLCUC), X(ONLCR), X(OCRNL), X(ONOCR), X(ONLRET), { 0100, "OFILL" },
	{ 0200, "OFDEL" }, {}
};
static const struct xlat cflags[] = {
	{ 0100, "CSTOPB" }, X(CREAD), X(PARENB), { 01000, "PARODD" }, X(HUPCL), X(CLOCAL),
	{ 010000000000, "CMSPAR" }, { 020000000000, "CRTSCTS" }, {}
};
static const struct xlat lflags[] = {
	X(ISIG), X(ICANON), { 04, "XCASE" }, X(ECHO), X(ECHOE), X(ECHOK), X(ECHONL), X(NOFLSH),
	X(IEXTEN), X(ECHOCTL), X(ECHOPRT), X(ECHOKE), { 010000, "FLUSHO" }, { 040000, "PENDIN" },
	X(TOSTOP), X(EXTPROC), {}
};

/* Fields of several bits in oflag, each with its values from 0. */
static const struct {
	unsigned mask, shift;
	const char *const *names;
} delays[] = {
	{ 0000400, 8, (const char *const[]){ "NL0", "NL1" } },
	{ 0003000, 9, (const char *const[]){ "CR0", "CR1", "CR2", "CR3" } },
	{ 0014000, 11, (const char *const[]){ "TAB0", "TAB1", "TAB2", "XTABS" } },
	{ 0020000, 13, (const char *const[]){ "BS0", "BS1" } },
	{ 0040000, 14, (const char *const[]){ "VT0", "VT1" } },
	{ 0100000, 15, (const char *const[]){ "FF0", "FF1" } },
};

static const char *const speeds[] = { "B0",    "B50",   "B75",   "B110",  "B134",  "B150",
				      "B200",  "B300",  "B600",  "B1200", "B1800", "B2400",
				      "B4800", "B9600", "B19200", "B38400" };
/* from CBAUDEX on */
static const char *const fast_speeds[] = {
	"BOTHER",   "B57600",	"B115200",  "B230400",	"B460800",  "B500000",	"B576000",  "B921600",
	"B1000000", "B1152000", "B1500000", "B2000000", "B2500000", "B3000000", "B3500000", "B4000000"
};
static const char *const char_sizes[] = { "CS5", "CS6", "CS7", "CS8" };

static const char *speed_name(unsigned baud)
{
	return baud & CBAUDEX ? fast_speeds[baud & 15] : speeds[baud & 15];
}

static void put_plain_flags(struct decoder *d, const char *name, const struct xlat *table,
			    unsigned v)
{
	struct names t = { .n = 0 };

	add_flags(&t, table, v);
	field(d, name);
	d->sink->symbol(d->ctx, v, SINK_HEX, t.s);
}

/* Fields first, then flags; the bar between them is there even if there are none. */
static void put_parts(struct decoder *d, const char *name, const struct names *fields,
		      const struct xlat *table, unsigned flags, unsigned v)
{
	struct names t = { .n = 0 };
	char text[2100];

	add_flags(&t, table, flags);
	snprintf(text, sizeof(text), "%s|%s", fields->s, t.s);
	field(d, name);
	d->sink->symbol(d->ctx, v, SINK_HEX, text);
}

static void put_oflag(struct decoder *d, unsigned v)
{
	struct names t = { .n = 0 };
	unsigned rest = v, i;

	for (i = 0; i < sizeof(delays) / sizeof(delays[0]); i++) {
		add_name(&t, delays[i].names[(v & delays[i].mask) >> delays[i].shift]);
		rest &= ~delays[i].mask;
	}
	put_parts(d, "c_oflag", &t, oflags, rest, v);
}

static void put_cflag(struct decoder *d, unsigned v)
{
	unsigned ibaud = v >> IBSHIFT & CBAUD;
	struct names t = { .n = 0 };
	char text[32];

	add_name(&t, speed_name(v & CBAUD));
	if (ibaud) {
		snprintf(text, sizeof(text), "%s<<IBSHIFT", speed_name(ibaud));
		add_name(&t, text);
	}
	add_name(&t, char_sizes[(v & CSIZE) >> 4]);
	put_parts(d, "c_cflag", &t, cflags, v & ~(CBAUD | CSIZE | CBAUD << IBSHIFT), v);
}

static const struct xlat disciplines[] = {
	X(N_TTY), { 1, "N_SLIP" }, { 2, "N_MOUSE" }, { 3, "N_PPP" }, { 4, "N_STRIP" },
	{ 5, "N_AX25" }, { 6, "N_X25" }, { 7, "N_6PACK" }, { 8, "N_MASC" }, { 9, "N_R3964" },
	{ 10, "N_PROFIBUS_FDL" }, { 11, "N_IRDA" }, { 12, "N_SMSBLOCK" }, { 13, "N_HDLC" },
	{ 14, "N_SYNC_PPP" }, { 15, "N_HCI" }, {}
};
static const struct xlat characters[] = {
	X(VINTR), X(VQUIT), X(VERASE), X(VKILL), X(VEOF), X(VTIME), X(VMIN), { 7, "VSWTC" },
	X(VSTART), X(VSTOP), X(VSUSP), X(VEOL), X(VREPRINT), { 13, "VDISCARD" }, X(VWERASE),
	X(VLNEXT), X(VEOL2), {}
};

/* "[VINTR]=0x3" */
static void put_character(struct decoder *d, unsigned i, unsigned c)
{
	const char *name = xlat_name(characters, i);
	char text[32];

	if (name)
		snprintf(text, sizeof(text), "[%s]=%#x", name, c);
	else
		snprintf(text, sizeof(text), "[%u]=%#x", i, c);
	d->sink->symbol(d->ctx, c, SINK_HEX, text);
}

static void put_line(struct decoder *d, unsigned line, const uint8_t *cc, unsigned n)
{
	unsigned i;

	field(d, "c_line");
	put_value(d, disciplines, line, "N_???");
	field(d, "c_cc");
	begin(d, SINK_ARRAY);
	for (i = 0; i < n; i++)
		put_character(d, i, cc[i]);
	end(d);
}

struct modes {
	unsigned iflag, oflag, cflag, lflag, line;
	const uint8_t *cc;
	unsigned nr_cc;
	const uint32_t *speeds; /* in and out, or NULL */
};

static void put_modes(struct decoder *d, const struct modes *m)
{
	begin(d, SINK_STRUCT);
	put_plain_flags(d, "c_iflag", iflags, m->iflag);
	put_oflag(d, m->oflag);
	put_cflag(d, m->cflag);
	put_plain_flags(d, "c_lflag", lflags, m->lflag);
	if (!d->whole) {
		put_more(d);
	} else {
		put_line(d, m->line, m->cc, m->nr_cc);
		if (m->speeds) {
			field(d, "c_ispeed");
			put_unsigned(d, m->speeds[0]);
			field(d, "c_ospeed");
			put_unsigned(d, m->speeds[1]);
		}
	}
	end(d);
}

#define MODES(t) (t).iflag, (t).oflag, (t).cflag, (t).lflag, (t).line, (t).cc

void ioctl_termios(struct decoder *d, uint64_t v)
{
	struct linux_termios t;

	if (fetch_out(d, &t, v, sizeof(t)))
		put_modes(d, &(struct modes){ MODES(t), NCCS, NULL });
}

void ioctl_termios2(struct decoder *d, uint64_t v)
{
	struct linux_termios2 t;

	if (fetch_out(d, &t, v, sizeof(t)))
		put_modes(d, &(struct modes){ MODES(t), NCCS, (uint32_t[]){ t.ispeed, t.ospeed } });
}

void ioctl_termio(struct decoder *d, uint64_t v)
{
	struct linux_termio t;

	if (fetch_out(d, &t, v, sizeof(t)))
		put_modes(d, &(struct modes){ MODES(t), NCC, NULL });
}

void ioctl_winsize(struct decoder *d, uint64_t v)
{
	struct linux_winsize w;

	if (!fetch_out(d, &w, v, sizeof(w)))
		return;
	begin(d, SINK_STRUCT);
	field(d, "ws_row");
	put_unsigned(d, w.row);
	field(d, "ws_col");
	put_unsigned(d, w.col);
	field(d, "ws_xpixel");
	put_unsigned(d, w.xpixel);
	field(d, "ws_ypixel");
	put_unsigned(d, w.ypixel);
	end(d);
}

static const struct xlat modem_lines[] = {
	{ 0x001, "TIOCM_LE" },	{ 0x002, "TIOCM_DTR" },	 { 0x004, "TIOCM_RTS" },
	{ 0x008, "TIOCM_ST" },	{ 0x010, "TIOCM_SR" },	 { 0x020, "TIOCM_CTS" },
	{ 0x040, "TIOCM_CAR" }, { 0x080, "TIOCM_RNG" },	 { 0x100, "TIOCM_DSR" },
	{ 0x2000, "TIOCM_OUT1" }, { 0x4000, "TIOCM_OUT2" }, { 0x8000, "TIOCM_LOOP" }, {}
};

void ioctl_modem(struct decoder *d, uint64_t v)
{
	unsigned lines;

	if (!fetch_out(d, &lines, v, sizeof(lines)))
		return;
	begin(d, SINK_ARRAY);
	put_flags(d, modem_lines, lines, "TIOCM_???");
	end(d);
}

void ioctl_tcxonc(struct decoder *d, uint64_t v)
{
	static const struct xlat actions[] = { X(TCOOFF), X(TCOON), X(TCIOFF), X(TCION), {} };

	put_value(d, actions, v, "TC???");
}

void ioctl_tcflsh(struct decoder *d, uint64_t v)
{
	static const struct xlat queues[] = { X(TCIFLUSH), X(TCOFLUSH), X(TCIOFLUSH), {} };

	put_value(d, queues, v, "TC???");
}
