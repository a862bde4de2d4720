import { policyNamespaces } from '../../core/binding/index.js';
import type { DescribedStack, MetadataContribution } from '../../core/binding/index.js';
import { XmlElement } from '../../core/xml/index.js';
import type {
  ReliableSessionOptions,
  ReliableSessionSettings,
} from './reliable-session-options.js';

const wsrm = 'http://schemas.xmlsoap.org/ws/2005/02/rm/policy';
const wsrmp = 'http://docs.oasis-open.org/ws-rx/wsrmp/200702';
const netrmp = 'http://schemas.microsoft.com/ws-rx/wsrmp/200702';

/**
 * The policy of a session: WS-RM Policy of February 2005, section 2.1, or WS-RM Policy 1.1, section 2.2, with the two times that
 * .NET tells its clients. What is not told (window, retries, flow control) each side decides for itself.
 */
export function reliableSessionMetadata(settings: ReliableSessionSettings): MetadataContribution {
  return {
    assertions: (policyVersion) =>
      settings.reliableMessagingVersion === 'WSReliableMessaging11'
        ? [assertion11(settings, policyNamespaces[policyVersion])]
        : [element('wsrm', wsrm, 'RMAssertion', times(settings, 'wsrm', wsrm))],
  };
}

function assertion11(settings: ReliableSessionSettings, policy: string): XmlElement {
  const assurances = [element('wsrmp', wsrmp, 'ExactlyOnce')];
  if (settings.ordered) assurances.push(element('wsrmp', wsrmp, 'InOrder'));
  const delivery = element('wsrmp', wsrmp, 'DeliveryAssurance', [
    element('wsp', policy, 'Policy', assurances),
  ]);
  return element('wsrmp', wsrmp, 'RMAssertion', [
    element('wsp', policy, 'Policy', [delivery]),
    ...times(settings, 'netrmp', netrmp),
  ]);
}

function times(
  { inactivityTimeout, acknowledgementInterval }: ReliableSessionSettings,
  prefix: string,
  namespace: string,
): XmlElement[] {
  return [
    milliseconds(prefix, namespace, 'InactivityTimeout', inactivityTimeout),
    milliseconds(prefix, namespace, 'AcknowledgementInterval', acknowledgementInterval),
  ];
}

function milliseconds(
  prefix: string,
  namespaceUri: string,
  localName: string,
  value: number,
): XmlElement {
  return new XmlElement({
    prefix,
    localName,
    namespaceUri,
    attributes: [{ prefix: '', localName: 'Milliseconds', namespaceUri: '', value: String(value) }],
  });
}

function element(
  prefix: string,
  namespaceUri: string,
  localName: string,
  children: readonly XmlElement[] = [],
): XmlElement {
  return new XmlElement({ prefix, localName, namespaceUri, children });
}

/** The session that the policy of a service asks for, or null. */
export function describedSession(stack: DescribedStack): ReliableSessionOptions | null {
  const february2005 = stack.takeAssertion(wsrm, 'RMAssertion');
  if (february2005 !== null) return describedTimes(february2005);
  const version11 = stack.takeAssertion(wsrmp, 'RMAssertion');
  if (version11 === null) return null;
  const isOrdered = holds(version11, 'InOrder') || !holds(version11, 'DeliveryAssurance');
  return {
    reliableMessagingVersion: 'WSReliableMessaging11',
    ...(isOrdered ? {} : { ordered: false }),
    ...describedTimes(version11),
  };
}

function describedTimes({ elements }: XmlElement): ReliableSessionOptions {
  const found: Record<string, number> = {};
  for (const [name, option] of [
    ['InactivityTimeout', 'inactivityTimeout'],
    ['AcknowledgementInterval', 'acknowledgementInterval'],
  ] as const) {
    const value = elements.find(({ localName }) => localName === name)?.attribute('Milliseconds');
    if (/^[1-9]\d{0,14}$/.test(value ?? '')) found[option] = Number(value);
  }
  return found;
}

function holds(element: XmlElement, localName: string): boolean {
  return element.elements.some((child) => child.localName === localName || holds(child, localName));
}
