/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses of families that few programs use. */
#include <sys/socket.h>

#include "lines.h"

int main(void)
{
	unsigned char b[96];
	unsigned i;
	for (i = 2; i < sizeof(b); i++)
		b[i] = i;
	b[1] = 0;
	b[0] = AF_IPX;
	long r;

	r = bind(-1, (void *)b, 16);
	expect("bind(-1, {sa_family=AF_IPX, sipx_port=htons(515), "
	       "sipx_network=htonl(0x4050607), sipx_node=[0x8, 0x9, 0xa, 0xb, 0xc, 0xd], "
	       "sipx_type=0xe, sipx_zero=0xf}, 16) = %s",
	       result(r));
	b[0] = AF_X25;
	r = bind(-1, (void *)b, 18);
	expect("bind(-1, {sa_family=AF_X25, "
	       "sx25_addr={x25_addr=\"\\2\\3\\4\\5\\6\\7\\10\\t\\n\\v\\f\\r\\16\\17\\20\"...}},"
	       " 18) = %s",
	       result(r));
	b[0] = 42;
	r = bind(-1, (void *)b, 12);
	expect("bind(-1, {sa_family=AF_QIPCRTR, sq_node=0x7060504, sq_port=0xb0a0908}, 12) = "
	       "%s",
	       result(r));
	b[0] = 45;
	r = bind(-1, (void *)b, 12);
	expect("bind(-1, {sa_family=AF_MCTP, __smctp_pad0=0x302, smctp_network=0x7060504, "
	       "smctp_addr={s_addr=0x8}, smctp_type=0x9, smctp_tag=0xa, __smctp_pad1=0xb}, "
	       "12) = %s",
	       result(r));
	b[0] = AF_ALG;
	r = bind(-1, (void *)b, 88);
	expect("bind(-1, {sa_family=AF_ALG, "
	       "salg_type=\"\\2\\3\\4\\5\\6\\7\\10\\t\\n\\v\\f\\r\\16\"..., "
	       "salg_feat=0x13121110 /* CRYPTO_ALG_KERN_DRIVER_ONLY|0x13120110 */, "
	       "salg_mask=0x17161514 /* CRYPTO_ALG_KERN_DRIVER_ONLY|0x17160514 */, "
	       "salg_name=\"\\30\\31\\32\\33\\34\\35\\36\\37 "
	       "!\\\"#$%%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUV\"...}, 88) = %s",
	       result(r));
	b[0] = AF_IEEE802154;
	r = bind(-1, (void *)b, 20);
	expect("bind(-1, {sa_family=AF_IEEE802154, addr={addr_type=0x7060504 /* "
	       "IEEE802154_ADDR_??? */, pan_id=0x908, hwaddr=0a:0b:0c:0d:0e:0f:10:11}}, 20) = "
	       "%s",
	       result(r));
	b[0] = AF_ROSE;
	r = bind(-1, (void *)b, 10);
	expect("bind(-1, {sa_family=AF_ROSE, sa_data=\"\\2\\3\\4\\5\\6\\7\\10\\t\"}, 10) = %s",
	       result(r));
	b[0] = 200;
	r = bind(-1, (void *)b, 10);
	expect("bind(-1, {sa_family=0xc8 /* AF_??? */, "
	       "sa_data=\"\\2\\3\\4\\5\\6\\7\\10\\t\"}, 10) = %s",
	       result(r));
	return 0;
}
