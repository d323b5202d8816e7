/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tracer beside the fuzzer: every call is decoded on its way in and out, as text and as JSON. */
#ifndef FUZZ_WATCH_H
#define FUZZ_WATCH_H

struct task;

/* t is about to make the call that it holds. how: bits that choose among the ways of decoding. */
void watch_enter(const struct task *t, unsigned how);
/* It was made. */
void watch_exit(const struct task *t, long result);
void watch_finish(void);

#endif
