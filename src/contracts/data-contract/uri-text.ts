/**
 * The text that .NET's Uri class makes of a URI when a data contract is written: scheme and host in lower case, no default port, no
 * dot segments, and escaped what RFC 3986 does not allow. Null for what that class refuses.
 */
export function canonicalUri(text: string): string | null {
  const trimmed = text.trim();
  const drive = /^[a-z]:/i.test(trimmed);
  if (drive || trimmed.startsWith('\\\\')) return fileUri(trimmed, drive);
  const [start, scheme = ''] = /^([a-z][a-z0-9+.-]*):/i.exec(trimmed) ?? [];
  if (start === undefined) return escapeUri(text);
  const name = scheme.toLowerCase();
  const rest = trimmed.slice(start.length);
  if (rest.startsWith('//')) return withAuthority(name, rest);
  if (schemesWithAuthority.has(name)) return escapeUri(text);
  return `${name}:${escapeUri(name === 'mailto' ? withLowerCaseDomain(rest) : rest)}`;
}

/** Schemes that are nothing without an authority, with their default ports; -1 where there is none. */
const schemesWithAuthority: ReadonlyMap<string, number> = new Map([
  ['http', 80],
  ['https', 443],
  ['ws', 80],
  ['wss', 443],
  ['ftp', 21],
  ['net.tcp', 808],
  ['net.pipe', -1],
  ['gopher', 70],
  ['nntp', 119],
  ['telnet', 23],
  ['ldap', 389],
  ['file', -1],
]);
const schemesWithoutHost: ReadonlySet<string> = new Set(['file', 'ldap']);

function withAuthority(scheme: string, rest: string): string | null {
  const [, authority = '', path = '', query = '', fragment = ''] =
    /^\/\/([^/\\?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(rest) ?? [];
  const [, user = '', host = '', port = ''] =
    /^(.*@)?(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(authority) ?? [];
  if (!isHost(scheme, host) || !/^0*\d{0,5}$/.test(port) || Number(port) > 65_535) return null;
  const defaultPort = schemesWithAuthority.get(scheme);
  const isDefaultPort = port === '' || Number(port) === defaultPort;
  return [
    `${scheme}://${escapeUri(user)}${host.toLowerCase()}`,
    isDefaultPort ? '' : `:${String(Number(port))}`,
    pathOf(escapeUri(path.replaceAll('\\', '/'))),
    escapeUri(query + fragment),
  ].join('');
}

function isHost(scheme: string, host: string): boolean {
  if (host === '') return !schemesWithAuthority.has(scheme) || schemesWithoutHost.has(scheme);
  if (host.startsWith('[')) return URL.canParse(`http://${host.replace(/%[^\]]*/, '')}`);
  return /^[\p{L}\p{N}\p{M}_.-]+$/u.test(host) && !host.includes('..') && !host.startsWith('.');
}

/** A path of Windows, on a drive or on a server. */
function fileUri(text: string, drive: boolean): string | null {
  if (drive && !/^..[\\/]/.test(text)) return null;
  const [host, path] = drive
    ? ['', `/${text}`]
    : [/^[^\\/]*/.exec(text.slice(2))?.[0] ?? '', text.slice(2).replace(/^[^\\/]*/, '')];
  const escaped = path.replaceAll('\\', '/').replace(/[%?#]/g, encodeURIComponent);
  return `file://${host.toLowerCase()}${pathOf(escapeUri(escaped))}`;
}

/** RFC 3986, section 5.2.4. */
function pathOf(path: string): string {
  const segments = path.split('/').slice(1);
  const kept: string[] = [];
  segments.forEach((segment, index) => {
    const isDots = segment === '.' || segment === '..';
    if (segment === '..') kept.pop();
    if (!isDots) kept.push(segment);
    else if (index === segments.length - 1) kept.push('');
  });
  return `/${kept.join('/')}`;
}

function withLowerCaseDomain(address: string): string {
  return address.replace(/^[^?]*@[^?@]*/, (start) => {
    const at = start.lastIndexOf('@');
    return start.slice(0, at) + start.slice(at).toLowerCase();
  });
}

/** Characters outside RFC 3986 as their UTF-8 bytes; those that need no escape without it. */
function escapeUri(text: string): string {
  return text.replace(
    /(?:%[89a-f][0-9a-f])+|%[0-7][0-9a-f]|%|[^a-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+/gi,
    (match) => {
      if (match === '%') return '%25';
      if (!match.startsWith('%'))
        return encodeURIComponent(match.replace(loneSurrogates, '\ufffd'));
      const decoded = decodeEscapes(match);
      if (decoded === null) return match;
      if (decoded > '\x7f') return encodeURIComponent(decoded);
      return /[a-z0-9\-._~]/i.test(decoded) ? decoded : match;
    },
  );
}

const loneSurrogates = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function decodeEscapes(escapes: string): string | null {
  try {
    return decodeURIComponent(escapes);
  } catch {
    return null;
  }
}
