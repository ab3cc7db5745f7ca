# licheepi-4a - Sipeed LicheePi 4A (T-Head TH1520).
PLATFORM_ARCH := riscv64
PLATFORM_COMPATIBLE := sipeed,lichee-pi-4a
PLATFORM_CORES := 4
BOARD := licheepi-4a
BOARD_CARD := extlinux
BOARD_IMAGE := Image
BOARD_BAUD := 115200
BOARD_LOAD := 0x00200000
