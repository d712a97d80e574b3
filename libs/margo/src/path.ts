/** Keys and indexes from the root to a place. */
export type Path = readonly (string | number)[];

const PLAIN_KEY = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const LONGEST_KEY = 80;

/** `deploymentProfiles[0].components[1].name`; keys with other characters are quoted: `parameters["a b"].value`. */
export function formatPath(path: Path): string {
  return path.map(formatStep).join('').replace(/^\./, '');
}

function formatStep(step: string | number): string {
  if (typeof step === 'number') return `[${step}]`;
  return PLAIN_KEY.test(step) ? `.${step}` : `[${quoted(step)}]`;
}

/** A text of the document as it may stand in a message: on one line, and cut where it is long. */
export function quoted(value: string): string {
  const shown = value.length > LONGEST_KEY ? `${value.slice(0, LONGEST_KEY)}…` : value;
  return JSON.stringify(shown);
}
