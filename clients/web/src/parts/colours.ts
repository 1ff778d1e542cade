/** The colour of what is counted: rows and events. */
export const lineColour = "#1668dc";
