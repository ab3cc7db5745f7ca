/* value.c - arithmetic on the values of tests. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/value.h"

#include "runner/test.h"

#include <string.h>

bool value_is_address(int64_t value)
{
	return value >= VALUE_ADDRESS(0) && value < VALUE_ADDRESS(TEST_MAX_LOCATIONS);
}

bool value_convert(int64_t value, unsigned int bytes, int64_t *result)
{
	switch (bytes) {
	case 1:
		*result = (int8_t)value;
		break;
	case 2:
		*result = (int16_t)value;
		break;
	case 4:
		*result = (int32_t)value;
		break;
	default:
		*result = value;
		return true;
	}
	return !value_is_address(value);
}

static bool is(const char *op, const char *other)
{
	return strcmp(op, other) == 0;
}

/* Does the value fit? If not, C does not define what an operator gave. */
static bool fits(int64_t value, unsigned int bytes, int64_t *result)
{
	return value_convert(value, bytes, result) && *result == value;
}

bool value_unary(const char *op, int64_t value, unsigned int bytes, int64_t *result)
{
	if (is(op, "!")) {
		*result = !value;
		return true;
	}
	if (value_is_address(value) || value == INT64_MIN)
		return false;
	return fits(is(op, "-") ? -value : ~value, bytes, result);
}

static bool compare(const char *op, int64_t left, int64_t right, int64_t *result)
{
	if (is(op, "=="))
		*result = left == right;
	else if (is(op, "!="))
		*result = left != right;
	else if (is(op, "<"))
		*result = left < right;
	else if (is(op, ">"))
		*result = left > right;
	else if (is(op, "<="))
		*result = left <= right;
	else if (is(op, ">="))
		*result = left >= right;
	else
		return false;
	return true;
}

/* At least one is an address. What holds for every number holds for it. */
static bool combine_addresses(const char *op, int64_t left, int64_t right,
			      int64_t *result)
{
	if (left == right && strchr("-^", *op))
		*result = 0;
	else if ((left == right && strchr("&|", *op)) ||
		 (right == 0 && strchr("+-^|", *op)))
		*result = left;
	else if (left == 0 && strchr("+^|", *op))
		*result = right;
	else if ((left == 0 || right == 0) && strchr("&*", *op))
		*result = 0;
	else
		return false;
	return true;
}

static bool shift(const char *op, int64_t left, int64_t right, unsigned int bytes,
		  int64_t *result)
{
	if (left < 0 || right < 0 || right >= 8 * (int64_t)bytes ||
	    (*op == '<' && left > INT64_MAX >> right))
		return false;
	return fits(*op == '<' ? left << right : left >> right, bytes, result);
}

static bool calculate(const char *op, int64_t left, int64_t right, int64_t *result)
{
	switch (*op) {
	case '+':
		return !__builtin_add_overflow(left, right, result);
	case '-':
		return !__builtin_sub_overflow(left, right, result);
	case '*':
		return !__builtin_mul_overflow(left, right, result);
	case '/':
	case '%':
		if (right == 0 || (left == INT64_MIN && right == -1))
			return false;
		*result = *op == '/' ? left / right : left % right;
		return true;
	case '&':
		*result = left & right;
		return true;
	case '|':
		*result = left | right;
		return true;
	default:
		*result = left ^ right;
		return true;
	}
}

bool value_binary(const char *op, int64_t left, int64_t right, unsigned int bytes,
		  int64_t *result)
{
	bool addresses = value_is_address(left) || value_is_address(right);
	int64_t wide;

	if (addresses && left != right &&
	    (is(op, "<") || is(op, ">") || is(op, "<=") || is(op, ">=")))
		return false;
	if (compare(op, left, right, result))
		return true;
	if (is(op, "<<") || is(op, ">>"))
		return !addresses && shift(op, left, right, bytes, result);
	if (addresses)
		return combine_addresses(op, left, right, &wide) &&
		       value_convert(wide, bytes, result);
	return calculate(op, left, right, &wide) && fits(wide, bytes, result);
}
