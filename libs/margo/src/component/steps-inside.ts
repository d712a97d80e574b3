/** The steps of a relative path from a folder, resolved; undefined where it is absolute or leads out. */
export function stepsInside(path: string, from: readonly string[] = []): string[] | undefined {
  if (path.startsWith('/') || path.includes('\\') || path.includes('\0') || /^[A-Za-z]:/.test(path))
    return undefined;
  const steps: string[] = from.filter((step) => step !== '' && step !== '.');
  for (const step of path.split('/')) {
    if (step === '..' && steps.pop() === undefined) return undefined;
    if (step !== '..' && step !== '.' && step !== '') steps.push(step);
  }
  return steps;
}
