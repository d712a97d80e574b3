/** `REGISTRY`, `http`, `publicUrl` → `REGISTRY_HTTP_PUBLIC_URL`. An empty section is left out. */
export function variableOf(prefix: string, section: string, key: string): string {
  return [prefix, section, key].filter(Boolean).map(inCapitals).join('_');
}

/** `http`, `publicUrl` → `http.publicUrl`, the path in the settings file. */
export function pathOf(section: string, key: string): string {
  return section ? `${section}.${key}` : key;
}

function inCapitals(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
}
