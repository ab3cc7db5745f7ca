# xlnx-zcu102 - AMD/Xilinx ZCU102 (Zynq UltraScale+): QEMU's model, at EL1 above its own PSCI.
PLATFORM_ARCH := arm64
PLATFORM_COMPATIBLE := xlnx,zynqmp-zcu102
PLATFORM_CORES := 4
PLATFORM_DTS := zcu102.dts
PLATFORM_QEMU = env QEMU_AUDIO_DRV=none qemu-system-aarch64 -M xlnx-zcu102$(MACHINE:%=,%) -m 512M -smp $(CORES) -nic none -nographic -no-reboot -dtb $(DTB)
# The board's package.
BOARD := zcu102
BOARD_CARD := extlinux
BOARD_IMAGE := Image
BOARD_BAUD := 115200
BOARD_LOAD := 0x18000000
