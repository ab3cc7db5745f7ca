/* link.c - open, read and write what leads to a board. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/link.h"

#include <errno.h>
#include <fcntl.h>
#include <libserialport.h>
#include <netdb.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

enum { CONNECT_MS = 5000 };

__attribute__((format(printf, 2, 3))) static int fail(struct link *link,
						      const char *format, ...)
{
	va_list list;

	va_start(list, format);
	vsnprintf(link->error, sizeof(link->error), format, list);
	va_end(list);
	return -1;
}

/* --- what it is --- */

static bool is_address(const char *text)
{
	const char *port = strrchr(text, ':');

	return port && port > text && port[1] &&
	       port[1 + strspn(port + 1, "0123456789")] == '\0';
}

bool link_init(struct link *link, const char *source)
{
	struct stat status;

	memset(link, 0, sizeof(*link));
	link->fd = -1;
	link->source = source;
	link->baud = 115200;
	link->kind = LINK_TTY;
	if (!strcmp(source, "-")) {
		link->kind = LINK_FILE;
	} else if (!strncmp(source, "tcp:", 4)) {
		link->kind = LINK_TCP;
		if (!is_address(source + 4)) {
			fail(link, "expected tcp:host:port, found %s", source);
			return false;
		}
	} else if (stat(source, &status)) {
		if (strncmp(source, "/dev/", 5)) {
			fail(link, "%s: %s", source, strerror(errno));
			return false;
		}
	} else if (!S_ISCHR(status.st_mode)) {
		link->kind = LINK_FILE;
	}
	return true;
}

void link_init_command(struct link *link, char *const argv[])
{
	memset(link, 0, sizeof(*link));
	link->fd = -1;
	link->kind = LINK_COMMAND;
	link->source = argv[0];
	link->argv = argv;
}

/* --- a tty --- */

static enum sp_flowcontrol flow_of(const struct link *link)
{
	switch (link->flow) {
	case LINK_FLOW_RTSCTS:
		return SP_FLOWCONTROL_RTSCTS;
	case LINK_FLOW_XONXOFF:
		return SP_FLOWCONTROL_XONXOFF;
	default:
		return SP_FLOWCONTROL_NONE;
	}
}

static int open_port(struct link *link)
{
	struct sp_port *port = link->port;
	char *why;

	if (sp_open(port, SP_MODE_READ_WRITE) == SP_OK &&
	    sp_set_baudrate(port, (int)link->baud) == SP_OK &&
	    sp_set_bits(port, 8) == SP_OK &&
	    sp_set_parity(port, SP_PARITY_NONE) == SP_OK &&
	    sp_set_stopbits(port, 1) == SP_OK &&
	    sp_set_flowcontrol(port, flow_of(link)) == SP_OK &&
	    sp_get_port_handle(port, &link->fd) == SP_OK)
		return 0;
	why = sp_last_error_message();
	fail(link, "%s: %s", link->source, why);
	sp_free_error_message(why);
	return -1;
}

/* A pty is no port, and has no speed. */
static int open_pty(struct link *link)
{
	struct termios termios;

	link->fd = open(link->source, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
	if (link->fd < 0 || tcgetattr(link->fd, &termios))
		return fail(link, "%s: %s", link->source, strerror(errno));
	termios.c_iflag = IGNBRK | IGNPAR;
	termios.c_oflag = 0;
	termios.c_lflag = 0;
	termios.c_cflag = CS8 | CREAD | CLOCAL;
	termios.c_cc[VMIN] = 1;
	termios.c_cc[VTIME] = 0;
	if (tcsetattr(link->fd, TCSANOW, &termios))
		return fail(link, "%s: %s", link->source, strerror(errno));
	return 0;
}

static int open_tty(struct link *link)
{
	if (sp_get_port_by_name(link->source, &link->port) == SP_OK)
		return open_port(link);
	link->port = NULL;
	return open_pty(link);
}

static void close_port(struct link *link)
{
	sp_close(link->port);
	sp_free_port(link->port);
	link->port = NULL;
}

/* --- the others --- */

static int connect_to(struct link *link, const struct addrinfo *to)
{
	struct pollfd poll_fd = {.events = POLLOUT};
	int error = 0;
	socklen_t size = sizeof(error);

	link->fd = socket(to->ai_family, to->ai_socktype, to->ai_protocol);
	poll_fd.fd = link->fd;
	if (link->fd < 0 || fcntl(link->fd, F_SETFL, O_NONBLOCK) ||
	    fcntl(link->fd, F_SETFD, FD_CLOEXEC))
		return fail(link, "%s: %s", link->source, strerror(errno));
	if (!connect(link->fd, to->ai_addr, to->ai_addrlen))
		return 0;
	if (errno != EINPROGRESS)
		return fail(link, "%s: %s", link->source, strerror(errno));
	if (poll(&poll_fd, 1, CONNECT_MS) != 1)
		return fail(link, "%s: no answer", link->source);
	if (getsockopt(link->fd, SOL_SOCKET, SO_ERROR, &error, &size) || error)
		return fail(link, "%s: %s", link->source,
			    strerror(error ? error : errno));
	return 0;
}

static int open_tcp(struct link *link)
{
	const struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
	struct addrinfo *list;
	char host[256];
	const char *port = strrchr(link->source, ':') + 1;
	int result;

	snprintf(host, sizeof(host), "%.*s", (int)(port - 1 - (link->source + 4)),
		 link->source + 4);
	result = getaddrinfo(host, port, &hints, &list);
	if (result)
		return fail(link, "%s: %s", link->source, gai_strerror(result));
	result = -1;
	for (const struct addrinfo *to = list; to && result; to = to->ai_next) {
		link_close(link);
		result = connect_to(link, to);
	}
	freeaddrinfo(list);
	return result;
}

static int open_file(struct link *link)
{
	bool is_stdin = !strcmp(link->source, "-");

	link->fd = is_stdin ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
			    : open(link->source, O_RDONLY | O_CLOEXEC);
	if (link->fd < 0)
		return fail(link, "%s: %s", link->source, strerror(errno));
	return 0;
}

static int open_command(struct link *link)
{
	if (process_start_talking(&link->process, link->argv))
		return fail(link, "%s: %s", link->source, strerror(errno));
	link->fd = link->process.output;
	return 0;
}

int link_open(struct link *link)
{
	int result = -1;

	link->pending_length = 0;
	switch (link->kind) {
	case LINK_FILE:
		result = open_file(link);
		break;
	case LINK_TTY:
		result = open_tty(link);
		break;
	case LINK_TCP:
		result = open_tcp(link);
		break;
	case LINK_COMMAND:
		result = open_command(link);
		break;
	}
	if (result)
		link_close(link);
	return result;
}

void link_close(struct link *link)
{
	if (link->port)
		close_port(link);
	else if (link->fd >= 0 && link->kind == LINK_COMMAND)
		process_stop(&link->process);
	else if (link->fd >= 0)
		close(link->fd);
	link->fd = -1;
}

/* --- bytes --- */

void link_send(struct link *link, const char *bytes, size_t n)
{
	if (n > sizeof(link->pending) - link->pending_length)
		n = sizeof(link->pending) - link->pending_length;
	memcpy(link->pending + link->pending_length, bytes, n);
	link->pending_length += n;
}

static bool has_passed(int error)
{
	return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

static int write_pending(struct link *link)
{
	ssize_t n = write(link->fd, link->pending, link->pending_length);

	if (n < 0)
		return has_passed(errno) ? 0 : -1;
	link->pending_length -= (size_t)n;
	memmove(link->pending, link->pending + n, link->pending_length);
	return 0;
}

static long gone(struct link *link, const char *why)
{
	fail(link, "%s: %s", link->source, why);
	link_close(link);
	return -1;
}

long link_read(struct link *link, char *bytes, size_t n, int milliseconds)
{
	struct pollfd poll_fd = {.fd = link->fd,
				 .events = POLLIN | (link->pending_length ? POLLOUT : 0)};
	ssize_t got;

	if (poll(&poll_fd, 1, milliseconds) <= 0)
		return 0;
	if ((poll_fd.revents & POLLOUT) && write_pending(link))
		return gone(link, strerror(errno));
	if (!(poll_fd.revents & ~POLLOUT))
		return 0;
	got = read(link->fd, bytes, n);
	if (got < 0 && has_passed(errno))
		return 0;
	if (got < 0)
		return gone(link, strerror(errno));
	return got ? got : gone(link, "it has ended");
}
