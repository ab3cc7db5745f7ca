# hifive-unmatched - SiFive HiFive Unmatched (FU740).
PLATFORM_ARCH := riscv64
PLATFORM_COMPATIBLE := sifive,hifive-unmatched-a00
PLATFORM_CORES := 4
BOARD := hifive-unmatched
BOARD_CARD := script
BOARD_IMAGE := Image
BOARD_BAUD := 115200
BOARD_LOAD := 0x80200000
