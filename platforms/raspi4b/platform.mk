# raspi4b - Raspberry Pi 4 Model B: QEMU's model, from version 9 on.
PLATFORM_ARCH := arm64
PLATFORM_COMPATIBLE := raspberrypi,4-model-b
PLATFORM_CORES := 4
PLATFORM_DTS := raspi4b.dts
PLATFORM_ARGS = cores=$(CORES)
# The mini-UART is the second serial port.
PLATFORM_QEMU = qemu-system-aarch64 -M raspi4b -display none -monitor none -serial null -serial stdio -no-reboot -dtb $(DTB)
# The board's package.
BOARD := raspberrypi-4
BOARD_CARD := raspberrypi
BOARD_IMAGE := kernel8.img
BOARD_BAUD := 115200
