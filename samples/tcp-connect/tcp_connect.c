/*
 * Turns an event of tcp_connect.bcc into a JSON document:
 *
 *     {"pid":4711,"tid":4711,"uid":1000,"comm":"curl","daddr":"192.0.2.7","dport":443,"result":0,"latency_ns":41250}
 */
#include "tricorder.h"

/* As in tcp_connect.bcc. Both sides are little-endian. */
struct connect_event {
    uint64_t latency_ns;
    uint32_t pid;
    uint32_t tid;
    uint32_t uid;
    uint8_t daddr[4];
    int32_t result;
    uint16_t dport;
    uint16_t reserved;
    char comm[16];
};

_Static_assert(sizeof(struct connect_event) == 48, "ebpf.eventSize in module.json and struct connect_event in tcp_connect.bcc");

void tcp_connect(void)
{
    struct connect_event event;
    if (!tricorder_read_event(&event, sizeof(event))) {
        return;
    }
    /* More than the longest document: 16 escaped characters and the longest numbers take less than 300 bytes. */
    struct json row = tricorder_row(512);
    json_unsigned(&row, "pid", event.pid);
    json_unsigned(&row, "tid", event.tid);
    json_unsigned(&row, "uid", event.uid);
    json_text(&row, "comm", event.comm, sizeof(event.comm));
    json_ipv4(&row, "daddr", event.daddr);
    json_unsigned(&row, "dport", event.dport);
    json_signed(&row, "result", event.result);
    json_unsigned(&row, "latency_ns", event.latency_ns);
    tricorder_emit(&row);
}
