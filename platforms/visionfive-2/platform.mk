# visionfive-2 - StarFive VisionFive 2 (JH7110).
PLATFORM_ARCH := riscv64
PLATFORM_COMPATIBLE := starfive,visionfive-2-v1.3b starfive,visionfive-2-v1.2a
PLATFORM_CORES := 4
BOARD := visionfive-2
BOARD_CARD := extlinux
BOARD_IMAGE := Image
BOARD_BAUD := 115200
BOARD_LOAD := 0x40200000
