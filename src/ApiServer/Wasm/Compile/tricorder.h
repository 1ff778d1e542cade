/*
 * What a Tricorder module of C needs beside its processing function: the buffers that agents call, reading the event, writing the row.
 * API Server provides this file; include it once, in the one source file of a module:
 *
 *     #include "tricorder.h"
 *
 *     struct event { uint32_t pid; char comm[16]; };
 *
 *     void process(void)
 *     {
 *         struct event event;
 *         if (!tricorder_read_event(&event, sizeof(event))) {
 *             return;
 *         }
 *         struct json row = tricorder_row(256);
 *         json_unsigned(&row, "pid", event.pid);
 *         json_text(&row, "comm", event.comm, sizeof(event.comm));
 *         tricorder_emit(&row);
 *     }
 *
 * For each event the agent calls malloc_input_buf(n), writes n bytes at get_input_buf(), calls set_input_buf_len(n) and then the
 * processing function; it reads get_output_buf_len() bytes at get_output_buf() and frees both buffers. The processing function
 * allocates the output buffer itself; tricorder_row() does so. Agents call no start function: do without constructors.
 *
 * Lengths never exceed capacities here, whatever the caller says: a module must not read or write past its buffers.
 */
#ifndef TRICORDER_H
#define TRICORDER_H

#pragma GCC system_header

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Makes a function callable by the agent. */
#define TRICORDER_EXPORT(name) __attribute__((export_name(#name)))

struct tricorder_buffer {
    uint8_t *bytes;
    uint32_t length;
    uint32_t capacity;
};

static struct tricorder_buffer tricorder_input;
static struct tricorder_buffer tricorder_output;

static void tricorder_free(struct tricorder_buffer *buffer)
{
    free(buffer->bytes);
    *buffer = (struct tricorder_buffer){0};
}

/* Answers null when there is no memory. What the buffer held before is freed, so forgetting to free leaks nothing. */
static uint8_t *tricorder_allocate(struct tricorder_buffer *buffer, uint32_t capacity)
{
    tricorder_free(buffer);
    /* One byte at least, so that an empty event has an address too. */
    buffer->bytes = malloc(capacity ? capacity : 1);
    buffer->capacity = buffer->bytes ? capacity : 0;
    return buffer->bytes;
}

static void tricorder_set_length(struct tricorder_buffer *buffer, uint32_t length)
{
    buffer->length = length < buffer->capacity ? length : buffer->capacity;
}

TRICORDER_EXPORT(malloc_input_buf) uint8_t *malloc_input_buf(uint32_t capacity)
{
    return tricorder_allocate(&tricorder_input, capacity);
}

TRICORDER_EXPORT(malloc_output_buf) uint8_t *malloc_output_buf(uint32_t capacity)
{
    return tricorder_allocate(&tricorder_output, capacity);
}

TRICORDER_EXPORT(free_input_buf) void free_input_buf(void)
{
    tricorder_free(&tricorder_input);
}

TRICORDER_EXPORT(free_output_buf) void free_output_buf(void)
{
    tricorder_free(&tricorder_output);
}

TRICORDER_EXPORT(get_input_buf) uint8_t *get_input_buf(void)
{
    return tricorder_input.bytes;
}

TRICORDER_EXPORT(get_output_buf) uint8_t *get_output_buf(void)
{
    return tricorder_output.bytes;
}

TRICORDER_EXPORT(get_input_buf_len) uint32_t get_input_buf_len(void)
{
    return tricorder_input.length;
}

TRICORDER_EXPORT(get_input_buf_cap) uint32_t get_input_buf_cap(void)
{
    return tricorder_input.capacity;
}

TRICORDER_EXPORT(get_output_buf_len) uint32_t get_output_buf_len(void)
{
    return tricorder_output.length;
}

TRICORDER_EXPORT(get_output_buf_cap) uint32_t get_output_buf_cap(void)
{
    return tricorder_output.capacity;
}

TRICORDER_EXPORT(set_input_buf_len) void set_input_buf_len(uint32_t length)
{
    tricorder_set_length(&tricorder_input, length);
}

TRICORDER_EXPORT(set_output_buf_len) void set_output_buf_len(uint32_t length)
{
    tricorder_set_length(&tricorder_output, length);
}

/*
 * One flat JSON object, written into a buffer of fixed size without printf, which would make a module many times larger.
 * What does not fit is not written, and json_end() answers 0 then: never half a document.
 */
struct json {
    uint8_t *bytes;
    uint32_t length;
    uint32_t capacity;
    bool full;
    bool has_member;
};

static void json_put(struct json *json, uint8_t byte)
{
    if (json->length < json->capacity) {
        json->bytes[json->length++] = byte;
    } else {
        json->full = true;
    }
}

static void json_puts(struct json *json, const char *text)
{
    while (*text) {
        json_put(json, (uint8_t)*text++);
    }
}

static struct json json_begin(uint8_t *bytes, uint32_t capacity)
{
    struct json json = {.bytes = bytes, .capacity = bytes ? capacity : 0};
    json_put(&json, '{');
    return json;
}

static uint32_t json_end(struct json *json)
{
    json_put(json, '}');
    return json->full ? 0 : json->length;
}

/* Names are the module's own: plain letters, digits and underscores, which need no escaping. */
static void json_name(struct json *json, const char *name)
{
    json_puts(json, json->has_member ? ",\"" : "\"");
    json_puts(json, name);
    json_puts(json, "\":");
    json->has_member = true;
}

static void json_digits(struct json *json, uint64_t value)
{
    char digits[21];
    uint32_t at = sizeof(digits);
    digits[--at] = 0;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    json_puts(json, &digits[at]);
}

static inline void json_unsigned(struct json *json, const char *name, uint64_t value)
{
    json_name(json, name);
    json_digits(json, value);
}

static inline void json_signed(struct json *json, const char *name, int64_t value)
{
    json_name(json, name);
    if (value < 0) {
        json_put(json, '-');
    }
    json_digits(json, value < 0 ? -(uint64_t)value : (uint64_t)value);
}

/* true or false. */
static inline void json_bool(struct json *json, const char *name, bool value)
{
    json_name(json, name);
    json_puts(json, value ? "true" : "false");
}

/* Four bytes in network order, as dotted text. */
static inline void json_ipv4(struct json *json, const char *name, const uint8_t address[4])
{
    json_name(json, name);
    json_put(json, '"');
    for (int i = 0; i < 4; i++) {
        if (i) {
            json_put(json, '.');
        }
        json_digits(json, address[i]);
    }
    json_put(json, '"');
}

static void json_control(struct json *json, uint8_t byte)
{
    json_puts(json, "\\u00");
    json_put(json, (uint8_t)"0123456789abcdef"[byte >> 4]);
    json_put(json, (uint8_t)"0123456789abcdef"[byte & 15]);
}

/* How many bytes the UTF-8 character at the start of text has; 0 when there is none (Unicode 15, table 3-7). */
static uint32_t json_utf8(const uint8_t *text, uint32_t size)
{
    uint8_t lead = text[0];
    if (lead < 0x80) {
        return 1;
    }
    uint32_t length = lead >= 0xc2 && lead <= 0xdf ? 2 : (lead & 0xf0) == 0xe0 ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
    if (length == 0 || length > size) {
        return 0;
    }
    /* The second byte excludes overlong forms, surrogates and what is beyond U+10FFFF. */
    uint8_t lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    uint8_t highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (text[1] < lowest || text[1] > highest) {
        return 0;
    }
    for (uint32_t i = 2; i < length; i++) {
        if ((text[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    return length;
}

/*
 * Text that others control, up to its first NUL or size. Bytes that are no UTF-8 become U+FFFD: a process may call itself
 * anything, and databases refuse what is no text.
 */
static inline void json_text(struct json *json, const char *name, const void *text, uint32_t size)
{
    const uint8_t *bytes = text;
    json_name(json, name);
    json_put(json, '"');
    for (uint32_t at = 0; at < size && bytes[at];) {
        uint32_t length = json_utf8(&bytes[at], size - at);
        if (length == 0) {
            json_puts(json, "\\ufffd");
            at++;
        } else if (bytes[at] < 0x20) {
            json_control(json, bytes[at++]);
        } else {
            if (bytes[at] == '"' || bytes[at] == '\\') {
                json_put(json, '\\');
            }
            while (length--) {
                json_put(json, bytes[at++]);
            }
        }
    }
    json_put(json, '"');
}

/*
 * Copies the event, which may not be aligned; perf buffers pad events, so what follows it is ignored. An event too short to be one
 * answers false and becomes the row {"error":"event too short","bytes":12,"expected":48}: a row tells more than a gap.
 */
static inline bool tricorder_read_event(void *event, uint32_t size)
{
    if (tricorder_input.length >= size) {
        memcpy(event, tricorder_input.bytes, size);
        return true;
    }
    struct json row = json_begin(malloc_output_buf(128), 128);
    json_text(&row, "error", "event too short", sizeof("event too short"));
    json_unsigned(&row, "bytes", tricorder_input.length);
    json_unsigned(&row, "expected", size);
    set_output_buf_len(json_end(&row));
    return false;
}

/* Begins the row in an output buffer of that many bytes, which must hold the longest document. */
static inline struct json tricorder_row(uint32_t capacity)
{
    return json_begin(malloc_output_buf(capacity), capacity);
}

/* Ends the row; it is what the agent inserts. */
static inline void tricorder_emit(struct json *row)
{
    set_output_buf_len(json_end(row));
}

#endif
