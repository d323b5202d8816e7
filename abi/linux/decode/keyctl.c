/* SPDX-License-Identifier: GPL-2.0-or-later */
/* keyctl: a command, and by it what the other registers are. */
#include "decode/errnames.h"
#include "decode/files.h"
#include "decode/forms.h"

static const struct xlat permissions[] = {
	{ 0x01000000, "KEY_POS_VIEW" }, { 0x02000000, "KEY_POS_READ" },
	{ 0x04000000, "KEY_POS_WRITE" }, { 0x08000000, "KEY_POS_SEARCH" },
	{ 0x10000000, "KEY_POS_LINK" }, { 0x20000000, "KEY_POS_SETATTR" },
	{ 0x00010000, "KEY_USR_VIEW" }, { 0x00020000, "KEY_USR_READ" },
	{ 0x00040000, "KEY_USR_WRITE" }, { 0x00080000, "KEY_USR_SEARCH" },
	{ 0x00100000, "KEY_USR_LINK" }, { 0x00200000, "KEY_USR_SETATTR" },
	{ 0x00000100, "KEY_GRP_VIEW" }, { 0x00000200, "KEY_GRP_READ" },
	{ 0x00000400, "KEY_GRP_WRITE" }, { 0x00000800, "KEY_GRP_SEARCH" },
	{ 0x00001000, "KEY_GRP_LINK" }, { 0x00002000, "KEY_GRP_SETATTR" },
	{ 0x00000001, "KEY_OTH_VIEW" }, { 0x00000002, "KEY_OTH_READ" },
	{ 0x00000004, "KEY_OTH_WRITE" }, { 0x00000008, "KEY_OTH_SEARCH" },
	{ 0x00000010, "KEY_OTH_LINK" }, { 0x00000020, "KEY_OTH_SETATTR" }, {}
};
static const struct xlat default_keyrings[] = {
	{ (uint64_t)-1, "KEY_REQKEY_DEFL_NO_CHANGE" }, { 0, "KEY_REQKEY_DEFL_DEFAULT" },
	{ 1, "KEY_REQKEY_DEFL_THREAD_KEYRING" }, { 2, "KEY_REQKEY_DEFL_PROCESS_KEYRING" },
	{ 3, "KEY_REQKEY_DEFL_SESSION_KEYRING" }, { 4, "KEY_REQKEY_DEFL_USER_KEYRING" },
	{ 5, "KEY_REQKEY_DEFL_USER_SESSION_KEYRING" }, { 6, "KEY_REQKEY_DEFL_GROUP_KEYRING" },
	{ 7, "KEY_REQKEY_DEFL_REQUESTOR_KEYRING" }, {}
};
static const struct xlat supported_ops[] = {
	{ 1, "KEYCTL_SUPPORTS_ENCRYPT" }, { 2, "KEYCTL_SUPPORTS_DECRYPT" },
	{ 4, "KEYCTL_SUPPORTS_SIGN" }, { 8, "KEYCTL_SUPPORTS_VERIFY" }, {}
};
static const struct xlat move_flags[] = { { 1, "KEYCTL_MOVE_EXCL" }, {} };
static const struct xlat capabilities_0[] = {
	{ 0x01, "KEYCTL_CAPS0_CAPABILITIES" }, { 0x02, "KEYCTL_CAPS0_PERSISTENT_KEYRINGS" },
	{ 0x04, "KEYCTL_CAPS0_DIFFIE_HELLMAN" }, { 0x08, "KEYCTL_CAPS0_PUBLIC_KEY" },
	{ 0x10, "KEYCTL_CAPS0_BIG_KEY" }, { 0x20, "KEYCTL_CAPS0_INVALIDATE" },
	{ 0x40, "KEYCTL_CAPS0_RESTRICT_KEYRING" }, { 0x80, "KEYCTL_CAPS0_MOVE" }, {}
};
static const struct xlat capabilities_1[] = {
	{ 1, "KEYCTL_CAPS1_NS_KEYRING_NAME" }, { 2, "KEYCTL_CAPS1_NS_KEY_TAG" },
	{ 4, "KEYCTL_CAPS1_NOTIFICATIONS" }, {}
};

/* --- numbers --- */

static void print_permissions(struct decoder *d, uint64_t v)
{
	put_flags(d, permissions, (uint32_t)v, "KEY_???");
}

static void print_default_keyring(struct decoder *d, uint64_t v)
{
	put_value_in(d, default_keyrings, (uint64_t)(int32_t)v, SINK_DECIMAL, "KEY_REQKEY_DEFL_???");
}

static void print_move_flags(struct decoder *d, uint64_t v)
{
	put_flags(d, move_flags, (uint32_t)v, "KEYCTL_MOVE_???");
}

static void print_error(struct decoder *d, uint64_t v)
{
	const char *name = (uint32_t)v <= INT32_MAX ? error_name((int)v) : NULL;

	if (name)
		d->sink->symbol(d->ctx, (uint32_t)v, SINK_UNSIGNED, name);
	else
		put_unsigned(d, (uint32_t)v);
}

/* --- buffers --- */

/* The length is the next argument. */
static void print_payload(struct decoder *d, uint64_t v)
{
	put_user_bytes(d, v, d->args[d->arg + 1]);
}

/* As much as fits of what the result says there was. */
static void put_answer(struct decoder *d, uaddr_t at, uint64_t room)
{
	if (failed(d))
		put_address(d, at);
	else
		put_user_bytes(d, at, min((uint64_t)d->result, room));
}

static void print_answer(struct decoder *d, uint64_t v)
{
	put_answer(d, v, d->args[d->arg + 1]);
}

/* A text; its NUL counts in the result. */
static void print_answer_text(struct decoder *d, uint64_t v)
{
	uint64_t n = min((uint64_t)d->result, d->args[d->arg + 1]);
	char last;

	if (!failed(d) && n && peek(&last, v + n - 1, 1) && !last)
		n--;
	put_answer(d, v, n);
}

/* Words that must be zero: told if they are not. */
static void put_spare(struct decoder *d, const uint32_t *spare, unsigned n)
{
	unsigned i, any = 0;

	for (i = 0; i < n; i++)
		any |= spare[i];
	if (!any)
		return;
	field(d, "__spare");
	begin(d, SINK_ARRAY);
	for (i = 0; i < n; i++) {
		if (i >= d->string_limit && !d->whole) {
			put_more(d);
			break;
		}
		put_hex(d, spare[i]);
	}
	end(d);
}

/* --- Diffie and Hellman's keys --- */

static void print_dh_params(struct decoder *d, uint64_t v)
{
	struct {
		int32_t private, prime, base;
	} p;

	if (!fetch(d, &p, v, sizeof(p)))
		return;
	begin(d, SINK_STRUCT);
	field(d, "private");
	print_key_serial(d, (uint32_t)p.private);
	field(d, "prime");
	print_key_serial(d, (uint32_t)p.prime);
	field(d, "base");
	print_key_serial(d, (uint32_t)p.base);
	end(d);
}

struct kdf_params {
	uint64_t hashname, otherinfo;
	uint32_t otherinfolen, spare[8];
};

static bool fetch_kdf_params(struct decoder *d, struct kdf_params *k, uaddr_t at)
{
	struct {
		uint32_t hashname, otherinfo, otherinfolen, spare[8];
	} narrow;

	if (d->is_64bit)
		return fetch(d, k, at, offsetof(struct kdf_params, spare) + sizeof(k->spare));
	if (!fetch(d, &narrow, at, sizeof(narrow)))
		return false;
	k->hashname = narrow.hashname;
	k->otherinfo = narrow.otherinfo;
	k->otherinfolen = narrow.otherinfolen;
	memcpy(k->spare, narrow.spare, sizeof(k->spare));
	return true;
}

static void print_kdf_params(struct decoder *d, uint64_t v)
{
	struct kdf_params k;

	if (!fetch_kdf_params(d, &k, v))
		return;
	begin(d, SINK_STRUCT);
	field(d, "hashname");
	print_str(d, k.hashname);
	field(d, "otherinfo");
	put_user_bytes(d, k.otherinfo, k.otherinfolen);
	field_unsigned(d, &k, otherinfolen);
	put_spare(d, k.spare, ARRAY_SIZE(k.spare));
	end(d);
}

/* --- public keys --- */

static void print_pkey_query(struct decoder *d, uint64_t v)
{
	struct {
		uint32_t supported_ops, key_size;
		uint16_t max_data_size, max_sig_size, max_enc_size, max_dec_size;
		uint32_t spare[10];
	} q;

	if (!fetch_out(d, &q, v, sizeof(q)))
		return;
	begin(d, SINK_STRUCT);
	field(d, "supported_ops");
	put_flags(d, supported_ops, q.supported_ops, "KEYCTL_SUPPORTS_???");
	field_unsigned(d, &q, key_size);
	field_unsigned(d, &q, max_data_size);
	field_unsigned(d, &q, max_sig_size);
	field_unsigned(d, &q, max_enc_size);
	field_unsigned(d, &q, max_dec_size);
	put_spare(d, q.spare, ARRAY_SIZE(q.spare));
	end(d);
}

#define KEYCTL_PKEY_VERIFY 28

struct pkey_params {
	int32_t key_id;
	uint32_t in_len, out_len, spare[7];
};

static void print_pkey_params(struct decoder *d, uint64_t v)
{
	struct pkey_params p;

	if (!fetch(d, &p, v, sizeof(p)))
		return;
	begin(d, SINK_STRUCT);
	field(d, "key_id");
	print_key_serial(d, (uint32_t)p.key_id);
	field_unsigned(d, &p, in_len);
	field(d, (uint32_t)d->args[0] == KEYCTL_PKEY_VERIFY ? "in2_len" : "out_len");
	put_unsigned(d, p.out_len);
	put_spare(d, p.spare, ARRAY_SIZE(p.spare));
	end(d);
}

static void print_pkey_in(struct decoder *d, uint64_t v)
{
	struct pkey_params p;

	if (peek(&p, d->args[1], sizeof(p)))
		put_user_bytes(d, v, p.in_len);
	else
		put_address(d, v);
}

static void print_pkey_in2(struct decoder *d, uint64_t v)
{
	struct pkey_params p;

	if (peek(&p, d->args[1], sizeof(p)))
		put_user_bytes(d, v, p.out_len);
	else
		put_address(d, v);
}

static void print_pkey_out(struct decoder *d, uint64_t v)
{
	struct pkey_params p;

	if (!failed(d) && peek(&p, d->args[1], sizeof(p)))
		put_user_bytes(d, v, p.out_len);
	else
		put_address(d, v);
}

/* --- what the kernel can do --- */

static void put_capability(struct decoder *d, const void *elem, void *ctx)
{
	unsigned *i = ctx;
	uint8_t caps = *(const uint8_t *)elem;

	if (*i == 0)
		put_flags(d, capabilities_0, caps, "KEYCTL_CAPS0_???");
	else if (*i == 1)
		put_flags(d, capabilities_1, caps, "KEYCTL_CAPS1_???");
	else
		put_hex(d, caps);
	++*i;
}

static void print_capabilities(struct decoder *d, uint64_t v)
{
	unsigned i = 0;
	uint8_t caps;

	if (failed(d))
		put_address(d, v);
	else
		put_array(d, v, min((uint64_t)d->result, d->args[2]), &caps, 1, put_capability, &i);
}

/* --- the commands --- */

/* Printers of the second argument on; NULL ends them. late: the first that is told on the way out. */
struct command {
	const char *name;
	unsigned late;
	print_fn *args[4];
};

#define KEY print_key_serial
#define IN print_payload
#define N print_u64
#define PKEY(name) { name, 4, { print_pkey_params, print_str, print_pkey_in, print_pkey_out } }

static const struct command commands[] = {
	{ "KEYCTL_GET_KEYRING_ID", 0, { KEY, print_int } },
	{ "KEYCTL_JOIN_SESSION_KEYRING", 0, { print_str } },
	{ "KEYCTL_UPDATE", 0, { KEY, IN, N } },
	{ "KEYCTL_REVOKE", 0, { KEY } },
	{ "KEYCTL_CHOWN", 0, { KEY, print_id, print_id } },
	{ "KEYCTL_SETPERM", 0, { KEY, print_permissions } },
	{ "KEYCTL_DESCRIBE", 2, { KEY, print_answer_text, N } },
	{ "KEYCTL_CLEAR", 0, { KEY } },
	{ "KEYCTL_LINK", 0, { KEY, KEY } },
	{ "KEYCTL_UNLINK", 0, { KEY, KEY } },
	{ "KEYCTL_SEARCH", 0, { KEY, print_str, print_str, KEY } },
	{ "KEYCTL_READ", 2, { KEY, print_answer, N } },
	{ "KEYCTL_INSTANTIATE", 0, { KEY, IN, N, KEY } },
	{ "KEYCTL_NEGATE", 0, { KEY, print_u32, KEY } },
	{ "KEYCTL_SET_REQKEY_KEYRING", 0, { print_default_keyring } },
	{ "KEYCTL_SET_TIMEOUT", 0, { KEY, print_u32 } },
	{ "KEYCTL_ASSUME_AUTHORITY", 0, { KEY } },
	{ "KEYCTL_GET_SECURITY", 2, { KEY, print_answer_text, N } },
	{ "KEYCTL_SESSION_TO_PARENT", 0, { NULL } },
	{ "KEYCTL_REJECT", 0, { KEY, print_u32, print_error, KEY } },
	{ "KEYCTL_INSTANTIATE_IOV", 0, { KEY, print_iovec_in, N, KEY } },
	{ "KEYCTL_INVALIDATE", 0, { KEY } },
	{ "KEYCTL_GET_PERSISTENT", 0, { print_id, KEY } },
	{ "KEYCTL_DH_COMPUTE", 2, { print_dh_params, print_answer, N, print_kdf_params } },
	{ "KEYCTL_PKEY_QUERY", 4, { KEY, print_hex, print_str, print_pkey_query } },
	PKEY("KEYCTL_PKEY_ENCRYPT"), PKEY("KEYCTL_PKEY_DECRYPT"), PKEY("KEYCTL_PKEY_SIGN"),
	{ "KEYCTL_PKEY_VERIFY", 0, { print_pkey_params, print_str, print_pkey_in, print_pkey_in2 } },
	{ "KEYCTL_RESTRICT_KEYRING", 0, { KEY, print_str, print_str } },
	{ "KEYCTL_MOVE", 0, { KEY, KEY, KEY, print_move_flags } },
	{ "KEYCTL_CAPABILITIES", 1, { print_capabilities, N } },
	{ "KEYCTL_WATCH_KEY", 0, { print_hex, print_hex, print_hex, print_hex } },
};

static const struct command other = { NULL, 0, { print_hex, print_hex, print_hex, print_hex } };

void args_keyctl(struct decoder *d)
{
	uint32_t nr = (uint32_t)d->args[0];
	const struct command *c = nr < ARRAY_SIZE(commands) ? &commands[nr] : &other;
	unsigned late = c->late ? c->late : 5, i;

	if (is_entering(d)) {
		put_arg(d, d->sys->args[0].name);
		d->sink->symbol(d->ctx, nr, SINK_HEX, c->name ? c->name : "KEYCTL_???");
		d->more_later = c->late;
	}
	for (i = 1; i < 5 && c->args[i - 1]; i++)
		if (is_entering(d) == (i < late))
			put_arg_as(d, i, c->args[i - 1]);
}
