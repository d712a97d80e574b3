import { findFreePort } from '../servers/server-process.mjs';
import { run } from './program.mjs';

const PROJECT = 'margo-compose-check';

/** One compose profile of the project's own docker-compose.yml, with ports, networks and volumes of its own. */
export class Deployment {
  /** @param {string} profile @param {NodeJS.ProcessEnv} environment @param {number} port */
  constructor(profile, environment, port) {
    this.profile = profile;
    this.environment = environment;
    this.host = `localhost:${port}`;
    this.url = `http://${this.host}`;
  }

  /** Nothing runs yet. @param {string} profile @param {NodeJS.ProcessEnv} engine */
  static async prepare(profile, engine) {
    const port = await findFreePort();
    const ports = {
      MARGO_BIND: '127.0.0.1',
      MARGO_PORT: `${port}`,
      MARGO_AUTH_PORT: `${await findFreePort()}`,
    };
    return new Deployment(profile, { ...engine, ...ports }, port);
  }

  /** @param {string[]} parameters */
  compose(...parameters) {
    return run(
      'docker',
      ['compose', '-p', PROJECT, '--profile', this.profile, ...parameters],
      this.environment,
    );
  }

  /** @param {string[]} parameters */
  docker(...parameters) {
    return run('docker', parameters, this.environment);
  }

  /** Resolves when everything is healthy; what its containers say is printed when it does not become so. */
  async up() {
    try {
      await this.compose('up', '-d', '--wait', '--wait-timeout', '180');
    } catch (error) {
      console.log(await this.compose('logs', '--tail', '20'));
      throw error;
    }
  }

  /** Containers, networks and volumes go, also those that a run before has left behind. */
  async down() {
    await this.compose('--profile', '*', 'down', '--volumes', '--remove-orphans', '--timeout', '50');
  }

  /** Names of the containers that run. */
  async containers() {
    const names = await this.docker(
      'ps',
      '--filter',
      `label=com.docker.compose.project=${PROJECT}`,
      '--format',
      '{{.Names}}',
    );
    return names.split('\n').filter(Boolean).sort();
  }

  /** What Docker knows of a container. @param {string} name */
  async inspect(name) {
    const [container] = JSON.parse(await this.docker('inspect', name));
    return container;
  }

  /** The main process ends as by the kernel; `docker kill` would count as a wish, after which nothing is started again. @param {string} name */
  async crash(name) {
    const pid = await this.pid(name);
    process.kill(pid, 'SIGKILL');
    return pid;
  }

  /** Main process of a container; throws where none runs, as 0 would be everybody. @param {string} name @returns {Promise<number>} */
  async pid(name) {
    const { State } = await this.inspect(name);
    if (!(State.Pid > 0)) throw new Error(`${name} does not run: ${State.Status}`);
    return State.Pid;
  }
}
