/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Families of sockets and their protocols. */
#ifndef XLAT_SOCKET_H
#define XLAT_SOCKET_H

#include "decode/internal.h"

static const struct xlat address_families[] = {
	{ 0, "AF_UNSPEC" }, { 1, "AF_UNIX" }, { 2, "AF_INET" }, { 3, "AF_AX25" }, { 4, "AF_IPX" },
	{ 5, "AF_APPLETALK" }, { 6, "AF_NETROM" }, { 7, "AF_BRIDGE" }, { 8, "AF_ATMPVC" },
	{ 9, "AF_X25" }, { 10, "AF_INET6" }, { 11, "AF_ROSE" }, { 12, "AF_DECnet" },
	{ 13, "AF_NETBEUI" }, { 14, "AF_SECURITY" }, { 15, "AF_KEY" }, { 16, "AF_NETLINK" },
	{ 17, "AF_PACKET" }, { 18, "AF_ASH" }, { 19, "AF_ECONET" }, { 20, "AF_ATMSVC" },
	{ 21, "AF_RDS" }, { 22, "AF_SNA" }, { 23, "AF_IRDA" }, { 24, "AF_PPPOX" },
	{ 25, "AF_WANPIPE" }, { 26, "AF_LLC" }, { 27, "AF_IB" }, { 28, "AF_MPLS" },
	{ 29, "AF_CAN" }, { 30, "AF_TIPC" }, { 31, "AF_BLUETOOTH" }, { 32, "AF_IUCV" },
	{ 33, "AF_RXRPC" }, { 34, "AF_ISDN" }, { 35, "AF_PHONET" }, { 36, "AF_IEEE802154" },
	{ 37, "AF_CAIF" }, { 38, "AF_ALG" }, { 39, "AF_NFC" }, { 40, "AF_VSOCK" },
	{ 41, "AF_KCM" }, { 42, "AF_QIPCRTR" }, { 43, "AF_SMC" }, { 44, "AF_XDP" },
	{ 45, "AF_MCTP" }, {}
};

static const struct xlat ip_protocols[] = {
	{ 0, "IPPROTO_IP" }, { 1, "IPPROTO_ICMP" }, { 2, "IPPROTO_IGMP" }, { 4, "IPPROTO_IPIP" },
	{ 6, "IPPROTO_TCP" }, { 8, "IPPROTO_EGP" }, { 12, "IPPROTO_PUP" }, { 17, "IPPROTO_UDP" },
	{ 22, "IPPROTO_IDP" }, { 29, "IPPROTO_TP" }, { 33, "IPPROTO_DCCP" },
	{ 41, "IPPROTO_IPV6" }, { 43, "IPPROTO_ROUTING" }, { 44, "IPPROTO_FRAGMENT" },
	{ 46, "IPPROTO_RSVP" }, { 47, "IPPROTO_GRE" }, { 50, "IPPROTO_ESP" },
	{ 51, "IPPROTO_AH" }, { 58, "IPPROTO_ICMPV6" }, { 59, "IPPROTO_NONE" },
	{ 60, "IPPROTO_DSTOPTS" }, { 92, "IPPROTO_MTP" }, { 94, "IPPROTO_BEETPH" },
	{ 98, "IPPROTO_ENCAP" }, { 103, "IPPROTO_PIM" }, { 108, "IPPROTO_COMP" },
	{ 115, "IPPROTO_L2TP" }, { 132, "IPPROTO_SCTP" }, { 135, "IPPROTO_MH" },
	{ 136, "IPPROTO_UDPLITE" }, { 137, "IPPROTO_MPLS" }, { 143, "IPPROTO_ETHERNET" },
	{ 255, "IPPROTO_RAW" }, { 262, "IPPROTO_MPTCP" }, { 262, "IPPROTO_MPTCP" }, {}
};

static const struct xlat netlink_protocols[] = {
	{ 0, "NETLINK_ROUTE" }, { 1, "NETLINK_UNUSED" }, { 2, "NETLINK_USERSOCK" },
	{ 3, "NETLINK_FIREWALL" }, { 4, "NETLINK_SOCK_DIAG" }, { 5, "NETLINK_NFLOG" },
	{ 6, "NETLINK_XFRM" }, { 7, "NETLINK_SELINUX" }, { 8, "NETLINK_ISCSI" },
	{ 9, "NETLINK_AUDIT" }, { 10, "NETLINK_FIB_LOOKUP" }, { 11, "NETLINK_CONNECTOR" },
	{ 12, "NETLINK_NETFILTER" }, { 13, "NETLINK_IP6_FW" }, { 14, "NETLINK_DNRTMSG" },
	{ 15, "NETLINK_KOBJECT_UEVENT" }, { 16, "NETLINK_GENERIC" },
	{ 18, "NETLINK_SCSITRANSPORT" }, { 19, "NETLINK_ECRYPTFS" }, { 20, "NETLINK_RDMA" },
	{ 21, "NETLINK_CRYPTO" }, { 22, "NETLINK_SMC" }, {}
};

static const struct xlat bluetooth_protocols[] = {
	{ 0, "BTPROTO_L2CAP" }, { 1, "BTPROTO_HCI" }, { 2, "BTPROTO_SCO" },
	{ 3, "BTPROTO_RFCOMM" }, { 4, "BTPROTO_BNEP" }, { 5, "BTPROTO_CMTP" },
	{ 6, "BTPROTO_HIDP" }, { 7, "BTPROTO_AVDTP" }, {}
};

static const struct xlat can_protocols[] = {
	{ 1, "CAN_RAW" }, { 2, "CAN_BCM" }, { 3, "CAN_TP16" }, { 4, "CAN_TP20" },
	{ 5, "CAN_MCNET" }, { 6, "CAN_ISOTP" }, { 7, "CAN_J1939" }, {}
};

static const struct xlat phonet_protocols[] = {
	{ 0, "PN_PROTO_TRANSPORT" }, { 1, "PN_PROTO_PHONET" }, { 2, "PN_PROTO_PIPE" }, {}
};

static const struct xlat caif_protocols[] = {
	{ 0, "CAIFPROTO_AT" }, { 1, "CAIFPROTO_DATAGRAM" }, { 2, "CAIFPROTO_DATAGRAM_LOOP" },
	{ 3, "CAIFPROTO_UTIL" }, { 4, "CAIFPROTO_RFM" }, { 5, "CAIFPROTO_DEBUG" }, {}
};

static const struct xlat nfc_protocols[] = {
	{ 0, "NFC_SOCKPROTO_RAW" }, { 1, "NFC_SOCKPROTO_LLCP" }, {}
};

static const struct xlat kcm_protocols[] = {
	{ 0, "KCMPROTO_CONNECTED" }, {}
};

static const struct xlat smc_protocols[] = {
	{ 0, "SMCPROTO_SMC" }, { 1, "SMCPROTO_SMC6" }, {}
};

#endif
