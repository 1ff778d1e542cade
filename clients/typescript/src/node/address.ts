const defaultPort = 50051;

/**
 * The URL of a server: `http://` and `https://` as they are given; `host` or `host:port` is plaintext on loopback and TLS elsewhere, at port
 * 50051 unless another is named. Throws a TypeError for what is no address, and for plaintext off loopback unless that is allowed.
 */
export function urlOf(address: string, allowInsecure: boolean): string {
  const hasScheme = /^https?:\/\//.test(address);
  const url = parse(hasScheme ? address : `http://${address}`, address);
  const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (!hasScheme) {
    const hasPort = /:\d+$/.test(address);
    return `${isLoopback ? "http" : "https"}://${hasPort ? address : `${address}:${defaultPort}`}`;
  }

  if (url.protocol === "http:" && !isLoopback && !allowInsecure) {
    throw new TypeError(`'${address}' is not encrypted, and not on loopback; use https://, or set allowInsecure.`);
  }

  return url.origin;
}

function parse(text: string, address: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url?.hostname || url.pathname !== "/" || url.search || url.hash || url.username) {
    throw new TypeError(`'${address}' is no address of a server; one is 'apiserver.example.com:50051' or 'http://127.0.0.1:50051'.`);
  }

  return url;
}
