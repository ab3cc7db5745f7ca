/* farm_job.c - job definitions of LAVA: a share of a run on a machine of a farm. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/farm_job.h"
#include "host/barelitmus/survey_write.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* In double quotes, as YAML has them: each string of JSON is one. */
static void write_entry(FILE *out, const char *key, const char *text)
{
	fprintf(out, "%s ", key);
	write_json_string(out, text);
	fputc('\n', out);
}

/* The same of a text that is put together. */
static void write_format(FILE *out, const char *key, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
static void write_format(FILE *out, const char *key, const char *format, ...)
{
	char *text = NULL;
	size_t size;
	FILE *stream = open_memstream(&text, &size);
	va_list args;

	va_start(args, format);
	vfprintf(stream, format, args);
	va_end(args);
	fclose(stream);
	write_entry(out, key, text);
	free(text);
}

/* The bootargs of the shard, to be freed. */
static char *shard_words(const struct farm_job *job)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	fputs(job->words, out);
	if (job->shards > 1)
		fprintf(out, " shard=%u/%u", job->shard, job->shards);
	fclose(out);
	return text;
}

/* --- QEMU: LAVA's template asks for some of the command line by keys --- */

static const struct machine {
	const char *command;
	const char *arch; /* as LAVA calls it */
} machines[] = {
	{"qemu-system-aarch64", "arm64"},
	{"qemu-system-arm", "arm"},
	{"qemu-system-riscv64", "riscv64"},
};

static const struct qemu_option {
	const char *name;
	const char *key; /* NULL: the template has its own, which does no harm */
	int values;
} options[] = {
	{"-M", "  machine:", 1}, {"-cpu", "  cpu:", 1},   {"-m", "  memory:", 1},
	{"-nic", NULL, 1},       {"-nographic", NULL, 0},
};

enum {
	MACHINES = sizeof(machines) / sizeof(machines[0]),
	OPTIONS = sizeof(options) / sizeof(options[0]),
};

static const char *find_arch(const char *command)
{
	for (size_t i = 0; i < MACHINES; i++)
		if (!strcmp(command, machines[i].command))
			return machines[i].arch;
	return NULL;
}

static const struct qemu_option *find_option(const char *word)
{
	for (size_t i = 0; i < OPTIONS; i++)
		if (!strcmp(word, options[i].name))
			return &options[i];
	return NULL;
}

static void write_context(char *const *qemu, FILE *out)
{
	write_entry(out, "context:\n  arch:", find_arch(*qemu));
	fputs("  no_kvm: true\n", out);
	for (char *const *word = qemu + 1; *word; word++) {
		const struct qemu_option *option = find_option(*word);

		if (option && option->key)
			write_entry(out, option->key, word[1]);
	}
	fputs("  extra_options:\n", out);
	for (char *const *word = qemu + 1; *word; word++) {
		const struct qemu_option *option = find_option(*word);

		if (option)
			word += option->values;
		else
			write_entry(out, "  -", *word);
	}
}

static void write_qemu(const struct farm_job *job, const char *words, FILE *out)
{
	fputs("- deploy:\n    to: tmpfs\n    images:\n      kernel:\n", out);
	write_format(out, "        image_arg:", "-kernel {kernel} -append \"%s auto\"",
		     words);
	write_entry(out, "        url:", job->url);
	fputs("- boot:\n    method: qemu\n    media: tmpfs\n", out);
}

/* --- boards --- */

/* Where a kernel goes, and what a placeholder stands for, says the farm's device type. */
static void write_uboot(const struct farm_job *job, const char *words, FILE *out)
{
	fputs("- deploy:\n    to: tftp\n    kernel:\n      type: image\n", out);
	write_entry(out, "      url:", job->url);
	fputs("- boot:\n    method: u-boot\n    commands:\n", out);
	write_format(out, "    -", "setenv bootargs '%s auto'", words);
	write_entry(out, "    -", "setenv autoload no");
	write_entry(out, "    -", "dhcp");
	write_entry(out, "    -", "setenv serverip {SERVER_IP}");
	write_entry(out, "    -", "tftpboot {KERNEL_ADDR} {KERNEL}");
	write_entry(out, "    -", "booti {KERNEL_ADDR} - ${fdtcontroladdr}");
}

static void write_flasher(const struct farm_job *job, FILE *out)
{
	fputs("- deploy:\n    to: flasher\n    images:\n      firmware:\n", out);
	write_entry(out, "        url:", job->url);
	fputs("- boot:\n    method: minimal\n", out);
}

/* --- tests --- */

/*
 * A line is over at CR or LF, for a pty makes CR CR LF of it. Each pattern ends there: LAVA
 * matches as soon as it can, on a part of a line, and reads no more behind the last one.
 */
#define FARM_REST "[^\\r\\n]*[\\r\\n]"
#define FARM_END(rc) "BARELITMUS-END [0-9a-f]{8} rc=" rc " " FARM_REST

static void write_monitor(FILE *out)
{
	fputs("    monitors:\n    - name: barelitmus\n", out);
	write_entry(out, "      start:", "KTAP version 1");
	write_entry(out, "      end:", FARM_END("\\d+"));
	write_entry(out, "      pattern:",
		    "(?:^|[\\r\\n])(?P<result>(?:not )?ok) \\d+ "
		    "(?P<test_case_id>[^\\s#]+)" FARM_REST);
	fputs("      fixupdict: {\"ok\": \"pass\", \"not ok\": \"fail\"}\n", out);
}

/* A board that asks has written a whole log by then, whose END is not the one of the run. */
static void write_prompt(const char *words, FILE *out)
{
	fputs("    interactive:\n    - name: barelitmus\n", out);
	fputs("      prompts: [\"barelitmus> \"]\n      script:\n"
	      "      - command: null\n",
	      out);
	write_format(out, "      - name: run\n        command:", "run %s", words);
	write_entry(out, "        successes:\n        - message:", FARM_END("0"));
	write_entry(out, "        failures:\n        - message:", FARM_END("[12]"));
}

static void write_head(const struct farm_job *job, FILE *out)
{
	write_format(out, "job_name:", "barelitmus %s %u/%u", job->name, job->shard,
		     job->shards);
	write_entry(out, "device_type:", job->device_type);
	fprintf(out,
		"visibility: public\npriority: medium\n"
		"timeouts:\n  job: {minutes: %u}\n  action: {minutes: %u}\n"
		"  connection: {minutes: 2}\n",
		job->minutes + 15, job->minutes + 5);
}

const char *farm_job_wrong(const struct farm_job *job)
{
	if (job->words[strcspn(job->words, "'\"\\$;&{}<>|`")])
		return "found one of ' \" \\ $ ; & { } < > | ` in the words, expected "
		       "bootargs";
	if (job->boot != FARM_QEMU)
		return "";
	if (!*job->qemu || !find_arch(*job->qemu))
		return "expected qemu-system-aarch64, -arm or -riscv64 behind --";
	for (char *const *word = job->qemu + 1; *word; word++) {
		const struct qemu_option *option = find_option(*word);

		if (option && option->values && !word[1])
			return "no value for QEMU's last option";
		if (!strcmp(*word, "-dtb"))
			return "found -dtb, expected a machine with a tree of its own";
	}
	return "";
}

void farm_job_write(const struct farm_job *job, FILE *out)
{
	char *words = shard_words(job);

	write_head(job, out);
	if (job->boot == FARM_QEMU)
		write_context(job->qemu, out);
	fputs("actions:\n", out);
	if (job->boot == FARM_QEMU)
		write_qemu(job, words, out);
	else if (job->boot == FARM_UBOOT)
		write_uboot(job, words, out);
	else
		write_flasher(job, out);
	fprintf(out, "- test:\n    timeout: {minutes: %u}\n", job->minutes);
	if (job->boot == FARM_FLASHER)
		write_prompt(words, out);
	else
		write_monitor(out);
	free(words);
}
