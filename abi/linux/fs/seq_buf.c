/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text that grows: what /proc shows. After a failed allocation everything more is dropped. */
#include "fs/internal.h"
#include <stdarg.h>
#include <stdio.h>

static bool reserve(struct seq_buf *s, size_t n)
{
	size_t cap = s->cap ? s->cap : 512;
	char *data;

	if (s->failed)
		return false;
	if (n < s->cap - s->len)
		return true;
	while (cap - s->len <= n)
		cap *= 2;
	data = kmalloc(cap);
	if (!data) {
		s->failed = true;
		return false;
	}
	if (s->len)
		memcpy(data, s->data, s->len);
	kfree(s->data);
	s->data = data;
	s->cap = cap;
	return true;
}

void seq_write(struct seq_buf *s, const void *data, size_t n)
{
	if (!reserve(s, n))
		return;
	memcpy(s->data + s->len, data, n);
	s->len += n;
}

void seq_puts(struct seq_buf *s, const char *text)
{
	seq_write(s, text, strlen(text));
}

void seq_putc(struct seq_buf *s, char c)
{
	seq_write(s, &c, 1);
}

void seq_printf(struct seq_buf *s, const char *fmt, ...)
{
	va_list ap;
	int n;

	if (!reserve(s, 128))
		return;
	va_start(ap, fmt);
	n = vsnprintf(s->data + s->len, s->cap - s->len, fmt, ap);
	va_end(ap);
	if ((size_t)n >= s->cap - s->len) {
		if (!reserve(s, (size_t)n))
			return;
		va_start(ap, fmt);
		vsnprintf(s->data + s->len, s->cap - s->len, fmt, ap);
		va_end(ap);
	}
	s->len += (size_t)n;
}

void seq_escape(struct seq_buf *s, const char *text, const char *which)
{
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (strchr(which, c))
			seq_printf(s, "\\%03o", c);
		else
			seq_putc(s, (char)c);
	}
}

void seq_path(struct seq_buf *s, const struct path *path)
{
	char buf[PATH_MAX];
	const char *name = d_path(path, buf, sizeof(buf));

	if (!IS_ERR(name))
		seq_escape(s, name, " \t\n\\");
}

void seq_free(struct seq_buf *s)
{
	kfree(s->data);
	memset(s, 0, sizeof(*s));
}
