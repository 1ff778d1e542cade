import { type Interceptor } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import { createApi } from "@tricorder/apiserver";
import { csrfToken } from "../session/session.ts";

const withCsrfToken: Interceptor = (next) => (request) => {
  request.header.set("x-csrf-token", csrfToken());
  return next(request);
};

export const transport = createGrpcWebTransport({ baseUrl: location.origin, interceptors: [withCsrfToken] });

export const api = createApi(transport);
