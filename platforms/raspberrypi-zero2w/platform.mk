# raspberrypi-zero2w - Raspberry Pi Zero 2 W (BCM2837).
PLATFORM_ARCH := arm64
PLATFORM_COMPATIBLE := raspberrypi,model-zero-2-w
PLATFORM_CORES := 4
BOARD := raspberrypi-zero2w
BOARD_CARD := raspberrypi
BOARD_IMAGE := kernel8.img
BOARD_BAUD := 115200
