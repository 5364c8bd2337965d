// A discipline of a script's own.
import type { Discipline } from "../../src/index.ts";

export const lastFirst: Discipline = {
  id: "last-first",
  about: "last come, first served",
  open(machine) {
    const stack: number[] = [];
    return {
      submit: (job) => void stack.push(job),
      end: () => undefined,
      pass() {
        while (stack.length > 0 && machine.fits(stack.at(-1)!)) machine.start(stack.pop()!);
      },
    };
  },
};
