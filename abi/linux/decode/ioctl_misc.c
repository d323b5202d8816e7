/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arguments of the ioctl commands of hardware clocks and of userfaultfd. */
#include "decode/ioctl.h"

struct linux_rtc_time {
	int tm_sec, tm_min, tm_hour, tm_mday, tm_mon, tm_year, tm_wday, tm_yday, tm_isdst;
};

static void put_rtc_time(struct decoder *d, const struct linux_rtc_time *t)
{
	begin(d, SINK_STRUCT);
	field_number(d, t, tm_sec);
	field_number(d, t, tm_min);
	field_number(d, t, tm_hour);
	field_number(d, t, tm_mday);
	field_number(d, t, tm_mon);
	field_number(d, t, tm_year);
	if (d->whole) {
		field_number(d, t, tm_wday);
		field_number(d, t, tm_yday);
		field_number(d, t, tm_isdst);
	} else {
		put_more(d);
	}
	end(d);
}

void ioctl_rtc_time(struct decoder *d, uint64_t v)
{
	struct linux_rtc_time t;

	if (fetch_out(d, &t, v, sizeof(t)))
		put_rtc_time(d, &t);
}

void ioctl_rtc_alarm(struct decoder *d, uint64_t v)
{
	struct {
		uint8_t enabled, pending;
		struct linux_rtc_time time;
	} a;

	if (!fetch_out(d, &a, v, sizeof(a)))
		return;
	begin(d, SINK_STRUCT);
	field_unsigned(d, &a, enabled);
	field_unsigned(d, &a, pending);
	field(d, "time");
	put_rtc_time(d, &a.time);
	end(d);
}

static const struct xlat low_voltages[] = {
	{ 1, "RTC_VL_DATA_INVALID" }, { 2, "RTC_VL_BACKUP_LOW" }, { 4, "RTC_VL_BACKUP_EMPTY" },
	{ 8, "RTC_VL_ACCURACY_LOW" }, { 16, "RTC_VL_BACKUP_SWITCH" }, {}
};

void ioctl_rtc_low(struct decoder *d, uint64_t v)
{
	unsigned flags;

	if (!fetch_out(d, &flags, v, sizeof(flags)))
		return;
	begin(d, SINK_ARRAY);
	put_flags(d, low_voltages, flags, "RTC_VL_???");
	end(d);
}

/* --- userfaultfd --- */

static const struct xlat uffd_features[] = {
	{ 0x0001, "UFFD_FEATURE_PAGEFAULT_FLAG_WP" }, { 0x0002, "UFFD_FEATURE_EVENT_FORK" },
	{ 0x0004, "UFFD_FEATURE_EVENT_REMAP" },	      { 0x0008, "UFFD_FEATURE_EVENT_REMOVE" },
	{ 0x0010, "UFFD_FEATURE_MISSING_HUGETLBFS" }, { 0x0020, "UFFD_FEATURE_MISSING_SHMEM" },
	{ 0x0040, "UFFD_FEATURE_EVENT_UNMAP" },	      { 0x0080, "UFFD_FEATURE_SIGBUS" },
	{ 0x0100, "UFFD_FEATURE_THREAD_ID" },	      { 0x0200, "UFFD_FEATURE_MINOR_HUGETLBFS" },
	{ 0x0400, "UFFD_FEATURE_MINOR_SHMEM" },	      { 0x0800, "UFFD_FEATURE_EXACT_ADDRESS" },
	{ 0x1000, "UFFD_FEATURE_WP_HUGETLBFS_SHMEM" }, {}
};
static const struct xlat uffd_api_ioctls[] = {
	{ 1ull << 0, "1<<_UFFDIO_REGISTER" }, { 1ull << 1, "1<<_UFFDIO_UNREGISTER" },
	{ 1ull << 63, "1<<_UFFDIO_API" }, {}
};
static const struct xlat uffd_range_ioctls[] = {
	{ 1 << 2, "1<<_UFFDIO_WAKE" }, { 1 << 3, "1<<_UFFDIO_COPY" },
	{ 1 << 4, "1<<_UFFDIO_ZEROPAGE" }, { 1 << 6, "1<<_UFFDIO_WRITEPROTECT" },
	{ 1 << 7, "1<<_UFFDIO_CONTINUE" }, {}
};
static const struct xlat uffd_modes[] = {
	{ 1, "UFFDIO_REGISTER_MODE_MISSING" }, { 2, "UFFDIO_REGISTER_MODE_WP" },
	{ 4, "UFFDIO_REGISTER_MODE_MINOR" }, {}
};
static const struct xlat uffd_copy_modes[] = {
	{ 1, "UFFDIO_COPY_MODE_DONTWAKE" }, { 2, "UFFDIO_COPY_MODE_WP" }, {}
};
static const struct xlat uffd_zero_modes[] = { { 1, "UFFDIO_ZEROPAGE_MODE_DONTWAKE" }, {} };

void ioctl_uffd_api(struct decoder *d, uint64_t v)
{
	struct {
		uint64_t api, features, ioctls;
	} a;

	if (!fetch_out(d, &a, v, sizeof(a)))
		return;
	begin(d, SINK_STRUCT);
	field_hex(d, &a, api);
	field(d, "features");
	put_flags(d, uffd_features, a.features, "UFFD_FEATURE_???");
	field(d, "ioctls");
	put_flags(d, uffd_api_ioctls, a.ioctls, "_UFFDIO_???");
	end(d);
}

static void put_range(struct decoder *d, const uint64_t range[2])
{
	begin(d, SINK_STRUCT);
	field(d, "start");
	put_hex(d, range[0]);
	field(d, "len");
	put_hex(d, range[1]);
	end(d);
}

void ioctl_uffd_range(struct decoder *d, uint64_t v)
{
	uint64_t range[2];

	if (fetch(d, range, v, sizeof(range)))
		put_range(d, range);
}

void ioctl_uffd_register(struct decoder *d, uint64_t v)
{
	struct {
		uint64_t range[2], mode, ioctls;
	} r;

	if (!fetch_out(d, &r, v, sizeof(r)))
		return;
	begin(d, SINK_STRUCT);
	field(d, "range");
	put_range(d, r.range);
	field(d, "mode");
	put_flags(d, uffd_modes, r.mode, "UFFDIO_REGISTER_MODE_???");
	field(d, "ioctls");
	put_flags(d, uffd_range_ioctls, r.ioctls, "_UFFDIO_???");
	end(d);
}

void ioctl_uffd_copy(struct decoder *d, uint64_t v)
{
	struct {
		uint64_t dst, src, len, mode;
		int64_t copy;
	} c;

	if (!fetch_out(d, &c, v, sizeof(c)))
		return;
	begin(d, SINK_STRUCT);
	field_hex(d, &c, dst);
	field_hex(d, &c, src);
	field_hex(d, &c, len);
	field(d, "mode");
	put_flags(d, uffd_copy_modes, c.mode, "UFFDIO_COPY_???");
	field(d, "copy");
	put_hex(d, (uint64_t)c.copy);
	end(d);
}

void ioctl_uffd_zero(struct decoder *d, uint64_t v)
{
	struct {
		uint64_t range[2], mode;
		int64_t zeropage;
	} z;

	if (!fetch_out(d, &z, v, sizeof(z)))
		return;
	begin(d, SINK_STRUCT);
	field(d, "range");
	put_range(d, z.range);
	field(d, "mode");
	put_flags(d, uffd_zero_modes, z.mode, "UFFDIO_ZEROPAGE_???");
	field(d, "zeropage");
	put_hex(d, (uint64_t)z.zeropage);
	end(d);
}
