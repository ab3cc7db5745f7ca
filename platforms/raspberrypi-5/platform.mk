# raspberrypi-5 - Raspberry Pi 5 (BCM2712).
PLATFORM_ARCH := arm64
PLATFORM_COMPATIBLE := raspberrypi,5-model-b
PLATFORM_CORES := 4
BOARD := raspberrypi-5
BOARD_CARD := raspberrypi
BOARD_IMAGE := kernel_2712.img
BOARD_BAUD := 115200
