import { DisplayState } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/deployment";

/** The names of display states: their words are at `display.<name>`, their counts in the field of the same name. */
export type DisplayName = "offline" | "cordoned" | "unsupported" | "held" | "failed" | "updating" | "pending" | "running" | "stopped";

export type Tone = "success" | "processing" | "error" | "warning" | "default";

/** How a display state looks. */
export interface Look {
  readonly name: DisplayName;
  /** Its colour in each theme: at least 3 : 1 on the ground of a card. */
  readonly light: string;
  readonly dark: string;
  /** Its sign in a square of 10 by 10, filled even-odd, for whoever does not tell colours apart. Its upper left corner is always filled. */
  readonly sign: string;
  /** Its tag. */
  readonly tone: Tone;
}

const square = "M0 0H10V10H0Z";
const hole = "M1.5 1.5H8.5V8.5H1.5Z";

/** The words, colours, signs and order of display states are here and nowhere else. */
const looks: Readonly<Record<Exclude<DisplayState, DisplayState.UNSPECIFIED>, Look>> = {
  [DisplayState.RUNNING]: { name: "running", light: "#389e0d", dark: "#49aa19", tone: "success", sign: square },
  [DisplayState.UPDATING]: { name: "updating", light: "#1668dc", dark: "#4a90f0", tone: "processing", sign: `${square}M8.5 1.5V8.5H1.5Z` },
  [DisplayState.PENDING]: { name: "pending", light: "#4f7ab8", dark: "#7b9cc9", tone: "default", sign: `${square}${hole}M3.5 3.5H6.5V6.5H3.5Z` },
  [DisplayState.FAILED]: { name: "failed", light: "#cf1322", dark: "#f04a50", tone: "error", sign: `${square}M2 3L3 2L5 4L7 2L8 3L6 5L8 7L7 8L5 6L3 8L2 7L4 5Z` },
  [DisplayState.HELD]: { name: "held", light: "#d46b08", dark: "#f0883e", tone: "warning", sign: `${square}M2.5 2H4.2V8H2.5ZM5.8 2H7.5V8H5.8Z` },
  [DisplayState.UNSUPPORTED]: { name: "unsupported", light: "#722ed1", dark: "#b37feb", tone: "error", sign: `${square}M2 7L7 2L8 3L3 8Z` },
  [DisplayState.CORDONED]: { name: "cordoned", light: "#8a6d00", dark: "#d8bd3a", tone: "warning", sign: `${square}M1.5 4H8.5V6H1.5Z` },
  [DisplayState.OFFLINE]: { name: "offline", light: "#3f4b5c", dark: "#c3cede", tone: "default", sign: `${square}M3 3H7V7H3Z` },
  [DisplayState.STOPPED]: { name: "stopped", light: "#8c8c8c", dark: "#8c8c8c", tone: "default", sign: `${square}${hole}` },
};

/** In the order of bars and legends: what runs, what is to run, what does not, and what should not. */
export const displayOrder: readonly Look[] = [
  DisplayState.RUNNING, DisplayState.UPDATING, DisplayState.PENDING, DisplayState.FAILED, DisplayState.HELD, DisplayState.UNSUPPORTED,
  DisplayState.CORDONED, DisplayState.OFFLINE, DisplayState.STOPPED,
].map((state) => looks[state as keyof typeof looks]);

/** Undefined for a state that this page does not know: a newer server than the page may have more. */
export const lookOf = (state: DisplayState): Look | undefined => (looks as Partial<Record<DisplayState, Look>>)[state];

export const lookNamed = (name: DisplayName): Look => displayOrder.find((look) => look.name === name)!;

export const colourOf = (look: Look, isDark: boolean): string => (isDark ? look.dark : look.light);
