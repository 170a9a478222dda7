const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Whether the bot may send to this address: https and a listed host. A host of this machine must be listed by name and port, or the Emulator be let in
 * (security.md R-BOT-02).
 *
 * @param hosts `name`, `name:port` or `*.domain`; `'loopback'` for the Emulator
 */
export function maySendTo(serviceUrl: string, hosts: readonly string[] | 'loopback'): boolean {
  const url = URL.parse(serviceUrl);
  if (!url || url.username || url.password) return false;
  const local = LOOPBACK.includes(url.hostname);
  if (hosts === 'loopback') return local;
  if (local) return hosts.includes(url.host);
  if (url.protocol !== 'https:') return false;
  return hosts.some((host) => (host.startsWith('*.') ? url.hostname.endsWith(host.slice(1)) : host === url.hostname || host === url.host));
}
