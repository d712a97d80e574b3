/** @typedef {import('./deployment.mjs').Deployment} Deployment */

/** Rejects with everything that is open in what Docker runs. @param {Deployment} deployment */
export async function checkHardening(deployment) {
  const names = await deployment.containers();
  const faults = [];
  for (const name of names) {
    const { Config, HostConfig } = await deployment.inspect(name);
    const checks = {
      'a user other than root': /^[1-9]\d*:/.test(Config.User),
      'a read-only root file system': HostConfig.ReadonlyRootfs,
      'no capability': HostConfig.CapDrop?.includes('ALL') && !HostConfig.CapAdd?.length,
      'no new privileges': HostConfig.SecurityOpt?.includes('no-new-privileges:true'),
      'a memory limit': HostConfig.Memory > 0,
      'a limit of processes': HostConfig.PidsLimit > 0,
      'logs that rotate': HostConfig.LogConfig.Config['max-size'] !== undefined,
      'a restart policy': HostConfig.RestartPolicy.Name === 'unless-stopped',
      'no secret in its variables': !Config.Env.some((/** @type {string} */ text) =>
        /(SECRET_KEY|PASSWORD|METADATA_URL)=/.test(text),
      ),
    };
    faults.push(
      ...Object.entries(checks)
        .filter(([, holds]) => !holds)
        .map(([what]) => `${name}: not ${what}`),
    );
  }
  if (names.length === 0 || faults.length > 0) throw new Error(faults.join('\n') || 'nothing runs');
  return names.length;
}
