/* firmware.c - riscv64: what boot asks of an SBI below it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/boot.h"
#include "drivers/sbi.h"

/* S-mode is never without an SBI. */
void arch_firmware(const void *tree, struct firmware *fw)
{
	(void)tree;
	fw->machine = &sbi_machine_ops;
}

const struct core_ops *arch_core_ops(const struct firmware *fw, const char *method)
{
	(void)fw;
	(void)method;
	return &sbi_core_ops;
}

uint64_t arch_core_kind(void)
{
	return sbi_machine_kind();
}

bool arch_fallback_console(struct uart *uart)
{
	sbi_console(uart);
	return true;
}
