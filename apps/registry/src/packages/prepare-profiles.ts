import { PROFILES, prepareProfile } from '@margo-registry/margo';
import type { RegistrySettings } from '../settings.js';

/** Milliseconds after the start: its first requests come first, and who starts only to stop again pays nothing. */
const PAUSE = 1000;

/** Makes ready what the first package would wait for: one profile at a time, with requests between them. */
export function prepareProfiles({ margo, repositories }: RegistrySettings, profiles = [...PROFILES]): void {
  const isAnyJudged = [margo, ...repositories].some(
    ({ validation }) => validation !== undefined && validation !== 'off',
  );
  if (!isAnyJudged) return;
  const prepareNext = (): void => {
    const profile = profiles.shift();
    if (profile === undefined) return;
    prepareProfile(profile);
    setImmediate(prepareNext).unref();
  };
  setTimeout(prepareNext, PAUSE).unref();
}
