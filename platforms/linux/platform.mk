# linux - a process of this machine, or of one that LINUX_RUN= starts it on: pinned threads.
# No tree says this: the process looks for its own name among the platforms.
PLATFORM_COMPATIBLE := linux
PLATFORM_IMAGE = $(BUILD)/$(SET)/linux-$(LINUX_ARCH)/barelitmus$(SANITIZED)
# Under an emulator barelitmus run says how many processors the host has.
PLATFORM_ARGS = $(if $(LINUX_RUN),,host=0) $(CORES:%=cores=%)
# A report of ThreadSanitizer has to end the process, as those of the others do.
PLATFORM_COMMAND = $(if $(SANITIZE),env TSAN_OPTIONS=halt_on_error=1) $(LINUX_RUN) $(PLATFORM_IMAGE) @ARGS@
