/*
 * Writes one flat JSON object into a buffer of fixed size, without printf, which would make a module many times larger.
 *
 *     struct json json = json_begin(buffer, capacity);
 *     json_unsigned(&json, "pid", 42);
 *     json_text(&json, "comm", comm, sizeof(comm));
 *     uint32_t length = json_end(&json);
 *
 * What does not fit is not written, and json_end() answers 0 then: never half a document.
 */
#ifndef TRICORDER_JSON_H
#define TRICORDER_JSON_H

#include <stdbool.h>
#include <stdint.h>

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

#endif
