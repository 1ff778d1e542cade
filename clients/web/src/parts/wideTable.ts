/** A table that is a page of its own: it scrolls sideways where the window is narrow. */
export const wideTable = { size: "middle", className: "scroll", pagination: { defaultPageSize: 50, hideOnSinglePage: true } } as const;
