/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Registers of every kind, whole CPU states, segments, kicks and the translation buffer. */
#include "rig.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <time.h>

GUEST(fill_all, "mov $1,%eax; mov $2,%ecx; mov $3,%edx; mov $4,%ebx; mov $6,%ebp; mov $7,%esi\n"
		"mov $8,%edi; mov $9,%r8d; mov $10,%r9d; mov $11,%r10d; mov $12,%r11d\n"
		"mov $13,%r12d; mov $14,%r13d; mov $15,%r14d; movabs $0x8000000000000010,%r15\n"
		"std; stc; int $0x80");

static void general_registers_read_as_the_guest_left_them(void **state)
{
	struct rig *r = *state;
	struct cpu_regs regs;

	START(r, fill_all);
	r->cpu->ops->get_regs(r->cpu, &regs);
	for (unsigned i = 0; i < 15; i++)
		assert_int_equal(regs.r[i], i == CPU_RSP ? STACK_TOP : i + 1);
	assert_int_equal(regs.r[15], 0x8000000000000010);
	assert_int_equal(regs.rip, CODE_VA + (fill_all_end - fill_all));
	assert_int_equal(regs.rflags, 0x603);
}

GUEST(store_all, "push %rax; push %rcx; push %rdx; push %rbx; push %rbp; push %rsi; push %rdi\n"
		 "push %r8; push %r9; push %r10; push %r11; push %r12; push %r13; push %r14\n"
		 "push %r15; pushf; int $0x80");

static void general_registers_reach_the_guest_as_written(void **state)
{
	struct rig *r = *state;
	struct cpu_regs regs;
	const uint64_t *stack;

	rig_write(r, CODE_VA, store_all, store_all_end - store_all);
	r->cpu->ops->reset(r->cpu, true);
	for (unsigned i = 0; i < 16; i++)
		regs.r[i] = 0xfedc000000000000 | i;
	regs.r[CPU_RSP] = STACK_TOP;
	regs.rip = CODE_VA;
	regs.rflags = ~0x100ull; /* ring 3 does not get IOPL, VM, NT is fine, IF stays */
	r->cpu->ops->set_regs(r->cpu, &regs);
	rig_run(r);
	stack = rig_mem(r, STACK_TOP - 16 * 8);
	assert_int_equal(stack[0], 0x244ed7);
	for (unsigned i = 1; i < 16; i++) {
		unsigned reg = i < 12 ? 16 - i : 15 - i;

		assert_int_equal(stack[i], 0xfedc000000000000 | reg);
	}
}

GUEST(fresh, "int $0x80");

static void reset_gives_the_state_of_execve(void **state)
{
	struct rig *r = *state;
	struct cpu_regs regs;
	struct cpu_fpu fpu;
	static const uint8_t zero[480];

	START(r, fill_all);
	for (unsigned wide = 0; wide < 2; wide++) {
		r->cpu->ops->reset(r->cpu, wide);
		r->cpu->ops->get_regs(r->cpu, &regs);
		for (unsigned i = 0; i < 16; i++)
			assert_int_equal(regs.r[i], 0);
		assert_int_equal(regs.rip, 0);
		assert_int_equal(regs.rflags, 0x202);
		assert_int_equal(rig_reg(r, CPU_CS), wide ? 0x33 : 0x23);
		assert_int_equal(rig_reg(r, CPU_SS), 0x2b);
		assert_int_equal(rig_reg(r, CPU_DS), wide ? 0 : 0x2b);
		assert_int_equal(rig_reg(r, CPU_FS), 0);
		assert_int_equal(rig_reg(r, CPU_FS_BASE), 0);
		assert_int_equal(r->cpu->ops->is_64bit(r->cpu), wide);
		r->cpu->ops->get_fpu(r->cpu, &fpu);
		assert_int_equal(*(uint16_t *)fpu.image, 0x37f);
		assert_int_equal(*(uint32_t *)(fpu.image + 24), 0x1f80);
		assert_int_equal(fpu.image[4], 0);
		assert_memory_equal(fpu.image + 32, zero, 480);
	}
}

GUEST(fxsave_there, "mov $0x600000, %ebx; fninit; fldpi; fld1; fldl2e; fstp %st(2)\n"
		    "pcmpeqd %xmm3, %xmm3; movq %rbx, %xmm15; push $0x5f80; ldmxcsr (%rsp)\n"
		    "fxsave (%rbx); int $0x80; fxsave 0x200(%rbx); int $0x80");

static void the_fpu_image_is_what_fxsave_stores(void **state)
{
	struct rig *r = *state;
	struct cpu_fpu fpu;
	uint8_t *mem = rig_mem(r, DATA_VA);

	START(r, fxsave_there);
	r->cpu->ops->get_fpu(r->cpu, &fpu);
	assert_int_equal(fpu.image[4], 0xc0);
	assert_memory_equal(fpu.image, mem, 6); /* FCW, FSW, FTW */
	assert_memory_equal(fpu.image + 24, mem + 24, 4);
	assert_memory_equal(fpu.image + 32, mem + 32, 416 - 32);

	/* And back: other values, seen by the guest's own fxsave. */
	memset(fpu.image + 160, 0x5a, 256);
	fpu.image[32] ^= 0xff;
	r->cpu->ops->set_fpu(r->cpu, &fpu);
	rig_run(r);
	assert_memory_equal(fpu.image, mem + 0x200, 6);
	for (unsigned i = 0; i < 8; i++)
		assert_memory_equal(fpu.image + 32 + 16 * i, mem + 0x200 + 32 + 16 * i, 10);
	assert_memory_equal(fpu.image + 160, mem + 0x200 + 160, 256);
}

GUEST(rounding, "cvtsd2si %xmm0, %eax; int $0x80");

static void a_control_word_that_was_set_takes_effect(void **state)
{
	struct rig *r = *state;
	struct cpu_fpu fpu;
	static const double value = 2.5;
	static const uint32_t up = 0x5f80, nearest = 0x1f80;

	rig_write(r, CODE_VA, rounding, rounding_end - rounding);
	for (unsigned i = 0; i < 2; i++) {
		r->cpu->ops->reset(r->cpu, true);
		rig_set(r, CPU_RIP, CODE_VA);
		r->cpu->ops->get_fpu(r->cpu, &fpu);
		memcpy(fpu.image + 24, i ? &up : &nearest, 4);
		memcpy(fpu.image + 160, &value, 8);
		r->cpu->ops->set_fpu(r->cpu, &fpu);
		rig_run(r);
		assert_int_equal(rig_reg(r, CPU_RAX), i ? 3 : 2);
	}
}

/* Two tasks of different modes take turns, one instruction at a call. */
GUEST(task64, "mov $1, %ebx; cvtsi2sd %ebx, %xmm0\n"
	      "1: addsd %xmm0, %xmm0; inc %r12; fld1; fstp %st(0); int $0x80; jmp 1b");
GUEST32(task32, "mov $2, %ebx; cvtsi2sd %ebx, %xmm0\n"
		"1: addsd %xmm0, %xmm0; inc %esi; mov %gs:0, %edi; int $0x80; jmp 1b");

static void whole_states_are_saved_and_loaded(void **state)
{
	struct rig *r = *state;
	size_t size = r->cpu->ops->caps(r->cpu)->state_size;
	void *one = aligned_alloc(16, size), *two = aligned_alloc(16, size);
	struct cpu_fpu fpu;
	double d;

	rig_map(r, DATA_VA + PAGE_SIZE, R | X);
	rig_write(r, DATA_VA + PAGE_SIZE, task32, task32_end - task32);
	*(uint32_t *)rig_mem(r, DATA_VA) = 0x600d;
	r->cpu->ops->set_tls(r->cpu, 0, 0x00cff3600000ffff); /* base 0x600000 */
	r->cpu->ops->reset(r->cpu, false);
	rig_set(r, CPU_RIP, DATA_VA + PAGE_SIZE);
	r->cpu->ops->set_segment(r->cpu, CPU_GS, 0x63);
	r->cpu->ops->save(r->cpu, two);
	START(r, task64);
	r->cpu->ops->save(r->cpu, one);
	for (unsigned i = 1; i <= 50; i++) {
		r->cpu->ops->load(r->cpu, two);
		rig_run(r);
		assert_false(r->cpu->ops->is_64bit(r->cpu));
		assert_int_equal(rig_reg(r, CPU_RSI), i);
		assert_int_equal(rig_reg(r, CPU_RDI), 0x600d);
		r->cpu->ops->save(r->cpu, two);
		r->cpu->ops->load(r->cpu, one);
		rig_run(r);
		assert_true(r->cpu->ops->is_64bit(r->cpu));
		assert_int_equal(rig_reg(r, CPU_R12), i + 1);
		r->cpu->ops->save(r->cpu, one);
	}
	r->cpu->ops->get_fpu(r->cpu, &fpu);
	memcpy(&d, fpu.image + 160, 8);
	assert_true(d == (double)(1ull << 51));
	free(one);
	free(two);
}

GUEST32(use_tls, "mov $0x63, %eax; mov %eax, %gs; mov %gs:4, %ebx; mov %gs:-4, %ecx; int $0x80");

static void a_tls_descriptor_is_loaded_by_the_guest(void **state)
{
	struct rig *r = *state;

	((uint32_t *)rig_mem(r, DATA_VA))[4] = 0x1111;
	((uint32_t *)rig_mem(r, DATA_VA))[2] = 0x2222;
	r->cpu->ops->set_tls(r->cpu, 0, 0x00cff2600000ffff | 0xc0000); /* base 0x60000c, not accessed */
	START32(r, use_tls);
	assert_int_equal(r->faults, 0);
	assert_int_equal(rig_reg(r, CPU_RBX), 0x1111);
	assert_int_equal(rig_reg(r, CPU_RCX), 0x2222);
}

GUEST32(use_ldt, "mov $0x0f, %eax; mov %eax, %fs; mov %fs:0, %ebx\n"
		 "mov $0x07, %eax; mov %eax, %ds; mov 0x10, %ecx; int $0x80");

static void the_ldt_holds_descriptors(void **state)
{
	struct rig *r = *state;
	const uint64_t ldt[] = { 0x00cff2600000ffff, 0x00cff2600000ffff | 0xc0000 };

	((uint32_t *)rig_mem(r, DATA_VA))[3] = 0x3333;
	((uint32_t *)rig_mem(r, DATA_VA))[4] = 0x4444;
	START32(r, use_ldt); /* none yet */
	assert_fault(r, 1, CPU_VEC_GP);
	r->cpu->ops->set_ldt(r->cpu, ldt, 2);
	START32(r, use_ldt);
	assert_int_equal(r->faults, 1);
	assert_int_equal(rig_reg(r, CPU_RBX), 0x3333);
	assert_int_equal(rig_reg(r, CPU_RCX), 0x4444);
	r->cpu->ops->set_ldt(r->cpu, NULL, 0);
}

GUEST(look_at_segments, "mov %ds, %eax; mov %es, %ebx; mov %ss, %ecx; mov %fs, %edx; mov %cs, %esi\n"
			"int $0x80");

static void segments_set_from_outside_are_really_loaded(void **state)
{
	struct rig *r = *state;

	for (unsigned wide = 0; wide < 2; wide++) {
		rig_write(r, CODE_VA, look_at_segments, look_at_segments_end - look_at_segments);
		r->cpu->ops->reset(r->cpu, wide);
		rig_set(r, CPU_RIP, CODE_VA);
		rig_set(r, CPU_RBP, 0x77);
		rig_set(r, CPU_RFLAGS, 0x8d5);
		r->cpu->ops->set_segment(r->cpu, CPU_DS, wide ? 0x2b : 0);
		r->cpu->ops->set_segment(r->cpu, CPU_ES, 0x1233); /* beyond the table: null */
		r->cpu->ops->set_segment(r->cpu, CPU_SS, 0); /* impossible */
		r->cpu->ops->set_segment(r->cpu, CPU_FS, 0x2b);
		assert_int_equal(rig_reg(r, CPU_FS), 0x2b);
		rig_run(r);
		assert_int_equal(r->faults, 0);
		assert_int_equal(rig_reg(r, CPU_RAX), wide ? 0x2b : 0);
		assert_int_equal(rig_reg(r, CPU_RBX), 0);
		assert_int_equal(rig_reg(r, CPU_RCX), 0x2b);
		assert_int_equal(rig_reg(r, CPU_RDX), 0x2b);
		assert_int_equal(rig_reg(r, CPU_RSI), wide ? 0x33 : 0x23);
		assert_int_equal(rig_reg(r, CPU_RBP), 0x77);
		assert_int_equal(rig_reg(r, CPU_RFLAGS), 0xad7);
	}
}

static void the_code_segment_changes_the_mode_and_nothing_else(void **state)
{
	struct rig *r = *state;

	rig_write(r, CODE_VA, look_at_segments, look_at_segments_end - look_at_segments);
	r->cpu->ops->reset(r->cpu, true);
	rig_set(r, CPU_RIP, CODE_VA);
	rig_set(r, CPU_RDI, 0x123);
	r->cpu->ops->set_segment(r->cpu, CPU_CS, 0x23);
	r->cpu->ops->set_segment(r->cpu, CPU_DS, 0x2b);
	rig_run(r);
	assert_false(r->cpu->ops->is_64bit(r->cpu));
	assert_int_equal(rig_reg(r, CPU_RSI), 0x23);
	assert_int_equal(rig_reg(r, CPU_RAX), 0x2b);
	assert_int_equal(rig_reg(r, CPU_RDI), 0x123);
}

GUEST(fs_base, "mov %fs:8, %rax; int $0x80");

static void fs_base_is_set_in_a_word(void **state)
{
	struct rig *r = *state;

	rig_write(r, CODE_VA, fs_base, fs_base_end - fs_base);
	((uint64_t *)rig_mem(r, DATA_VA))[2] = 0xabcdef;
	r->cpu->ops->reset(r->cpu, true);
	rig_set(r, CPU_RIP, CODE_VA);
	rig_set(r, CPU_FS_BASE, DATA_VA + 8);
	rig_run(r);
	assert_int_equal(rig_reg(r, CPU_RAX), 0xabcdef);
	assert_int_equal(rig_reg(r, CPU_FS_BASE), DATA_VA + 8);
}

GUEST(ask_cpuid, "mov $1, %eax; cpuid; int $0x80; mov $7, %eax; xor %ecx, %ecx; cpuid; int $0x80\n"
		 "mov $0x80000001, %eax; cpuid; int $0x80");

static void cpuid_shows_nothing_that_is_wrong(void **state)
{
	struct rig *r = *state;
	const struct cpu_features *f = r->cpu->ops->features(r->cpu);

	START(r, ask_cpuid);
	assert_int_equal(rig_reg(r, CPU_RDX), f->hwcap);
	assert_int_equal(rig_reg(r, CPU_RCX), 0x02982203); /* no hypervisor, AVX, XSAVE, RDRAND, FMA */
	rig_run(r);
	assert_int_equal(rig_reg(r, CPU_RBX), 0); /* no BMI, AVX2, ERMS, SHA, RTM */
	rig_run(r);
	assert_int_equal(rig_reg(r, CPU_RDX), 0x20100800);
}

GUEST(read_clock, "rdtsc; int $0x80; rdtsc; nop");

static void rdtsc_can_be_trapped(void **state)
{
	struct rig *r = *state;

	r->cpu->ops->trap_rdtsc(r->cpu, false);
	START(r, read_clock);
	assert_int_equal(r->faults, 0);
	r->cpu->ops->trap_rdtsc(r->cpu, true);
	rig_run(r);
	assert_fault(r, 1, CPU_VEC_GP);
	assert_left_at(r, 4);
	START(r, read_clock);
	assert_fault(r, 2, CPU_VEC_GP);
	assert_left_at(r, 0);
	r->cpu->ops->trap_rdtsc(r->cpu, false);
	rig_run(r);
	assert_int_equal(r->faults, 2);
}

/* A loop without a call or a fault, disturbed from another thread all the time. */
GUEST(checksum, "mov $10000000, %ecx; xor %eax, %eax; mov $0x600000, %ebx\n"
		"1: add %rcx, %rax; mov %rax, (%rbx); rol $3, %rax; xor (%rbx), %rax; dec %ecx; jnz 1b\n"
		"int $0x80");

static enum cpu_answer go_on(struct rig *r)
{
	(void)r;
	return CPU_GO_ON;
}

static bool stop_kicking;

static void *kick_all_the_time(void *arg)
{
	static const struct timespec pause = { .tv_nsec = 20000 };
	struct rig *r = arg;

	while (!__atomic_load_n(&stop_kicking, __ATOMIC_ACQUIRE)) {
		r->cpu->ops->kick(r->cpu);
		nanosleep(&pause, NULL);
	}
	return NULL;
}

static void kicks_from_a_thread_disturb_nothing(void **state)
{
	struct rig *r = *state;
	unsigned runs = 1;
	pthread_t thread;
	uint64_t undisturbed;

	START(r, checksum);
	undisturbed = rig_reg(r, CPU_RAX);
	r->on_tick = go_on;
	stop_kicking = false;
	assert_int_equal(pthread_create(&thread, NULL, kick_all_the_time, r), 0);
	do { /* the thread may begin late */
		START(r, checksum);
		assert_int_equal(rig_reg(r, CPU_RAX), undisturbed);
		assert_int_equal(r->syscalls, ++runs);
	} while (r->ticks < 10);
	__atomic_store_n(&stop_kicking, true, __ATOMIC_RELEASE);
	pthread_join(thread, NULL);
	assert_in_range(r->ticks, 10, 1000000);
}

GUEST(forever, "1: jmp 1b");

static void *kick_once(void *arg)
{
	static const struct timespec pause = { .tv_nsec = 5000000 };
	struct rig *r = arg;

	nanosleep(&pause, NULL);
	r->cpu->ops->kick(r->cpu);
	return NULL;
}

static void one_kick_ends_an_endless_loop(void **state)
{
	struct rig *r = *state;
	pthread_t thread;

	for (unsigned i = 1; i <= 10; i++) {
		assert_int_equal(pthread_create(&thread, NULL, kick_once, r), 0);
		START(r, forever);
		pthread_join(thread, NULL);
		assert_int_equal(r->ticks, i);
	}
}

static void a_kick_before_run_is_not_lost(void **state)
{
	struct rig *r = *state;

	r->cpu->ops->kick(r->cpu);
	r->cpu->ops->kick(r->cpu);
	START(r, forever);
	assert_int_equal(r->ticks, 1);
	assert_left_at(r, 0);
}

#define KICKS 300

struct kicks {
	struct rig *rig;
	bool done; /* atomic */
	bool lost;
};

/* One after the other, each as soon as the one before was heard. */
static void *kick_and_wait(void *arg)
{
	struct kicks *k = arg;
	time_t end = time(NULL) + 30;

	for (unsigned i = 1; i <= KICKS && !k->lost; i++) {
		k->rig->cpu->ops->kick(k->rig->cpu);
		while (__atomic_load_n(&k->rig->ticks, __ATOMIC_ACQUIRE) < i && !k->lost) {
			sched_yield();
			k->lost = time(NULL) > end;
		}
	}
	__atomic_store_n(&k->done, true, __ATOMIC_RELEASE);
	return NULL;
}

GUEST(leaves_often, "1: mov $60, %ecx; 2: dec %ecx; jnz 2b; mov $39, %eax; syscall; jmp 1b");

/* They come while the engine starts, runs, and leaves. */
static void no_kick_is_lost(void **state)
{
	struct rig *r = *state;
	struct kicks k = { .rig = r };
	pthread_t thread;

	START(r, leaves_often);
	assert_int_equal(pthread_create(&thread, NULL, kick_and_wait, &k), 0);
	while (!__atomic_load_n(&k.done, __ATOMIC_ACQUIRE))
		rig_run(r);
	pthread_join(thread, NULL);
	assert_false(k.lost);
	assert_int_equal(r->ticks, KICKS);
}

/* Thousands of blocks through a buffer for a part of them. */
static void the_translation_buffer_may_overflow(void **state)
{
	struct rig *r = *state;
	const struct engine_options small = { .buffer_size = 2u << 20 };
	const char *why;
	const unsigned pages = 60;
	static uint8_t page[PAGE_SIZE];
	unsigned n = 0;

	r->cpu->ops->destroy(r->cpu);
	r->cpu = unicorn_create_with(r->mem, &r->client, &small, &why);
	assert_non_null(r->cpu);
	r->cpu->ops->set_root(r->cpu, r->root);
	while (n + 8 <= PAGE_SIZE) { /* inc %eax; jmp over a byte: 500 blocks a page */
		memcpy(page + n, "\xff\xc0\xeb\x01\xcc\x90\x90\x90", 8);
		n += 8;
	}
	for (unsigned i = 0; i < pages; i++) {
		uaddr_t va = 0x10000000 + i * PAGE_SIZE;

		rig_map(r, va, R | X);
		rig_write(r, va, page, sizeof(page));
	}
	rig_map(r, 0x10000000 + pages * PAGE_SIZE, R | X);
	rig_write(r, 0x10000000 + pages * PAGE_SIZE, "\xcd\x80", 2);
	for (unsigned turn = 1; turn <= 3; turn++) {
		r->cpu->ops->reset(r->cpu, true);
		rig_set(r, CPU_RIP, 0x10000000);
		rig_run(r);
		assert_int_equal(r->syscalls, turn);
		assert_int_equal(rig_reg(r, CPU_RAX), pages * 512);
	}
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, rig_setup, rig_teardown)
	const struct CMUnitTest tests[] = {
		TEST(general_registers_read_as_the_guest_left_them),
		TEST(general_registers_reach_the_guest_as_written),
		TEST(reset_gives_the_state_of_execve),
		TEST(the_fpu_image_is_what_fxsave_stores),
		TEST(a_control_word_that_was_set_takes_effect),
		TEST(whole_states_are_saved_and_loaded),
		TEST(a_tls_descriptor_is_loaded_by_the_guest),
		TEST(the_ldt_holds_descriptors),
		TEST(segments_set_from_outside_are_really_loaded),
		TEST(the_code_segment_changes_the_mode_and_nothing_else),
		TEST(fs_base_is_set_in_a_word),
		TEST(cpuid_shows_nothing_that_is_wrong),
		TEST(rdtsc_can_be_trapped),
		TEST(kicks_from_a_thread_disturb_nothing),
		TEST(one_kick_ends_an_endless_loop),
		TEST(a_kick_before_run_is_not_lost),
		TEST(no_kick_is_lost),
		TEST(the_translation_buffer_may_overflow),
	};

	return rig_run_tests(tests);
}
