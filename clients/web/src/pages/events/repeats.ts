import { type Event } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/event";

/** Equal events, of which the newest stands for all. */
export interface Repeat {
  /** The same while newer ones come. */
  readonly key: string;
  /** The newest first. */
  readonly events: readonly [Event, ...Event[]];
}

/**
 * Events, the newest first, where equal ones are one. Only within a stretch of one kind: two agents that fail in turns are two rows, and what
 * somebody did meanwhile keeps its place between what was before and after it.
 */
export function groupRepeats(events: readonly Event[]): Repeat[] {
  const groups: [Event, ...Event[]][] = [];
  let stretch = new Map<string, Event[]>();
  let kind: string | undefined;
  for (const event of events) {
    if (event.kind !== kind) {
      [kind, stretch] = [event.kind, new Map<string, Event[]>()];
    }

    const what = JSON.stringify([event.moduleId, event.agentId, event.actor, event.outcome, event.message]);
    const equal = stretch.get(what);
    if (equal) {
      equal.push(event);
    } else {
      const group: [Event, ...Event[]] = [event];
      groups.push(group);
      stretch.set(what, group);
    }
  }

  return groups.map((group) => ({ key: group.at(-1)!.id, events: group }));
}
