import { integerAttribute } from '../core/binding/index.js';
import type { ConfigurationNode } from './configuration-node.js';

/** A service that has an address without a .svc file. WCF's file-less activation. */
export interface ServiceActivation {
  readonly node: ConfigurationNode;
  /** Below the address of the application, such as `orders/Service.svc`. */
  readonly relativeAddress: string;
  /** The configuration name of the service. */
  readonly service: string;
}

/** Reads `<serviceHostingEnvironment>`: which services there are without .svc files. The rest of it is about IIS. */
export function readServiceActivations(node: ConfigurationNode | null): ServiceActivation[] {
  if (node === null) return [];
  const chosen = [
    node.boolean('aspNetCompatibilityEnabled'),
    node.boolean('closeIdleServicesAtLowMemory'),
    node.boolean('multipleSiteBindingsEnabled'),
    node.value('minFreeMemoryPercentageToActivateService', integerAttribute(0, 99)),
  ];
  const filters = node.child('baseAddressPrefixFilters');
  for (const filter of filters?.all('add') ?? []) {
    filter.requiredText('prefix');
    filter.finish();
  }
  filters?.finish();
  const section = node.child('serviceActivations');
  const activations: ServiceActivation[] = [];
  for (const add of section?.all('add') ?? []) {
    const activation = readActivation(add);
    const path = activation.relativeAddress.toLowerCase();
    if (activations.some((one) => one.relativeAddress.toLowerCase() === path))
      throw add.error(`There is a second service at '${activation.relativeAddress}'; keep one.`);
    activations.push(activation);
  }
  section?.finish();
  node.finish();
  if (section === null || filters !== null || chosen.some((one) => one !== undefined))
    node.notice('What <serviceHostingEnvironment> says of IIS has no effect here.');
  return activations;
}

function readActivation(node: ConfigurationNode): ServiceActivation {
  node.refuseAttribute('factory', 'a host of your own is made in code.');
  const written = node.requiredText('relativeAddress');
  const relativeAddress = written.replace(/^(?:~\/|\.\/)/, '');
  const isBelow =
    relativeAddress !== '' &&
    !/^[/\\]|^[a-z][a-z\d+.-]*:/i.test(relativeAddress) &&
    !relativeAddress.split(/[/\\]/).includes('..') &&
    /\.[a-z]+$/i.test(relativeAddress);
  if (!isBelow)
    throw node.attributeError(
      'relativeAddress',
      `relativeAddress="${written}" must be an address below the application that ends like a file, such as orders/Service.svc.`,
    );
  const activation = { node, relativeAddress, service: node.requiredText('service') };
  node.finish();
  return activation;
}
