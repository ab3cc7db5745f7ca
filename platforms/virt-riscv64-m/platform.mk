# virt-riscv64-m - QEMU's RISC-V virt machine from reset: M-mode, no firmware, our own tree.
PLATFORM_ARCH := riscv64
PLATFORM_COMPATIBLE := barelitmus,virt-riscv64-m
PLATFORM_CORES := 4
PLATFORM_ENTRY := reset
PLATFORM_ITERS := 4k
PLATFORM_LINK := 0x80000000
PLATFORM_CLOCK := time
PLATFORM_QEMU = qemu-system-riscv64 -M virt -cpu $(or $(CPU),rv64) -m 16M -smp $(CORES) -nic none -nographic -no-reboot -bios none
