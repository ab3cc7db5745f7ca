# U-Boot runs this as boot.scr; most boards' U-Boot says where a kernel goes.
test -n "${kernel_addr_r}" || setenv kernel_addr_r @LOAD@
setenv bootargs '@BOOTARGS@'
load ${devtype} ${devnum}:${distro_bootpart} ${kernel_addr_r} ${prefix}@IMAGE@
booti ${kernel_addr_r} - ${fdtcontroladdr}
