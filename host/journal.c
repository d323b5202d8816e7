/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/journal.h"

#include <stdlib.h>
#include <unistd.h>

#include "lib/compiler.h"

struct fds {
	int *fd;
	unsigned nr, cap;
};

struct host_journal {
	struct fds opened, closed;
	bool failed; /* something could not be noted */
};

static _Thread_local struct host_journal *journal;

struct host_journal *host_journal_create(void)
{
	return calloc(1, sizeof(struct host_journal));
}

static void close_all(struct fds *f)
{
	while (f->nr)
		close(f->fd[--f->nr]);
}

void host_journal_destroy(struct host_journal *j)
{
	if (!j)
		return;
	close_all(&j->closed);
	free(j->closed.fd);
	free(j->opened.fd);
	if (journal == j)
		journal = NULL;
	free(j);
}

void host_journal_use(struct host_journal *j)
{
	journal = j;
}

bool host_journal_undo(struct host_journal *j)
{
	if (j->failed)
		return false;
	close_all(&j->opened);
	j->closed.nr = 0;
	return true;
}

static bool note(struct fds *f, int fd)
{
	unsigned cap = f->cap ? f->cap * 2 : 64;
	int *more;

	if (f->nr == f->cap) {
		more = realloc(f->fd, cap * sizeof(*more));
		if (!more)
			return false;
		f->fd = more;
		f->cap = cap;
	}
	f->fd[f->nr++] = fd;
	return true;
}

int host_journal_opened(int fd)
{
	if (unlikely(journal != NULL) && fd >= 0 && !note(&journal->opened, fd))
		journal->failed = true;
	return fd;
}

bool host_journal_closes(int fd)
{
	struct fds *opened;

	if (likely(!journal))
		return true;
	opened = &journal->opened;
	for (unsigned i = opened->nr; i--;) {
		if (opened->fd[i] != fd)
			continue;
		opened->fd[i] = opened->fd[--opened->nr];
		return true;
	}
	if (note(&journal->closed, fd))
		return false;
	journal->failed = true;
	return true;
}
