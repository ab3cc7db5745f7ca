# raspi3b - Raspberry Pi 3 Model B: QEMU's model, started as the board's own loader does.
PLATFORM_ARCH := arm64
PLATFORM_COMPATIBLE := raspberrypi,3-model-b
PLATFORM_CORES := 4
PLATFORM_DTS := raspi3b.dts
# Cortex-A53: where the card has no tree, the loader passes ATAGS alone, and the image has this one.
PLATFORM_EMBED := 0x410fd030
PLATFORM_ARGS = cores=$(CORES)
# The mini-UART is the second serial port.
PLATFORM_QEMU = qemu-system-aarch64 -M raspi3b -display none -monitor none -serial null -serial stdio -no-reboot -dtb $(DTB)
# The board's package.
BOARD := raspberrypi-3
BOARD_CARD := raspberrypi
BOARD_IMAGE := kernel8.img
BOARD_BAUD := 115200
