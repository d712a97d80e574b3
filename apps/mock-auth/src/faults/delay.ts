import type { Delay } from './fault-rule.js';

/** Milliseconds to wait. @param fraction gives numbers from 0 to 1, evenly spread, 1 excluded */
export function drawDelay(delay: Delay, fraction: () => number): number {
  if ('ms' in delay) return delay.ms;
  if ('min' in delay) return delay.min + fraction() * (delay.max - delay.min);
  return delay.median * Math.exp(delay.sigma * drawNormal(fraction));
}

/** A standard normal number, after Box and Muller. */
function drawNormal(fraction: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - fraction())) * Math.cos(2 * Math.PI * fraction());
}
