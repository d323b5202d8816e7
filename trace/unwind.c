/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Call stacks by libdwfl. It is told of the code that is mapped, and given files of frame
 * information made by elf_frames.c; registers and memory it asks us for. Where there is no such
 * information, it follows frame pointers.
 */
#include <stdlib.h>
#include <string.h>

#include "trace/symbols_internal.h"

#define MAX_MODULES 4096

/* --- what libdwfl asks --- */

static int find_elf(Dwfl_Module *module, void **userdata, const char *name, Dwarf_Addr base,
		    char **file_name, Elf **elf)
{
	struct mapped_file *f = *userdata;

	(void)module;
	(void)name;
	(void)base;
	*file_name = NULL;
	*elf = f && f->image.frames ? elf_memory(f->image.frames, f->image.frames_size) : NULL;
	return -1;
}

static int find_no_debuginfo(Dwfl_Module *module, void **userdata, const char *name,
			     Dwarf_Addr base, const char *file_name, const char *link,
			     GElf_Word crc, char **debuginfo)
{
	(void)module, (void)userdata, (void)name, (void)base, (void)file_name;
	(void)link, (void)crc, (void)debuginfo;
	return -1;
}

static const Dwfl_Callbacks callbacks = { .find_elf = find_elf,
					  .find_debuginfo = find_no_debuginfo };

static pid_t next_thread(Dwfl *dwfl, void *ctx, void **thread_ctx)
{
	struct unwinder *u = ctx;

	(void)dwfl;
	if (*thread_ctx)
		return 0;
	*thread_ctx = u;
	return u->tid;
}

static bool get_thread(Dwfl *dwfl, pid_t tid, void *ctx, void **thread_ctx)
{
	(void)dwfl;
	(void)tid;
	*thread_ctx = ctx;
	return true;
}

/* DWARF's numbers of the registers, x86-64's. i386's are the instruction set's own. */
static const uint8_t dwarf_order[] = { 0, 2, 1, 3, 6, 7, 5, 4, 8, 9, 10, 11, 12, 13, 14, 15 };

static bool set_registers(Dwfl_Thread *thread, void *ctx)
{
	const struct unwinder *u = ctx;
	struct r3_registers regs;
	Dwarf_Word words[17];
	unsigned i, n;

	if (r3_registers(u->s->machine, u->tid, &regs))
		return false;
	n = regs.is_64bit ? 16 : 8;
	for (i = 0; i < n; i++)
		words[i] = regs.r[regs.is_64bit ? dwarf_order[i] : i];
	words[n] = regs.rip;
	return dwfl_thread_state_registers(thread, 0, n + 1, words);
}

static bool read_word(Dwfl *dwfl, Dwarf_Addr address, Dwarf_Word *result, void *ctx)
{
	const struct unwinder *u = ctx;
	uint64_t word = 0;
	int64_t n = u->is_64bit ? 8 : 4;

	(void)dwfl;
	if (r3_read_memory(u->s->machine, u->tid, address, &word, (size_t)n) != n)
		return false;
	*result = word;
	return true;
}

static const Dwfl_Thread_Callbacks thread_callbacks = {
	.next_thread = next_thread,
	.get_thread = get_thread,
	.memory_read = read_word,
	.set_initial_registers = set_registers,
};

/* --- address spaces --- */

static void give_up(struct unwinder *u)
{
	if (u->dwfl)
		dwfl_end(u->dwfl);
	if (u->machine)
		elf_end(u->machine);
	*u = (struct unwinder){ 0 };
}

void unwind_forget(struct symbols *s)
{
	for (unsigned i = 0; i < UNWINDERS; i++)
		give_up(&s->unwinders[i]);
}

/* The file's code segment, if it is what this mapping shows. */
static void report_code(struct unwinder *u, const struct r3_mapping *m, struct mapped_file *f)
{
	const struct elf_segment *code = f->image.frames ? f->image.code : NULL;
	Dwfl_Module *module;
	uint64_t start;
	void **userdata;

	if (!code || f->image.is_64bit != u->is_64bit || m->offset > code->offset ||
	    code->offset - m->offset >= m->end - m->start)
		return;
	start = (m->start + (code->offset - m->offset)) & ~(uint64_t)4095;
	module = dwfl_report_module(u->dwfl, f->path, start, m->end);
	if (module && !dwfl_module_info(module, &userdata, NULL, NULL, NULL, NULL, NULL, NULL))
		return;
	if (module)
		*userdata = f;
}

static void report_modules(struct unwinder *u)
{
	struct r3_mapping m;
	uint64_t from = 0;
	unsigned n = 0;

	dwfl_report_begin(u->dwfl);
	while (n < MAX_MODULES && !r3_find_mapping(u->s->machine, u->tid, from, &m)) {
		struct mapped_file *f =
			m.prot & R3_PROT_EXEC ? symbols_file(u->s, u->tid, &m) : NULL;

		if (f)
			report_code(u, &m, f);
		n += f != NULL;
		from = m.end;
	}
	dwfl_report_end(u->dwfl, NULL, NULL);
}

/* An empty file of the program's machine: libdwfl wants one to know what it unwinds. */
static Elf *machine_of(struct unwinder *u)
{
	memcpy(u->header, ELFMAG, SELFMAG);
	u->header[EI_CLASS] = u->is_64bit ? ELFCLASS64 : ELFCLASS32;
	u->header[EI_DATA] = ELFDATA2LSB;
	u->header[EI_VERSION] = EV_CURRENT;
	u->header[16] = ET_DYN; /* e_type, e_machine, e_version: at the same places in both */
	u->header[18] = u->is_64bit ? EM_X86_64 : EM_386;
	u->header[20] = EV_CURRENT;
	return elf_memory((char *)u->header, sizeof(u->header));
}

static bool set_up(struct unwinder *u, struct symbols *s, int tid, bool is_64bit)
{
	*u = (struct unwinder){ .s = s, .tid = tid, .is_64bit = is_64bit };
	u->version = r3_mappings_version(s->machine, tid);
	u->dwfl = dwfl_begin(&callbacks);
	if (!u->dwfl)
		return false;
	report_modules(u);
	u->machine = machine_of(u);
	return u->machine &&
	       dwfl_attach_state(u->dwfl, u->machine, u->tid, &thread_callbacks, u);
}

/* The one for the task's address space as it is now; NULL: it cannot be. */
static struct unwinder *unwinder_for(struct symbols *s, int tid, bool is_64bit)
{
	uint64_t version = r3_mappings_version(s->machine, tid);
	struct unwinder *u;

	for (u = s->unwinders; u < s->unwinders + UNWINDERS; u++)
		if (u->dwfl && u->version == version && u->is_64bit == is_64bit) {
			u->tid = tid;
			return u;
		}
	u = &s->unwinders[s->next_unwinder++ % UNWINDERS];
	give_up(u);
	if (set_up(u, s, tid, is_64bit))
		return u;
	give_up(u);
	return NULL;
}

/* --- frames --- */

struct walk {
	struct unwinder *u;
	int (*frame)(void *ctx, const struct place *place);
	void *ctx;
	unsigned n;
};

static int one_frame(struct walk *w, uint64_t pc, bool is_call)
{
	struct place p = *symbols_find_kept(w->u->s, w->u->tid, is_call ? pc - 1 : pc);

	if (is_call) { /* shown is where it goes on */
		p.address++;
		p.file_offset += p.file != NULL;
		p.offset += p.symbol != NULL;
	}
	w->n++;
	return w->frame(w->ctx, &p);
}

static int on_frame(Dwfl_Frame *frame, void *ctx)
{
	struct walk *w = ctx;
	bool is_activation;
	Dwarf_Addr pc;

	if (w->n == STACK_DEPTH || !dwfl_frame_pc(frame, &pc, &is_activation))
		return DWARF_CB_ABORT;
	return one_frame(w, pc, !is_activation) ? DWARF_CB_ABORT : DWARF_CB_OK;
}

unsigned symbols_stack(struct symbols *s, int tid,
		       int (*frame)(void *ctx, const struct place *place), void *ctx)
{
	struct walk w = { .frame = frame, .ctx = ctx };
	struct r3_registers regs;

	if (r3_registers(s->machine, tid, &regs))
		return 0;
	symbols_make_room(s);
	w.u = unwinder_for(s, tid, regs.is_64bit);
	if (w.u)
		dwfl_getthread_frames(w.u->dwfl, tid, on_frame, &w);
	if (!w.n) {
		w.n = 1;
		frame(ctx, symbols_find_kept(s, tid, regs.rip));
	}
	return w.n;
}
