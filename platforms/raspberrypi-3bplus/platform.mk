# raspberrypi-3bplus - Raspberry Pi 3 Model B+ (BCM2837).
PLATFORM_ARCH := arm64
PLATFORM_COMPATIBLE := raspberrypi,3-model-b-plus
PLATFORM_CORES := 4
BOARD := raspberrypi-3bplus
BOARD_CARD := raspberrypi
BOARD_IMAGE := kernel8.img
BOARD_BAUD := 115200
