# openc910 - the RTL of two XuanTie C910 cores in a simulator: M-mode from reset at 0.
PLATFORM_ARCH := riscv64
PLATFORM_COMPATIBLE := barelitmus,openc910
PLATFORM_CORES := 2
PLATFORM_ENTRY := reset
PLATFORM_ITERS := 256
PLATFORM_LINK := 0
PLATFORM_CLOCK := mcycle
