# virt-riscv64 - QEMU's RISC-V virt machine under its own OpenSBI.
PLATFORM_ARCH := riscv64
PLATFORM_COMPATIBLE := riscv-virtio
PLATFORM_CORES := 4
PLATFORM_QEMU = qemu-system-riscv64 -M virt -cpu $(or $(CPU),rv64) -m 256M -smp $(CORES) -nic none -nographic -no-reboot
