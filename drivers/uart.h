/* uart.h - a console that is polled: found by the "compatible" of its node. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef DRIVERS_UART_H
#define DRIVERS_UART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Data may be moved while (status register & mask) == ready; mask 0: there is no status. */
struct uart_gate {
	uint8_t status;
	uint8_t data;
	uint32_t mask;
	uint32_t ready;
};

/* A register whose bits are cleared and set before use; set == 0: nothing to do. */
struct uart_switch {
	uint8_t at;
	uint32_t clear;
	uint32_t set;
};

struct uart;

/* How a family divides its clock: rate = clock * parts / (16 * divisor). */
struct uart_divider {
	uint32_t parts;       /* of one, that a divisor counts */
	uint32_t least, most; /* divisors */
	uint32_t (*get)(const struct uart *uart);
	/* After the last byte has left. -E_REFUSED: the device has kept another one. */
	int (*set)(const struct uart *uart, uint32_t divisor);
};

/* A family of devices with the same registers; a driver is one of these. */
struct uart_model {
	const char *const *compatible; /* ends with NULL */
	uint8_t shift;                 /* where the node has no reg-shift */
	uint8_t width;                 /* where the node has no reg-io-width, bytes */
	bool fixed;                    /* whatever the node has of the two */
	struct uart_gate send;
	struct uart_gate receive;
	struct uart_switch enable[2]; /* what not every loader does */
	const struct uart_divider
		*divider; /* NULL: its speed stays as the loader set it */
};

struct uart_ops {
	/* Sends one byte, or drops it if the device does not take it for too long. */
	void (*put)(const struct uart *uart, uint8_t byte);
	/* The next byte that came; -1: there is none now. */
	int (*get)(const struct uart *uart);
};

struct uart {
	const struct uart_ops *ops;
	const struct uart_model *model; /* NULL for a console of the firmware */
	uintptr_t base;                 /* of the registers, mapped as device memory */
	uint8_t shift;                  /* register r is at base + (r << shift) */
	uint8_t width;                  /* access width of a register: 1, 2 or 4 bytes */
	uint32_t clock_hz;              /* what its speed is divided from; 0: not known */
};

/* What put and get are for any model; any core, one at a time. */
extern const struct uart_ops uart_polled_ops;

/* All models; ends with compatible == NULL. drivers/uart_models.c */
extern const struct uart_model uart_models[];

/* The model of a "compatible" string; NULL where there is none. */
const struct uart_model *uart_find(const char *compatible);

/* Makes a mapped device ready. The loader set up speed and pins: not touched. */
void uart_enable(const struct uart *uart);

/* Registers r of the device, by accesses of its width. */
uint32_t uart_register_read(const struct uart *uart, unsigned r);
void uart_register_write(const struct uart *uart, unsigned r, uint32_t value);

/*
 * What makes rate bits a second, > 0, of its clock: 0, -E_NODEV: there is no divider;
 * -E_SYNTAX: its clock is not known; -E_RANGE: no divisor comes within 2 % of that rate.
 */
int uart_divisor(const struct uart *uart, uint32_t rate, uint32_t *divisor);

/* Those of two families. drivers/uart_dividers.c */
extern const struct uart_divider uart8250_divider, pl011_divider;

/* Sends n bytes, each LF as CR LF. */
void uart_write(const struct uart *uart, const char *bytes, size_t n);

#endif
