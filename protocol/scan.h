/* scan.h - take words and numbers off the front of a line (host only). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROTOCOL_SCAN_H
#define PROTOCOL_SCAN_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Each moves *at behind what it took, or leaves it and says false (NULL) where the line
 * has something else. Numbers are digits alone: no sign, no blank, no overflow.
 */
bool scan_literal(char **at, const char *literal);
bool scan_u64(char **at, uint64_t *out);
bool scan_u32(char **at, uint32_t *out);
bool scan_crc(char **at, uint32_t *out); /* exactly 8 lower-case hex digits */

/* The bytes up to a blank or the end, NUL-terminated in place; takes that blank as well. */
char *scan_word(char **at);

/* The number behind " <key>=" anywhere in line. */
bool scan_key_u64(char *line, const char *key, uint64_t *out);

#endif
