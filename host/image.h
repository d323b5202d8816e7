/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The bytes of memory ranges as they were once, to which they can be set back at the cost of what
 * was changed since: the ranges become private mappings of a file in memory.
 */
#ifndef HOST_IMAGE_H
#define HOST_IMAGE_H

#include "lib/types.h"

struct host_image;

/* Of at most that many bytes in all. NULL: the host refuses. */
struct host_image *host_image_create(size_t bytes);
/* The ranges stay as they are, and need the image no more. NULL is allowed. */
void host_image_destroy(struct host_image *image);
/*
 * A range of pages: the first `used` bytes of it are kept, the rest is to be zeroes when it comes
 * back. In the gaps, whole pages of it in order, is nothing worth keeping: zeroes, too. Returns what was
 * kept, readable until the image goes; NULL: the host refuses, and the range is as it was.
 */
const void *host_image_add(struct host_image *image, const struct used_range *range,
			   const struct used_range *gap, unsigned nr_gaps);
/* All ranges as they were added. */
void host_image_restore(const struct host_image *image);

#endif
