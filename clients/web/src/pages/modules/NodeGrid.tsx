import { InstanceState, type ModuleInstance } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module_instance";
import { Typography } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { colours } from "../../parts/states.tsx";

const colourOf: Record<InstanceState, string> = {
  [InstanceState.UNSPECIFIED]: colours.idle,
  [InstanceState.PENDING]: colours.idle,
  [InstanceState.IN_PROGRESS]: colours.busy,
  [InstanceState.SUCCEEDED]: colours.good,
  [InstanceState.FAILED]: colours.bad,
  [InstanceState.HELD]: colours.held,
};

/** A cell for each node, coloured by state. It is drawn, not built of elements: ten thousand cost a few milliseconds. */
export function NodeGrid({ instances }: { readonly instances: readonly ModuleInstance[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const [pointed, point] = useState<ModuleInstance>();
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
    pen.scale(scale, scale);
    instances.forEach((instance, index) => {
      pen.fillStyle = colourOf[instance.state];
      pen.fillRect((index % columns) * size, Math.floor(index / columns) * size, size - 2, size - 2);
    });
  }, [instances, width, height, columns, size]);

  const under = (event: React.MouseEvent) => {
    const column = Math.floor(event.nativeEvent.offsetX / size);
    return column < columns ? instances[Math.floor(event.nativeEvent.offsetY / size) * columns + column] : undefined;
  };

  return (
    <div ref={frame}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={t("grid.label", { count: instances.length })}
        style={{ width, height, cursor: pointed ? "pointer" : "default", display: "block" }}
        onMouseMove={(event) => point(under(event))}
        onMouseLeave={() => point(undefined)}
        onClick={(event) => {
          const instance = under(event);
          if (instance) {
            void navigate(`/agents/${instance.agentId}`);
          }
        }}
      />
      <Typography.Text type="secondary" ellipsis={pointed !== undefined} style={{ display: "block", minHeight: 22 }}>
        {pointed ? `${pointed.nodeName}${pointed.message ? `: ${pointed.message}` : ""}` : t("grid.hint")}
      </Typography.Text>
    </div>
  );
}
