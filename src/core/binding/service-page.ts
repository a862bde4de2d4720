import { bindingParameter } from './binding-parameters.js';

/** What a transport that browsers can reach shows to a person who opens the address of a service. */
export interface ServicePage {
  /** The complete page, HTML; `uri` is the address as the browser asked for it. */
  render(uri: string): string;
}

/** The binding parameter by which a host hands its page to its transports; without it they answer as for any wrong method. */
export const ServicePageParameter = bindingParameter<ServicePage>('servicePage');
