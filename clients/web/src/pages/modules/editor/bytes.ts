import { base64Decode, base64Encode } from "@bufbuild/protobuf/wire";

export type Notation = "hex" | "base64";

/** Bytes in groups of four, as people read them. */
export const toText = (bytes: Uint8Array, notation: Notation): string =>
  notation === "base64" ? base64Encode(bytes) : [...bytes].map((byte, at) => (at > 0 && at % 4 === 0 ? " " : "") + byte.toString(16).padStart(2, "0")).join("");

/** One event per line; `wrongLine` is the first that is not of this notation, 0 if all are. */
export function parseEvents(text: string, notation: Notation): { readonly events: Uint8Array[]; readonly wrongLine: number } {
  const events: Uint8Array[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const digits = line.replace(notation === "hex" ? /0x|[\s:,]/gi : /\s/g, "");
    if (digits.length === 0) {
      continue;
    }

    const event = notation === "hex" ? fromHex(digits) : fromBase64(digits);
    if (!event) {
      return { events: [], wrongLine: index + 1 };
    }

    events.push(event);
  }

  return { events, wrongLine: 0 };
}

function fromHex(digits: string): Uint8Array | undefined {
  return /^([0-9a-f]{2})+$/i.test(digits) ? Uint8Array.from(digits.match(/../g)!, (pair) => parseInt(pair, 16)) : undefined;
}

function fromBase64(digits: string): Uint8Array | undefined {
  try {
    return base64Decode(digits);
  } catch {
    return undefined;
  }
}
