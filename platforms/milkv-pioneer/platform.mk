# milkv-pioneer - Milk-V Pioneer (Sophgo SG2042).
PLATFORM_ARCH := riscv64
PLATFORM_COMPATIBLE := milkv,pioneer
PLATFORM_CORES := 64
BOARD := milkv-pioneer
BOARD_CARD := sg2042
BOARD_IMAGE := riscv64/riscv64_Image
BOARD_BAUD := 115200
