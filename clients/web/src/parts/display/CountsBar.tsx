import { Tooltip, Typography } from "antd";
import { Fragment, use } from "react";
import { useTranslation } from "react-i18next";
import { ThemeContext } from "../../app/ThemeContext.ts";
import { inShort, inWords, present, type Counts } from "./counts.ts";
import { colourOf } from "./displayStates.ts";

/** How many instances are in which state: a bar in their colours, and in words. */
export function CountsBar({ counts }: { readonly counts: Counts | undefined }) {
  const { t } = useTranslation();
  const { dark } = use(ThemeContext);
  if (!counts || counts.total === 0) {
    return <Typography.Text type="secondary">{t("counts.none")}</Typography.Text>;
  }

  const words = inWords(t, counts);
  return (
    <Tooltip title={words}>
      <div style={{ minWidth: 96 }} role="img" aria-label={words}>
        <div className="bar" style={{ height: 8, borderRadius: 4 }}>
          {present(counts).map(([look, count]) => (
            <div key={look.name} data-state={look.name} data-count={count} style={{ flexGrow: count, background: colourOf(look, dark) }} />
          ))}
        </div>
        <Typography.Text type="secondary" style={{ fontSize: 12 }}>
          {inShort(t, counts).map((part, index) => (
            <Fragment key={part}>
              {index > 0 && " · "}
              <span className="short">{part}</span>
            </Fragment>
          ))}
        </Typography.Text>
      </div>
    </Tooltip>
  );
}
