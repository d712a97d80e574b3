// eslint-disable-next-line @nx/enforce-module-boundaries -- tools/servers is a folder of scripts and no project
import { nginxSite } from '../../../../tools/servers/nginx.mjs';
import { readGuide } from '../harness/guide.js';

describe('the guide to many replicas', () => {
  it('shows the configuration of nginx that the tests run', async () => {
    const replicas = ['10.0.0.11:5000', '10.0.0.12:5000', '10.0.0.13:5000'];
    const { blocks } = await readGuide('run-many-replicas');
    expect(blocks('nginx')).toEqual([nginxSite('5000', replicas)]);
  });
});
