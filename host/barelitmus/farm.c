/* farm.c - the command that has a farm of boards run shares of a run (docs/farm.md). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/command.h"
#include "host/barelitmus/command_line.h"
#include "host/barelitmus/farm_job.h"
#include "host/barelitmus/farm_log.h"
#include "host/barelitmus/file.h"
#include "host/barelitmus/memory.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char help[] =
	"usage: barelitmus farm lava [OPTION ...] -o DIR NAME [-- QEMU ...]\n"
	"       barelitmus farm log < LAVA.log > RAW.log\n"
	"\n"
	"lava: writes job definitions of LAVA, DIR/NAME.<i>-of-<n>.yaml, for a machine.\n"
	"With a command line of QEMU behind -- LAVA starts it; otherwise U-Boot loads "
	"the\n"
	"image by TFTP.\n"
	"log: writes what the board sent, from the log of a job.\n"
	"\n"
	"  --image URL         the image, as LAVA's dispatcher gets it\n"
	"  --device-type TYPE  as the farm has it (with QEMU: qemu)\n"
	"  --flash             the farm's own commands write the image, which asks at "
	"its\n"
	"                      prompt (make board AUTO=)\n"
	"  --args WORDS        bootargs\n"
	"  --shards N          jobs, each with a share of the tests (1)\n"
	"  --minutes N         that the tests of a job may take (10)\n"
	"  -o DIR              where the jobs go\n"
	"  --help              this text\n"
	"\n"
	"Exit status: 0 written; 1 the log has nothing of a board; 2 wrong usage or "
	"input.\n";

enum {
	OPTION_IMAGE = OPTION_HELP + 1,
	OPTION_DEVICE_TYPE,
	OPTION_FLASH,
	OPTION_ARGS,
	OPTION_SHARDS,
	OPTION_MINUTES,
};

enum { SHARDS_MOST = 9999, MINUTES_MOST = 10000 };

static const struct option options[] = {
	{"image", required_argument, NULL, OPTION_IMAGE},
	{"device-type", required_argument, NULL, OPTION_DEVICE_TYPE},
	{"flash", no_argument, NULL, OPTION_FLASH},
	{"args", required_argument, NULL, OPTION_ARGS},
	{"shards", required_argument, NULL, OPTION_SHARDS},
	{"minutes", required_argument, NULL, OPTION_MINUTES},
	{"help", no_argument, NULL, OPTION_HELP},
	{NULL, 0, NULL, 0},
};

struct task {
	struct farm_job job;
	const char *directory;
};

static int take(void *context, int option);

static const struct command_line line = {.name = "farm",
					 .help = help,
					 .letters = "+:o:",
					 .options = options,
					 .take = take};

static int take_number(const char *text, unsigned int most, unsigned int *out)
{
	char *end;
	unsigned long number = strtoul(text, &end, 10);

	if (*text < '0' || *text > '9' || *end || !number || number > most)
		return command_line_misuse(&line, "expected a number from 1 on, found ",
					   text);
	*out = (unsigned int)number;
	return 0;
}

static int take(void *context, int option)
{
	struct task *task = context;
	struct farm_job *job = &task->job;

	switch (option) {
	case OPTION_IMAGE:
		job->url = optarg;
		return 0;
	case OPTION_DEVICE_TYPE:
		job->device_type = optarg;
		return 0;
	case OPTION_FLASH:
		job->boot = FARM_FLASHER;
		return 0;
	case OPTION_ARGS:
		job->words = optarg;
		return 0;
	case OPTION_SHARDS:
		return take_number(optarg, SHARDS_MOST, &job->shards);
	case OPTION_MINUTES:
		return take_number(optarg, MINUTES_MOST, &job->minutes);
	default:
		task->directory = optarg;
		return 0;
	}
}

/* The name of the machine, and behind "--" the command line of QEMU. */
static int take_machine(struct farm_job *job, int argc, char **argv)
{
	if (optind == argc || !*argv[optind] || strchr(argv[optind], '/'))
		return command_line_misuse(&line, "expected the name of a machine", "");
	job->name = argv[optind++];
	if (optind == argc)
		return 0;
	if (strcmp(argv[optind], "--") || job->boot == FARM_FLASHER)
		return command_line_misuse(&line, "unexpected ", argv[optind]);
	job->qemu = argv + optind + 1;
	job->boot = FARM_QEMU;
	if (!job->device_type)
		job->device_type = "qemu";
	return 0;
}

static int check(const struct task *task)
{
	if (!task->directory)
		return command_line_misuse(&line, "expected -o DIR", "");
	if (!task->job.url)
		return command_line_misuse(&line, "expected --image URL", "");
	if (!task->job.device_type)
		return command_line_misuse(&line, "expected --device-type TYPE", "");
	if (*farm_job_wrong(&task->job))
		return command_line_misuse(&line, farm_job_wrong(&task->job), "");
	return 0;
}

static int complain(const char *path)
{
	fprintf(stderr, "barelitmus farm: %s: %s\n", path, strerror(errno));
	return -1;
}

static int write_job(const struct task *task)
{
	size_t size = strlen(task->directory) + strlen(task->job.name) + 32;
	char *path = memory_zeroed(size, 1);
	FILE *out;
	int result = 0;

	snprintf(path, size, "%s/%s.%u-of-%u.yaml", task->directory, task->job.name,
		 task->job.shard, task->job.shards);
	out = file_begin(path);
	if (out)
		farm_job_write(&task->job, out);
	if (!out || file_commit(out, path, true))
		result = complain(path);
	else
		puts(path);
	free(path);
	return result;
}

static int farm_lava(int argc, char **argv)
{
	struct task task = {
		.job = {.boot = FARM_UBOOT, .words = "", .shards = 1, .minutes = 10}};
	int asked = command_line_read(&line, argc, argv, &task);

	if (asked)
		return asked < 0 ? EXIT_MISUSE : EXIT_HOLDS;
	if (take_machine(&task.job, argc, argv) || check(&task))
		return EXIT_MISUSE;
	if (mkdir(task.directory, 0777) && errno != EEXIST) {
		complain(task.directory);
		return EXIT_MISUSE;
	}
	for (task.job.shard = 1; task.job.shard <= task.job.shards; task.job.shard++)
		if (write_job(&task))
			return EXIT_MISUSE;
	return EXIT_HOLDS;
}

static int farm_log(void)
{
	struct farm_log log;

	if (farm_log_read(stdin, stdout, &log)) {
		complain("the log");
		return EXIT_MISUSE;
	}
	fprintf(stderr,
		"barelitmus farm: %" PRIu64 " lines of the board, %" PRIu64
		" of LAVA, %" PRIu64 " of neither\n",
		log.target, log.others, log.broken);
	return log.target ? EXIT_HOLDS : EXIT_FAILS;
}

int command_farm(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "lava"))
		return farm_lava(argc - 1, argv + 1);
	if (argc == 2 && !strcmp(argv[1], "log"))
		return farm_log();
	if (argc == 2 && !strcmp(argv[1], "--help")) {
		fputs(help, stdout);
		return EXIT_HOLDS;
	}
	command_line_misuse(&line, "expected lava or log", "");
	return EXIT_MISUSE;
}
