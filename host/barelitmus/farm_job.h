/* farm_job.h - job definitions of LAVA: a share of a run on a machine of a farm. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_FARM_JOB_H
#define HOST_BARELITMUS_FARM_JOB_H

#include <stdio.h>

enum farm_boot {
	FARM_QEMU,  /* LAVA starts QEMU, the image gets its bootargs from it */
	FARM_UBOOT, /* U-Boot loads the image by TFTP, booti starts it */
	FARM_FLASHER, /* the lab's own commands write the image, which then asks at its prompt */
};

struct farm_job {
	const char *name;        /* of the machine */
	const char *device_type; /* as the farm has it */
	enum farm_boot boot;
	const char *url;      /* of the image, as the dispatcher gets it */
	const char *words;    /* bootargs: which tests, mixes, iterations */
	unsigned int shard;   /* 1..shards */
	unsigned int shards;  /* 1: no words about it */
	unsigned int minutes; /* that the tests may take */
	char *const *qemu; /* FARM_QEMU: its command line, without image; ends in NULL */
};

/* What cannot be in a job: "" where it can, else what was found. */
const char *farm_job_wrong(const struct farm_job *job);

/* Writes the job, which is not wrong, as YAML. */
void farm_job_write(const struct farm_job *job, FILE *out);

#endif
