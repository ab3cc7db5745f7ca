/* test_report_page.c - headless Chromium opens reports, where it is installed. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "host/barelitmus/command.h"
#include "host/barelitmus/file.h"
#include "host/barelitmus/survey.h"
#include "tests/unit/stage.h"

#include <time.h>

static struct stage stage;

static int set_up(void **state)
{
	(void)state;
	return stage_enter(&stage, "report-page");
}

static int tear_down(void **state)
{
	(void)state;
	return stage_leave(&stage);
}

/* Tests "<shape>+t<n>" of 40 shapes, each in two mixes on each board, with 4 outcomes. */
static void make_survey(int tests, int boards)
{
	static const char format[] =
		"BEGIN;"
		"INSERT INTO images VALUES(1, 'arm64-0.1', '0.1', 'arm64', 'gcc: 12.2');"
		"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i "
		"< "
		"%d)"
		" INSERT INTO boards SELECT i, printf('board%%02d', i), 'arm64', 'p', 4, "
		"0, 1"
		" FROM n;"
		"INSERT INTO runs SELECT id, name, name, '0.1', id, 1, 2, 1, 1, 0 FROM "
		"boards;"
		"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i "
		"< "
		"%d)"
		" INSERT INTO results(run_id, seq, test, mix, verdict, counted, expected,"
		" scheme, condition, kind, states, iterations, seen, others, "
		"microseconds,"
		" sc_seen, sc_ran, tso_seen, tso_ran, weak_seen, weak_ran)"
		" SELECT u.id, i + 1, printf('S%%d+t%%d', i / 2 %% 40, i / 2),"
		" iif(i & 1, 'lkmm:c11', 'lkmm'), 'pass', 1, 'Sometimes', 'sync',"
		" 'exists (0:r0=0 /\\ 1:r0=0)', 'Allowed', 4, 1000000,"
		" i * u.id %% 3 * 1000, 1000000 - i * u.id %% 3 * 1000, 1, 1, 2, 0, 1, "
		"0, "
		"0"
		" FROM n, runs u;"
		"WITH s(j) AS (VALUES(0), (1), (2), (3))"
		" INSERT INTO outcomes SELECT run_id, seq, printf('0:r0=%%d; 1:r0=%%d;',"
		" j / 2, j & 1), iif(j, (others + j - 1) / 3, seen), j = 0, 'sc' FROM "
		"results, s;"
		"COMMIT";
	struct survey survey;
	char sql[sizeof(format) + 32];

	snprintf(sql, sizeof(sql), format, boards, 2 * tests - 1);
	assert_int_equal(survey_open(&survey, "s.db", true), 0);
	assert_int_equal(survey_run(&survey, sql), 0);
	survey_close(&survey);
}

static void make_page(void)
{
	char *argv[] = {"report", "s.db", "-o", "page.html", NULL};

	stage_run(&stage, command_report, 4, argv);
	assert_int_equal(stage.status, EXIT_HOLDS);
}

/*
 * Chromium's document of a page whose script sets its title; its seconds. What is wrong in a
 * script becomes a line of the console, and there is to be none.
 */
static double browse(const char *page, const char *options, char **dom)
{
	char command[512];
	struct timespec from, to;
	size_t size;

	snprintf(command, sizeof(command),
		 "timeout 120 chromium --headless=new --no-sandbox --disable-gpu "
		 "--allow-file-access-from-files %s "
		 "--user-data-dir=\"$PWD/profile\" --enable-logging=stderr --dump-dom "
		 "\"file://$PWD/%s\" >dom 2>errors",
		 options, page);
	clock_gettime(CLOCK_MONOTONIC, &from);
	assert_int_equal(system(command), 0);
	clock_gettime(CLOCK_MONOTONIC, &to);
	assert_int_not_equal(system("grep CONSOLE errors | grep -v sandboxed"), 0);
	*dom = file_read("dom", SIZE_MAX, &size);
	assert_non_null(*dom);
	return (double)(to.tv_sec - from.tv_sec) +
	       1e-9 * (double)(to.tv_nsec - from.tv_nsec);
}

static void add_script(const char *script)
{
	FILE *page = fopen("page.html", "a");

	assert_non_null(page);
	fprintf(page, "<script>%s</script>", script);
	fclose(page);
}

static void assert_in(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("no '%s' in\n%.300s", part, text);
}

/*
 * Two of 100 tests match. There are tables of boards, of images, 40 heat maps with their
 * controls, and of the one test that is opened results and outcomes.
 */
static void test_filter_and_details(void **state)
{
	static const char script[] =
		"const f = id => document.getElementById(id);"
		"const all = what => document.querySelectorAll(what).length;"
		"f('f-text').value = '+t4 s4'; f('f-board').value = '1';"
		"f('f-board').dispatchEvent(new Event('change'));"
		"document.querySelector('.heat th:nth-child(4) button').click();"
		"location.hash = document.querySelector('article:not([hidden])').id;"
		"setTimeout(() => document.title = [f('f-count').textContent,"
		" all('table') + ' tables', all('article.open') + ' open',"
		" all('.heat tbody tr:not([hidden])') + ' rows',"
		" all('th[aria-sort]') + ' sorted'].join(', '), 1000);";
	char *dom;

	(void)state;
	make_survey(100, 3);
	make_page();
	add_script(script);
	browse("page.html", "--virtual-time-budget=3000", &dom);
	assert_in(dom, "<title>2 of 100 tests, 84 tables, 1 open, 4 rows, 1 sorted<");
	free(dom);
}

/* In a frame that may run no script every table is there. */
static void test_without_script(void **state)
{
	char *dom;

	(void)state;
	make_survey(100, 3);
	make_page();
	write_file("frame.html",
		   "<iframe sandbox=allow-same-origin src=page.html></iframe><script>"
		   "onload = () => document.title = document.querySelector('iframe')"
		   ".contentDocument.querySelectorAll('table').length + ' tables'"
		   "</script>");
	browse("frame.html", "--virtual-time-budget=3000", &dom);
	assert_in(dom, "<title>282 tables<");
	free(dom);
}

/* REPORT_PAGE=5000 says how long so many tests take on 20 boards. */
static void test_large(void **state)
{
	const char *tests = getenv("REPORT_PAGE");
	char *dom;

	(void)state;
	make_survey(atoi(tests), 20);
	make_page();
	add_script("document.title = (performance.now() / 1000).toFixed(2) + ' s'");
	print_message("# %s tests on 20 boards: %.2f s of Chromium with the dump\n",
		      tests, browse("page.html", "", &dom));
	print_message("# to the end of its scripts: %.20s\n", strstr(dom, "<title>"));
	free(dom);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_filter_and_details, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_without_script, set_up, tear_down),
	};
	const struct CMUnitTest large[] = {
		cmocka_unit_test_setup_teardown(test_large, set_up, tear_down),
	};

	if (system("command -v chromium >/dev/null 2>&1")) {
		puts("ok 1 - report page # SKIP no chromium");
		return 0;
	}
	if (getenv("REPORT_PAGE"))
		return cmocka_run_group_tests(large, NULL, NULL);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
