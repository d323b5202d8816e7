/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A fuzz target: libFuzzer's entry, and a last word. Without libFuzzer, driver.c runs it:
 * `fuzz_NAME SEEDS [RUNS]` runs every file of SEEDS, then RUNS (100,000) mutations of them, the
 * same ones every time.
 */
#ifndef TESTS_FUZZ_DRIVER_H
#define TESTS_FUZZ_DRIVER_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
/* After all inputs: print what was reached; the exit status. */
int fuzz_finish(unsigned long inputs);

#endif
