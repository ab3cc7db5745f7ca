/* test_barelitmus_farm.c - jobs for a farm are YAML as asked for, and logs are read back. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "host/barelitmus/command.h"
#include "host/barelitmus/farm_log.h"
#include "host/barelitmus/file.h"
#include "tests/unit/stage.h"
#include "tests/unit/survey_sample.h"

#include <yaml.h>

static struct stage stage;

static int set_up(void **state)
{
	(void)state;
	return stage_enter(&stage, "farm");
}

static int tear_down(void **state)
{
	(void)state;
	return stage_leave(&stage);
}

static void farm(const char *first, ...)
{
	char *argv[32] = {"farm", (char *)first};
	int argc = 2;
	va_list args;

	va_start(args, first);
	while ((argv[argc] = va_arg(args, char *)))
		argc++;
	va_end(args);
	stage_run(&stage, command_farm, argc, argv);
}

/* The document, to be deleted. */
static yaml_document_t load(const char *path)
{
	yaml_parser_t parser;
	yaml_document_t document;
	FILE *file = fopen(path, "r");

	assert_non_null(file);
	assert_true(yaml_parser_initialize(&parser));
	yaml_parser_set_input_file(&parser, file);
	assert_true(yaml_parser_load(&parser, &document));
	yaml_parser_delete(&parser);
	fclose(file);
	return document;
}

static yaml_node_t *entry_of(yaml_document_t *document, yaml_node_t *node,
			     const char *key)
{
	assert_non_null(node);
	if (node->type == YAML_SEQUENCE_NODE) {
		yaml_node_item_t *item = node->data.sequence.items.start + atoi(key);

		assert_true(item < node->data.sequence.items.top);
		return yaml_document_get_node(document, *item);
	}
	assert_int_equal(node->type, YAML_MAPPING_NODE);
	for (yaml_node_pair_t *pair = node->data.mapping.pairs.start;
	     pair < node->data.mapping.pairs.top; pair++)
		if (!strcmp((char *)yaml_document_get_node(document, pair->key)
				    ->data.scalar.value,
			    key))
			return yaml_document_get_node(document, pair->value);
	fail_msg("no key %s", key);
	return NULL;
}

/* path: keys of mappings and places in lists, with blanks between them. */
static void assert_at(yaml_document_t *document, const char *path, const char *value)
{
	yaml_node_t *node = yaml_document_get_root_node(document);
	char keys[128], *rest = keys, *key;

	snprintf(keys, sizeof(keys), "%s", path);
	while ((key = strtok_r(rest, " ", &rest)))
		node = entry_of(document, node, key);
	assert_non_null(node);
	assert_int_equal(node->type, YAML_SCALAR_NODE);
	assert_string_equal((char *)node->data.scalar.value, value);
}

static void test_qemu_shards(void **state)
{
	yaml_document_t job;

	(void)state;
	farm("lava", "--image", "http://host/a b#c: \"d\"", "--args",
	     "tests=SB*,MP* iters=1M", "--shards", "3", "--minutes", "7", "-o", "jobs",
	     "virt-arm64", "--", "qemu-system-aarch64", "-M", "virt,gic-version=3",
	     "-cpu", "neoverse-n1", "-m", "256M", "-smp", "4", "-nic", "none",
	     "-nographic", "-no-reboot", NULL);
	assert_int_equal(stage.status, EXIT_HOLDS);
	assert_string_equal(stage.said, "jobs/virt-arm64.1-of-3.yaml\n"
					"jobs/virt-arm64.2-of-3.yaml\n"
					"jobs/virt-arm64.3-of-3.yaml\n");
	job = load("jobs/virt-arm64.2-of-3.yaml");
	assert_at(&job, "job_name", "barelitmus virt-arm64 2/3");
	assert_at(&job, "device_type", "qemu");
	assert_at(&job, "context arch", "arm64");
	assert_at(&job, "context machine", "virt,gic-version=3");
	assert_at(&job, "context cpu", "neoverse-n1");
	assert_at(&job, "context memory", "256M");
	assert_at(&job, "context extra_options 0", "-smp");
	assert_at(&job, "context extra_options 1", "4");
	assert_at(&job, "context extra_options 2", "-no-reboot");
	assert_at(&job, "actions 0 deploy images kernel url", "http://host/a b#c: \"d\"");
	assert_at(&job, "actions 0 deploy images kernel image_arg",
		  "-kernel {kernel} -append \"tests=SB*,MP* iters=1M shard=2/3 auto\"");
	assert_at(&job, "actions 1 boot method", "qemu");
	assert_at(&job, "actions 2 test timeout minutes", "7");
	assert_at(&job, "actions 2 test monitors 0 end",
		  "BARELITMUS-END [0-9a-f]{8} rc=\\d+ [^\\r\\n]*[\\r\\n]");
	assert_at(&job, "actions 2 test monitors 0 fixupdict ok", "pass");
	yaml_document_delete(&job);
}

static void test_uboot(void **state)
{
	yaml_document_t job;

	(void)state;
	farm("lava", "--image", "http://host/Image", "--device-type", "rk3399", "--args",
	     "tests=@lkmm", "-o", ".", "rockpro64", NULL);
	assert_int_equal(stage.status, EXIT_HOLDS);
	job = load("rockpro64.1-of-1.yaml");
	assert_at(&job, "device_type", "rk3399");
	assert_at(&job, "actions 0 deploy to", "tftp");
	assert_at(&job, "actions 0 deploy kernel type", "image");
	assert_at(&job, "actions 1 boot method", "u-boot");
	assert_at(&job, "actions 1 boot commands 0",
		  "setenv bootargs 'tests=@lkmm auto'");
	assert_at(&job, "actions 1 boot commands 5",
		  "booti {KERNEL_ADDR} - ${fdtcontroladdr}");
	assert_at(&job, "actions 2 test monitors 0 start", "KTAP version 1");
	yaml_document_delete(&job);
}

static void test_flasher(void **state)
{
	yaml_document_t job;

	(void)state;
	farm("lava", "--flash", "--image", "http://host/card", "--device-type", "board",
	     "--args", "tests=@lkmm", "--shards", "2", "-o", ".", "board", NULL);
	assert_int_equal(stage.status, EXIT_HOLDS);
	job = load("board.1-of-2.yaml");
	assert_at(&job, "actions 0 deploy to", "flasher");
	assert_at(&job, "actions 1 boot method", "minimal");
	assert_at(&job, "actions 2 test interactive 0 prompts 0", "barelitmus> ");
	assert_at(&job, "actions 2 test interactive 0 script 0 command", "null");
	assert_at(&job, "actions 2 test interactive 0 script 1 command",
		  "run tests=@lkmm shard=1/2");
	yaml_document_delete(&job);
}

static void test_misuse(void **state)
{
	(void)state;
	farm("lava", "--device-type", "t", "-o", ".", "board", NULL);
	assert_int_equal(stage.status, EXIT_MISUSE);
	assert_said(&stage, "expected --image URL");
	farm("lava", "--image", "u", "-o", ".", "board", NULL);
	assert_int_equal(stage.status, EXIT_MISUSE);
	assert_said(&stage, "expected --device-type TYPE");
	farm("lava", "--image", "u", "--device-type", "t", "board", NULL);
	assert_said(&stage, "expected -o DIR");
	farm("lava", "--image", "u", "--device-type", "t", "-o", ".", "../board", NULL);
	assert_said(&stage, "expected the name of a machine");
	farm("lava", "--image", "u", "--device-type", "t", "-o", ".", "--args",
	     "a'; reset; '", "board", NULL);
	assert_int_equal(stage.status, EXIT_MISUSE);
	assert_said(&stage, "in the words");
	farm("lava", "--image", "u", "--shards", "0", "-o", ".", "board", NULL);
	assert_said(&stage, "expected a number from 1 on, found 0");
	farm("lava", "--image", "u", "-o", ".", "m", "--", "qemu-system-avr", NULL);
	assert_said(&stage, "expected qemu-system-aarch64, -arm or -riscv64");
	farm("lava", "--image", "u", "-o", ".", "m", "--", "qemu-system-arm", "-M", NULL);
	assert_said(&stage, "no value for QEMU's last option");
	assert_int_not_equal(access("board.1-of-1.yaml", F_OK), 0);
	farm("frobnicate", NULL);
	assert_int_equal(stage.status, EXIT_MISUSE);
}

static void test_log_lines(void **state)
{
	char text[] =
		"{\"dt\": \"1\", \"lvl\": \"target\", \"msg\": \"a \\\"b\\\" \\x41\"}\n"
		"- {\"dt\": \"1\", \"lvl\": \"target\", \"msg\": \"\"}\n"
		"- {dt: 1, lvl: target, msg: plain}\n"
		"{\"lvl\": \"debug\", \"msg\": \"no\"}\n"
		"{\"lvl\": \"results\", \"msg\": {\"lvl\": \"target\", \"msg\": "
		"\"no\"}}\n"
		"{\"lvl\": \"target\", \"msg\": {\"msg\": \"no\"}}\n"
		"{\"lvl\": \"target\", \"msg\": \"cut\n"
		"- []\n"
		"\n"
		"\377\001 lvl: target\n"
		"{\"lvl\": \"target\", \"msg\": \"last\"}";
	struct farm_log log;
	char *raw;
	size_t size;
	FILE *in = fmemopen(text, sizeof(text) - 1, "r");
	FILE *out = open_memstream(&raw, &size);

	(void)state;
	assert_int_equal(farm_log_read(in, out, &log), 0);
	fclose(in);
	fclose(out);
	assert_string_equal(raw, "a \"b\" A\n\nplain\nlast\n");
	assert_int_equal(log.target, 4);
	assert_int_equal(log.others, 2);
	assert_int_equal(log.broken, 5);
	free(raw);
}

/* Each line of a run as LAVA would log it gives the same bytes again. */
static void test_log_of_a_run(void **state)
{
	struct sink sink = {0};
	struct farm_log log;
	char *wrapped, *raw, *rest, *line;
	size_t wrapped_size, size;
	FILE *out = open_memstream(&wrapped, &wrapped_size), *in;

	(void)state;
	sample_run(&sink, 1, 10, 3);
	rest = sink.bytes;
	while ((line = rest) && *line) {
		rest = strchr(line, '\n') + 1;
		fputs("- {\"dt\": \"1\", \"lvl\": \"target\", \"msg\": \"", out);
		for (; line + 1 < rest; line++)
			fprintf(out, *line == '\\' ? "\\%c" : "%c", *line);
		fputs("\"}\n- {\"lvl\": \"debug\", \"msg\": \"x\"}\n", out);
	}
	fclose(out);
	in = fmemopen(wrapped, wrapped_size, "r");
	out = open_memstream(&raw, &size);
	assert_int_equal(farm_log_read(in, out, &log), 0);
	fclose(in);
	fclose(out);
	assert_string_equal(raw, sink.bytes);
	assert_int_equal(log.broken, 0);
	free(raw);
	free(wrapped);
	free(sink.bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_qemu_shards, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_uboot, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_flasher, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_misuse, set_up, tear_down),
		cmocka_unit_test(test_log_lines),
		cmocka_unit_test(test_log_of_a_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
