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

/* One walk over a call's arguments. */
struct decoder {
	const struct syscall *sys;
	const uint64_t *args;
	bool is_64bit; /* layouts in memory */
	enum decode_phase phase;
	int64_t result; /* exiting */
	unsigned string_limit;
	bool verbose, raw;
	unsigned arg; /* at hand */
	const struct sink_ops *sink;
	void *ctx;
};

/*
 * Entering: the arguments up to the first that the call writes. Exiting: the rest. Told by
 * d->sink; d's other fields are the caller's to fill, but arg.
 */
void decode_call(struct decoder *d);

/* How a call's result is written, and a remark on it (text may stay empty). */
enum sink_base decode_result(const struct decoder *d, char *text, size_t size);

#endif
