/*
 * Turns an event of tcp_connect.bcc into a JSON document:
 *
 *     {"pid":4711,"tid":4711,"uid":1000,"comm":"curl","daddr":"192.0.2.7","dport":443,"result":0,"latency_ns":41250}
 *
 * An event too short to be one becomes {"error":"event too short","bytes":12,"expected":48}: a row tells more than a gap.
 */
#include <string.h>

#include "tricorder_abi.h"
#include "tricorder_json.h"

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

/* More than the longest document: 16 escaped characters and the longest numbers take less than 300 bytes. */
#define LARGEST_OUTPUT 512

static uint32_t write_event(struct json *json)
{
    struct connect_event event;
    /* Perf buffers pad events, so what follows the structure is ignored. Copied, as the buffer may not be aligned. */
    memcpy(&event, tricorder_input.bytes, sizeof(event));
    json_unsigned(json, "pid", event.pid);
    json_unsigned(json, "tid", event.tid);
    json_unsigned(json, "uid", event.uid);
    json_text(json, "comm", event.comm, sizeof(event.comm));
    json_ipv4(json, "daddr", event.daddr);
    json_unsigned(json, "dport", event.dport);
    json_signed(json, "result", event.result);
    json_unsigned(json, "latency_ns", event.latency_ns);
    return json_end(json);
}

static uint32_t write_too_short(struct json *json)
{
    json_text(json, "error", "event too short", sizeof("event too short"));
    json_unsigned(json, "bytes", tricorder_input.length);
    json_unsigned(json, "expected", sizeof(struct connect_event));
    return json_end(json);
}

TRICORDER_EXPORT(tcp_connect) void tcp_connect(void)
{
    struct json json = json_begin(malloc_output_buf(LARGEST_OUTPUT), LARGEST_OUTPUT);
    set_output_buf_len(tricorder_input.length < sizeof(struct connect_event) ? write_too_short(&json) : write_event(&json));
}
