/*
 * Turns an event of process_exec.bcc into a JSON document:
 *
 *     {"pid":4711,"parent_pid":4000,"uid":0,"comm":"sh","file":"/usr/bin/id"}
 */
#include "tricorder.h"

/* As in process_exec.bcc. Both sides are little-endian. */
struct exec_event {
    uint32_t pid;
    uint32_t parent_pid;
    uint32_t uid;
    uint32_t reserved;
    char comm[16];
    char file[128];
};

_Static_assert(sizeof(struct exec_event) == 160, "ebpf.eventSize in module.json and struct exec_event in process_exec.bcc");

void process_exec(void)
{
    struct exec_event event;
    if (!tricorder_read_event(&event, sizeof(event))) {
        return;
    }
    /* An escaped character takes six bytes: 144 of them and the numbers fit. */
    struct json row = tricorder_row(1024);
    json_unsigned(&row, "pid", event.pid);
    json_unsigned(&row, "parent_pid", event.parent_pid);
    json_unsigned(&row, "uid", event.uid);
    json_text(&row, "comm", event.comm, sizeof(event.comm));
    json_text(&row, "file", event.file, sizeof(event.file));
    tricorder_emit(&row);
}
