/* report_html.c - a report as one page: the summary, and a part for each shape. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/memory.h"
#include "host/barelitmus/page.h"
#include "host/barelitmus/page_files.h"
#include "host/barelitmus/report_number.h"
#include "host/barelitmus/report_write.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/*
 * With JavaScript the text in a <noscript> is one node: a browser builds the tables of a
 * shape or a test only when they are looked at. Without it they are there as they are.
 */

/* --- tables that a query answers --- */

static void write_header(const char *const *titles, FILE *out)
{
	fputs("<thead><tr>", out);
	for (; *titles; titles++)
		fprintf(out, "<th scope=col>%s", *titles);
	fputs("</thead><tbody>\n", out);
}

/* The first column heads the row; numbers are on the right. */
static void write_row(sqlite3_stmt *row, FILE *out)
{
	fputs("<tr>", out);
	for (int i = 0; i < sqlite3_column_count(row); i++) {
		bool is_number = sqlite3_column_type(row, i) == SQLITE_INTEGER;

		fputs(i == 0      ? "<th scope=row>"
		      : is_number ? "<td class=n>"
				  : "<td>",
		      out);
		page_text(out, survey_text(row, i));
	}
	fputc('\n', out);
}

struct question {
	const char *label, *caption, *sql;
	const char *const *titles;
	const char *shape; /* bound to ?5, where the SQL has it */
};

/* Nothing where there is no row. */
static int write_answer(struct report *report, const struct question *question, FILE *out)
{
	sqlite3_stmt *rows =
		filter_prepare(report->filter, report->survey, question->sql);
	bool any = false;
	int got = -1;

	if (rows && question->shape)
		sqlite3_bind_text(rows, 5, question->shape, -1, SQLITE_TRANSIENT);
	while (rows && (got = survey_step(report->survey, rows)) > 0) {
		if (!any) {
			page_open_table(out, question->label, " class=sort");
			fprintf(out, "<caption>%s</caption>", question->caption);
			write_header(question->titles, out);
		}
		any = true;
		write_row(rows, out);
	}
	if (any)
		page_close_table(out);
	sqlite3_finalize(rows);
	return got;
}

static int write_boards(struct report *report, FILE *out)
{
	static const char *const titles[] = {
		"board",  "architecture",  "platform", "cores",         "host processors",
		"runs",   "results",       "pass",     "known",         "FORBIDDEN",
		"broken", "hang or fault", "skip",     "controls seen", "controls ran",
		NULL};
	const struct question question = {
		"boards",
		"Machines, and the verdicts of all results on them. Host processors are "
		"those under an emulator; 0: not told. known: forbidden, but a listed "
		"deviation of the platform.",
		"SELECT b.name, b.arch, b.platform, b.cores, b.host,"
		" count(DISTINCT r.run_id), count(*),"
		" sum(r.verdict = 'pass'), sum(r.verdict = 'known'),"
		" sum(r.verdict = 'FORBIDDEN'), sum(r.verdict = 'broken'),"
		" sum(r.verdict IN ('hang', 'fault')), sum(r.verdict = 'skip'),"
		" coalesce(sum(r.sc_seen + r.tso_seen + r.weak_seen), 0),"
		" coalesce(sum(r.sc_ran + r.tso_ran + r.weak_ran), 0)" FILTER_FROM
		" GROUP BY b.id ORDER BY 1, 2, 3, 4, 5, b.clock_hz",
		titles, NULL};

	fputs("<h2 id=boards>Boards</h2>\n", out);
	return write_answer(report, &question, out);
}

static int write_images(struct report *report, FILE *out)
{
	static const char *const titles[] = {"image", "version",    "architecture",
					     "runs",  "toolchains", NULL};
	const struct question question = {
		"images", "What was compiled, and by what.",
		"SELECT i.name, i.version, i.arch, count(DISTINCT r.run_id), "
		"i.toolchains" FILTER_FROM " GROUP BY i.id ORDER BY 1",
		titles, NULL};

	fputs("<h2 id=images>Images</h2>\n", out);
	return write_answer(report, &question, out);
}

static int write_trouble(struct report *report, FILE *out)
{
	static const char *const titles[] = {"test",     "mix",    "board",
					     "verdict",  "seen",   "iterations",
					     "expected", "reason", NULL};
	static const char *const known[] = {"reason", "board", "results", "tests", NULL};
	const struct question question = {
		"verdicts that do not hold",
		"Every result that is FORBIDDEN, broken, a fault or a hang.",
		"SELECT r.test, r.mix, b.name, r.verdict, r.seen, r.seen + r.others,"
		" r.expected, coalesce(r.reason, '')" FILTER_FROM
		" AND r.verdict IN ('FORBIDDEN', 'broken', 'fault', 'hang')"
		" ORDER BY 1, 2, 3, u.boot, r.seq",
		titles, NULL};
	const struct question deviations = {
		"known deviations",
		"Seen though forbidden, but listed with a source for the platform.",
		"SELECT coalesce(r.reason, '-'), b.name, count(*), count(DISTINCT "
		"r.test)" FILTER_FROM
		" AND r.verdict = 'known' GROUP BY 1, 2 ORDER BY 1, 2",
		known, NULL};

	fputs("<h2 id=trouble>What needs a look</h2>\n", out);
	if (write_answer(report, &question, out))
		return -1;
	return write_answer(report, &deviations, out);
}

static int write_sensitivity(struct report *report, const char *shape, FILE *out)
{
	static const char *const titles[] = {"board",   "sc",   "sc ran",   "tso",
					     "tso ran", "weak", "weak ran", NULL};
	const struct question question = {
		"sensitivity",
		"Controls beside these tests: how many showed their target, and how many "
		"ran, by what they need.",
		"SELECT b.name, sum(r.sc_seen), sum(r.sc_ran), sum(r.tso_seen),"
		" sum(r.tso_ran), sum(r.weak_seen), sum(r.weak_ran)" FILTER_FROM
		" AND shape_of(r.test) = ?5 AND r.sc_ran IS NOT NULL GROUP BY 1 ORDER BY "
		"1",
		titles, shape};

	return write_answer(report, &question, out);
}

/* --- the heat map of a shape --- */

void report_write_cell(const struct tally *tally, FILE *out)
{
	static const char *const classes[SURVEY_VERDICTS] = {"bad", "odd", "odd", "odd",
							     "dev", "",    ""};
	const char *word = survey_verdicts[tally->verdict];
	char share[NUMBER_MAX], bound[NUMBER_MAX], controls[NUMBER_MAX];

	if (!tally->runs) {
		fputs(" class=x>·", out);
		return;
	}
	if (!tally->n) {
		fprintf(out, " class=x>%s", word);
		return;
	}
	number_share(share, tally);
	fprintf(out, " class=h%d>%s", number_heat(tally), share);
	if (!tally->seen) {
		number_bound(bound, tally);
		number_controls(controls, tally);
		fputs("<small>", out);
		page_text(out, bound);
		fprintf(out, " · %s</small>", controls);
	}
	if (*classes[tally->verdict])
		fprintf(out, "<b class=%s>%s</b>", classes[tally->verdict], word);
}

/* The cells of a mix, over all schemes; returns where the next mix begins. */
static size_t sum_row(const struct report *report, const struct report_test *test,
		      size_t first, struct tally *row)
{
	size_t i = first;

	for (size_t b = 0; b < report->board_count; b++)
		row[b] = tally_none;
	for (; i < test->count && !strcmp(test->cells[i].mix, test->cells[first].mix);
	     i++)
		tally_add(&row[report_board(report, test->cells[i].board)],
			  &test->cells[i].tally);
	return i;
}

static void write_heat_rows(const struct report *report, const struct report_test *test,
			    size_t number, struct tally *row, FILE *out)
{
	for (size_t i = 0; i < test->count;) {
		size_t first = i;

		i = sum_row(report, test, first, row);
		fprintf(out, "<tr><th scope=row><a href=#t%zu>", number);
		page_text(out, test->name);
		fputs("</a><td>", out);
		page_text(out, test->cells[first].mix);
		for (size_t b = 0; b < report->board_count; b++) {
			fputs("<td", out);
			report_write_cell(&row[b], out);
		}
		fputc('\n', out);
	}
}

static int write_heat(struct report *report, const char *shape, size_t number, FILE *out)
{
	struct tally *row = memory_zeroed(report->board_count, sizeof(*row));
	struct report_test test;
	int got = report_begin(report, shape) ? -1 : 1;

	page_open_table(out, "heat map", " class=\"sort heat\"");
	fputs("<caption>", out);
	page_text(out, shape);
	fputs(": share of iterations in which the target was seen, by test and mix on "
	      "each board</caption><thead><tr><th scope=col>test<th scope=col>mix",
	      out);
	for (size_t b = 0; b < report->board_count; b++) {
		fputs("<th scope=col>", out);
		page_text(out, report->boards[b]);
	}
	fputs("</thead><tbody>\n", out);
	while (got > 0 && (got = report_next(report, &test)) > 0) {
		write_heat_rows(report, &test, number++, row, out);
		report_test_free(&test);
	}
	page_close_table(out);
	free(row);
	return got;
}

/* --- shapes --- */

struct shape {
	const char *name;
	int tests, rows;
	size_t first; /* number of its first test */
};

static int write_shape(struct report *report, const struct test_sources *sources,
		       const struct shape *shape, FILE *out)
{
	struct report_test test;
	size_t number = shape->first;
	int got;

	fprintf(out, "<section class=shape id=s%zu><h2>", shape->first);
	page_text(out, shape->name);
	fprintf(out,
		" <small>%d test%s</small></h2>\n<div class=fill "
		"style=\"--rows:%d\"><noscript>\n",
		shape->tests, shape->tests == 1 ? "" : "s", shape->rows);
	if (write_heat(report, shape->name, shape->first, out) ||
	    write_sensitivity(report, shape->name, out))
		return -1;
	fputs("</noscript></div>\n", out);
	got = report_begin(report, shape->name) ? -1 : 1;
	while (got > 0 && (got = report_next(report, &test)) > 0) {
		got = report_write_test(report, sources, &test, number++, out) ? -1 : 1;
		report_test_free(&test);
	}
	fputs("</section>\n", out);
	return got;
}

static const char shapes_of[] =
	"SELECT shape, count(DISTINCT test), count(DISTINCT test || ' ' || mix)"
	" FROM temp.cell GROUP BY 1 ORDER BY 1";

/* Shape by shape; links alone where sources is NULL. */
static int write_shapes(struct report *report, const struct test_sources *sources,
			bool links, FILE *out)
{
	sqlite3_stmt *rows = survey_prepare(report->survey, shapes_of);
	size_t first = 0;
	int got = -1;

	while (rows && (got = survey_step(report->survey, rows)) > 0) {
		struct shape shape = {survey_text(rows, 0), sqlite3_column_int(rows, 1),
				      sqlite3_column_int(rows, 2), first};

		if (links) {
			fprintf(out, "<a href=#s%zu>", first);
			page_text(out, shape.name);
			fputs("</a>\n", out);
		} else if (write_shape(report, sources, &shape, out)) {
			got = -1;
			break;
		}
		first += (size_t)shape.tests;
	}
	sqlite3_finalize(rows);
	return got;
}

/* --- the page --- */

static int write_totals(struct report *report, FILE *out)
{
	static const char sql[] =
		"SELECT (SELECT count(DISTINCT test) FROM temp.cell), count(*),"
		" count(DISTINCT r.run_id), count(DISTINCT r.run_id) FILTER (WHERE NOT "
		"u.intact),"
		" (SELECT count(*) FROM open_damage)" FILTER_FROM;
	sqlite3_stmt *row = filter_prepare(report->filter, report->survey, sql);
	int got = row ? survey_step(report->survey, row) : -1;

	if (got > 0)
		fprintf(out,
			"<p><strong>%d</strong> tests, <strong>%d</strong> results of "
			"<strong>%d</strong> runs on <strong>%zu</strong> boards; %d "
			"runs without a whole log, %d damaged blocks or lines in the "
			"survey.</p>\n",
			sqlite3_column_int(row, 0), sqlite3_column_int(row, 1),
			sqlite3_column_int(row, 2), report->board_count,
			sqlite3_column_int(row, 3), sqlite3_column_int(row, 4));
	sqlite3_finalize(row);
	return got < 0 ? -1 : 0;
}

static const char legend[] =
	"<p class=legend>Cells: how often the target was seen, "
	"<span class=h1>&lt; 1e-6</span> <span class=h2>&lt; 1e-4</span> "
	"<span class=h3>&lt; 1 %</span> <span class=h4>&lt; 10 %</span> "
	"<span class=h5>more</span>. Below a zero: how probable it may still be (95 %, "
	"3/n) and how many of the controls beside it showed theirs, which says whether "
	"it could have been seen. <b class=bad>FORBIDDEN</b>: seen, but the model says "
	"never. <b class=dev>known</b>: so, but a listed deviation of the platform. "
	"<b class=odd>broken</b>, hang, fault: no result. A dot: not run. The name of a "
	"test leads to its condition, source and outcomes.</p>\n";

static void write_tools(const struct report *report, FILE *out)
{
	fputs("<form class=tools role=search hidden>"
	      "<label>Search <input type=search id=f-text placeholder=\"test or "
	      "mix\"></label>\n<label>Board <select id=f-board><option value=\"\">all",
	      out);
	for (size_t b = 0; b < report->board_count; b++) {
		fprintf(out, "<option value=%zu>", b);
		page_text(out, report->boards[b]);
	}
	fputs("</select></label>\n<label>Show <select id=f-kind>"
	      "<option value=\"\">everything<option value=F>FORBIDDEN"
	      "<option value=bfh>broken, hang, fault<option value=k>known"
	      "<option value=p>pass, seen<option value=zo>zeros"
	      "<option value=o>zeros no control backs<option value=s>skip"
	      "</select></label>\n"
	      "<button type=button id=f-open>Show all details</button>\n"
	      "<output id=f-count aria-live=polite></output></form>\n",
	      out);
}

int report_write_html(struct report *report, const struct test_sources *sources,
		      FILE *out)
{
	page_begin(out, "Survey of litmus tests", report_css);
	fputs("<script>document.documentElement.className='js'</script>\n", out);
	if (write_totals(report, out))
		return -1;
	fputs("<nav aria-label=Contents><a href=#trouble>What needs a look</a>"
	      "<a href=#boards>Boards</a><a href=#images>Images</a></nav>\n"
	      "<nav aria-label=Shapes>",
	      out);
	if (write_shapes(report, sources, true, out))
		return -1;
	fputs("</nav>\n", out);
	if (write_trouble(report, out) || write_boards(report, out) ||
	    write_images(report, out))
		return -1;
	fputs("<h2 id=results>Results</h2>\n", out);
	fputs(legend, out);
	write_tools(report, out);
	if (write_shapes(report, sources, false, out))
		return -1;
	page_end(out, report_js);
	return 0;
}
