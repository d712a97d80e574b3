// One measurement of one server: how much per second, and what it cost the server.

/**
 * @typedef {{ rate: number, cpu: number | undefined }} Sample operations (or MB) per second; processor milliseconds of
 *   the server per operation (or per MB), on all its threads
 */

/**
 * Runs `work` and asks the server's processor clock before and after.
 * @param {{ cpu: () => number | undefined }} server
 * @param {() => Promise<{ rate: number, count: number }>} work
 * @returns {Promise<Sample>}
 */
export async function sample(server, work) {
  const before = server.cpu();
  const { rate, count } = await work();
  const after = server.cpu();
  return { rate, cpu: before === undefined ? undefined : ((after - before) * 1000) / count };
}
