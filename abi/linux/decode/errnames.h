/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of errors that stand in values. */
#ifndef DECODE_ERRNAMES_H
#define DECODE_ERRNAMES_H

/* "ENOENT"; NULL: there is none. */
const char *error_name(int err);

#endif
