/* SPDX-License-Identifier: GPL-2.0-or-later */
/* quotactl: commands for types of quotas, and what each of them takes and gives. */
#include "decode/files.h"
#include "decode/forms.h"

#define Q_SYNC 0x800001
#define Q_QUOTAON 0x800002
#define Q_QUOTAOFF 0x800003
#define Q_GETFMT 0x800004
#define Q_GETINFO 0x800005
#define Q_SETINFO 0x800006
#define Q_GETQUOTA 0x800007
#define Q_SETQUOTA 0x800008
#define Q_GETNEXTQUOTA 0x800009
#define Q_XQUOTAON 0x5801
#define Q_XQUOTAOFF 0x5802
#define Q_XGETQUOTA 0x5803
#define Q_XSETQLIM 0x5804
#define Q_XGETQSTAT 0x5805
#define Q_XQUOTARM 0x5806
#define Q_XQUOTASYNC 0x5807
#define Q_XGETQSTATV 0x5808
#define Q_XGETNEXTQUOTA 0x5809

static const struct xlat commands[] = {
	X(Q_SYNC), X(Q_QUOTAON), X(Q_QUOTAOFF), X(Q_GETFMT), X(Q_GETINFO), X(Q_SETINFO),
	X(Q_GETQUOTA), X(Q_SETQUOTA), X(Q_GETNEXTQUOTA), X(Q_XQUOTAON), X(Q_XQUOTAOFF),
	X(Q_XGETQUOTA), X(Q_XSETQLIM), X(Q_XGETQSTAT), X(Q_XQUOTARM), X(Q_XQUOTASYNC),
	X(Q_XGETQSTATV), X(Q_XGETNEXTQUOTA), {}
};
static const struct xlat types[] = {
	{ 0, "USRQUOTA" }, { 1, "GRPQUOTA" }, { 2, "PRJQUOTA" }, {}
};
static const struct xlat formats[] = {
	{ 1, "QFMT_VFS_OLD" }, { 2, "QFMT_VFS_V0" }, { 3, "QFMT_OCFS2" }, { 4, "QFMT_VFS_V1" },
	{}
};

static unsigned command_of(const struct decoder *d, unsigned i)
{
	return (uint32_t)d->args[i] >> 8;
}

void print_quota_cmd(struct decoder *d, uint64_t v)
{
	d->sink->call(d->ctx, "QCMD");
	put_value(d, commands, (uint32_t)v >> 8, "Q_???");
	put_value(d, types, v & 0xff, "???QUOTA");
	end(d);
}

/* --- what is behind the last argument --- */

static const struct xlat dqblk_valid[] = {
	{ 1, "QIF_BLIMITS" }, { 2, "QIF_SPACE" }, { 4, "QIF_ILIMITS" }, { 8, "QIF_INODES" },
	{ 16, "QIF_BTIME" }, { 32, "QIF_ITIME" }, {}
};

struct dqblk {
	uint64_t dqb_bhardlimit, dqb_bsoftlimit, dqb_curspace, dqb_ihardlimit, dqb_isoftlimit,
		dqb_curinodes, dqb_btime, dqb_itime;
	uint32_t dqb_valid, dqb_id; /* the id of Q_GETNEXTQUOTA only */
};

static void put_dqblk(struct decoder *d, uint64_t v, bool next)
{
	struct dqblk q;

	/* i386's has no padding behind it */
	if (!fetch_out(d, &q, v, next || d->is_64bit ? sizeof(q) : sizeof(q) - 4))
		return;
	begin(d, SINK_STRUCT);
	field_unsigned(d, &q, dqb_bhardlimit);
	field_unsigned(d, &q, dqb_bsoftlimit);
	field_unsigned(d, &q, dqb_curspace);
	field_unsigned(d, &q, dqb_ihardlimit);
	field_unsigned(d, &q, dqb_isoftlimit);
	field_unsigned(d, &q, dqb_curinodes);
	if (d->whole) {
		field_unsigned(d, &q, dqb_btime);
		field_unsigned(d, &q, dqb_itime);
		field(d, "dqb_valid");
		put_flags(d, dqblk_valid, q.dqb_valid, "QIF_???");
	}
	if (next)
		field_unsigned(d, &q, dqb_id);
	if (!d->whole)
		put_more(d);
	end(d);
}

static void print_dqblk(struct decoder *d, uint64_t v)
{
	put_dqblk(d, v, false);
}

static void print_next_dqblk(struct decoder *d, uint64_t v)
{
	put_dqblk(d, v, true);
}

static const struct xlat info_flags[] = {
	{ 1, "DQF_ROOT_SQUASH" }, { 0x10000, "DQF_SYS_FILE" }, {}
};
static const struct xlat info_valid[] = {
	{ 1, "IIF_BGRACE" }, { 2, "IIF_IGRACE" }, { 4, "IIF_FLAGS" }, {}
};

static void print_dqinfo(struct decoder *d, uint64_t v)
{
	struct {
		uint64_t dqi_bgrace, dqi_igrace;
		uint32_t dqi_flags, dqi_valid;
	} q;

	if (!fetch_out(d, &q, v, sizeof(q)))
		return;
	begin(d, SINK_STRUCT);
	field_unsigned(d, &q, dqi_bgrace);
	field_unsigned(d, &q, dqi_igrace);
	field(d, "dqi_flags");
	put_flags(d, info_flags, q.dqi_flags, "DQF_???");
	field(d, "dqi_valid");
	put_flags(d, info_valid, q.dqi_valid, "IIF_???");
	end(d);
}

static void print_format(struct decoder *d, uint64_t v)
{
	uint32_t format;

	if (!fetch_out(d, &format, v, sizeof(format)))
		return;
	begin(d, SINK_ARRAY);
	put_value(d, formats, format, "QFMT_VFS_???");
	end(d);
}

/* --- XFS --- */

static const struct xlat xfs_flags[] = {
	{ 1, "FS_QUOTA_UDQ_ACCT" }, { 2, "FS_QUOTA_UDQ_ENFD" }, { 4, "FS_QUOTA_GDQ_ACCT" },
	{ 8, "FS_QUOTA_GDQ_ENFD" }, { 16, "FS_QUOTA_PDQ_ACCT" }, { 32, "FS_QUOTA_PDQ_ENFD" }, {}
};
static const struct xlat xfs_types[] = {
	{ 1, "FS_USER_QUOTA" }, { 2, "FS_PROJ_QUOTA" }, { 4, "FS_GROUP_QUOTA" }, {}
};

static void print_xfs_flags(struct decoder *d, uint64_t v)
{
	uint32_t flags;

	if (!fetch(d, &flags, v, sizeof(flags)))
		return;
	begin(d, SINK_ARRAY);
	put_flags(d, xfs_flags, flags, "FS_QUOTA_???");
	end(d);
}

struct xfs_quota {
	int8_t d_version, d_flags;
	uint16_t d_fieldmask;
	uint32_t d_id;
	uint64_t d_blk_hardlimit, d_blk_softlimit, d_ino_hardlimit, d_ino_softlimit, d_bcount, d_icount;
	int32_t d_itimer, d_btimer;
	uint16_t d_iwarns, d_bwarns;
	int32_t padding2;
	uint64_t d_rtb_hardlimit, d_rtb_softlimit, d_rtbcount;
	int32_t d_rtbtimer;
	uint16_t d_rtbwarns;
	int16_t padding3;
	char padding4[8];
};
_Static_assert(sizeof(struct xfs_quota) == 112, "fs_disk_quota");

static void put_xfs_rest(struct decoder *d, const struct xfs_quota *q)
{
	field_number(d, q, d_itimer);
	field_number(d, q, d_btimer);
	field_unsigned(d, q, d_iwarns);
	field_unsigned(d, q, d_bwarns);
	field_unsigned(d, q, d_rtb_hardlimit);
	field_unsigned(d, q, d_rtb_softlimit);
	field_unsigned(d, q, d_rtbcount);
	field_number(d, q, d_rtbtimer);
	field_unsigned(d, q, d_rtbwarns);
}

static void print_xfs_quota(struct decoder *d, uint64_t v)
{
	struct xfs_quota q;

	if (!fetch_out(d, &q, v, sizeof(q)))
		return;
	begin(d, SINK_STRUCT);
	field_number(d, &q, d_version);
	field(d, "d_flags");
	put_flags(d, xfs_types, (uint8_t)q.d_flags, "FS_???_QUOTA");
	field_hex(d, &q, d_fieldmask);
	field_unsigned(d, &q, d_id);
	field_unsigned(d, &q, d_blk_hardlimit);
	field_unsigned(d, &q, d_blk_softlimit);
	field_unsigned(d, &q, d_ino_hardlimit);
	field_unsigned(d, &q, d_ino_softlimit);
	field_unsigned(d, &q, d_bcount);
	field_unsigned(d, &q, d_icount);
	if (d->whole)
		put_xfs_rest(d, &q);
	else
		put_more(d);
	end(d);
}

/* --- which command has what --- */

struct form {
	bool id;    /* an identifier is told before it */
	bool late;  /* the kernel writes it */
	print_fn *print; /* NULL: nothing behind the path */
};

static struct form form_of(unsigned cmd)
{
	switch (cmd) {
	case Q_SYNC:
	case Q_QUOTAOFF:
	case Q_XQUOTASYNC:
		return (struct form){ false, false, NULL };
	case Q_GETFMT:
		return (struct form){ false, true, print_format };
	case Q_GETINFO:
		return (struct form){ false, true, print_dqinfo };
	case Q_SETINFO:
		return (struct form){ false, false, print_dqinfo };
	case Q_GETQUOTA:
		return (struct form){ true, true, print_dqblk };
	case Q_SETQUOTA:
		return (struct form){ true, false, print_dqblk };
	case Q_GETNEXTQUOTA:
		return (struct form){ true, true, print_next_dqblk };
	case Q_XQUOTAON:
	case Q_XQUOTAOFF:
	case Q_XQUOTARM:
		return (struct form){ false, false, print_xfs_flags };
	case Q_XGETQUOTA:
	case Q_XGETNEXTQUOTA:
		return (struct form){ true, true, print_xfs_quota };
	case Q_XSETQLIM:
		return (struct form){ true, false, print_xfs_quota };
	case Q_XGETQSTAT:
	case Q_XGETQSTATV:
		return (struct form){ false, false, print_ADDR };
	}
	return (struct form){ true, false, print_ADDR };
}

static void print_quota_format(struct decoder *d, uint64_t v)
{
	put_value(d, formats, (uint32_t)v, "QFMT_VFS_???");
}

/* Arguments: those before it, the identifier and what it points to. */
static void put_quota_args(struct decoder *d, unsigned cmd)
{
	struct form f = form_of(cmd);

	if (is_entering(d))
		put_args_defined(d, 0, 2);
	if (cmd == Q_QUOTAON) {
		if (is_entering(d)) {
			put_arg_as(d, 2, print_quota_format);
			put_arg_as(d, 3, print_path);
		}
		return;
	}
	if (is_entering(d) && f.id)
		put_arg_as(d, 2, print_id);
	if (f.print && is_entering(d) == !f.late)
		put_arg_as(d, 3, f.print);
}

void args_quotactl(struct decoder *d)
{
	put_quota_args(d, command_of(d, 0));
}

void args_quotactl_fd(struct decoder *d)
{
	put_quota_args(d, command_of(d, 1));
}
