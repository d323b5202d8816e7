/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys and keyrings; rulesets of Landlock. */
#include "decode/forms.h"
#include "decode/internal.h"

static const struct xlat special_keys[] = {
	{ (uint32_t)-1, "KEY_SPEC_THREAD_KEYRING" }, { (uint32_t)-2, "KEY_SPEC_PROCESS_KEYRING" },
	{ (uint32_t)-3, "KEY_SPEC_SESSION_KEYRING" }, { (uint32_t)-4, "KEY_SPEC_USER_KEYRING" },
	{ (uint32_t)-5, "KEY_SPEC_USER_SESSION_KEYRING" }, { (uint32_t)-6, "KEY_SPEC_GROUP_KEYRING" },
	{ (uint32_t)-7, "KEY_SPEC_REQKEY_AUTH_KEY" }, { (uint32_t)-8, "KEY_SPEC_REQUESTOR_KEYRING" },
	{}
};

void print_key_serial(struct decoder *d, uint64_t v)
{
	const char *name = xlat_name(special_keys, (uint32_t)v);

	if (name)
		d->sink->symbol(d->ctx, (uint64_t)(int32_t)v, SINK_DECIMAL, name);
	else
		put_number(d, (int32_t)v);
}

static const struct xlat ruleset_flags[] = { { 1, "LANDLOCK_CREATE_RULESET_VERSION" }, {} };

void print_landlock_ruleset_flags(struct decoder *d, uint64_t v)
{
	put_flags(d, ruleset_flags, (uint32_t)v, "LANDLOCK_CREATE_RULESET_???");
}

static const struct xlat accesses[] = {
	{ 1 << 0, "LANDLOCK_ACCESS_FS_EXECUTE" }, { 1 << 1, "LANDLOCK_ACCESS_FS_WRITE_FILE" },
	{ 1 << 2, "LANDLOCK_ACCESS_FS_READ_FILE" }, { 1 << 3, "LANDLOCK_ACCESS_FS_READ_DIR" },
	{ 1 << 4, "LANDLOCK_ACCESS_FS_REMOVE_DIR" }, { 1 << 5, "LANDLOCK_ACCESS_FS_REMOVE_FILE" },
	{ 1 << 6, "LANDLOCK_ACCESS_FS_MAKE_CHAR" }, { 1 << 7, "LANDLOCK_ACCESS_FS_MAKE_DIR" },
	{ 1 << 8, "LANDLOCK_ACCESS_FS_MAKE_REG" }, { 1 << 9, "LANDLOCK_ACCESS_FS_MAKE_SOCK" },
	{ 1 << 10, "LANDLOCK_ACCESS_FS_MAKE_FIFO" }, { 1 << 11, "LANDLOCK_ACCESS_FS_MAKE_BLOCK" },
	{ 1 << 12, "LANDLOCK_ACCESS_FS_MAKE_SYM" }, { 1 << 13, "LANDLOCK_ACCESS_FS_REFER" }, {}
};

void print_landlock_ruleset(struct decoder *d, uint64_t v)
{
	uint64_t size = d->args[1], access;

	if (size < sizeof(access)) {
		put_address(d, v);
		return;
	}
	if (!fetch(d, &access, v, sizeof(access)))
		return;
	begin(d, SINK_STRUCT);
	field(d, "handled_access_fs");
	put_flags(d, accesses, access, "LANDLOCK_ACCESS_FS_???");
	if (size > sizeof(access))
		put_more(d);
	end(d);
}

#define RULE_PATH_BENEATH 1

static const struct xlat rule_types[] = { { RULE_PATH_BENEATH, "LANDLOCK_RULE_PATH_BENEATH" }, {} };

void print_landlock_rule_type(struct decoder *d, uint64_t v)
{
	put_value(d, rule_types, (uint32_t)v, "LANDLOCK_RULE_???");
}

void print_landlock_rule(struct decoder *d, uint64_t v)
{
	struct {
		uint64_t access;
		int32_t fd;
	} __attribute__((packed)) rule;

	if ((uint32_t)d->args[1] != RULE_PATH_BENEATH) {
		put_address(d, v);
		return;
	}
	if (!fetch(d, &rule, v, sizeof(rule)))
		return;
	begin(d, SINK_STRUCT);
	field(d, "allowed_access");
	put_flags(d, accesses, rule.access, "LANDLOCK_ACCESS_FS_???");
	field(d, "parent_fd");
	print_fd(d, (uint32_t)rule.fd);
	end(d);
}
