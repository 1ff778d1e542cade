import { type ModuleInstance } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module_instance";
import { Typography } from "antd";
import { use, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { ThemeContext } from "../../app/ThemeContext.ts";
import { countsOf, inWords } from "../../parts/display/counts.ts";
import { describe } from "../../parts/display/describe.ts";
import { Stamps } from "./stamps.ts";
import { stepOf } from "./steps.ts";

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
  const at = pointedId ? instances.findIndex((instance) => instance.agentId === pointedId) : -1;
  const pointed = instances[at];
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

  const press = (event: React.KeyboardEvent) => {
    const to = stepOf(event.key, at, columns, instances.length);
    if (to !== undefined) {
      event.preventDefault();
      point(instances[to]?.agentId ?? "");
    } else if (event.key === "Enter" && pointed) {
      void navigate(`/agents/${pointed.agentId}`);
    }
  };

  return (
    <div ref={frame} style={{ position: "relative" }}>
      <canvas
        ref={canvas}
        role="application"
        tabIndex={0}
        onKeyDown={press}
        onFocus={() => pointedId || point(instances[0]?.agentId ?? "")}
        onBlur={() => point("")}
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
      {pointed && <div className="pointed" style={{ left: (at % columns) * size - 1, top: Math.floor(at / columns) * size - 1, width: size - 2, height: size - 2 }} />}
      <Typography.Text type="secondary" aria-live="polite" ellipsis={pointed !== undefined} style={{ display: "block", minHeight: 22 }}>
        {pointed ? [pointed.nodeName, describe(t, pointed), pointed.message].filter(Boolean).join(" · ") : t("grid.hint")}
      </Typography.Text>
    </div>
  );
}
