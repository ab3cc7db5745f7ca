# virt-arm - QEMU's Arm virt machine with 32-bit cores; CPU=cortex-a7, MACHINE=virtualization=on.
PLATFORM_ARCH := arm
PLATFORM_COMPATIBLE := linux,dummy-virt
PLATFORM_CORES := 4
PLATFORM_QEMU = qemu-system-arm -M virt,gic-version=3$(MACHINE:%=,%) -cpu $(or $(CPU),cortex-a15) -m 256M -smp $(CORES) -nic none -nographic -no-reboot
