const FORMATS: Readonly<Record<string, string>> = {
  jpg: 'jpeg',
  svg: 'svg+xml',
  md: 'markdown',
  txt: 'plain',
};

/** The format in the media type of a resource, by the extension of its file; `plain` for a file without one, as `LICENSE` is. */
export function formatOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  if (dot <= 0) return 'plain';
  const extension = name
    .slice(dot + 1)
    .toLowerCase()
    .replace(/[^a-z0-9.+-]/g, '');
  return Object.hasOwn(FORMATS, extension) ? (FORMATS[extension] ?? 'plain') : extension || 'plain';
}
