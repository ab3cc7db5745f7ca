# files.mk - the log: what image and host share, and what only the host needs.
# SPDX-License-Identifier: BSD-2-Clause
PROTOCOL_SRC := protocol/crc32.c protocol/kept.c protocol/log.c
PROTOCOL_HOST_SRC := protocol/block.c protocol/parse.c protocol/pieces.c protocol/scan.c
