/* farm_log.c - what a board sent, from the log of a job of LAVA. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/farm_log.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

/* Of one line, which is a document of YAML, what an entry needs. */
struct entry {
	char *level;
	char *message; /* NULL: it is no text */
};

static void entry_free(struct entry *entry)
{
	free(entry->level);
	free(entry->message);
}

static bool is_scalar(const yaml_node_t *node, const char *text)
{
	return node && node->type == YAML_SCALAR_NODE &&
	       !strcmp((const char *)node->data.scalar.value, text);
}

static char *scalar_copy(const yaml_node_t *node)
{
	return node && node->type == YAML_SCALAR_NODE
		       ? strdup((const char *)node->data.scalar.value)
		       : NULL;
}

/* The mapping itself, or the one in a list of one. */
static yaml_node_t *find_mapping(yaml_document_t *document)
{
	yaml_node_t *root = yaml_document_get_root_node(document);

	if (root && root->type == YAML_SEQUENCE_NODE &&
	    root->data.sequence.items.start < root->data.sequence.items.top)
		root = yaml_document_get_node(document, *root->data.sequence.items.start);
	return root && root->type == YAML_MAPPING_NODE ? root : NULL;
}

static void find_entry(yaml_document_t *document, struct entry *entry)
{
	yaml_node_t *mapping = find_mapping(document);

	if (!mapping)
		return;
	for (yaml_node_pair_t *pair = mapping->data.mapping.pairs.start;
	     pair < mapping->data.mapping.pairs.top; pair++) {
		yaml_node_t *key = yaml_document_get_node(document, pair->key);
		yaml_node_t *value = yaml_document_get_node(document, pair->value);

		if (is_scalar(key, "lvl") && !entry->level)
			entry->level = scalar_copy(value);
		else if (is_scalar(key, "msg") && !entry->message)
			entry->message = scalar_copy(value);
	}
}

/* A line that is no YAML leaves the entry empty. */
static void read_entry(const char *line, size_t length, struct entry *entry)
{
	yaml_parser_t parser;
	yaml_document_t document;

	if (!yaml_parser_initialize(&parser))
		abort();
	yaml_parser_set_input_string(&parser, (const unsigned char *)line, length);
	if (yaml_parser_load(&parser, &document)) {
		find_entry(&document, entry);
		yaml_document_delete(&document);
	}
	yaml_parser_delete(&parser);
}

static void take_line(const char *line, size_t length, FILE *out, struct farm_log *log)
{
	struct entry entry = {NULL, NULL};

	read_entry(line, length, &entry);
	if (!entry.level) {
		log->broken++;
	} else if (strcmp(entry.level, "target")) {
		log->others++;
	} else if (!entry.message) {
		log->broken++;
	} else {
		log->target++;
		fprintf(out, "%s\n", entry.message);
	}
	entry_free(&entry);
}

int farm_log_read(FILE *in, FILE *out, struct farm_log *log)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t length;

	*log = (struct farm_log){0};
	errno = 0;
	while ((length = getline(&line, &size, in)) > 0)
		take_line(line, (size_t)length, out, log);
	free(line);
	return ferror(in) || fflush(out) || ferror(out) ? -1 : 0;
}
