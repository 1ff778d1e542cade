import { type DisplayState } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/deployment";
import { colourOf, lookOf } from "../../parts/display/displayStates.ts";

/** Signs of states, drawn once for all cells that have them. */
export class Stamps {
  private readonly drawn = new Map<DisplayState, HTMLCanvasElement>();

  constructor(
    /** In pixels of the screen. */
    private readonly size: number,
    private readonly isDark: boolean,
  ) {}

  of(state: DisplayState): HTMLCanvasElement {
    let stamp = this.drawn.get(state);
    if (!stamp) {
      stamp = this.draw(state);
      this.drawn.set(state, stamp);
    }

    return stamp;
  }

  private draw(state: DisplayState): HTMLCanvasElement {
    const stamp = Object.assign(document.createElement("canvas"), { width: this.size, height: this.size });
    const [pen, look] = [stamp.getContext("2d"), lookOf(state)];
    if (pen && look) {
      pen.scale(this.size / 10, this.size / 10);
      pen.fillStyle = colourOf(look, this.isDark);
      pen.fill(new Path2D(look.sign), "evenodd");
    }

    return stamp;
  }
}
