/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the arguments of a system call mean. Each word of argtypes.def has a printer, named in its
 * fourth column or given by its kind; so whatever is defined can be decoded. Printers read the
 * guest's memory as of now and change nothing. What cannot be read is told as an address.
 */
#ifndef DECODE_DECODE_H
#define DECODE_DECODE_H

#include "argtypes.h"
#include "decode/sink.h"
#include "syscall.h"

enum decode_phase { DECODE_ENTERING, DECODE_EXITING };

enum decode_constants { CONSTANTS_NAMED, CONSTANTS_NUMBERED, CONSTANTS_BOTH };

#define DECODE_ABOUT_PATHS 1u
#define DECODE_ABOUT_SOCKETS 2u
#define DECODE_ABOUT_TASKS 4u
#define DECODE_ABOUT_DEVICES 8u
#define DECODE_ABOUT_PIDFDS 16u
#define DECODE_ABOUT_FDS \
	(DECODE_ABOUT_PATHS | DECODE_ABOUT_SOCKETS | DECODE_ABOUT_DEVICES | DECODE_ABOUT_PIDFDS)

/* One walk over a call's arguments. */
struct decoder {
	const struct syscall *sys;
	unsigned nr; /* in the table of the ABI */
	const uint64_t *args;
	bool is_64bit; /* layouts in memory */
	enum decode_phase phase;
	int64_t result; /* exiting */
	/* what is wanted: see struct r3_decode_options */
	unsigned string_limit;
	unsigned about; /* DECODE_ABOUT_* */
	bool whole, opaque, raw;
	int (*zone)(void *ctx, int64_t second); /* NULL: dates are told in UTC */
	void *zone_ctx;
	enum decode_constants constants; /* in remarks */
	uint64_t *note; /* entering: kept for exiting, where an in-out value is told once */
	unsigned arg; /* at hand */
	const void *scratch; /* of an argument's printer: what it has read */
	bool more_later; /* entering: arguments are left for the way out */
	const struct sink_ops *sink;
	void *ctx;
};

/*
 * Entering: the arguments up to the first that the call writes. Exiting: the rest. Told by
 * d->sink; d's other fields are the caller's to fill, but arg.
 */
void decode_call(struct decoder *d);

/* The result of a call that did not fail. */
void decode_result(struct decoder *d);

#endif
