/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arguments of the ioctl commands of consoles. */
#include "decode/ioctl.h"

static const struct xlat leds[] = { { 1, "LED_SCR" }, { 2, "LED_NUM" }, { 4, "LED_CAP" }, {} };
static const struct xlat keyboards[] = {
	{ 1, "KB_84" }, { 2, "KB_101" }, { 3, "KB_OTHER" }, {}
};
static const struct xlat console_modes[] = {
	{ 0, "KD_TEXT" }, { 1, "KD_GRAPHICS" }, { 2, "KD_TEXT0" }, { 3, "KD_TEXT1" }, {}
};
static const struct xlat key_modes[] = {
	{ 0, "K_RAW" }, { 1, "K_XLATE" }, { 2, "K_MEDIUMRAW" }, { 3, "K_UNICODE" }, { 4, "K_OFF" }, {}
};
static const struct xlat key_metas[] = { { 3, "K_METABIT" }, { 4, "K_ESCPREFIX" }, {} };

void ioctl_leds(struct decoder *d, uint64_t v)
{
	put_flags(d, leds, v, "LED_???");
}

void ioctl_console_mode(struct decoder *d, uint64_t v)
{
	put_value(d, console_modes, v, "KD_???");
}

void ioctl_key_mode(struct decoder *d, uint64_t v)
{
	put_value_in(d, key_modes, v, SINK_UNSIGNED, "K_???");
}

void ioctl_key_meta(struct decoder *d, uint64_t v)
{
	put_value(d, key_metas, v, "K_???");
}

/* The same behind a pointer. */
void ioctl_leds_at(struct decoder *d, uint64_t v)
{
	uint8_t n;

	if (!fetch_out(d, &n, v, sizeof(n)))
		return;
	begin(d, SINK_ARRAY);
	put_flags(d, leds, n, "LED_???");
	end(d);
}

void ioctl_keyboard(struct decoder *d, uint64_t v)
{
	uint8_t n;

	if (!fetch_out(d, &n, v, sizeof(n)))
		return;
	begin(d, SINK_ARRAY);
	put_value(d, keyboards, n, "KB_???");
	end(d);
}

static void put_pointed(struct decoder *d, uint64_t v, const struct xlat *names,
			enum sink_base base, const char *unknown)
{
	uint32_t n;

	if (!fetch_out(d, &n, v, sizeof(n)))
		return;
	begin(d, SINK_ARRAY);
	put_value_in(d, names, base == SINK_DECIMAL ? (uint64_t)(int32_t)n : n, base, unknown);
	end(d);
}

void ioctl_console_mode_at(struct decoder *d, uint64_t v)
{
	put_pointed(d, v, console_modes, SINK_HEX, "KD_???");
}

void ioctl_key_mode_at(struct decoder *d, uint64_t v)
{
	put_pointed(d, v, key_modes, SINK_DECIMAL, "K_???");
}

void ioctl_key_meta_at(struct decoder *d, uint64_t v)
{
	put_pointed(d, v, key_metas, SINK_HEX, "K_???");
}
