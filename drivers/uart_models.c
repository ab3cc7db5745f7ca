/* uart_models.c - the UARTs of boards: registers and bits, by family. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "drivers/uart.h"

#define NAMES(...) ((const char *const[]){__VA_ARGS__, NULL})

/* Line status register of all 8250s: THR empty, data ready (TL16C550D, table 8-1). */
#define SEND_8250                                                                        \
	{                                                                                \
		.status = 5, .data = 0, .mask = 0x20, .ready = 0x20                      \
	}
#define RECEIVE_8250                                                                     \
	{                                                                                \
		.status = 5, .data = 0, .mask = 0x01, .ready = 0x01                      \
	}

#define SEND_PL011                                                                       \
	{                                                                                \
		.status = 0x18, .data = 0x00, .mask = 1 << 5                             \
	}
#define RECEIVE_PL011                                                                    \
	{                                                                                \
		.status = 0x18, .data = 0x00, .mask = 1 << 4                             \
	}

const struct uart_model uart_models[] = {
	{
		/* 8250s whose node says how its registers lie. */
		.compatible = NAMES("ns16550a", "ns16550", "ns16450", "snps,dw-apb-uart"),
		.width = 1,
		.send = SEND_8250,
		.receive = RECEIVE_8250,
		.divider = &uart8250_divider,
	},
	{
		/*
		 * 8250s that are words whatever the node says, as Linux takes them
		 * (8250_tegra.c, 8250_pxa.c).
		 */
		.compatible = NAMES("nvidia,tegra20-uart", "intel,xscale-uart",
				    "mrvl,mmp-uart"),
		.shift = 2,
		.width = 4,
		.fixed = true,
		.send = SEND_8250,
		.receive = RECEIVE_8250,
		.divider = &uart8250_divider,
	},
	{
		/* Likewise (8250_bcm2835aux.c), but its speed hangs on the core's clock. */
		.compatible = NAMES("brcm,bcm2835-aux-uart"),
		.shift = 2,
		.width = 4,
		.fixed = true,
		.send = SEND_8250,
		.receive = RECEIVE_8250,
	},
	{
		/* UARTFR: TXFF, RXFE (DDI 0183, 3.3.3); 32-bit accesses always work. */
		.compatible = NAMES("arm,pl011"),
		.width = 4,
		.send = SEND_PL011,
		.receive = RECEIVE_PL011,
		.divider = &pl011_divider,
	},
	{
		/* The same without a divisor (Base System Architecture, DEN 0094, B). */
		.compatible = NAMES("arm,sbsa-uart"),
		.width = 4,
		.send = SEND_PL011,
		.receive = RECEIVE_PL011,
	},
	{
		/* txdata: full; rxdata: empty; txctrl, rxctrl (FU540-C000 manual, ch. 13). */
		.compatible = NAMES("sifive,uart0"),
		.width = 4,
		.send = {.status = 0x00, .data = 0x00, .mask = UINT32_C(1) << 31},
		.receive = {.status = 0x04, .data = 0x04, .mask = UINT32_C(1) << 31},
		.enable = {{.at = 0x08, .set = 1}, {.at = 0x0c, .set = 1}},
	},
	{
		/* SR: TXFULL, RXEMPTY; CR: TXEN, RXEN over TXDIS, RXDIS (UG1085, ch. 21). */
		.compatible = NAMES("cdns,uart-r1p12", "cdns,uart-r1p8", "xlnx,xuartps"),
		.width = 4,
		.send = {.status = 0x2c, .data = 0x30, .mask = 1 << 4},
		.receive = {.status = 0x2c, .data = 0x30, .mask = 1 << 1},
		.enable = {{.at = 0x00, .clear = 0x28, .set = 0x14}},
	},
	{
		/* UTS: TXFULL, RXEMPTY; UTXD, URXD (IMX8MPRM, UART memory map). */
		.compatible = NAMES("fsl,imx6q-uart", "fsl,imx21-uart"),
		.width = 4,
		.send = {.status = 0xb4, .data = 0x40, .mask = 1 << 4},
		.receive = {.status = 0xb4, .data = 0x00, .mask = 1 << 5},
	},
	{
		/* STATUS: TX FIFO full, RX FIFO empty (Linux, meson_uart.c). */
		.compatible = NAMES("amlogic,meson-ao-uart", "amlogic,meson-gx-uart",
				    "amlogic,meson-g12a-uart", "amlogic,meson-s4-uart",
				    "amlogic,meson-a1-uart"),
		.width = 4,
		.send = {.status = 0x0c, .data = 0x00, .mask = 1 << 21},
		.receive = {.status = 0x0c, .data = 0x04, .mask = 1 << 20},
	},
	{
		/* ISR: TXE, RXNE; TDR, RDR (RM0436, USART registers). */
		.compatible = NAMES("st,stm32h7-uart", "st,stm32f7-uart"),
		.width = 4,
		.send = {.status = 0x1c, .data = 0x28, .mask = 1 << 7, .ready = 1 << 7},
		.receive =
			{.status = 0x1c, .data = 0x24, .mask = 1 << 5, .ready = 1 << 5},
	},
	{
		/* What is stored in its one word is printed: docs/simulators.md. */
		.compatible = NAMES("barelitmus,word-console"),
		.width = 4,
		.fixed = true,
	},
	{.compatible = NULL},
};
