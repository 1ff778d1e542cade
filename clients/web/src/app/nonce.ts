/** The word that styles made at run time need, new with each answer of the server. */
export const nonce = document.querySelector<HTMLMetaElement>("meta[name=csp-nonce]")?.content ?? "";

/** Some of what libraries make, to measure with for one, does not carry it by itself. */
export function setUpStyles(): void {
  const createElement = document.createElement.bind(document);
  document.createElement = (name: string, options?: ElementCreationOptions): HTMLElement => {
    const element = createElement(name, options);
    if (element instanceof HTMLStyleElement) {
      element.nonce = nonce;
    }

    return element;
  };
}
