/* crc32.h - the checksum of the log: CRC-32 ISO-HDLC, the one of zlib. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROTOCOL_CRC32_H
#define PROTOCOL_CRC32_H

#include <stddef.h>
#include <stdint.h>

/* The CRC of what crc is the CRC of, followed by bytes; 0 is the CRC of nothing. */
uint32_t crc32_add(uint32_t crc, const void *bytes, size_t n);

#endif
