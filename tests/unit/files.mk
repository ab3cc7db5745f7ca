# files.mk - the unit tests of the firmware's code, and the sources that each is linked with.
UNIT_FIRMWARE := test_runner_settings test_runner_layout test_runner_histogram \
	test_runner_condition test_runner_flags test_runner_scheme test_runner_crew \
	test_runner_group test_runner_mix test_runner_verdict test_tree

test_runner_settings_SRC := runner/settings.c runner/scheme.c runner/layout.c lib/clock.c
test_runner_layout_SRC := runner/layout.c
test_runner_histogram_SRC := runner/histogram.c lib/arena.c
test_runner_condition_SRC := runner/condition.c tests/unit/panic.c
test_runner_flags_SRC := lib/clock.c
test_runner_scheme_SRC := runner/scheme.c lib/clock.c
test_runner_crew_SRC := runner/crew.c lib/clock.c
test_runner_group_SRC := runner/group.c runner/scheme.c runner/histogram.c \
	runner/layout.c lib/arena.c lib/clock.c
test_runner_mix_SRC := runner/mix.c
test_runner_verdict_SRC := runner/verdict.c lib/glob.c
test_tree_SRC := platforms/tree.c platforms/platform.c drivers/uart.c \
	drivers/uart8250.c drivers/pl011.c

# Of libfdt, for the host: what the image has, and what builds trees.
test_tree_LIBFDT := fdt.c fdt_ro.c fdt_addresses.c fdt_sw.c fdt_rw.c fdt_wip.c
