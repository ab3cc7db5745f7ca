/* link.h - the line to a board: a tty, a pty, a serial server, a command, or a file. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_LINK_H
#define HOST_BARELITMUS_LINK_H

#include "host/barelitmus/process.h"

#include <stdbool.h>
#include <stddef.h>

enum link_kind {
	LINK_FILE, /* or stdin: nothing can be sent, and at its end it is over */
	LINK_TTY,
	LINK_TCP,
	LINK_COMMAND, /* its stdin and stdout are the board's console */
};

enum link_flow { LINK_FLOW_NONE, LINK_FLOW_RTSCTS, LINK_FLOW_XONXOFF };

enum { LINK_ERROR = 256, LINK_PENDING = 8192 };

struct link {
	enum link_kind kind;
	const char *source; /* as the user wrote it */
	char *const *argv;  /* of LINK_COMMAND; ends in NULL */
	unsigned baud;      /* of a tty that has a speed */
	enum link_flow flow;
	char error[LINK_ERROR]; /* what was wrong last */

	/* private */
	int fd;               /* -1: not open */
	struct sp_port *port; /* that it belongs to; NULL: to none */
	struct process process;
	char pending[LINK_PENDING]; /* not yet sent */
	size_t pending_length;
};

/*
 * What source is: "-" or a file, "tcp:host:port", or a tty. Of a path that is not there a
 * tty is expected to come. false, with error: it is nothing of these.
 */
bool link_init(struct link *link, const char *source);
void link_init_command(struct link *link, char *const argv[]);

/* 0, or -1 with error: it is not there, or not yet. Nothing typed before is kept. */
int link_open(struct link *link);
void link_close(struct link *link);

/*
 * Up to n bytes, waiting at most milliseconds for the first, and sends what is pending. 0:
 * none came; -1 with error: the link is gone, and closed.
 */
long link_read(struct link *link, char *bytes, size_t n, int milliseconds);

/* Sends as the line takes it; of more than LINK_PENDING bytes the rest is dropped. */
void link_send(struct link *link, const char *bytes, size_t n);

#endif
