/** Makes a repeat of a changing call safe. Not `crypto.randomUUID`: that is only there with TLS or on loopback. */
export function newRequestId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
