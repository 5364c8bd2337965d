/** A store: one value, replaced as a whole; listeners hear the new value and the one before. */
export interface Store<Value> {
  readonly get: () => Value;
  readonly set: (next: Value) => void;
  readonly subscribe: (listener: (value: Value, before: Value) => void) => void;
}

export function createStore<Value>(initial: Value): Store<Value> {
  let current = initial;
  const listeners: ((value: Value, before: Value) => void)[] = [];
  return {
    get: () => current,
    set: (next) => {
      if (Object.is(next, current)) return;
      const before = current;
      current = next;
      for (const listener of listeners) listener(next, before);
    },
    subscribe: (listener) => void listeners.push(listener),
  };
}
