import { describeWithServers } from '../harness/describe-with-servers.js';
import { TlsProxy, carryLayer } from './tls-proxy.js';

const MINUTES = 60_000;

describeWithServers('a layer of 1 GiB through nginx with TLS', ['nginx'], ({ nginx }) => {
  it(
    'arrives byte for byte, and comes back so',
    async () => {
      const proxy = await TlsProxy.start(nginx, {
        REGISTRY_HTTP_PUBLIC_URL: 'https://registry.plant.example',
      });
      try {
        const { status, pushed, pulled } = await carryLayer(proxy, 1024);
        expect([status, pulled]).toEqual([201, pushed]);
      } finally {
        await proxy.stop();
      }
    },
    5 * MINUTES,
  );
});
