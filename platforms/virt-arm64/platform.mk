# virt-arm64 - QEMU's Arm virt machine with GICv3: up to 512 cores, none of its interrupts used.
PLATFORM_ARCH := arm64
PLATFORM_COMPATIBLE := linux,dummy-virt
PLATFORM_CORES := 4
PLATFORM_QEMU = qemu-system-aarch64 -M virt,gic-version=3$(MACHINE:%=,%) -cpu $(or $(CPU),neoverse-n1) -m 256M -smp $(CORES) -nic none -nographic -no-reboot
