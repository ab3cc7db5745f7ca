# bananapi-f3 - Banana Pi BPI-F3 (SpacemiT K1).
PLATFORM_ARCH := riscv64
PLATFORM_COMPATIBLE := bananapi,bpi-f3
PLATFORM_CORES := 8
BOARD := bananapi-f3
BOARD_CARD := script
BOARD_IMAGE := Image
BOARD_BAUD := 115200
BOARD_LOAD := 0x11000000
