import { createClient, type Client, type Transport } from "@connectrpc/connect";
import { AgentService } from "./gen/tricorder/apiserver/v1/agent_service_pb.ts";
import { DatabaseService } from "./gen/tricorder/apiserver/v1/database_service_pb.ts";
import { EventService } from "./gen/tricorder/apiserver/v1/event_service_pb.ts";
import { GrafanaService } from "./gen/tricorder/apiserver/v1/grafana_service_pb.ts";
import { ModuleService } from "./gen/tricorder/apiserver/v1/module_service_pb.ts";
import { SessionService } from "./gen/tricorder/apiserver/v1/session_service_pb.ts";
import { StatusService } from "./gen/tricorder/apiserver/v1/status_service_pb.ts";
import { TokenService } from "./gen/tricorder/apiserver/v1/token_service_pb.ts";

/** A client for each service. */
export interface Api {
  readonly agents: Client<typeof AgentService>;
  readonly database: Client<typeof DatabaseService>;
  readonly events: Client<typeof EventService>;
  readonly grafana: Client<typeof GrafanaService>;
  readonly modules: Client<typeof ModuleService>;
  readonly sessions: Client<typeof SessionService>;
  readonly status: Client<typeof StatusService>;
  readonly tokens: Client<typeof TokenService>;
}

/** All services over one transport: `createGrpcWebTransport` in a browser, `createGrpcTransport` in Node. */
export function createApi(transport: Transport): Api {
  return {
    agents: createClient(AgentService, transport),
    database: createClient(DatabaseService, transport),
    events: createClient(EventService, transport),
    grafana: createClient(GrafanaService, transport),
    modules: createClient(ModuleService, transport),
    sessions: createClient(SessionService, transport),
    status: createClient(StatusService, transport),
    tokens: createClient(TokenService, transport),
  };
}
