/** `#validation`, and `#validation/` with the id of a row or a group: fetches the page of comparisons and shows it. */
import type { App } from "../app.ts";
import type { ValidationDialog } from "./validation.ts";

const address = /^validation(?:\/(.*))?$/;

let dialog: Promise<ValidationDialog> | undefined;

/** Whether the hash asks for that page, which is then shown; another hash closes it. */
export function showValidation(app: App, hash: string, onClose: () => void): boolean {
  const asked = address.exec(hash);
  if (asked === null) {
    void dialog?.then((page) => page.close());
    return false;
  }
  dialog ??= import("./validation.ts").then(({ validationDialog }) =>
    validationDialog(() => {
      // Where another link closed it, the address is that link's already.
      if (address.test(location.hash.slice(1))) onClose();
    }),
  );
  dialog
    .then((page) => page.open(decoded(asked[1] ?? "")))
    .catch((error: unknown) => {
      dialog = undefined;
      app.show({ notice: `The validation page could not be loaded: ${String(error)}` });
      onClose();
    });
  return true;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return ""; // a link that was cut short still opens the page
  }
}
