# test.mk - the tests of barelitmus itself.
# SPDX-License-Identifier: BSD-2-Clause
