/* bare.c - riscv64: what boot does itself where no firmware is below it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/boot.h"
#include "platforms/tree.h"

void arch_firmware(const void *tree, struct firmware *fw)
{
	struct tree_exit exit;

	fw->machine = &bare_machine_ops;
	if (!tree_exit(tree, &exit)) {
		fw->exit_word = (uintptr_t)exit.word;
		fw->exit_pass = exit.pass;
		fw->exit_fail = exit.fail;
	}
}

const struct core_ops *arch_core_ops(const struct firmware *fw, const char *method)
{
	(void)fw;
	(void)method;
	return &bare_core_ops;
}

uint64_t arch_core_kind(void)
{
	uint64_t kind;

	__asm__("csrr %0, marchid" : "=r"(kind));
	return kind;
}

bool arch_fallback_console(struct uart *uart)
{
	(void)uart;
	return false;
}
