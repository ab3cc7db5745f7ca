/* bench.c - what the rounds came to, as a table and as a file. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/bench.h"
#include "host/barelitmus/format.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

/* "1.23", "45.6", "789", "1.23M"; "-" for NaN. */
static void show(char out[FORMAT_MAX], double value)
{
	if (isnan(value))
		strcpy(out, "-");
	else if (value < 999.5)
		snprintf(out, FORMAT_MAX, "%.*f",
			 value < 9.995   ? 2
			 : value < 99.95 ? 1
					 : 0,
			 value);
	else
		format_short(out, value);
}

const struct contender *bench_baseline(const struct bench *bench,
				       const struct contender *contender)
{
	for (size_t i = 0; i < bench->count; i++) {
		const struct contender *c = &bench->contenders[i];

		if (c->machine && !strcmp(c->platform, contender->platform) &&
		    !strcmp(c->scheme, "user"))
			return c;
	}
	return NULL;
}

static void summarize(const struct bench *bench, const struct contender *contender,
		      struct bench_summary *summary)
{
	const struct contender *base = bench_baseline(bench, contender);

	bench_summarize(summary, contender->samples, base ? base->samples : NULL,
			bench->rounds);
}

enum { COLUMNS = 10, NAMES = 2 };

static const char *const titles[COLUMNS] = {
	"platform", "scheme",   "trip ns", "iter/s",      "iter/trip",
	"target/s", "target %", "count %", "iter : user", "target : user"};

struct line {
	char cell[COLUMNS][FORMAT_MAX];
};

static void fill(struct line *line, const struct contender *contender,
		 const struct bench_summary *summary)
{
	char ratio[FORMAT_MAX];

	snprintf(line->cell[0], FORMAT_MAX, "%.30s", contender->platform);
	snprintf(line->cell[1], FORMAT_MAX, "%.30s", contender->scheme);
	show(line->cell[2], summary->trip_ns);
	show(line->cell[3], summary->rate);
	show(line->cell[4], summary->per_trip);
	show(line->cell[5], summary->target);
	show(line->cell[6], summary->share * 100);
	show(line->cell[7], summary->counting * 100);
	show(line->cell[8], summary->rate_ratio);
	show(ratio, summary->target_ratio);
	snprintf(line->cell[9], FORMAT_MAX, "%s%.20s", summary->at_least ? ">" : "",
		 ratio);
}

static void print_line(const struct line *line, const size_t width[COLUMNS], FILE *out)
{
	for (int c = 0; c < COLUMNS; c++)
		fprintf(out, "%*s%s", c < NAMES ? -(int)width[c] : (int)width[c],
			line->cell[c], c < COLUMNS - 1 ? "  " : "\n");
}

static void print_rows(const struct bench *bench, FILE *out)
{
	size_t width[COLUMNS];
	struct line line;

	/* Twice: how wide, then what. */
	for (int printing = 0; printing < 2; printing++) {
		for (int c = 0; c < COLUMNS; c++) {
			strcpy(line.cell[c], titles[c]);
			if (!printing)
				width[c] = strlen(titles[c]);
		}
		if (printing)
			print_line(&line, width, out);
		for (size_t i = 0; i < bench->count; i++) {
			struct bench_summary summary;

			if (bench->contenders[i].trouble)
				continue;
			summarize(bench, &bench->contenders[i], &summary);
			fill(&line, &bench->contenders[i], &summary);
			for (int c = 0; c < COLUMNS; c++)
				if (strlen(line.cell[c]) > width[c])
					width[c] = strlen(line.cell[c]);
			if (printing)
				print_line(&line, width, out);
		}
	}
}

/* Whoever runs on the machine itself, as litmus7 does, against it. */
static void print_against(const struct bench *bench, const struct contender *litmus7,
			  FILE *out)
{
	for (size_t i = 0; i < bench->count; i++) {
		const struct contender *c = &bench->contenders[i];
		char text[FORMAT_MAX];
		bool at_least;
		double ratio;

		if (!c->machine || c->trouble || strcmp(c->platform, litmus7->platform))
			continue;
		ratio = bench_target_ratio(c->samples, litmus7->samples, bench->rounds,
					   &at_least);
		show(text, ratio);
		fprintf(out, "%s %s: %s%s times the target/s of %s\n", c->platform,
			c->scheme, at_least ? "more than " : "", text, litmus7->scheme);
	}
}

void bench_print(const struct bench *bench, FILE *out)
{
	fprintf(out, "\n%s[%s] on %s\n", bench->test, bench->mix, bench->host);
	fprintf(out, "medians of %u interleaved rounds of about %g s each\n",
		bench->rounds, bench->seconds);
	print_rows(bench, out);
	for (size_t i = 0; i < bench->count; i++) {
		const struct contender *c = &bench->contenders[i];

		if (c->trouble)
			fprintf(out, "%s %s does not run: %s\n", c->platform, c->scheme,
				c->trouble);
		else if (!c->machine)
			print_against(bench, c, out);
	}
}

/* A number, or nothing. */
static void write_number(double value, FILE *out)
{
	if (isnan(value))
		fputc('\t', out);
	else
		fprintf(out, "\t%.6g", value);
}

static void write_row(const struct contender *contender, const char *round,
		      const struct bench_sample *sum, const struct bench_summary *summary,
		      FILE *out)
{
	fprintf(out, "%s\t%s\t%s\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64,
		contender->platform, contender->scheme, round, sum->iterations,
		sum->target, sum->microseconds);
	write_number(summary->trip_ns, out);
	write_number(summary->rate, out);
	write_number(summary->per_trip, out);
	write_number(summary->target, out);
	write_number(summary->counting, out);
	write_number(summary->rate_ratio, out);
	write_number(summary->target_ratio, out);
	fprintf(out, "\t%s\n", summary->at_least ? "least" : "");
}

static void write_contender(const struct bench *bench, const struct contender *contender,
			    FILE *out)
{
	const struct contender *base = bench_baseline(bench, contender);
	struct bench_sample sum = {0};
	struct bench_summary summary;

	for (unsigned r = 0; r < bench->rounds; r++) {
		const struct bench_sample *sample = &contender->samples[r];
		char round[16];

		sum.iterations += sample->iterations;
		sum.target += sample->target;
		sum.microseconds += sample->microseconds;
		bench_summarize(&summary, sample, base ? &base->samples[r] : NULL, 1);
		snprintf(round, sizeof(round), "%u", r + 1);
		write_row(contender, round, sample, &summary, out);
	}
	summarize(bench, contender, &summary);
	write_row(contender, "all", &sum, &summary, out);
}

void bench_write(const struct bench *bench, FILE *out)
{
	fprintf(out, "# %s[%s], %u rounds of about %g s\n# host %s\n", bench->test,
		bench->mix, bench->rounds, bench->seconds, bench->host);
	fputs("platform\tscheme\tround\titerations\ttarget\tmicroseconds\ttrip_ns\t"
	      "iterations_per_s\titerations_per_trip\ttarget_per_s\tcounting\titerations_"
	      "to_user\t"
	      "target_to_user\tbound\n",
	      out);
	for (size_t i = 0; i < bench->count; i++)
		if (!bench->contenders[i].trouble)
			write_contender(bench, &bench->contenders[i], out);
}
