/* oracle.c - herd7's answers about tests, kept from one run to the next. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/oracle.h"
#include "host/barelitmus/export.h"
#include "host/barelitmus/file.h"
#include "host/barelitmus/herd.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const model_files[] = {
	"linux-kernel.cfg", "linux-kernel.bell", "linux-kernel.cat",
	"linux-kernel.def", "lock.cat",          "rc11.cat",
};

enum { MODEL_FILES = sizeof(model_files) / sizeof(model_files[0]) };

/* The file that herd7 loads, and how a file of verdicts names the model. */
static const struct {
	const char *file, *column;
} models[] = {
	[ORACLE_LKMM] = {"linux-kernel.cfg", "lkmm"},
	[ORACLE_RC11] = {"rc11.cat", "rc11"},
	[ORACLE_ARM64] = {"aarch64.cat", "asm"},
	[ORACLE_RISCV64] = {"riscv.cat", "asm"},
};

static bool is_asm(const struct oracle *oracle)
{
	return oracle->model >= ORACLE_ARM64;
}

int oracle_complain(const char *path, const char *why)
{
	fprintf(stderr, "barelitmus model: %s: %s\n", path, why);
	return -1;
}

static void note(const char *path, const char *why)
{
	fprintf(stderr, "barelitmus model: note: %s: %.*s\n", path,
		(int)strcspn(why, "\r\n"), why);
}

/* --- herd7 and the model --- */

static bool is_program(const char *path)
{
	struct stat status;

	return !stat(path, &status) && S_ISREG(status.st_mode) && !access(path, X_OK);
}

static const char *search_path(struct arena *arena, const char *name)
{
	const char *path = getenv("PATH");

	while (path && *path) {
		int length = (int)strcspn(path, ":");
		const char *found = arena_format(arena, "%.*s/%s", length, path, name);

		if (length && is_program(found))
			return found;
		path += length + (path[length] == ':');
	}
	return NULL;
}

static int find_herd(struct oracle *oracle)
{
	const char *given = getenv("HERD7");
	const char *name = given && *given ? given : "herd7";

	oracle->program = strchr(name, '/') ? (is_program(name) ? name : NULL)
					    : search_path(oracle->arena, name);
	if (oracle->program)
		return 0;
	fprintf(stderr,
		"barelitmus model: no %s: install herdtools7 (opam, or a newer Debian), "
		"or "
		"name the program by HERD7=\n",
		name);
	return -1;
}

#define FNV_START UINT64_C(0xcbf29ce484222325)

/* FNV-1a. The length goes in as well, so that texts cannot flow into each other. */
static uint64_t digest(uint64_t hash, const char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		hash = (hash ^ (unsigned char)bytes[i]) * UINT64_C(0x100000001b3);
	return (hash ^ size) * UINT64_C(0x100000001b3);
}

static void digest_file(struct oracle *oracle, const char *name)
{
	size_t size = 0;
	char *text =
		file_read(arena_format(oracle->arena, "%s/%s", oracle->directory, name),
			  SIZE_MAX, &size);

	oracle->digest = digest(oracle->digest, text, size);
	free(text);
}

static int is_cat(const struct dirent *entry)
{
	size_t n = strlen(entry->d_name);

	return n > 4 && !strcmp(entry->d_name + n - 4, ".cat");
}

/* What an architecture's model includes is the folder's business. */
static int digest_cats(struct oracle *oracle)
{
	struct dirent **entries;
	int count = scandir(oracle->directory, &entries, is_cat, alphasort);

	if (count < 0)
		return oracle_complain(oracle->directory, strerror(errno));
	for (int i = 0; i < count; i++) {
		digest_file(oracle, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	return 0;
}

/* A model is its files; which of them there are differs from kernel to kernel. */
static int find_model(struct oracle *oracle)
{
	const char *name = models[oracle->model].file;

	if (oracle->directory && !*oracle->directory)
		oracle->directory = NULL;
	oracle->digest = digest(FNV_START, name, strlen(name));
	oracle->file = name;
	if (!oracle->directory)
		return oracle->model != ORACLE_LKMM
			       ? 0
			       : oracle_complain("where is the kernel's "
						 "tools/memory-model?",
						 "give it by -I or LKMM=");
	oracle->file = arena_format(oracle->arena, "%s/%s", oracle->directory, name);
	if (access(oracle->file, R_OK))
		return oracle_complain(oracle->file, strerror(errno));
	if (is_asm(oracle))
		return digest_cats(oracle);
	for (size_t i = 0; i < MODEL_FILES; i++)
		digest_file(oracle, model_files[i]);
	return 0;
}

/* Like mkdir -p. */
static int make_directory(char *path)
{
	for (char *at = path + 1;; at++) {
		char c = *at;

		if (c != '/' && c)
			continue;
		*at = '\0';
		if (mkdir(path, 0777) && errno != EEXIST)
			return oracle_complain(path, strerror(errno));
		*at = c;
		if (!c)
			return 0;
	}
}

/* --- one test --- */

static enum herd_end ask(const struct oracle *oracle, const struct question *question,
			 const char *path, char **output)
{
	char *argv[9];
	int n = 0;

	argv[n++] = (char *)oracle->program;
	if (oracle->directory) {
		argv[n++] = "-I";
		argv[n++] = (char *)oracle->directory;
	}
	argv[n++] = oracle->model == ORACLE_LKMM ? "-conf" : "-model";
	argv[n++] = (char *)oracle->file;
	if (is_asm(oracle) && strstr(question->text, EXPORT_IS_MIXED)) {
		argv[n++] = "-variant";
		argv[n++] = "mixed";
	}
	argv[n++] = (char *)path;
	argv[n] = NULL;
	return herd_ask(argv, oracle->timeout, oracle->interrupted, output);
}

static void end_row(struct oracle *oracle, const struct question *question)
{
	fprintf(oracle->rows, "%s%s\n", question->mix ? "\t" : "",
		question->mix ? question->mix : "");
}

/* A row as litmusc reads it; a racy C11 program has no meaning, and so no verdict. */
static void add_row(struct oracle *oracle, const struct question *question,
		    const struct herd_answer *answer)
{
	bool racy = strstr(answer->flags, "data-race") != NULL;

	oracle->racy += racy;
	oracle->verdicts++;
	fprintf(oracle->rows, "%s\t%s\t%s\t%lu\t%s", question->path, answer->name,
		racy && oracle->model == ORACLE_RC11 ? "undefined" : answer->verdict,
		answer->states, answer->flags);
	end_row(oracle, question);
}

/* The test, for a message: where it matters with the mix. */
static const char *title(struct oracle *oracle, const struct question *question)
{
	return is_asm(oracle) ? arena_format(oracle->arena, "%s[%s]", question->path,
					     question->mix)
			      : question->path;
}

static void add_failure(struct oracle *oracle, const struct question *question,
			const char *what, const char *output)
{
	oracle->failed++;
	fprintf(oracle->rows, "%s\t\t%s\t\t", question->path, what);
	end_row(oracle, question);
	note(title(oracle, question),
	     arena_format(oracle->arena, "%s: %s", what, output));
}

/* Asks herd7 about the file path, and keeps what it answers in the file kept. */
static int answer_anew(struct oracle *oracle, const struct question *question,
		       const char *path, const char *kept)
{
	static const char *const failures[] = {
		[HERD_DONE] = "rejected",
		[HERD_TIMEOUT] = "timeout",
		[HERD_FLOOD] = "flood",
		[HERD_CRASH] = "crash",
	};
	struct herd_answer answer;
	enum herd_end end;
	int result = 0;
	char *output;

	if (!oracle->program && find_herd(oracle))
		return -1;
	end = ask(oracle, question, path, &output);
	if (end == HERD_SIGNAL) {
		result = -1;
	} else if (end != HERD_DONE || !herd_read(output, &answer)) {
		add_failure(oracle, question, failures[end], output);
	} else {
		add_row(oracle, question, &answer);
		if (file_replace(kept, output, strlen(output)))
			result = oracle_complain(kept, strerror(errno));
	}
	free(output);
	return result;
}

int oracle_ask(struct oracle *oracle, const struct question *question)
{
	size_t size = strlen(question->text);
	uint64_t key = digest(oracle->digest, question->text, size);
	const char *kept = arena_format(oracle->arena, "%s/%016" PRIx64 "-%zu.log",
					oracle->cache, key, size);
	const char *path = question->path;
	struct herd_answer answer;
	char *output = file_read(kept, SIZE_MAX, &size);
	bool known = output && herd_read(output, &answer);

	free(output);
	if (known) {
		oracle->kept++;
		add_row(oracle, question, &answer);
		return 0;
	}
	if (!question->is_file) {
		path = arena_format(oracle->arena, "%s.litmus", kept);
		if (file_replace(path, question->text, strlen(question->text)))
			return oracle_complain(path, strerror(errno));
	}
	return answer_anew(oracle, question, path, kept);
}

void oracle_pass(struct oracle *oracle, const struct question *question, const char *why)
{
	oracle->none++;
	note(title(oracle, question), arena_format(oracle->arena, "no model: %s", why));
}

void oracle_write_header(struct oracle *oracle)
{
	fprintf(oracle->rows, "path\tname\t%s\tstates\tflags%s\n",
		models[oracle->model].column,
		oracle->model == ORACLE_LKMM ? "" : "\tmix");
}

int oracle_open(struct oracle *oracle)
{
	char *cache = arena_copy(oracle->arena, oracle->cache, strlen(oracle->cache));

	return find_model(oracle) || make_directory(cache) ? -1 : 0;
}
