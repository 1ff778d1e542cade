/*
 * Turns an event of cpu_profile.bcc into a JSON document:
 *
 *     {"pid":812,"tid":815,"cpu":1,"comm":"postgres","mode":"user","instruction":"0x55d0c8a01f24","time_ns":88123456789}
 */
#include "tricorder.h"

/* As in cpu_profile.bcc. Both sides are little-endian. */
struct sample_event {
    uint64_t time_ns;
    uint64_t instruction;
    uint32_t pid;
    uint32_t tid;
    uint32_t cpu;
    uint32_t in_kernel;
    char comm[16];
};

_Static_assert(sizeof(struct sample_event) == 48, "ebpf.eventSize in module.json and struct sample_event in cpu_profile.bcc");

/* JSON readers keep 53 bits of a number, and an address has more. */
static void put_address(struct json *row, const char *name, uint64_t address)
{
    char text[19] = "0x";
    int at = 2;
    for (int shift = 60; shift >= 0; shift -= 4) {
        uint32_t digit = (address >> shift) & 15;
        if (digit || at > 2 || shift == 0) {
            text[at++] = "0123456789abcdef"[digit];
        }
    }
    json_text(row, name, text, (uint32_t)at);
}

void cpu_profile(void)
{
    struct sample_event event;
    if (!tricorder_read_event(&event, sizeof(event))) {
        return;
    }
    struct json row = tricorder_row(512);
    json_unsigned(&row, "pid", event.pid);
    json_unsigned(&row, "tid", event.tid);
    json_unsigned(&row, "cpu", event.cpu);
    json_text(&row, "comm", event.comm, sizeof(event.comm));
    json_text(&row, "mode", event.in_kernel ? "kernel" : "user", 6);
    put_address(&row, "instruction", event.instruction);
    json_unsigned(&row, "time_ns", event.time_ns);
    tricorder_emit(&row);
}
