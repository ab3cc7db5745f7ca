# sifive_u - SiFive HiFive Unleashed (FU540): QEMU's model under OpenSBI; hart 0, an E51, runs no tests.
PLATFORM_ARCH := riscv64
PLATFORM_COMPATIBLE := sifive,hifive-unleashed-a00
PLATFORM_CORES := 4
# OpenSBI cannot switch this one off.
PLATFORM_ARGS := end=reboot
PLATFORM_QEMU = qemu-system-riscv64 -M sifive_u -m 256M -smp $(shell expr $(CORES) + 1) -nic none -nographic -no-reboot
