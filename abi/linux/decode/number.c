/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Plain numbers, identifiers and addresses. */
#include "decode/internal.h"
#include "kernel/task.h"
#include "kernel/signal.h"

void print_int(struct decoder *d, uint64_t v)
{
	put_number(d, (int32_t)v);
}

void print_u32(struct decoder *d, uint64_t v)
{
	put_unsigned(d, (uint32_t)v);
}

void print_s64(struct decoder *d, uint64_t v)
{
	put_number(d, (int64_t)v);
}

void print_u64(struct decoder *d, uint64_t v)
{
	put_unsigned(d, v);
}

void print_hex(struct decoder *d, uint64_t v)
{
	put_hex(d, v);
}

void print_hex32(struct decoder *d, uint64_t v)
{
	put_hex(d, (uint32_t)v);
}

/* A thread, process, group or session. */
void print_task(struct decoder *d, uint64_t v)
{
	const struct task *t = d->about & DECODE_ABOUT_TASKS ? find_task((int32_t)v) : NULL;

	put_number(d, (int32_t)v);
	if (t)
		put_about(d, t->comm);
}

/* -1: no change. */
void print_id(struct decoder *d, uint64_t v)
{
	if ((uint32_t)v == UINT32_MAX)
		put_number(d, -1);
	else
		put_unsigned(d, (uint32_t)v);
}

void print_id16(struct decoder *d, uint64_t v)
{
	if ((uint16_t)v == UINT16_MAX)
		put_number(d, -1);
	else
		put_unsigned(d, (uint16_t)v);
}

/* In a register: the kernel's form. */
void print_dev32(struct decoder *d, uint64_t v)
{
	print_dev(d, (uint32_t)v);
}

void print_dev(struct decoder *d, uint64_t v)
{
	char text[64];

	/* the C library's 64-bit form: its lower half is the kernel's */
	snprintf(text, sizeof(text), "makedev(%#x, %#x)",
		 (unsigned)((v >> 8 & 0xfff) | (v >> 32 & 0xfffff000)),
		 (unsigned)((v & 0xff) | (v >> 12 & 0xffffff00)));
	d->sink->symbol(d->ctx, v, SINK_HEX, text);
}

const char *signal_text(int sig, char buf[SIGNAL_TEXT])
{
	if (sig < 1 || sig > NSIG)
		return NULL;
	if (sig < SIGRTMIN)
		return signal_name(sig);
	if (sig == SIGRTMIN)
		return "SIGRTMIN";
	snprintf(buf, SIGNAL_TEXT, "SIGRT_%d", sig - SIGRTMIN);
	return buf;
}

void print_signo(struct decoder *d, uint64_t v)
{
	char buf[SIGNAL_TEXT];
	const char *text = signal_text((int32_t)v, buf);

	if (text)
		d->sink->symbol(d->ctx, v, SINK_DECIMAL, text);
	else
		put_number(d, (int32_t)v);
}

/* What has no printer of its own. */
void print_INT(struct decoder *d, uint64_t v)
{
	put_hex(d, v);
}

void print_ADDR(struct decoder *d, uint64_t v)
{
	put_address(d, v);
}

void print_IN(struct decoder *d, uint64_t v)
{
	put_address(d, v);
}

void print_OUT(struct decoder *d, uint64_t v)
{
	put_address(d, v);
}

void print_INOUT(struct decoder *d, uint64_t v)
{
	put_address(d, v);
}

void print_STR(struct decoder *d, uint64_t v)
{
	put_user_string(d, v, d->string_limit);
}
