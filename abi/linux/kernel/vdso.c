/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The vDSOs in memory: one frame each, shared by all programs. */
#include "loader/vdso/vdso.h"

#include <string.h>

#include "emu/mem.h"
#include "kernel/binfmt.h"
#include "kernel/exec.h"
#include "mm/mm.h"

static int make_frame(struct kernel *k, pfn_t *pfn, const uint8_t *from, const uint8_t *end)
{
	*pfn = frame_alloc(k->mem, FRAME_ZERO);
	if (!*pfn)
		return -ENOMEM;
	memcpy(frame_data(k->mem, *pfn), from, (size_t)(end - from));
	return 0;
}

int vdso_init(struct kernel *k)
{
	int err = make_frame(k, &k->vdso_frame[false], vdso32_image, vdso32_image_end);

	if (!err)
		err = make_frame(k, &k->vdso_frame[true], vdso64_image, vdso64_image_end);
	return err;
}

void vdso_exit(struct kernel *k)
{
	int i;

	for (i = 0; i < 2; i++)
		if (k->vdso_frame[i])
			frame_put(k->mem, k->vdso_frame[i]);
}

int map_vdso(struct mm *mm, const struct abi *abi)
{
	uint64_t flags = VM_READ | VM_EXEC | VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC;
	int64_t addr = install_special_mapping(mm, 0, &kernel->vdso_frame[abi->is_64bit], 1, flags,
					       "[vdso]");

	if (addr < 0)
		return (int)addr;
	mm->vdso = (uaddr_t)addr;
	mm->vdso_landing = abi->is_64bit ? 0 : mm->vdso + VDSO32_int80_landing_pad;
	return 0;
}
