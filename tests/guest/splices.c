/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: on tmpfs hostfs */
/* sendfile, splice, tee, vmsplice, copy_file_range: what moves, positions, refusals. */
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>

#include "guest.h"

static char buf[200000];
static int in, out, p[2], q[2];

static int queued(int fd)
{
	int n = -1;

	ioctl(fd, FIONREAD, &n);
	return n;
}

static void positions(void)
{
	printf("  in %lld out %lld\n", (long long)lseek(in, 0, SEEK_CUR),
	       (long long)lseek(out, 0, SEEK_CUR));
}

static void drain(int fd)
{
	while (read(fd, buf, sizeof(buf)) > 0)
		;
}

static void sendfiles(void)
{
	off_t off = 10;
	int dir = open(".", O_RDONLY), e = eventfd(1, 0), append;

	show(sendfile(out, in, NULL, 100));
	positions();
	show(sendfile(out, in, &off, 50));
	printf("  off %lld\n", (long long)off);
	positions();
	show(sendfile(out, in, NULL, 1 << 20));
	positions();
	show(sendfile(out, in, NULL, 10));
	lseek(in, 0, SEEK_SET);
	show(sendfile(p[1], in, NULL, 1 << 20));
	printf("  queued %d\n", queued(p[0]));
	positions();
	show(sendfile(p[1], in, NULL, 10));
	drain(p[0]);
	lseek(in, 100, SEEK_SET);
	show(sendfile(p[1], in, NULL, 1 << 20));
	drain(p[0]);
	show(sendfile(out, p[0], NULL, 10));
	show(sendfile(out, p[0], &off, 10));
	show(sendfile(out, dir, NULL, 10));
	show(sendfile(out, e, NULL, 10));
	show(sendfile(e, in, NULL, 8));
	show(sendfile(in, out, NULL, 10));
	show(sendfile(999, in, NULL, 10));
	show(sendfile(out, 999, NULL, 10));
	off = -1;
	show(sendfile(out, in, &off, 10));
	show(sendfile(out, in, (off_t *)8, 10));
	show(sendfile(out, in, NULL, -1));
	show(sendfile(out, in, NULL, 0));
	append = open("splice.out", O_WRONLY | O_APPEND);
	show(sendfile(append, in, NULL, 10));
	close(append);
	close(dir);
	close(e);
	show(sendfile(open("/dev/null", O_WRONLY), in, NULL, 100));
}

static void splices(void)
{
	loff_t off = 5, off2 = 0;

	drain(p[0]);
	lseek(in, 0, SEEK_SET);
	lseek(out, 0, SEEK_SET);
	show(splice(in, NULL, p[1], NULL, 100, 0));
	show(splice(in, &off, p[1], NULL, 100, SPLICE_F_MOVE | SPLICE_F_MORE));
	printf("  off %lld queued %d\n", (long long)off, queued(p[0]));
	show(splice(p[0], NULL, out, NULL, 150, 0));
	show(splice(p[0], NULL, out, &off2, 1000, 0));
	printf("  off %lld\n", (long long)off2);
	positions();
	show(splice(p[0], NULL, out, NULL, 10, 0));
	show(splice(p[0], NULL, out, NULL, 0, -1));
	show(splice(p[0], NULL, out, NULL, 1, 16));
	show(splice(p[0], NULL, out, NULL, 1, SPLICE_F_NONBLOCK));
	show(splice(in, NULL, out, NULL, 1, 0));
	show(splice(p[0], &off, out, NULL, 1, 0));
	show(splice(in, NULL, p[1], &off, 1, 0));
	show(splice(p[1], NULL, out, NULL, 1, 0));
	show(splice(in, NULL, p[0], NULL, 1, 0));
	show(splice(p[0], NULL, p[1], NULL, 1, 0));
	show(splice(in, NULL, 999, NULL, 1, 0));
	show(splice(in, (loff_t *)8, p[1], NULL, 1, 0));
	off = -5;
	show(splice(in, &off, p[1], NULL, 1, 0));
	lseek(in, 0, SEEK_END);
	show(splice(in, NULL, p[1], NULL, 100, 0));
	write(p[1], "0123456789", 10);
	show(splice(p[0], NULL, q[1], NULL, 4, 0));
	show(tee(p[0], q[1], 4, 0));
	printf("  queued %d %d\n", queued(p[0]), queued(q[0]));
	memset(buf, 0, 20);
	show(read(q[0], buf, 20));
	puts(buf);
	show(tee(p[0], q[1], 100, 0));
	show(tee(p[0], p[1], 100, 0));
	show(tee(p[0], out, 100, 0));
	show(tee(in, q[1], 100, 0));
	show(tee(p[0], q[1], 0, 0));
	show(tee(p[0], q[1], 0, 16));
	show(tee(p[1], q[1], 10, 0));
	drain(p[0]);
	drain(q[0]);
	show(tee(p[0], q[1], 10, 0));
}

static void vmsplices(void)
{
	static char text[] = "from memory";
	struct iovec v[2] = { { text, 4 }, { text + 4, 7 } };
	char a[6] = "", b[20] = "";
	struct iovec to[2] = { { a, 5 }, { b, 15 } };
	struct iovec bad = { (void *)8, 10 };

	show(vmsplice(p[1], v, 2, 0));
	show(queued(p[0]));
	show(vmsplice(p[0], to, 2, 0));
	printf("%s|%s\n", a, b);
	show(vmsplice(p[0], to, 2, SPLICE_F_NONBLOCK));
	show(vmsplice(p[1], v, 0, 0));
	show(vmsplice(p[1], v, 2000, 0));
	show(vmsplice(p[1], &bad, 1, 0));
	show(vmsplice(in, v, 2, 0));
	show(vmsplice(out, v, 2, 0));
	show(vmsplice(999, v, 2, 0));
	show(vmsplice(p[1], v, 2, 16));
	drain(p[0]);
}

static void copies(void)
{
	loff_t a = 0, b = 10;
	int rd = open("splice.out", O_RDONLY), append = open("splice.out", O_WRONLY | O_APPEND);
	int dir = open(".", O_RDONLY);

	show(ftruncate(out, 0));
	lseek(in, 0, SEEK_SET);
	lseek(out, 0, SEEK_SET);
	show(copy_file_range(in, NULL, out, NULL, 1000, 0));
	positions();
	show(copy_file_range(in, &a, out, &b, 100000, 0));
	printf("  %lld %lld\n", (long long)a, (long long)b);
	positions();
	a = 150000;
	show(copy_file_range(in, &a, out, &b, 10, 0));
	a = 200001;
	show(copy_file_range(in, &a, out, &b, 10, 0));
	a = 0;
	b = 50;
	show(copy_file_range(out, &a, out, &b, 51, 0));
	show(copy_file_range(out, &a, out, &b, 50, 0));
	show(copy_file_range(in, NULL, out, NULL, 10, 1));
	show(copy_file_range(in, NULL, rd, NULL, 10, 0));
	show(copy_file_range(in, NULL, append, NULL, 10, 0));
	show(copy_file_range(dir, NULL, out, NULL, 10, 0));
	show(copy_file_range(p[0], NULL, out, NULL, 10, 0));
	show(copy_file_range(in, NULL, p[1], NULL, 10, 0));
	show(copy_file_range(999, NULL, out, NULL, 10, 0));
	show(copy_file_range(in, (loff_t *)8, out, NULL, 10, 0));
	a = -1;
	show(copy_file_range(in, &a, out, NULL, 10, 0));
	show(copy_file_range(in, NULL, out, NULL, 0, 0));
	close(rd);
	close(append);
	close(dir);
}

static void contents(void)
{
	struct stat st;
	unsigned sum = 0;
	ssize_t n;

	fstat(out, &st);
	lseek(out, 0, SEEK_SET);
	n = read(out, buf, sizeof(buf));
	for (ssize_t i = 0; i < n; i++)
		sum = sum * 31 + (unsigned char)buf[i];
	printf("size %lld sum %u\n", (long long)st.st_size, sum);
}

int main(void)
{
	for (unsigned i = 0; i < sizeof(buf); i++)
		buf[i] = i * 7 + i / 251;
	in = open("splice.in", O_RDWR | O_CREAT | O_TRUNC, 0600);
	write(in, buf, 150000);
	close(in);
	in = open("splice.in", O_RDONLY);
	out = open("splice.out", O_RDWR | O_CREAT | O_TRUNC, 0600);
	pipe2(p, O_NONBLOCK);
	pipe2(q, O_NONBLOCK);
	sendfiles();
	contents();
	splices();
	contents();
	vmsplices();
	copies();
	contents();
	unlink("splice.in");
	unlink("splice.out");
	return 0;
}
