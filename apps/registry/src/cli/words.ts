import { formatBytes } from '@margo-registry/settings';

/** `1 blob`, `2 blobs`. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** `1.5 GiB`: for people, with one digit behind the point. */
export function roughly(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  const power = Math.min(Math.floor(Math.log2(bytes) / 10), 4);
  const unit = formatBytes(1024 ** power).slice(1);
  return `${(bytes / 1024 ** power).toFixed(1)} ${unit}`;
}
