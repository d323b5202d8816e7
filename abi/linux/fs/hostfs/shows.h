/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the embedder's side asks of hostfs. */
#ifndef FS_HOSTFS_SHOWS_H
#define FS_HOSTFS_SHOWS_H

#include <stdbool.h>

struct host_stat;
struct path;

/* Is path the root of a read-only mount that shows this very object of the host's? */
bool hostfs_shows(const struct path *path, const struct host_stat *st);

#endif
