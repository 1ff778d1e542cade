/*
 * Turns an event of dns_queries.bcc into a JSON document:
 *
 *     {"pid":4711,"comm":"curl","server":"192.0.2.53","name":"example.org","type":1,"valid":true}
 *
 * A packet that is no question has "valid":false and what could be read of the name.
 */
#include "tricorder.h"

#define HEADER_LENGTH 12
#define PAYLOAD_LENGTH 128

/* As in dns_queries.bcc. Both sides are little-endian. */
struct query_event {
    uint32_t pid;
    uint32_t length;
    char comm[16];
    uint8_t server[4];
    uint8_t payload[PAYLOAD_LENGTH];
};

_Static_assert(sizeof(struct query_event) == 156, "ebpf.eventSize in module.json and struct query_event in dns_queries.bcc");

struct question {
    char name[PAYLOAD_LENGTH];
    uint32_t name_length;
    uint32_t type;
    bool valid;
};

/* RFC 1035, section 4.1.2: labels with a length before each, up to an empty one; then type and class. */
static struct question read_question(const uint8_t *packet, uint32_t length)
{
    struct question question = {0};
    uint32_t at = HEADER_LENGTH;
    while (at < length && packet[at] != 0) {
        uint32_t label = packet[at++];
        /* The two upper bits are for compression, which questions do not use. */
        if (label > 63 || at + label > length) {
            return question;
        }
        if (question.name_length) {
            question.name[question.name_length++] = '.';
        }
        for (; label; label--) {
            question.name[question.name_length++] = (char)packet[at++];
        }
    }
    if (at + 4 < length) {
        question.type = (uint32_t)packet[at + 1] << 8 | packet[at + 2];
        question.valid = true;
    }
    return question;
}

void dns_queries(void)
{
    struct query_event event;
    if (!tricorder_read_event(&event, sizeof(event))) {
        return;
    }
    uint32_t length = event.length < PAYLOAD_LENGTH ? event.length : PAYLOAD_LENGTH;
    struct question question = read_question(event.payload, length);
    struct json row = tricorder_row(1280);
    json_unsigned(&row, "pid", event.pid);
    json_text(&row, "comm", event.comm, sizeof(event.comm));
    json_ipv4(&row, "server", event.server);
    json_text(&row, "name", question.name, question.name_length);
    json_unsigned(&row, "type", question.type);
    json_bool(&row, "valid", question.valid);
    tricorder_emit(&row);
}
