/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every program of suites: one for each folder here. */
#include "ring3/suite.h"

int main(int argc, char **argv)
{
	return r3_suite_main(argc, argv);
}
