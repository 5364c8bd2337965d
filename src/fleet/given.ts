/**
 * A mechanism that the run was given.
 * @throws Error where it was not, and its model asks for it
 */
export function given<T>(mechanism: T | undefined, name: string): T {
  if (mechanism === undefined) throw new Error(`the model asks for ${name}, which the run was not given`);
  return mechanism;
}
