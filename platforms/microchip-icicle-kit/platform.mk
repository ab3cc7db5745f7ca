# microchip-icicle-kit - PolarFire SoC Icicle: QEMU's model under OpenSBI, without HSS; hart 0, an E51, runs no tests.
PLATFORM_ARCH := riscv64
PLATFORM_COMPATIBLE := microchip,mpfs-icicle-kit
PLATFORM_CORES := 4
PLATFORM_DTS := icicle.dts
PLATFORM_ARGS = cores=$(CORES)
# The console is MMUART1: the first serial port is HSS's.
PLATFORM_QEMU = qemu-system-riscv64 -M microchip-icicle-kit -m 2G -smp 5 -display none -monitor none -serial null -serial stdio -no-reboot -dtb $(DTB)
# The board's package.
BOARD := icicle
BOARD_CARD := script
BOARD_IMAGE := Image
BOARD_BAUD := 115200
BOARD_LOAD := 0x84000000
