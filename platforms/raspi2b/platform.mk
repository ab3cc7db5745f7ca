# raspi2b - Raspberry Pi 2 Model B (BCM2836): QEMU's model, started as the board's own loader does.
PLATFORM_ARCH := arm
PLATFORM_COMPATIBLE := raspberrypi,2-model-b raspberrypi,2-model-b-rev2
PLATFORM_CORES := 4
PLATFORM_DTS := raspi2b.dts
# Cortex-A7 r0p5: where the card has no tree, the loader passes ATAGS alone, and the image has this one.
PLATFORM_EMBED := 0x410fc075
PLATFORM_ARGS = cores=$(CORES)
PLATFORM_QEMU = qemu-system-arm -M raspi2b -display none -monitor none -serial stdio -no-reboot -dtb $(DTB)
