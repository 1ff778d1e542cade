import UPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useEffect, useRef } from "react";
import { lineColour } from "./colours.ts";

interface Props {
  readonly label: string;
  /** Oldest first. */
  readonly values: readonly number[];
}

const [width, height] = [120, 28];

/** How something went lately, small enough for a cell of a table. */
export function Sparkline({ label, values }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const text = values.join(" ");
  useEffect(() => {
    const numbers = text.split(" ").map(Number);
    const plot = new UPlot(
      {
        width,
        height,
        cursor: { show: false },
        legend: { show: false },
        axes: [{ show: false }, { show: false }],
        scales: { x: { time: false }, y: { range: (_, __, max) => [0, max > 0 ? max * 1.05 : 1] } },
        series: [{}, { stroke: lineColour, fill: `${lineColour}33`, width: 1.5, points: { show: false } }],
        padding: [1, 0, 1, 0],
      },
      [numbers.map((_, index) => index), numbers],
      host.current!,
    );
    return () => plot.destroy();
  }, [text]);
  return <div ref={host} role="img" aria-label={label} style={{ width, height }} />;
}
