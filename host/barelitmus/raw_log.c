/* raw_log.c - keep what a board sent. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/raw_log.h"
#include "host/barelitmus/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char session[] = "BARELITMUS-HOST session ";

static int fail(const struct raw_log *log)
{
	fprintf(stderr, "barelitmus: %s: %s\n", log->path, strerror(errno));
	return -1;
}

static int lock(const struct raw_log *log)
{
	struct flock range = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

	if (!fcntl(log->file, F_SETLK, &range))
		return 0;
	if (errno != EACCES && errno != EAGAIN)
		return fail(log);
	fprintf(stderr, "barelitmus: %s: another collect writes it\n", log->path);
	return -1;
}

int raw_log_write(struct raw_log *log, const char *bytes, size_t n)
{
	while (n) {
		ssize_t written = write(log->file, bytes, n);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return fail(log);
		bytes += written;
		n -= (size_t)written;
	}
	return 0;
}

/* The line behind which, or instead of which, the session begins. */
static char *session_line(const char *words)
{
	char *begun = memory_join(session, words);
	char *line = memory_join(begun, "\n");

	free(begun);
	return line;
}

static int check_session(const struct raw_log *log, const char *words)
{
	char *line = session_line(words);
	size_t length = strlen(line);
	char *found = memory_zeroed(length + 1, 1);
	ssize_t n = pread(log->file, found, length, 0);
	int result = 0;

	if (n < 0) {
		result = fail(log);
	} else if (strcmp(found, line)) {
		found[strcspn(found, "\n")] = '\0';
		fprintf(stderr,
			"barelitmus: %s: expected the log of a session that asks for "
			"'%s', found one that begins '%s': give another --log\n",
			log->path, words, found);
		result = -1;
	}
	free(found);
	free(line);
	return result;
}

/* The line again, for the last one may be unfinished. */
static int begin_session(struct raw_log *log, const char *words)
{
	char *line = session_line(words);
	int result = log->is_new ? 0 : raw_log_write(log, "\n", 1);

	if (!result)
		result = raw_log_write(log, line, strlen(line));
	free(line);
	return result;
}

int raw_log_open(struct raw_log *log, const char *path, const char *words)
{
	struct stat status;

	log->path = path;
	log->file = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	if (log->file < 0 || fstat(log->file, &status))
		return fail(log);
	if (lock(log))
		return -1;
	log->is_new = !status.st_size;
	if (!log->is_new && check_session(log, words))
		return -1;
	return begin_session(log, words);
}

int raw_log_read(struct raw_log *log, raw_log_take *take, void *ctx)
{
	enum { CHUNK = 1 << 16 };
	char *bytes = memory_zeroed(CHUNK, 1);
	off_t at = 0;
	ssize_t n;

	while ((n = pread(log->file, bytes, CHUNK, at)) > 0 &&
	       take(ctx, bytes, (size_t)n))
		at += n;
	free(bytes);
	return n < 0 ? fail(log) : 0;
}

void raw_log_close(struct raw_log *log)
{
	if (log->file >= 0)
		close(log->file);
	log->file = -1;
}
