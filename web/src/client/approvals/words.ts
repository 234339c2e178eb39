// What a client writes to the office: a question, a reply, a reason.
import * as v from "valibot";
import { plainText } from "../../ui/plain";

/** How many characters the portal takes, counted as it counts them. */
export const LONGEST = 2000;

/** So far a field can be filled: enough to be told that it is too long, and by how much to cut. */
export const FULL = LONGEST + 100;

export const atMost = (most: number, tooLong: string) =>
  v.check((text: string) => [...text].length <= most, tooLong);

export const words = (missing: string, tooLong: string) =>
  v.pipe(v.string(), v.transform(plainText), v.nonEmpty(missing), atMost(LONGEST, tooLong));
