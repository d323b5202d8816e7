/* SPDX-License-Identifier: GPL-2.0-or-later */
/* siginfo: which fields stand behind signal and code depends on both. */
#include "decode/siginfo.h"

#include "decode/errnames.h"
#include "decode/internal.h"
#include "kernel/signal.h"
#include "uapi/signal.h"

#define C(name) { (uint32_t)name, #name }
#define N(value, name) { value, #name }

/* Of any signal: who sent it. */
static const struct xlat codes[] = {
	C(SI_USER), C(SI_KERNEL), C(SI_QUEUE), C(SI_TIMER), C(SI_MESGQ), C(SI_ASYNCIO),
	C(SI_SIGIO), C(SI_TKILL), C(SI_DETHREAD), C(SI_ASYNCNL), {}
};

static const struct xlat ill_codes[] = {
	N(1, ILL_ILLOPC), N(2, ILL_ILLOPN), N(3, ILL_ILLADR), N(4, ILL_ILLTRP), N(5, ILL_PRVOPC),
	N(6, ILL_PRVREG), N(7, ILL_COPROC), N(8, ILL_BADSTK), N(9, ILL_BADIADDR), {}
};
static const struct xlat fpe_codes[] = {
	N(1, FPE_INTDIV), N(2, FPE_INTOVF), N(3, FPE_FLTDIV), N(4, FPE_FLTOVF), N(5, FPE_FLTUND),
	N(6, FPE_FLTRES), N(7, FPE_FLTINV), N(8, FPE_FLTSUB), N(14, FPE_FLTUNK),
	N(15, FPE_CONDTRAP), {}
};
static const struct xlat segv_codes[] = {
	N(1, SEGV_MAPERR), N(2, SEGV_ACCERR), N(3, SEGV_BNDERR), N(4, SEGV_PKUERR),
	N(5, SEGV_ACCADI), N(6, SEGV_ADIDERR), N(7, SEGV_ADIPERR), N(8, SEGV_MTEAERR),
	N(9, SEGV_MTESERR), {}
};
static const struct xlat bus_codes[] = {
	N(1, BUS_ADRALN), N(2, BUS_ADRERR), N(3, BUS_OBJERR), N(4, BUS_MCEERR_AR),
	N(5, BUS_MCEERR_AO), {}
};
static const struct xlat trap_codes[] = {
	N(1, TRAP_BRKPT), N(2, TRAP_TRACE), N(3, TRAP_BRANCH), N(4, TRAP_HWBKPT), N(5, TRAP_UNK),
	N(6, TRAP_PERF), {}
};
static const struct xlat cld_codes[] = {
	N(1, CLD_EXITED), N(2, CLD_KILLED), N(3, CLD_DUMPED), N(4, CLD_TRAPPED),
	N(5, CLD_STOPPED), N(6, CLD_CONTINUED), {}
};
static const struct xlat poll_codes[] = {
	N(1, POLL_IN), N(2, POLL_OUT), N(3, POLL_MSG), N(4, POLL_ERR), N(5, POLL_PRI),
	N(6, POLL_HUP), {}
};
static const struct xlat sys_codes[] = { N(1, SYS_SECCOMP), N(2, SYS_USER_DISPATCH), {} };

/* --- what stands behind them --- */

static void put_sender(struct decoder *d, const struct siginfo_view *s)
{
	field(d, "si_pid");
	print_task(d, (uint64_t)s->pid);
	field(d, "si_uid");
	put_unsigned(d, s->uid);
}

static void put_value_fields(struct decoder *d, const struct siginfo_view *s)
{
	field(d, "si_int");
	put_number(d, (int32_t)s->value);
	field(d, "si_ptr");
	put_address(d, s->value);
}

static void put_fault(struct decoder *d, const struct siginfo_view *s)
{
	field(d, "si_addr");
	put_address(d, s->addr);
}

static void put_segv(struct decoder *d, const struct siginfo_view *s)
{
	put_fault(d, s);
	if (s->code == SEGV_BNDERR) {
		field(d, "si_lower");
		put_address(d, s->lower);
		field(d, "si_upper");
		put_address(d, s->upper);
	} else if (s->code == 4) {
		field(d, "si_pkey");
		put_unsigned(d, s->pkey);
	}
}

static void put_bus(struct decoder *d, const struct siginfo_view *s)
{
	put_fault(d, s);
	if (s->code == 4 || s->code == 5) {
		field(d, "si_addr_lsb");
		put_hex(d, s->lsb);
	}
}

static void put_child(struct decoder *d, const struct siginfo_view *s)
{
	put_sender(d, s);
	field(d, "si_status");
	if (s->code == CLD_EXITED)
		put_number(d, s->status);
	else
		print_signo(d, (uint32_t)s->status);
	field(d, "si_utime");
	put_unsigned(d, s->utime);
	field(d, "si_stime");
	put_unsigned(d, s->stime);
}

static void put_band(struct decoder *d, const struct siginfo_view *s)
{
	field(d, "si_band");
	put_number(d, s->band);
	field(d, "si_fd");
	print_fd(d, (uint64_t)s->fd);
}

static void put_poll(struct decoder *d, const struct siginfo_view *s)
{
	if (s->code >= POLL_IN && s->code <= POLL_HUP)
		put_band(d, s);
}

#define ARCH_X86_64 0xc000003e
#define ARCH_I386 0x40000003

static const struct xlat arches[] = {
	N(0xc000003e, AUDIT_ARCH_X86_64), N(0x40000003, AUDIT_ARCH_I386),
	N(0xc00000b7, AUDIT_ARCH_AARCH64), N(0xc0009026, AUDIT_ARCH_ALPHA),
	N(0x4000005d, AUDIT_ARCH_ARCOMPACT), N(0x5d, AUDIT_ARCH_ARCOMPACTBE),
	N(0x400000c3, AUDIT_ARCH_ARCV2), N(0xc3, AUDIT_ARCH_ARCV2BE),
	N(0x40000028, AUDIT_ARCH_ARM), N(0x28, AUDIT_ARCH_ARMEB), N(0x4000008c, AUDIT_ARCH_C6X),
	N(0x8c, AUDIT_ARCH_C6XBE), N(0x4000004c, AUDIT_ARCH_CRIS),
	N(0x400000fc, AUDIT_ARCH_CSKY), N(0x5441, AUDIT_ARCH_FRV), N(0x2e, AUDIT_ARCH_H8300),
	N(0xa4, AUDIT_ARCH_HEXAGON), N(0xc0000032, AUDIT_ARCH_IA64),
	N(0x40000102, AUDIT_ARCH_LOONGARCH32), N(0xc0000102, AUDIT_ARCH_LOONGARCH64),
	N(0x58, AUDIT_ARCH_M32R), N(0x4, AUDIT_ARCH_M68K), N(0xbd, AUDIT_ARCH_MICROBLAZE),
	N(0x8, AUDIT_ARCH_MIPS), N(0x80000008, AUDIT_ARCH_MIPS64),
	N(0xa0000008, AUDIT_ARCH_MIPS64N32), N(0x40000008, AUDIT_ARCH_MIPSEL),
	N(0xc0000008, AUDIT_ARCH_MIPSEL64), N(0xe0000008, AUDIT_ARCH_MIPSEL64N32),
	N(0x400000a7, AUDIT_ARCH_NDS32), N(0xa7, AUDIT_ARCH_NDS32BE),
	N(0x40000071, AUDIT_ARCH_NIOS2), N(0x5c, AUDIT_ARCH_OPENRISC), N(0xf, AUDIT_ARCH_PARISC),
	N(0x8000000f, AUDIT_ARCH_PARISC64), N(0x14, AUDIT_ARCH_PPC),
	N(0x80000015, AUDIT_ARCH_PPC64), N(0xc0000015, AUDIT_ARCH_PPC64LE),
	N(0x400000f3, AUDIT_ARCH_RISCV32), N(0xc00000f3, AUDIT_ARCH_RISCV64),
	N(0x16, AUDIT_ARCH_S390), N(0x80000016, AUDIT_ARCH_S390X), N(0x2a, AUDIT_ARCH_SH),
	N(0x8000002a, AUDIT_ARCH_SH64), N(0x4000002a, AUDIT_ARCH_SHEL),
	N(0xc000002a, AUDIT_ARCH_SHEL64), N(0x2, AUDIT_ARCH_SPARC),
	N(0x8000002b, AUDIT_ARCH_SPARC64), N(0xc00000bf, AUDIT_ARCH_TILEGX),
	N(0x400000bf, AUDIT_ARCH_TILEGX32), N(0x400000bc, AUDIT_ARCH_TILEPRO),
	N(0x4000006e, AUDIT_ARCH_UNICORE), N(0x5e, AUDIT_ARCH_XTENSA), {}
};

#define X32_BIT 0x40000000

void put_call_number(struct decoder *d, uint64_t nr, uint32_t arch)
{
	const struct sys_entry *table = arch == ARCH_X86_64 ? sys_call_table : ia32_sys_call_table;
	bool is_x32 = arch == ARCH_X86_64 && nr & X32_BIT;
	uint64_t i = is_x32 ? nr & ~(uint64_t)X32_BIT : nr;
	bool known = i < NR_SYSCALLS && (arch == ARCH_X86_64 || arch == ARCH_I386);
	char text[64];

	if (!known || !table[i].name) {
		put_unsigned(d, nr);
	} else if ((arch == ARCH_X86_64) == d->is_64bit && !is_x32) {
		snprintf(text, sizeof(text), "__NR_%s", table[i].name);
		d->sink->symbol(d->ctx, nr, SINK_UNSIGNED, text);
	} else {
		put_unsigned(d, nr);
		d->sink->comment(d->ctx, table[i].name);
	}
}

void put_audit_arch(struct decoder *d, uint32_t arch)
{
	put_value(d, arches, arch, "AUDIT_ARCH_???");
}

static void put_sys(struct decoder *d, const struct siginfo_view *s)
{
	field(d, "si_call_addr");
	put_address(d, s->call_addr);
	field(d, "si_syscall");
	put_call_number(d, (unsigned)s->syscall, s->arch);
	field(d, "si_arch");
	put_audit_arch(d, s->arch);
}

/* A positive code of another signal. */
static void put_other(struct decoder *d, const struct siginfo_view *s)
{
	if (s->pid || s->uid)
		put_sender(d, s);
	if (s->value)
		put_value_fields(d, s);
}

static const struct {
	const struct xlat *codes;
	void (*put)(struct decoder *d, const struct siginfo_view *s);
} by_signal[SIGRTMIN] = {
	[SIGILL] = { ill_codes, put_fault },  [SIGFPE] = { fpe_codes, put_fault },
	[SIGSEGV] = { segv_codes, put_segv }, [SIGBUS] = { bus_codes, put_bus },
	[SIGTRAP] = { trap_codes, put_fault }, [SIGCHLD] = { cld_codes, put_child },
	[SIGIO] = { poll_codes, put_poll },   [SIGSYS] = { sys_codes, put_sys },
};

static bool has_own_codes(const struct siginfo_view *s)
{
	return s->signo > 0 && s->signo < SIGRTMIN && by_signal[s->signo].codes;
}

/* --- from a process, and from the kernel --- */

static void put_from_process(struct decoder *d, const struct siginfo_view *s)
{
	switch (s->code) {
	case SI_TIMER:
		field(d, "si_timerid");
		put_hex(d, (uint32_t)s->timerid);
		field(d, "si_overrun");
		put_number(d, s->overrun);
		put_value_fields(d, s);
		break;
	case SI_SIGIO:
		put_band(d, s);
		break;
	default:
		put_sender(d, s);
		if (s->value && s->code != SI_USER && s->code != SI_TKILL)
			put_value_fields(d, s);
		break;
	}
}

static void put_code(struct decoder *d, const struct siginfo_view *s)
{
	uint32_t code = (uint32_t)s->code;

	field(d, "si_code");
	if (s->code > 0 && has_own_codes(s) && xlat_name(by_signal[s->signo].codes, code))
		put_value(d, by_signal[s->signo].codes, code, NULL);
	else
		put_value(d, codes, code, NULL);
}

static void put_errno(struct decoder *d, int err)
{
	const char *name = error_name(err);

	field(d, "si_errno");
	if (name)
		d->sink->symbol(d->ctx, (uint32_t)err, SINK_UNSIGNED, name);
	else
		put_unsigned(d, (uint32_t)err);
}

void put_siginfo(struct decoder *d, const struct siginfo_view *s)
{
	begin(d, SINK_STRUCT);
	if (s->signo) {
		field(d, "si_signo");
		print_signo(d, (uint32_t)s->signo);
		put_code(d, s);
		if (s->err)
			put_errno(d, s->err);
		if (s->code <= 0)
			put_from_process(d, s);
		else if (has_own_codes(s))
			by_signal[s->signo].put(d, s);
		else
			put_other(d, s);
	}
	end(d);
}

/* --- where it comes from --- */

#define TICK_NSEC (1000000000 / 100)

void decode_signal(struct decoder *d, const struct ksiginfo *i)
{
	put_siginfo(d, &(struct siginfo_view){ .signo = i->signo,
					       .err = i->err,
					       .code = i->code,
					       .pid = i->pid,
					       .uid = i->uid,
					       .timerid = i->timerid,
					       .overrun = i->overrun,
					       .value = i->value,
					       .status = i->status,
					       .utime = i->utime / TICK_NSEC,
					       .stime = i->stime / TICK_NSEC,
					       .addr = i->addr,
					       .lower = i->lower,
					       .upper = i->upper,
					       .lsb = (uint16_t)i->addr_lsb,
					       .pkey = i->pkey,
					       .band = i->band,
					       .fd = i->fd,
					       .call_addr = i->call_addr,
					       .syscall = i->syscall,
					       .arch = i->arch });
}

/* The ABIs name the fields alike: every form is read, put_siginfo() takes what means something. */
#define VIEW(s)                                                                                \
	(struct siginfo_view)                                                                  \
	{                                                                                      \
		.signo = (s)->signo, .err = (s)->err, .code = (s)->code, .pid = (s)->rt.pid,   \
		.uid = (s)->rt.uid, .timerid = (s)->timer.tid, .overrun = (s)->timer.overrun,  \
		.value = (s)->rt.value, .status = (s)->chld.status,                            \
		.utime = (uint64_t)(s)->chld.utime, .stime = (uint64_t)(s)->chld.stime,        \
		.addr = (s)->fault.addr, .lower = (s)->fault.lower, .upper = (s)->fault.upper, \
		.lsb = (uint16_t)(s)->fault.addr_lsb, .pkey = (s)->fault.pkey,                 \
		.band = (s)->poll.band, .fd = (s)->poll.fd, .call_addr = (s)->sys.call_addr,   \
		.syscall = (s)->sys.syscall, .arch = (s)->sys.arch                             \
	}

void put_read_siginfo(struct decoder *d, const void *bytes)
{
	const struct x64_siginfo *x64 = bytes;
	const struct i386_siginfo *i386 = bytes;
	struct siginfo_view view = d->is_64bit ? VIEW(x64) : VIEW(i386);

	put_siginfo(d, &view);
}

void print_siginfo_in(struct decoder *d, uint64_t v)
{
	uint64_t bytes[SI_MAX_SIZE / 8];

	if (fetch(d, bytes, v, sizeof(bytes)))
		put_read_siginfo(d, bytes);
}

void print_siginfo_out(struct decoder *d, uint64_t v)
{
	uint64_t bytes[SI_MAX_SIZE / 8];

	if (fetch_out(d, bytes, v, sizeof(bytes)))
		put_read_siginfo(d, bytes);
}
