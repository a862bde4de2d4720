import { BindingParameters, ServicePageParameter } from '../core/binding/index.js';
import type { ServicePage } from '../core/binding/index.js';
import type { ServiceHost, ServiceHostOptions } from '../contracts/index.js';
import { createHelpPage } from '../contracts/host/help-page.js';

/** Tells a browser nothing about the service. */
const emptyPage =
  '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Service</title></head><body></body></html>\n';

/**
 * Options for a host that shows its help page at addresses of some schemes only. A page that the application set itself is
 * kept. `host` is asked for when a page is shown.
 */
export function hidingHelpPage(
  options: ServiceHostOptions,
  hiddenSchemes: ReadonlySet<string>,
  serviceName: string,
  host: () => ServiceHost,
): ServiceHostOptions {
  if (hiddenSchemes.size === 0) return options;
  const full = createHelpPage(serviceName, () => host().endpoints);
  const page: ServicePage = {
    render: (uri) =>
      hiddenSchemes.has(uri.slice(0, uri.indexOf(':'))) ? emptyPage : full.render(uri),
  };
  const { parameters: given } = options;
  return {
    ...options,
    parameters: (parameters: BindingParameters) => {
      if (typeof given === 'function') given(parameters);
      else for (const [key, value] of given ?? []) parameters.set(key, value);
      if (parameters.get(ServicePageParameter) === null) parameters.set(ServicePageParameter, page);
    },
  };
}
