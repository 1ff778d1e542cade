import { type ModuleInstance } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module_instance";
import { Typography } from "antd";
import { use, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { ThemeContext } from "../../app/ThemeContext.ts";
import { countsOf, inWords } from "../../parts/display/counts.ts";
import { describe } from "../../parts/display/describe.ts";
import { Stamps } from "./stamps.ts";

/** A cell for each node, with the sign of its state. It is drawn, not built of elements: ten thousand cost a few milliseconds. */
export function NodeGrid({ instances }: { readonly instances: readonly ModuleInstance[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const { dark } = use(ThemeContext);
  // Not the instance itself, which is another one as soon as it changes.
  const [pointedId, point] = useState("");
  const pointed = pointedId ? instances.find((instance) => instance.agentId === pointedId) : undefined;
  const size = instances.length > 2000 ? 8 : instances.length > 300 ? 12 : 18;
  const columns = Math.max(1, Math.floor(width / size));
  const height = Math.ceil(instances.length / columns) * size;

  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry!.contentRect.width)));
    observer.observe(frame.current!);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const pen = canvas.current?.getContext("2d");
    if (!pen || width === 0) {
      return;
    }

    const scale = devicePixelRatio;
    Object.assign(canvas.current!, { width: width * scale, height: height * scale });
    const stamps = new Stamps(Math.round((size - 2) * scale), dark);
    instances.forEach(({ displayState }, index) => {
      pen.drawImage(stamps.of(displayState), Math.round((index % columns) * size * scale), Math.round(Math.floor(index / columns) * size * scale));
    });
  }, [instances, width, height, columns, size, dark]);

  const under = (event: React.MouseEvent) => {
    const column = Math.floor(event.nativeEvent.offsetX / size);
    return column < columns ? instances[Math.floor(event.nativeEvent.offsetY / size) * columns + column] : undefined;
  };

  return (
    <div ref={frame}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={t("grid.label", { count: instances.length, states: inWords(t, countsOf(instances)) })}
        style={{ width, height, cursor: pointed ? "pointer" : "default", display: "block" }}
        onMouseMove={(event) => point(under(event)?.agentId ?? "")}
        onMouseLeave={() => point("")}
        onClick={(event) => {
          const instance = under(event);
          if (instance) {
            void navigate(`/agents/${instance.agentId}`);
          }
        }}
      />
      <Typography.Text type="secondary" ellipsis={pointed !== undefined} style={{ display: "block", minHeight: 22 }}>
        {pointed ? [pointed.nodeName, describe(t, pointed), pointed.message].filter(Boolean).join(" · ") : t("grid.hint")}
      </Typography.Text>
    </div>
  );
}
