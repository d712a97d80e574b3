// Loaded before the registry: the clock of this process is CLOCK_SHIFT seconds off, the one that measures time is not.
const RealDate = Date;
const shift = Number(process.env.CLOCK_SHIFT) * 1000;

globalThis.Date = class extends RealDate {
  /** @param {any[]} parameters */
  constructor(...parameters) {
    super(...(parameters.length === 0 ? [RealDate.now() + shift] : /** @type {[number]} */ (parameters)));
  }

  static now() {
    return RealDate.now() + shift;
  }
};
