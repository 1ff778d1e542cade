import { type Transport } from "@connectrpc/connect";

/** Gives each unary call that names no deadline this one. Streams have none: a watch is meant to last. */
export function withDeadline(transport: Transport, milliseconds: number): Transport {
  return {
    unary: (method, signal, timeoutMs, header, input, contextValues) =>
      transport.unary(method, signal, timeoutMs ?? milliseconds, header, input, contextValues),
    stream: (method, signal, timeoutMs, header, input, contextValues) => transport.stream(method, signal, timeoutMs, header, input, contextValues),
  };
}
