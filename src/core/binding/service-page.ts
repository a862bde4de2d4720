import { bindingParameter } from './binding-parameters.js';

/** What a person, or a tool, gets that opens the address of a service. */
export interface PageAnswer {
  readonly status: number;
  /** Null for an answer without a body. */
  readonly contentType: string | null;
  readonly body: string;
  /** Where else to look; with a status that says so. */
  readonly location?: string | undefined;
}

/** What a transport that browsers can reach shows at the address of a service: its page, and its metadata. */
export interface ServicePage {
  /** `uri` is the address with its query as it was asked for. What it throws becomes a 500, and is told. */
  answer(uri: string): PageAnswer;
}

/** The binding parameter by which a host hands its page to its transports; without it they answer as for any wrong method. */
export const ServicePageParameter = bindingParameter<ServicePage>('servicePage');
