// The type of a message module: the Dutch one's shape, with any text in its places.
import type { nl } from "./nl";

export type Shape<T> = {
  [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...args: infer A) => string
      ? (...args: A) => string
      : Shape<T[K]>;
};

export type Messages = Shape<typeof nl>;
