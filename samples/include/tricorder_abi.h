/*
 * The buffer interface between a Tricorder agent and a WASM module. Include it once, in the one source file of a module.
 *
 * For each event the agent calls malloc_input_buf(n), writes n bytes at get_input_buf(), calls set_input_buf_len(n) and then the
 * module's processing function; it reads get_output_buf_len() bytes at get_output_buf() and frees both buffers. The processing
 * function allocates the output buffer itself, with malloc_output_buf().
 *
 * Lengths never exceed capacities here, whatever the caller says: a module must not read or write past its buffers.
 */
#ifndef TRICORDER_ABI_H
#define TRICORDER_ABI_H

#include <stdint.h>
#include <stdlib.h>

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

#endif
