import { ConfigurationError } from '../core/errors/index.js';

/** The directive of a .svc file. */
export interface ServiceFile {
  /** The service's configuration name: what the `Service` attribute says. */
  readonly service: string;
}

/** The longest .svc file that is read, in bytes. */
export const maxServiceFileLength = 16_384;

const directive = /^\s*<%@\s*ServiceHost\s+(.*?)%>\s*$/is;
const attribute = /([\w]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'%>]+))\s*/gy;
/** Attributes about the compiler of .NET, which say nothing here. */
const compilerAttributes = new Set(['language', 'debug', 'codebehind']);

/** Reads the text of a .svc file: `<%@ServiceHost Service="..." %>`. */
export function parseServiceFile(text: string, fileName: string): ServiceFile {
  if (text.length > maxServiceFileLength) {
    throw new ConfigurationError(
      `${fileName}: a .svc file holds one directive, and this one is longer than ${String(maxServiceFileLength)} characters.`,
    );
  }
  // <%-- --%> is a comment of ASP.NET.
  const source = text.replace(/^\uFEFF/, '').replace(/<%--.*?--%>/gs, '');
  const [, body] = directive.exec(source) ?? [];
  if (body === undefined) {
    throw new ConfigurationError(
      `${fileName}: a .svc file holds one directive, <%@ServiceHost Service="Full.Name.Of.TheService" %>, and nothing else here; code in it is for .NET's compiler.`,
    );
  }
  const attributes = new Map<string, string>();
  let end = 0;
  for (const match of body.matchAll(attribute)) {
    const [whole, name = '', double, single, bare] = match;
    if (attributes.has(name.toLowerCase()))
      throw new ConfigurationError(
        `${fileName}: the directive has its attribute ${name} twice; keep one.`,
      );
    attributes.set(name.toLowerCase(), double ?? single ?? bare ?? '');
    end = match.index + whole.length;
  }
  if (body.slice(end).trim() !== '') {
    throw new ConfigurationError(
      `${fileName}: the directive cannot be read at '${body.slice(end).trim()}'; attributes stand as Name="value".`,
    );
  }
  for (const name of attributes.keys()) {
    if (name === 'factory')
      throw new ConfigurationError(
        `${fileName}: the attribute Factory names a class of .NET; make the host in code instead.`,
      );
    if (name !== 'service' && !compilerAttributes.has(name)) {
      throw new ConfigurationError(
        `${fileName}: the directive ServiceHost has no attribute '${name}'; it has Service, Language, Debug, CodeBehind and Factory.`,
      );
    }
  }
  const service = attributes.get('service')?.split(',')[0]?.trim() ?? '';
  if (service === '')
    throw new ConfigurationError(
      `${fileName}: the directive lacks its attribute Service, the full name of the service.`,
    );
  return { service };
}
