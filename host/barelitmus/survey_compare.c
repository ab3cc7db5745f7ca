/* survey_compare.c - which outcomes appear, vanish or change their rate. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/command.h"
#include "host/barelitmus/interval.h"
#include "host/barelitmus/survey_write.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char help[] =
	"usage: barelitmus compare [OPTION ...] A.db B.db\n"
	"       barelitmus compare --by board|mix|image [OPTION ...] SURVEY.db A B\n"
	"\n"
	"Compares two surveys, or two boards, mixes or images (globs over names) of one: "
	"of\n"
	"each outcome of each test and mix, the share in A and in B and between what it "
	"lies\n"
	"(95 %: Wilson; 3/n for zeros), and whether it appears, vanishes or changes. A * "
	"marks\n"
	"shares that have nothing in common.\n"
	"\n"
	"  --format csv   every outcome, for programs (default: a table of those that "
	"differ)\n" FILTER_HELP "  --help         this text\n"
	"\n"
	"Exit status: 0 compared; 2 wrong usage, or no survey.\n";

static const char tables[] =
	"CREATE TEMP TABLE counted(side, test, mix, state, matches, count);"
	"CREATE TEMP TABLE total(side, test, mix, n, PRIMARY KEY(test, mix, side))";

/* ?5: mixes are what is compared, and not told apart. */
static const char totals_of[] =
	"SELECT r.test, CASE WHEN ?5 THEN '*' ELSE r.mix END, sum(r.seen + r.others)"
	" " FILTER_FROM " AND r.counted GROUP BY 1, 2";

static const char states_of[] =
	"SELECT r.test, r.mix, o.state, max(o.matches), sum(o.count) FROM"
	" (SELECT r.run_id, r.seq, r.test, CASE WHEN ?5 THEN '*' ELSE r.mix END AS mix"
	" " FILTER_FROM " AND r.counted) r"
	" JOIN outcomes o ON o.run_id = r.run_id AND o.seq = r.seq GROUP BY 1, 2, 3";

/* A perpetual run counts its target and "any" else: only targets compare with others. */
static const char question[] =
	"SELECT k.test, k.mix, k.state, max(k.matches),"
	" sum(CASE k.side WHEN 0 THEN k.count ELSE 0 END), a.n,"
	" sum(CASE k.side WHEN 1 THEN k.count ELSE 0 END), b.n FROM temp.counted k"
	" JOIN temp.total a ON (a.test, a.mix, a.side) = (k.test, k.mix, 0)"
	" JOIN temp.total b ON (b.test, b.mix, b.side) = (k.test, k.mix, 1)"
	" WHERE k.matches OR (k.test, k.mix) NOT IN"
	" (SELECT test, mix FROM temp.counted WHERE instr(state, '=any;'))"
	" GROUP BY 1, 2, 3 ORDER BY 1, 2, 3";

static const char alone[] =
	"SELECT count(*) FILTER (WHERE side = 0), count(*) FILTER (WHERE side = 1)"
	" FROM temp.total t WHERE NOT EXISTS (SELECT 1 FROM temp.total o"
	" WHERE o.test = t.test AND o.mix = t.mix AND o.side <> t.side)";

/* What A and B are. */
struct side {
	struct survey *survey;
	struct survey_filter filter;
};

struct comparison {
	struct survey *survey; /* holds the sums of both */
	struct side sides[2];
	bool by_mix;
	bool csv;
	uint64_t compared, apart;
};

/* Copies the rows of SQL, behind the side's number, into those of insert. */
static int gather(struct comparison *comparison, int side, const char *sql,
		  const char *insert)
{
	struct side *from = &comparison->sides[side];
	sqlite3_stmt *rows = filter_prepare(&from->filter, from->survey, sql);
	sqlite3_stmt *into = survey_prepare(comparison->survey, insert);
	int got = -1;

	if (rows)
		sqlite3_bind_int(rows, 5, comparison->by_mix);
	while (rows && into && (got = survey_step(from->survey, rows)) > 0) {
		sqlite3_bind_int(into, 1, side);
		for (int i = 0; i < sqlite3_column_count(rows); i++)
			sqlite3_bind_value(into, i + 2, sqlite3_column_value(rows, i));
		if (survey_step(comparison->survey, into)) {
			got = -1;
			break;
		}
	}
	sqlite3_finalize(rows);
	sqlite3_finalize(into);
	return got;
}

static int gather_all(struct comparison *comparison)
{
	if (survey_run(comparison->survey, tables))
		return -1;
	for (int side = 0; side < 2; side++) {
		if (gather(comparison, side, totals_of,
			   "INSERT INTO temp.total VALUES(?1, ?2, ?3, ?4)") ||
		    gather(comparison, side, states_of,
			   "INSERT INTO temp.counted VALUES(?1, ?2, ?3, ?4, ?5, ?6)"))
			return -1;
	}
	return 0;
}

struct share {
	uint64_t count, n;
	struct interval interval;
};

static struct share share_of(sqlite3_stmt *row, int column)
{
	struct share share = {.count = (uint64_t)sqlite3_column_int64(row, column),
			      .n = (uint64_t)sqlite3_column_int64(row, column + 1)};

	share.interval = interval_of(share.count, share.n);
	return share;
}

static const char *change_word(const struct share *a, const struct share *b, bool apart)
{
	if (!a->count && b->count)
		return "appears";
	if (a->count && !b->count)
		return "vanishes";
	return apart ? "changes" : "same";
}

static void print_share(const struct share *share)
{
	printf("  %12" PRIu64 "/%-12" PRIu64 " [%.2e, %.2e]", share->count, share->n,
	       share->interval.low, share->interval.high);
}

static void print_csv(sqlite3_stmt *row, const struct share shares[2], const char *change,
		      bool apart)
{
	for (int i = 0; i < 4; i++) {
		write_csv_field(stdout, survey_text(row, i));
		putchar(',');
	}
	for (int i = 0; i < 2; i++)
		printf("%" PRIu64 ",%" PRIu64 ",%.6g,%.6g,", shares[i].count, shares[i].n,
		       shares[i].interval.low, shares[i].interval.high);
	printf("%s,%d\n", change, apart);
}

static void print_row(struct comparison *comparison, sqlite3_stmt *row)
{
	struct share shares[2] = {share_of(row, 4), share_of(row, 6)};
	bool apart = interval_apart(shares[0].interval, shares[1].interval);
	const char *change = change_word(&shares[0], &shares[1], apart);

	comparison->compared++;
	comparison->apart += apart;
	if (comparison->csv) {
		print_csv(row, shares, change, apart);
		return;
	}
	if (!strcmp(change, "same"))
		return;
	printf("%c %-8s  %-31s %-12s %-24s", apart ? '*' : ' ', change,
	       survey_text(row, 0), survey_text(row, 1), survey_text(row, 2));
	print_share(&shares[0]);
	print_share(&shares[1]);
	putchar('\n');
}

static int print_alone(struct comparison *comparison)
{
	sqlite3_stmt *row = survey_prepare(comparison->survey, alone);
	int got = row ? survey_step(comparison->survey, row) : -1;

	if (got > 0)
		printf("%" PRIu64 " outcomes compared, %" PRIu64
		       " with shares apart (*); %d tests only in A, %d only in B\n",
		       comparison->compared, comparison->apart,
		       sqlite3_column_int(row, 0), sqlite3_column_int(row, 1));
	sqlite3_finalize(row);
	return got < 0 ? -1 : 0;
}

static int compare(struct comparison *comparison)
{
	sqlite3_stmt *rows;
	int got = -1;

	if (gather_all(comparison))
		return -1;
	rows = survey_prepare(comparison->survey, question);
	if (comparison->csv)
		puts("test,mix,outcome,matches,a_count,a_n,a_low,a_high,b_count,b_n,"
		     "b_low,b_high,change,apart");
	while (rows && (got = survey_step(comparison->survey, rows)) > 0)
		print_row(comparison, rows);
	sqlite3_finalize(rows);
	return got || comparison->csv ? got : print_alone(comparison);
}

enum { OPTION_BY = 256, OPTION_FORMAT, OPTION_HELP };

static const struct option long_options[] = {
	FILTER_OPTIONS,
	{"by", required_argument, NULL, OPTION_BY},
	{"format", required_argument, NULL, OPTION_FORMAT},
	{"help", no_argument, NULL, OPTION_HELP},
	{NULL, 0, NULL, 0},
};

static int misuse(const char *what)
{
	fprintf(stderr, "barelitmus compare: %s (see barelitmus compare --help)\n", what);
	return EXIT_MISUSE;
}

/* The two names become the filters of the two sides; false: by is none of them. */
static bool split(struct comparison *comparison, const char *by, char **names)
{
	int option = !strcmp(by, "board")   ? FILTER_BOARD
		     : !strcmp(by, "mix")   ? FILTER_MIX
		     : !strcmp(by, "image") ? FILTER_IMAGE
					    : 0;

	comparison->by_mix = option == FILTER_MIX;
	return filter_take(&comparison->sides[0].filter, option, names[0]) &&
	       filter_take(&comparison->sides[1].filter, option, names[1]);
}

static int compare_surveys(struct comparison *comparison, const char *by, char **paths)
{
	struct survey surveys[2] = {{.db = NULL}};
	int result = survey_open(&surveys[0], paths[0], false);

	if (!result && !by)
		result = survey_open(&surveys[1], paths[1], false);
	comparison->survey = &surveys[0];
	comparison->sides[0].survey = &surveys[0];
	comparison->sides[1].survey = &surveys[by ? 0 : 1];
	if (!result)
		result = compare(comparison);
	survey_close(&surveys[0]);
	survey_close(&surveys[1]);
	return result ? EXIT_MISUSE : EXIT_HOLDS;
}

int command_compare(int argc, char **argv)
{
	struct comparison comparison = {.csv = false};
	struct survey_filter filter = {0};
	const char *by = NULL;
	int option;

	optind = 1;
	while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
		if (option == OPTION_HELP) {
			fputs(help, stdout);
			return EXIT_HOLDS;
		}
		if (option == OPTION_BY)
			by = optarg;
		else if (option == OPTION_FORMAT && !strcmp(optarg, "csv"))
			comparison.csv = true;
		else if (!filter_take(&filter, option, optarg))
			return misuse("expected --format csv, or an option of the help");
	}
	comparison.sides[0].filter = comparison.sides[1].filter = filter;
	if (optind + (by ? 3 : 2) != argc)
		return misuse("expected A.db B.db, or --by and SURVEY.db A B");
	if (by && !split(&comparison, by, argv + optind + 1))
		return misuse("expected --by board, mix or image");
	return compare_surveys(&comparison, by, argv + optind);
}
