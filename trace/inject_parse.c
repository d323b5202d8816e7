/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SET[:error=E|:retval=V][:signal=S][:syscall=X][:delay_enter=T]...[:when=FIRST[..LAST][+[STEP]]] */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "trace/inject.h"
#include "trace/names.h"

#define MAX_WHEN 65535
#define MAX_POKE_ARG 7

static bool parse_error(struct injection *j, const char *s)
{
	int err = errno_by_name(s);

	if (j->has_result || err < 0)
		return false;
	j->has_result = j->is_error = true;
	j->result = -err;
	return true;
}

static bool parse_retval(struct injection *j, const char *s)
{
	char *end;

	if (j->has_result || !*s)
		return false;
	errno = 0;
	j->result = *s == '-' ? strtoll(s, &end, 0) : (int64_t)strtoull(s, &end, 0);
	j->has_result = true;
	return !*end && !errno;
}

static bool parse_signal(struct injection *j, const char *s)
{
	if (j->signal)
		return false;
	j->signal = signal_by_name(s);
	return j->signal > 0;
}

static bool parse_delay(uint64_t *delay, const char *s)
{
	return !*delay && parse_time(s, delay);
}

/* Only calls that change nothing: which one it is then shows nowhere. */
static bool parse_syscall(const char *s)
{
	struct callset pure, named;
	struct trace_error e;
	bool ok;

	if (!callset_parse(&pure, "%pure", &e) || strchr(s, ',') || !callset_parse(&named, s, &e))
		return false;
	ok = true;
	for (unsigned i = 0; i < 2 * CALLSET_NUMBERS; i++)
		if (callset_has(&named, i % 2, i / 2) && !callset_has(&pure, i % 2, i / 2))
			ok = false;
	return ok;
}

static bool parse_count(const char **s, unsigned *v, unsigned limit)
{
	char *end;
	unsigned long n;

	if (**s < '0' || **s > '9')
		return false;
	n = strtoul(*s, &end, 10);
	*s = end;
	*v = (unsigned)n;
	return n >= 1 && n <= limit;
}

static bool parse_when(struct injection *j, const char *s)
{
	j->last = UINT32_MAX;
	j->step = 0;
	if (!parse_count(&s, &j->first, MAX_WHEN))
		return false;
	if (!strncmp(s, "..", 2)) {
		s += 2;
		if (!parse_count(&s, &j->last, MAX_WHEN - 1) || j->last < j->first)
			return false;
		j->step = 1;
	}
	if (*s == '+') {
		s++;
		j->step = 1;
		if (*s && !parse_count(&s, &j->step, MAX_WHEN))
			return false;
	}
	return !*s;
}

static bool parse_hex(struct poke *p, const char *s, size_t n)
{
	unsigned byte;

	p->bytes = malloc(n / 2 + 1);
	if (!p->bytes || !n || n % 2)
		return false;
	for (p->n = 0; p->n < n / 2; p->n++) {
		if (strspn(s + 2 * p->n, "0123456789abcdefABCDEF") < 2 ||
		    sscanf(s + 2 * p->n, "%2x", &byte) != 1)
			return false;
		p->bytes[p->n] = (unsigned char)byte;
	}
	return true;
}

/* @argN=HEX,... */
static bool parse_poke(struct poke **list, char *s)
{
	unsigned seen = 0;
	struct poke *p;
	char *item, *save;

	if (*list)
		return false;
	for (item = strtok_r(s, ",", &save); item; item = strtok_r(NULL, ",", &save)) {
		if (strncmp(item, "@arg", 4) || item[4] < '1' || item[4] > '0' + MAX_POKE_ARG ||
		    item[5] != '=' || seen >> item[4] % 32 & 1)
			return false;
		seen |= 1u << item[4] % 32;
		p = calloc(1, sizeof(*p));
		if (!p)
			return false;
		p->next = *list;
		p->arg = (unsigned)(item[4] - '1');
		*list = p;
		if (!parse_hex(p, item + 6, strlen(item + 6)))
			return false;
	}
	return *list != NULL;
}

static bool parse_option(struct injection *j, char *option, bool fault)
{
	char *value = strchr(option, '=');

	if (!value)
		return false;
	*value++ = '\0';
	if (!strcmp(option, "error"))
		return parse_error(j, value);
	if (!strcmp(option, "when"))
		return parse_when(j, value);
	if (fault)
		return false;
	if (!strcmp(option, "retval"))
		return parse_retval(j, value);
	if (!strcmp(option, "signal"))
		return parse_signal(j, value);
	if (!strcmp(option, "syscall"))
		return parse_syscall(value);
	if (!strcmp(option, "delay_enter"))
		return parse_delay(&j->delay_enter, value);
	if (!strcmp(option, "delay_exit"))
		return parse_delay(&j->delay_exit, value);
	if (!strcmp(option, "poke_enter"))
		return parse_poke(&j->poke_enter, value);
	if (!strcmp(option, "poke_exit"))
		return parse_poke(&j->poke_exit, value);
	return false;
}

static bool parse_options(struct injection *j, char *options, bool fault)
{
	char *option, *save;

	j->first = 1;
	j->last = UINT32_MAX;
	j->step = 1;
	for (option = strtok_r(options, ":", &save); option; option = strtok_r(NULL, ":", &save))
		if (!parse_option(j, option, fault))
			return false;
	if (fault && !j->has_result)
		parse_error(j, "ENOSYS");
	return j->has_result || j->signal || j->delay_enter || j->delay_exit || j->poke_enter ||
	       j->poke_exit;
}

/* --- the set, whose names may have conditions: read,write[fd==1] --- */

/* The first separator outside of brackets and quotes; those of a regular expression do not count. */
static char *find_outside(char *s, char separator)
{
	bool regex = *s == '/' || !strncmp(s, "?/", 2) || !strncmp(s, "!/", 2), quoted = false;
	unsigned depth = 0;

	for (; *s; s++) {
		if (*s == separator && !depth)
			return s;
		if (regex)
			continue;
		if (*s == '"')
			quoted = !quoted;
		else if (!quoted)
			depth += (*s == '[') - (depth && *s == ']');
	}
	return NULL;
}

/* One name and its condition. */
static bool parse_conditional(struct injection *j, char *value, struct trace_error *e)
{
	char *bracket = strchr(value, '['), *end = value + strlen(value) - 1;

	if (*end != ']')
		return trace_fail(e, "'%s' lacks a ']'", value);
	*bracket = *end = '\0';
	callset_fill(&j->set, false);
	if (!callset_add(&j->set, value, e))
		return false;
	j->conditions = conditions_parse(bracket + 1, e);
	return j->conditions && conditions_fit(j->conditions, &j->set, e);
}

static bool has_condition(const char *value)
{
	value += *value == '?';
	return *value != '/' && strchr(value, '[');
}

/* All that `whole` says goes for one more set. Options are parsed anew: nothing is shared. */
static bool add_injection(struct injector *in, char *set, const char *options, bool fault,
			  const char *whole, struct trace_error *e)
{
	struct injection *j = realloc(in->list, (in->nr + 1) * sizeof(*j));
	char *copy = strdup(options);
	bool ok;

	if (!j || !copy || in->nr == MAX_INJECTIONS) {
		free(copy);
		in->list = j ? j : in->list;
		return trace_fail(e, "more than %d injections", MAX_INJECTIONS);
	}
	in->list = j;
	j = memset(&in->list[in->nr++], 0, sizeof(*j));
	ok = has_condition(set) ? parse_conditional(j, set, e) : callset_parse(&j->set, set, e);
	if (ok && !parse_options(j, copy, fault))
		ok = trace_fail(e, "invalid %s argument '%s'", fault ? "fault" : "inject", whole);
	free(copy);
	injector_number(in);
	return ok;
}

static bool add_sets(struct injector *in, char *set, const char *options, bool fault,
		     const char *whole, struct trace_error *e)
{
	char *comma, *value;
	bool any = false;

	for (value = set; value; value = comma) {
		comma = find_outside(value, ',');
		if (has_condition(value) && (!comma || strchr(value, '[') < comma))
			any = true;
		comma = comma ? comma + 1 : NULL;
	}
	if (!any)
		return add_injection(in, set, options, fault, whole, e);
	if (*set == '!')
		return trace_fail(e, "'%s': '!' does not go with conditions", whole);
	for (value = set; value; value = comma) {
		comma = find_outside(value, ',');
		if (comma)
			*comma++ = '\0';
		if (!add_injection(in, value, options, fault, whole, e))
			return false;
	}
	return true;
}

bool injector_add(struct injector *in, const char *text, bool fault, struct trace_error *e)
{
	char *set = strdup(text), *options = set ? find_outside(set, ':') : NULL;
	bool ok;

	if (!set)
		return trace_fail(e, "not enough host memory");
	if (options)
		*options++ = '\0';
	ok = add_sets(in, set, options ? options : "", fault, text, e);
	free(set);
	return ok;
}

static void free_pokes(struct poke *p)
{
	struct poke *next;

	for (; p; p = next) {
		next = p->next;
		free(p->bytes);
		free(p);
	}
}

void injector_free(struct injector *in)
{
	for (unsigned i = 0; i < in->nr; i++) {
		conditions_free(in->list[i].conditions);
		free_pokes(in->list[i].poke_enter);
		free_pokes(in->list[i].poke_exit);
	}
	free(in->list);
	*in = (struct injector){ 0 };
}
