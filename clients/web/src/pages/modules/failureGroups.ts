import { DisplayState } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/deployment";
import { type ModuleInstance } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module_instance";

/** Nodes on which the same went wrong. */
export interface FailureGroup {
  readonly state: DisplayState;
  readonly message: string;
  readonly nodes: readonly ModuleInstance[];
}

const failures: readonly DisplayState[] = [DisplayState.FAILED, DisplayState.HELD, DisplayState.UNSUPPORTED];

/** A cordoned agent that says why it runs a module still did not stop it. */
const isFailure = ({ displayState, runningRevision, message }: ModuleInstance): boolean =>
  failures.includes(displayState) || (displayState === DisplayState.CORDONED && runningRevision > 0 && message.length > 0);

/** Failures by what they are and what they say, those of most nodes first. */
export function groupFailures(instances: readonly ModuleInstance[]): FailureGroup[] {
  const groups = new Map<string, FailureGroup & { readonly nodes: ModuleInstance[] }>();
  for (const instance of instances) {
    const { displayState: state, message } = instance;
    if (isFailure(instance)) {
      const key = `${state} ${message}`;
      const group = groups.get(key) ?? { state, message, nodes: [] };
      group.nodes.push(instance);
      groups.set(key, group);
    }
  }

  return [...groups.values()].sort((a, b) => b.nodes.length - a.nodes.length);
}
