// Where the examples call: APISERVER_ADDRESS (127.0.0.1:50051), APISERVER_TOKEN where one is asked for, APISERVER_CA = file of a CA.

import { readFileSync } from "node:fs";
import { connect } from "@tricorder/apiserver/node";

export function connection() {
  const { APISERVER_ADDRESS: address = "127.0.0.1:50051", APISERVER_TOKEN: token, APISERVER_CA: ca } = process.env;
  return connect({ address, ...(token && { token }), ...(ca && { tls: { ca: readFileSync(ca) } }) });
}
