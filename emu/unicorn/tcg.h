/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Unicorn's code generator, as far as files of this folder emit code of their own. */
#ifndef EMU_UNICORN_TCG_H
#define EMU_UNICORN_TCG_H

#include <stdbool.h>
#include <stdint.h>

struct tcg; /* Unicorn's TCGContext; a value of translated code is an offset into it */
typedef uintptr_t tcg_value;

enum { TCG_LT = 2, TCG_EQ = 8, TCG_NE = 9, TCG_I64 = 1, TCG_ALIGN_16 = 4 << 4 };
enum { TCG_SIZE = 3, TCG_32 = 2 }; /* of a memop */
enum { TCG_SET_LABEL = 1, TCG_MOVI_I64 = 0x40, TCG_LD32U_I64 = 0x47, TCG_LD_I64 = 0x49,
       TCG_ST32_I64 = 0x4c, TCG_ST_I64 = 0x4d, TCG_ADD_I64 = 0x4e, TCG_OR_I64 = 0x58 };
#define TCG_CPU_ENV 0x98f0  /* of struct tcg: the pointer to the CPU state */
#define TCG_CPU_REGS 0x9998 /* the 16 general registers */

struct tcg_op {
	uint8_t head[24];
	uintptr_t args[4]; /* values are pointers here */
};

struct tcg_label {
	uint8_t flags; /* 1: its place is known */
};

void *tcg_temp_new_internal_x86_64(struct tcg *s, int type, bool local);
void tcg_temp_free_internal_x86_64(struct tcg *s, void *temp);
tcg_value tcg_const_i32_x86_64(struct tcg *s, int32_t value);
tcg_value tcg_const_i64_x86_64(struct tcg *s, int64_t value);
struct tcg_op *tcg_emit_op_x86_64(struct tcg *s, int opcode);
void tcg_gen_op1_x86_64(struct tcg *s, int opcode, uintptr_t a);
void tcg_gen_op3_x86_64(struct tcg *s, int opcode, uintptr_t a, uintptr_t b, uintptr_t c);
void tcg_gen_ext_i32_i64_x86_64(struct tcg *s, tcg_value to, tcg_value from);
void tcg_gen_brcondi_i64_x86_64(struct tcg *s, int condition, tcg_value a, int64_t b,
				struct tcg_label *to);
void tcg_gen_callN_x86_64(struct tcg *s, void *helper, void *ret, int nr_args, void **args);
struct tcg_label *gen_new_label_x86_64(struct tcg *s);
void tcg_gen_movcond_i64_x86_64(struct tcg *s, int condition, tcg_value to, tcg_value a,
				tcg_value b, tcg_value if_true, tcg_value if_false);
void tcg_gen_lookup_and_goto_ptr_x86_64(struct tcg *s);

/* Temporary values are pointers to some functions, and offsets to others. */
static inline void *temp_of(struct tcg *s, tcg_value v)
{
	return (uint8_t *)s + v;
}

static inline tcg_value value_of(struct tcg *s, const void *temp)
{
	return (uintptr_t)temp - (uintptr_t)s;
}

static inline void *new_temp(struct tcg *s)
{
	return tcg_temp_new_internal_x86_64(s, TCG_I64, false);
}

static inline void free_temp(struct tcg *s, void *temp)
{
	tcg_temp_free_internal_x86_64(s, temp);
}

static inline void emit_label(struct tcg *s, struct tcg_label *label)
{
	label->flags |= 1;
	tcg_gen_op1_x86_64(s, TCG_SET_LABEL, (uintptr_t)label);
}

#endif
