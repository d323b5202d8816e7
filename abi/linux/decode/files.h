/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the printers of calls on files show each other. */
#ifndef DECODE_FILES_H
#define DECODE_FILES_H

#include "decode/internal.h"

/* fd.c: with what it stands for, if that is wanted. */
void put_fd(struct decoder *d, int fd);


/* date.c: as a comment on the time before; the fraction of a second has so many digits. */
void put_date(struct decoder *d, int64_t sec, uint64_t fraction, unsigned digits);
/* Its text. False: none, as of the second 0. */
#define DATE_SIZE 80
bool format_date(const struct decoder *d, char text[DATE_SIZE], int64_t sec, uint64_t fraction,
		 unsigned digits);

/* open.c */
bool open_has_mode(uint64_t flags);
void put_open_flags(struct decoder *d, uint64_t flags);
void add_open_flags(struct names *t, uint64_t flags);
/* 0644; three digits at least */
void put_mode_bits(struct decoder *d, unsigned mode);
/* S_IFREG|0644 */
void put_file_mode(struct decoder *d, unsigned mode);

/* iovec.c: n iovecs, and of the data behind them no more than so many bytes. */
void put_iovecs(struct decoder *d, uaddr_t v, uint64_t n, uint64_t bytes);
void put_iovecs_without_data(struct decoder *d, uaddr_t v, uint64_t n);

/* poll.c */
void put_poll_events(struct decoder *d, unsigned v);

#endif
