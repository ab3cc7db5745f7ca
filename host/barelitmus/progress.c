/* progress.c - what a run is doing, while it does it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/progress.h"
#include "host/barelitmus/clock.h"
#include "host/barelitmus/format.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define TERMINAL_PERIOD 0.1 /* seconds between two lines at least */
#define PLAIN_PERIOD 5.0

enum { DEFAULT_WIDTH = 80, LINE_MAX_BYTES = 1024 };

void progress_init(struct progress *progress, const char *platform, FILE *out)
{
	memset(progress, 0, sizeof(*progress));
	progress->out = out;
	progress->platform = platform;
	progress->terminal = out && isatty(fileno(out));
	progress->shown = clock_seconds();
}

void progress_finish(struct progress *progress)
{
	if (progress->open)
		fputs("\r\033[K", progress->out); /* to the left, erase to the right */
	progress->open = false;
	if (progress->out)
		fflush(progress->out);
}

static int width(const struct progress *progress)
{
	struct winsize size;

	if (ioctl(fileno(progress->out), TIOCGWINSZ, &size) || size.ws_col < 20)
		return DEFAULT_WIDTH;
	return size.ws_col;
}

/* A line that stays. */
__attribute__((format(printf, 2, 3))) static void say(struct progress *progress,
						      const char *format, ...)
{
	va_list list;

	progress_finish(progress);
	fprintf(progress->out, "%s: ", progress->platform);
	va_start(list, format);
	vfprintf(progress->out, format, list);
	va_end(list);
	fputc('\n', progress->out);
	fflush(progress->out);
}

static bool due(const struct progress *progress)
{
	double period = progress->terminal ? TERMINAL_PERIOD : PLAIN_PERIOD;

	return clock_seconds() - progress->shown >= period;
}

static void show(struct progress *progress, const char *line)
{
	progress->shown = clock_seconds();
	if (!progress->terminal) {
		say(progress, "%s", line);
		return;
	}
	int room = width(progress) - (int)strlen(progress->platform) - 3;

	fprintf(progress->out, "\r%s: %.*s\033[K", progress->platform,
		room > 0 ? room : 0, line);
	fflush(progress->out);
	progress->open = true;
}

void progress_say(struct progress *progress, const char *line)
{
	if (progress->out)
		say(progress, "%s", line);
}

void progress_plan(struct progress *progress, size_t done, size_t total)
{
	if (!progress->total) {
		progress->done_first = done;
		progress->done_since = clock_seconds();
	}
	progress->done = done;
	progress->total = total;
}

/* ", 1 h 20 min left", or "" where nothing tells. */
static void format_left(const struct progress *progress, char *text, size_t size)
{
	size_t done = progress->done - progress->done_first;
	double left = (double)(progress->total - progress->done) *
		      (clock_seconds() - progress->done_since);
	unsigned seconds = done ? (unsigned)(left / (double)done) : 0;

	text[0] = '\0';
	if (done && seconds >= 3600)
		snprintf(text, size, ", %u h %u min left", seconds / 3600,
			 seconds / 60 % 60);
	else if (done && seconds >= 60)
		snprintf(text, size, ", %u min left", seconds / 60);
	else if (done)
		snprintf(text, size, ", %u s left", seconds);
}

/* "12/36 SB+poonceonces[lkmm] 340k of 1.00M, 6.90 M/s, seen 137k" */
static void show_running(struct progress *progress, const struct parse_event *event)
{
	char done[FORMAT_MAX];
	char of[FORMAT_MAX];
	char rate[FORMAT_MAX];
	char seen[FORMAT_MAX];
	char left[64];
	char line[LINE_MAX_BYTES];
	size_t of_plan = progress->total ? progress->total : progress->plan;
	size_t at = progress->total ? progress->done : event->seq;
	double spent = clock_seconds() - progress->started;

	format_short(done, (double)event->progress.done);
	format_short(of, (double)event->progress.of);
	format_rate(rate, event->progress.done, (uint64_t)(spent * 1e6));
	format_short(seen, (double)event->progress.seen);
	format_left(progress, left, sizeof(left));
	snprintf(line, sizeof(line), "%zu/%zu %s %s of %s, %s, seen %s%s", at, of_plan,
		 event->id, done, of, rate, seen, left);
	show(progress, line);
}

static void take_progress(struct progress *progress, const struct parse_event *event)
{
	if (event->seq != progress->seq) {
		progress->seq = event->seq;
		progress->started = clock_seconds();
	}
	if (due(progress))
		show_running(progress, event);
}

static void take_result(struct progress *progress, const struct parse_event *event)
{
	const struct block *block = event->block;
	char iterations[FORMAT_MAX];
	char seen[FORMAT_MAX];

	if (block->verdict == V_PASS)
		return;
	format_count(iterations, block->iterations);
	format_count(seen, block->seen);
	say(progress, "%s: %s, expected %s, seen %s times in %s",
	    log_verdict_word(block->verdict), event->id, block->expected, seen,
	    iterations);
}

void progress_event(struct progress *progress, const struct parse_event *event)
{
	if (!progress->out)
		return;
	switch (event->kind) {
	case PARSE_BOOT:
		progress->seq = 0;
		if (event->boot.again)
			say(progress, "the machine restarted in the middle of the run");
		break;
	case PARSE_PLAN:
		progress->plan = event->plan;
		break;
	case PARSE_PROGRESS:
		take_progress(progress, event);
		break;
	case PARSE_RESULT:
		take_result(progress, event);
		break;
	case PARSE_LOST:
		say(progress, "%s: %s", log_verdict_word(event->verdict), event->id);
		break;
	case PARSE_ERROR:
	case PARSE_TRAP:
	case PARSE_HANG:
		say(progress, "error: %s", event->text);
		break;
	case PARSE_DAMAGED:
		say(progress, "damaged: %s%s%s", event->id ? event->id : "",
		    event->id ? ": " : "", event->text);
		break;
	case PARSE_NOTE:
	case PARSE_CONTROL:
	case PARSE_SKIP:
	case PARSE_ASKED:
	case PARSE_AGAIN:
	case PARSE_END:
		break;
	}
}
