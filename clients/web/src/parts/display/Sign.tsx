import { use } from "react";
import { ThemeContext } from "../../app/ThemeContext.ts";
import { colourOf, type Look } from "./displayStates.ts";

/** The sign of a display state, as the cells of the grid have it. */
export function Sign({ look }: { readonly look: Look }) {
  const { dark } = use(ThemeContext);
  return (
    <svg viewBox="0 0 10 10" width={12} height={12} aria-hidden className="sign" data-state={look.name} fill={colourOf(look, dark)}>
      <path d={look.sign} fillRule="evenodd" />
    </svg>
  );
}
