// The first that is named: most browsers say that they are others too.
const browsers: readonly (readonly [string, RegExp])[] = [
  ["Edge", /\bEdgA?\/(\d+)/],
  ["Opera", /\bOPR\/(\d+)/],
  ["Firefox", /\b(?:Firefox|FxiOS)\/(\d+)/],
  ["Chrome", /\b(?:Headless)?(?:Chrome|Chromium|CriOS)\/(\d+)/],
  ["Safari", /\bVersion\/(\d+)[.\d]* .*Safari\//],
];

const systems: readonly (readonly [string, RegExp])[] = [
  ["Android", /Android/],
  ["iOS", /iPhone|iPad/],
  ["Windows", /Windows/],
  ["macOS", /Mac OS X/],
  ["Linux", /Linux|X11/],
];

/** `Firefox 128, Linux`, of what a browser calls itself; all of it where that is not known. */
export function browserName(userAgent: string): string {
  const browser = browsers.map(([name, pattern]) => ({ name, version: pattern.exec(userAgent)?.[1] })).find(({ version }) => version);
  const system = systems.find(([, pattern]) => pattern.test(userAgent))?.[0];
  return browser ? [`${browser.name} ${browser.version}`, system].filter(Boolean).join(", ") : userAgent;
}
