/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ioctl commands that have a number of their own in them: a length, an axis, a mixer's device. */
#include "decode/internal.h"
#include "decode/ioctl.h"

struct family {
	uint8_t dirs; /* a bit each */
	uint8_t type, first, last;
	const char *name;
	enum { OF_SIZE, OF_NR, OF_AXIS, OF_EVENT } what;
};

#define WRITE (1u << 1)
#define READ (1u << 2)
#define BOTH (1u << 3)

static const struct family families[] = {
	{ READ, 'E', 0x06, 0x06, "EVIOCGNAME", OF_SIZE },
	{ READ, 'E', 0x07, 0x07, "EVIOCGPHYS", OF_SIZE },
	{ READ, 'E', 0x08, 0x08, "EVIOCGUNIQ", OF_SIZE },
	{ READ, 'E', 0x09, 0x09, "EVIOCGPROP", OF_SIZE },
	{ READ, 'E', 0x0a, 0x0a, "EVIOCGMTSLOTS", OF_SIZE },
	{ READ, 'E', 0x18, 0x18, "EVIOCGKEY", OF_SIZE },
	{ READ, 'E', 0x19, 0x19, "EVIOCGLED", OF_SIZE },
	{ READ, 'E', 0x1a, 0x1a, "EVIOCGSND", OF_SIZE },
	{ READ, 'E', 0x1b, 0x1b, "EVIOCGSW", OF_SIZE },
	{ READ, 'E', 0x20, 0x3f, "EVIOCGBIT", OF_EVENT },
	{ READ, 'E', 0x40, 0x7f, "EVIOCGABS", OF_AXIS },
	{ WRITE, 'E', 0xc0, 0xff, "EVIOCSABS", OF_AXIS },
	{ READ, 'H', 0x04, 0x04, "HIDIOCGRAWNAME", OF_SIZE },
	{ READ, 'H', 0x05, 0x05, "HIDIOCGRAWPHYS", OF_SIZE },
	{ READ | BOTH, 'H', 0x06, 0x06, "HIDIOCSFEATURE", OF_SIZE },
	{ BOTH, 'H', 0x07, 0x07, "HIDIOCGFEATURE", OF_SIZE },
	{ READ, 'H', 0x08, 0x08, "HIDIOCGRAWUNIQ", OF_SIZE },
	{ READ, 'H', 0x12, 0x12, "HIDIOCGPHYS", OF_SIZE },
	{ READ, 'M', 0x00, 0xff, "MIXER_READ", OF_NR },
	{ WRITE, 'M', 0x00, 0xff, "MIXER_WRITE", OF_NR },
	{ READ, 'U', 0x2c, 0x2c, "UI_GET_SYSNAME", OF_SIZE },
	{ READ, 'j', 0x13, 0x13, "JSIOCGNAME", OF_SIZE },
	{ WRITE, 'k', 0x00, 0x00, "SPI_IOC_MESSAGE", OF_SIZE },
};

static const struct xlat events[] = {
	{ 1, "EV_KEY" }, { 2, "EV_REL" }, { 3, "EV_ABS" }, { 4, "EV_MSC" },
	{ 5, "EV_SW" }, { 0x11, "EV_LED" }, { 0x12, "EV_SND" }, { 0x14, "EV_REP" },
	{ 0x15, "EV_FF" }, { 0x16, "EV_PWR" }, { 0x17, "EV_FF_STATUS" }, {}
};

static const struct xlat axes[] = {
	{ 0x0, "ABS_X" }, { 0x1, "ABS_Y" }, { 0x2, "ABS_Z" }, { 0x3, "ABS_RX" },
	{ 0x4, "ABS_RY" }, { 0x5, "ABS_RZ" }, { 0x6, "ABS_THROTTLE" }, { 0x7, "ABS_RUDDER" },
	{ 0x8, "ABS_WHEEL" }, { 0x9, "ABS_GAS" }, { 0xa, "ABS_BRAKE" }, { 0x10, "ABS_HAT0X" },
	{ 0x11, "ABS_HAT0Y" }, { 0x12, "ABS_HAT1X" }, { 0x13, "ABS_HAT1Y" },
	{ 0x14, "ABS_HAT2X" }, { 0x15, "ABS_HAT2Y" }, { 0x16, "ABS_HAT3X" },
	{ 0x17, "ABS_HAT3Y" }, { 0x18, "ABS_PRESSURE" }, { 0x19, "ABS_DISTANCE" },
	{ 0x1a, "ABS_TILT_X" }, { 0x1b, "ABS_TILT_Y" }, { 0x1c, "ABS_TOOL_WIDTH" },
	{ 0x20, "ABS_VOLUME" }, { 0x21, "ABS_PROFILE" }, { 0x28, "ABS_MISC" },
	{ 0x2e, "ABS_RESERVED" }, { 0x2f, "ABS_MT_SLOT" }, { 0x30, "ABS_MT_TOUCH_MAJOR" },
	{ 0x31, "ABS_MT_TOUCH_MINOR" }, { 0x32, "ABS_MT_WIDTH_MAJOR" },
	{ 0x33, "ABS_MT_WIDTH_MINOR" }, { 0x34, "ABS_MT_ORIENTATION" },
	{ 0x35, "ABS_MT_POSITION_X" }, { 0x36, "ABS_MT_POSITION_Y" },
	{ 0x37, "ABS_MT_TOOL_TYPE" }, { 0x38, "ABS_MT_BLOB_ID" }, { 0x39, "ABS_MT_TRACKING_ID" },
	{ 0x3a, "ABS_MT_PRESSURE" }, { 0x3b, "ABS_MT_DISTANCE" }, { 0x3c, "ABS_MT_TOOL_X" },
	{ 0x3d, "ABS_MT_TOOL_Y" }, {}
};

static const struct family *family_of(unsigned cmd)
{
	unsigned nr = IOC_NR(cmd), i;
	const struct family *f;

	for (i = 0; i < ARRAY_SIZE(families); i++) {
		f = &families[i];
		if (f->type == IOC_TYPE(cmd) && f->dirs >> IOC_DIR(cmd) & 1 && nr >= f->first &&
		    nr <= f->last)
			return f;
	}
	return NULL;
}

bool put_ioctl_of_family(struct decoder *d, unsigned cmd)
{
	const struct family *f = family_of(cmd);
	unsigned nr = IOC_NR(cmd);

	if (!f)
		return false;
	begin_call(d, f->name);
	if (f->what == OF_NR)
		put_unsigned(d, nr);
	else if (f->what == OF_AXIS)
		put_value(d, axes, nr - f->first, "ABS_???");
	else if (f->what == OF_EVENT && nr > f->first)
		put_value(d, events, nr - f->first, "EV_???");
	else if (f->what == OF_EVENT)
		put_unsigned(d, 0);
	if (f->what == OF_SIZE || f->what == OF_EVENT)
		put_unsigned(d, IOC_SIZE(cmd));
	end(d);
	return true;
}
