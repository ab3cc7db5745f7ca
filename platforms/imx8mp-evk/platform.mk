# imx8mp-evk - NXP i.MX 8M Plus EVK: QEMU's model, from version 10 on.
PLATFORM_ARCH := arm64
PLATFORM_COMPATIBLE := fsl,imx8mp-evk
PLATFORM_CORES := 4
PLATFORM_DTS := imx8mp-evk.dts
# The console is UART2, the second serial port.
PLATFORM_QEMU = qemu-system-aarch64 -M imx8mp-evk -m 512M -smp $(CORES) -display none -monitor none -serial null -serial stdio -no-reboot -dtb $(DTB)
# The board's package.
BOARD := imx8mp-evk
BOARD_CARD := script
BOARD_IMAGE := Image
BOARD_BAUD := 115200
BOARD_LOAD := 0x42000000
