/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which descriptors were opened and closed since a moment, so that it can be gone back to: while a
 * journal is kept, host_close() leaves those open that were open then.
 */
#ifndef HOST_JOURNAL_H
#define HOST_JOURNAL_H

#include <stdbool.h>

struct host_journal;

struct host_journal *host_journal_create(void); /* NULL: no memory */
/* What has happened is final: those closed since are closed. NULL is allowed. */
void host_journal_destroy(struct host_journal *j);
/* The journal of this thread from now on; NULL: none is kept. */
void host_journal_use(struct host_journal *j);
/* Nothing has happened: those opened since are closed, those closed are open. False: it cannot be. */
bool host_journal_undo(struct host_journal *j);

/* For host/ itself: fd, if it is one, was opened; returned. Is fd to be closed in earnest? */
int host_journal_opened(int fd);
bool host_journal_closes(int fd);

#endif
