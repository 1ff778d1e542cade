/*
 * Turns an event of http_requests.bcc into a JSON document:
 *
 *     {"pid":4711,"comm":"curl","daddr":"192.0.2.7","dport":80,"method":"GET","path":"/health"}
 *
 * The path ends before a query, which often has secrets in it, and after what fits 128 bytes.
 */
#include "tricorder.h"

#define PAYLOAD_LENGTH 128

/* As in http_requests.bcc. Both sides are little-endian. */
struct request_event {
    uint32_t pid;
    uint8_t daddr[4];
    uint16_t dport;
    uint16_t reserved;
    uint32_t length;
    char comm[16];
    uint8_t payload[PAYLOAD_LENGTH];
};

_Static_assert(sizeof(struct request_event) == 160, "ebpf.eventSize in module.json and struct request_event in http_requests.bcc");

/* How many bytes lie before a space, a control character or one of those given. */
static uint32_t word_length(const uint8_t *text, uint32_t size, const char *ends)
{
    uint32_t length = 0;
    while (length < size && text[length] > ' ' && !strchr(ends, text[length])) {
        length++;
    }
    return length;
}

void http_requests(void)
{
    struct request_event event;
    if (!tricorder_read_event(&event, sizeof(event))) {
        return;
    }
    uint32_t size = event.length < PAYLOAD_LENGTH ? event.length : PAYLOAD_LENGTH;
    uint32_t method = word_length(event.payload, size, "");
    uint32_t path = method < size ? method + 1 : size;
    struct json row = tricorder_row(1280);
    json_unsigned(&row, "pid", event.pid);
    json_text(&row, "comm", event.comm, sizeof(event.comm));
    json_ipv4(&row, "daddr", event.daddr);
    json_unsigned(&row, "dport", event.dport);
    json_text(&row, "method", event.payload, method);
    json_text(&row, "path", &event.payload[path], word_length(&event.payload[path], size - path, "?#"));
    tricorder_emit(&row);
}
