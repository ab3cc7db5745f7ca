# Sources of litmusc; unit tests link all but main.c and panic.c.
LITMUSC_LIB_SRC := \
	host/litmusc/arena.c \
	host/litmusc/bind.c \
	host/litmusc/controls.c \
	host/litmusc/depend.c \
	host/litmusc/effect.c \
	host/litmusc/emit_expr.c \
	host/litmusc/emit_rust.c \
	host/litmusc/emit_tests.c \
	host/litmusc/emit_threads.c \
	host/litmusc/enumerate.c \
	host/litmusc/flow.c \
	host/litmusc/frame.c \
	host/litmusc/inputs.c \
	host/litmusc/items.c \
	host/litmusc/lex.c \
	host/litmusc/litmus.c \
	host/litmusc/mutate.c \
	host/litmusc/names.c \
	host/litmusc/options.c \
	host/litmusc/output.c \
	host/litmusc/parallel.c \
	host/litmusc/parse.c \
	host/litmusc/parse_body.c \
	host/litmusc/parse_cond.c \
	host/litmusc/parse_expr.c \
	host/litmusc/parse_header.c \
	host/litmusc/parse_type.c \
	host/litmusc/primitives.c \
	host/litmusc/program.c \
	host/litmusc/rust_expr.c \
	host/litmusc/rust_primitives.c \
	host/litmusc/search_memory.c \
	host/litmusc/search_rcu.c \
	host/litmusc/search_step.c \
	host/litmusc/source.c \
	host/litmusc/states.c \
	host/litmusc/statement.c \
	host/litmusc/steps.c \
	host/litmusc/suites.c \
	host/litmusc/text.c \
	host/litmusc/type.c \
	host/litmusc/value.c \
	host/litmusc/verdicts.c \
	lib/glob.c \
	runner/condition.c
LITMUSC_SRC := host/litmusc/main.c host/litmusc/panic.c $(LITMUSC_LIB_SRC)
