# odroid-n2 - Hardkernel ODROID-N2 and N2+ (Amlogic S922X).
PLATFORM_ARCH := arm64
PLATFORM_COMPATIBLE := hardkernel,odroid-n2-plus hardkernel,odroid-n2
PLATFORM_CORES := 6
BOARD := odroid-n2
BOARD_CARD := script
BOARD_IMAGE := Image
BOARD_BAUD := 115200
BOARD_LOAD := 0x08080000
