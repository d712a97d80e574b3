import { until } from '../program.mjs';
import { User } from './user.mjs';

const LARGE = 64 * 1024;
const SMALL = 1024;
/** Parallel requests of the look at everything that was acknowledged. */
const LOOKERS = 4;
/** Seconds for which the look waits for an authorization server that was away. */
const PATIENCE = 60;

/** Five users at once: large content lies in the blob store, small content with the facts. */
export class Crowd {
  /** @type {import('./user.mjs').Pushed[]} */
  large = [];
  /** @type {import('./user.mjs').Pushed[]} */
  small = [];

  /** @param {string} url */
  constructor(url) {
    this.url = url;
    /** @type {Record<string, (user: User) => Promise<string>>} */
    const acts = {
      'log in': (user) => user.logIn(),
      'push large': (user) => user.push(LARGE, this.large),
      'push small': (user) => user.push(SMALL, this.small),
      'pull large': (user) => user.pull(pick(this.large)),
      'pull small': (user) => user.pull(pick(this.small)),
    };
    this.users = Object.entries(acts).map(([what, act]) => {
      const user = new User(url, what, what.startsWith('pull') ? 'wfm' : 'publisher');
      user.start(() => act(user));
      return user;
    });
  }

  async stop() {
    await Promise.all(this.users.map((user) => user.stop()));
  }

  get attempts() {
    return this.users.flatMap(({ attempts }) => attempts);
  }

  get acknowledged() {
    return [...this.large, ...this.small];
  }

  /** How many acknowledged pushes cannot be pulled, or are others. */
  async countLost() {
    const waiting = this.acknowledged;
    let lost = 0;
    const look = async () => {
      const user = new User(this.url, 'look', 'wfm');
      await until('somebody can log in', PATIENCE, async () => (await user.logIn()) === 'ok');
      for (let pushed = waiting.pop(); pushed !== undefined; pushed = waiting.pop())
        if (!(await isThere(user, pushed))) lost += 1;
    };
    await Promise.all(Array.from({ length: LOOKERS }, look));
    return lost;
  }
}

/**
 * Absent or other bytes is lost at once. A refusal says nothing about the content, as long as one of twenty attempts is answered.
 *
 * @param {User} user @param {import('./user.mjs').Pushed} pushed
 */
async function isThere(user, pushed) {
  for (let round = 0; round < 20; round += 1) {
    const result = await user.pull(pushed);
    if (result === 'ok') return true;
    if (result === '404' || result === 'other bytes') return false;
    await user.logIn();
  }
  return false;
}

/** One of the last ten, of all where nothing is pushed any more. @template T @param {T[]} list */
function pick(list) {
  return list.at(-1 - Math.floor(Math.random() * Math.min(list.length, 10)));
}
